//! Runs progenitor on a lowered document and returns its output as a syntax tree.

use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use serde_json::Value;

use crate::api::Api;
use crate::collect::bodies::BLOB;
use crate::problem::{Problem, Result};

/// Path of the types in generated code.
pub const TYPES: &str = "crate::types";

/// Runs progenitor on `document`, which `lower` wrote for `api`.
pub fn generate(api: &Api, document: Value) -> Result<syn::File> {
    let document: OpenAPI = serde_json::from_value(document).map_err(refused)?;
    let mut generator = Generator::new(&settings(api));
    // Nothing after normalize may panic; if progenitor still does, that is reported like any error.
    let tokens = catch_unwind(AssertUnwindSafe(|| generator.generate_tokens(&document)))
        .map_err(|panic| refused(panic_message(panic.as_ref())))?
        .map_err(refused)?;
    syn::parse2(tokens).map_err(refused)
}

fn settings(api: &Api) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_derive("PartialEq")
        .with_map_type("::std::collections::BTreeMap")
        .with_conversion(
            text_of("date-time"),
            "::converse_core::Timestamp",
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        )
        .with_conversion(
            text_of("password"),
            "::converse_core::Password",
            std::iter::empty(),
        )
        .with_conversion(text_of(BLOB), "::converse_core::Blob", std::iter::empty());
    let enums = api.enums.iter().map(|open_enum| &open_enum.name);
    for name in enums.chain(api.unions.iter().map(|union| &union.name)) {
        settings.with_replacement(name, format!("{TYPES}::{name}"), std::iter::empty());
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
