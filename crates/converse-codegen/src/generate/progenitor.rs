//! Runs progenitor on a lowered document.

use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};

use crate::api::Api;
use crate::problem::{Problem, Result};

/// The paths of types that have no schema of their own, as settings give them and types are read back.
pub const TIMESTAMP: &str = "::converse_core::Timestamp";
pub const PASSWORD: &str = "::converse_core::Password";
pub const BYTES_OF_A_PART: &str = "::converse_core::Blob";

/// Format of the bytes of a part, which is ours: documents have others.
pub const BLOB: &str = "blob";

/// Path of the enums and unions, as settings give it and types are read back.
pub const OPEN: &str = "open::";

/// Runs progenitor on `document`, which `lower` wrote for `api`. The types are in the generator's type space; the
/// code that it writes is not used.
pub fn generate(api: &Api, document: OpenAPI) -> Result<Generator> {
    let mut generator = Generator::new(&settings(api));
    // Nothing after normalize may panic; if progenitor still does, that is reported like any error.
    catch_unwind(AssertUnwindSafe(|| {
        generator.generate_tokens(&document).map(drop)
    }))
    .map_err(|panic| refused(panic_message(panic.as_ref())))?
    .map_err(refused)?;
    Ok(generator)
}

fn settings(api: &Api) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_conversion(
            text_of("date-time"),
            TIMESTAMP,
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        )
        .with_conversion(text_of("password"), PASSWORD, std::iter::empty())
        .with_conversion(text_of(BLOB), BYTES_OF_A_PART, std::iter::empty());
    let enums = api.enums.iter().map(|open_enum| &open_enum.name);
    for name in enums.chain(api.unions.iter().map(|union| &union.name)) {
        settings.with_replacement(name, format!("{OPEN}{name}"), std::iter::empty());
    }
    settings
}

fn text_of(format: &str) -> schemars08::schema::SchemaObject {
    schemars08::schema::SchemaObject {
        instance_type: Some(schemars08::schema::InstanceType::String.into()),
        format: Some(format.to_owned()),
        ..Default::default()
    }
}

fn refused(reason: impl std::fmt::Display) -> Problem {
    Problem::file(
        "",
        format!("progenitor refuses the normalized document: {reason}"),
        "report it, with the document: a pass of normalize has to remove this",
    )
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("it panics")
        .to_owned()
}
