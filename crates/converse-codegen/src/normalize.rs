//! Turns the schemas of a document into types: ordered passes, each with one guarantee.

use crate::api::{Api, Described, Published};
use crate::collect::schema::describe;
use crate::problem::{Finding, Result};

mod bounded_unions;
mod clearable_fields;
mod client_parameters;
mod combined_members;
mod context;
mod endless_objects;
mod equal_shapes;
mod error_bodies;
mod error_codes;
mod examples;
mod form_bodies;
mod hoist;
pub mod holders;
mod inherited_unions;
mod inline_plain;
pub mod limits;
mod listed_places;
mod merge_all_of;
mod merge_equal_enums;
mod name_operations;
mod name_types;
mod null_variants;
mod nullable_references;
mod one_way_fields;
mod open_enums;
mod paging;
mod place_words;
mod presence_docs;
mod presence_rules;
mod reachable;
mod redirect;
mod required_fields;
mod shapes;
mod string_unions;
pub mod structs;
mod success_bodies;
mod tagged_unions;
#[cfg(test)]
mod test_support;
mod trace;
pub mod unions;
mod webhook_bodies;

pub use context::Context;

use trace::Trace;

type Pass<A> = fn(&mut A) -> Result<(), Finding>;

/// The passes over schemas, in their order. The head of each file states its guarantee.
const SCHEMAS: &[(&str, Pass<Described>)] = &[
    ("inherited_unions", inherited_unions::run),
    ("null_variants", null_variants::run),
    ("string_unions", string_unions::run),
    ("hoist_properties", hoist::properties),
    ("merge_all_of", merge_all_of::run),
    ("required_fields", required_fields::run),
    ("one_way_fields", one_way_fields::run),
    ("combined_members", combined_members::run),
    ("hoist_variants", hoist::variants),
    ("bounded_unions", bounded_unions::run),
    ("nullable_references", nullable_references::run),
];

/// The passes over what types will be made of, up to their names.
const SITES: &[(&str, Pass<Api>)] = &[
    ("presence_rules", presence_rules::run),
    ("endless_objects", endless_objects::run),
    ("form_bodies", form_bodies::run),
    ("tagged_unions", tagged_unions::run),
    ("clearable_fields", clearable_fields::run),
    ("presence_docs", presence_docs::run),
];

/// The passes over types that have their names.
const TYPES: &[(&str, Pass<Api>)] = &[
    ("limits", limits::run),
    ("name_operations", name_operations::run),
    ("client_parameters", client_parameters::run),
    ("unions", unions::run),
    ("open_enums", open_enums::run),
    ("error_bodies", error_bodies::run),
    ("success_bodies", success_bodies::run),
    ("webhook_bodies", webhook_bodies::run),
    ("structs", structs::run),
    ("error_codes", error_codes::run),
    ("paging", paging::run),
    ("examples", examples::run),
];

/// Runs all passes on what was read from `file`.
pub fn normalize(api: Published, file: &str, context: &mut Context<'_>) -> Result<Api> {
    let in_file = |finding: Finding| finding.in_file(file);
    let mut api = describe(api);
    let mut trace = Trace::new(context.trace, &api, trace::of_schemas);
    for (name, pass) in SCHEMAS {
        pass(&mut api).map_err(in_file)?;
        trace.after(name, &mut api);
    }
    let mut api = inline_plain::run(api);
    // The two forms cannot be compared, so what this pass changes is not listed.
    let mut trace = Trace::new(context.trace, &api, trace::of_sites);
    for (name, pass) in SITES {
        pass(&mut api).map_err(in_file)?;
        trace.after(name, &mut api);
    }
    merge_equal_enums::run(&mut api, context);
    trace.after("merge_equal_enums", &mut api);
    equal_shapes::run(&mut api, context);
    trace.after("equal_shapes", &mut api);
    name_types::run(&mut api, context)?;
    trace.after("name_types", &mut api);
    for (name, pass) in TYPES {
        pass(&mut api).map_err(in_file)?;
        trace.after(name, &mut api);
    }
    Ok(api)
}
