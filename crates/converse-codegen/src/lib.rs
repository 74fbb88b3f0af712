#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod api;
mod collect;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod command;
mod docs;
mod document;
mod generate;
mod generator;
mod identifiers;
mod names;
mod normalize;
mod problem;
mod render;
mod report;
mod samples;
mod settings;
#[cfg(feature = "cli")]
mod summary;
mod sync;
mod target;
mod toml_string;

pub use api::{CredentialPlace, SecurityScheme};
pub use document::{Correction, Document, Folder, Loader, Overlay};
pub use generator::{Crate, Generator};
pub use names::Names;
pub use problem::{Problem, Result};
pub use report::{
    ChangedByPass, GeneratedOperation, GeneratedPart, LeftOut, PagingKind, Report, TestedExamples,
    UntypedPlace,
};
pub use settings::{SafetyCorrection, Settings, SplitByTag};
pub use sync::Difference;
pub use target::{CHECK_CFG, Runtime, Target};

/// Items that the maintainer commands of the workspace use; not part of the public API.
#[doc(hidden)]
#[allow(missing_docs, reason = "it is documented where it is defined")]
pub mod internals {
    pub use crate::api::Published;
    pub use crate::collect::METHODS;
    pub use crate::collect::collect;
    pub use crate::collect::references::follow;
    pub use crate::docs::code_cell;
    pub use crate::document::{pointer, read};
    pub use crate::generator::{is_provider_name, name_of};
    pub mod samples {
        pub use crate::samples::{fitted, formatted, integer, is_within, matching, number};
    }
    pub mod identifiers {
        pub use crate::identifiers::plain;
    }
    pub use crate::problem::unwritable;
    pub use crate::render::as_modules;
    pub use crate::sync::{Output, compare, write};
}
