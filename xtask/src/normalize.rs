//! Brings an API to what progenitor accepts: ordered passes, each a pure function with one guarantee.

use crate::api::Api;
use crate::names::Names;
use crate::problem::Result;
use crate::settings::Settings;

mod error_bodies;
mod hoist;
mod inline_plain;
mod kind;
mod merge_all_of;
mod merge_equal_enums;
mod name_operations;
mod name_types;
mod null_variants;
mod nullable_references;
mod open_enums;
mod presence_rules;
pub mod structs;
mod tagged_unions;
#[cfg(test)]
mod test_support;
mod unions;

pub use kind::{Kind, kind};

/// What passes read besides the document.
pub struct Context<'a> {
    pub settings: &'a Settings,
    /// The settings' file, as messages name it.
    pub settings_file: &'a str,
    /// Names given before; afterwards, the names of this run.
    pub names: &'a mut Names,
}

type Pass = fn(&mut Api, &mut Context<'_>) -> Result<()>;

/// The passes in their order. What each guarantees stands at the head of its file.
const PASSES: &[Pass] = &[
    null_variants::run,
    hoist::properties,
    merge_all_of::run,
    presence_rules::run,
    hoist::variants,
    nullable_references::run,
    inline_plain::run,
    tagged_unions::run,
    merge_equal_enums::run,
    name_operations::run,
    name_types::run,
    unions::run,
    open_enums::run,
    error_bodies::run,
    structs::run,
];

/// Runs all passes.
pub fn normalize(api: &mut Api, context: &mut Context<'_>) -> Result<()> {
    PASSES.iter().try_for_each(|pass| pass(api, context))
}
