//! Turns an API into one that progenitor accepts: ordered passes, each a pure function with one guarantee.

use crate::api::Api;
use crate::problem::Result;

mod clearable_fields;
mod context;
mod error_bodies;
mod error_codes;
mod form_bodies;
mod hoist;
mod inherited_unions;
mod inline_plain;
mod kind;
mod merge_all_of;
mod merge_equal_enums;
mod name_operations;
mod name_types;
mod null_variants;
mod nullable_references;
mod one_way_fields;
mod open_enums;
mod paging;
mod presence_docs;
mod presence_rules;
mod reachable;
mod string_unions;
pub mod structs;
mod tagged_unions;
#[cfg(test)]
mod test_support;
mod tidy;
mod trace;
mod unions;
mod webhook_bodies;

pub use context::Context;
pub use kind::{Kind, STRING_TYPES, kind};

type Pass = fn(&mut Api, &mut Context<'_>) -> Result<()>;

/// The passes in their order. The head of each file states its guarantee.
const PASSES: &[(&str, Pass)] = &[
    ("tidy", tidy::run),
    ("inherited_unions", inherited_unions::run),
    ("null_variants", null_variants::run),
    ("string_unions", string_unions::run),
    ("hoist_properties", hoist::properties),
    ("merge_all_of", merge_all_of::run),
    ("one_way_fields", one_way_fields::run),
    ("presence_rules", presence_rules::run),
    ("hoist_variants", hoist::variants),
    ("nullable_references", nullable_references::run),
    ("inline_plain", inline_plain::run),
    ("form_bodies", form_bodies::run),
    ("tagged_unions", tagged_unions::run),
    ("merge_equal_enums", merge_equal_enums::run),
    ("clearable_fields", clearable_fields::run),
    ("presence_docs", presence_docs::run),
    ("name_types", name_types::run),
    ("name_operations", name_operations::run),
    ("unions", unions::run),
    ("open_enums", open_enums::run),
    ("error_bodies", error_bodies::run),
    ("webhook_bodies", webhook_bodies::run),
    ("structs", structs::run),
    ("error_codes", error_codes::run),
    ("paging", paging::run),
];

/// Runs all passes.
pub fn normalize(api: &mut Api, context: &mut Context<'_>) -> Result<()> {
    let mut before = context.trace.then(|| trace::snapshot(api));
    for (name, pass) in PASSES {
        pass(api, context)?;
        if let Some(known) = &mut before {
            let after = trace::snapshot(api);
            api.changes.push((name, trace::changed(known, &after)));
            *known = after;
        }
    }
    Ok(())
}
