//! `src/types.rs`: the structs that typify made, with our docs.

use std::collections::BTreeSet;

use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{ItemStruct, Path, parse_quote};

use super::{Input, rust};
use crate::api::{CodePlace, ErrorType, ErrorUnion, Field, Shape, Struct};
use crate::docs::{attributes, code, comment};
use crate::problem::Result;

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> Result<String> {
    let structs = input.api.structs.iter().zip(&input.surface.structs);
    let items = structs.map(|(known, item)| documented(input, known, item.clone()));
    let errors: String = input
        .api
        .error_unions
        .iter()
        .map(|union| error_union(input, union))
        .chain(error_types(input).into_iter().map(|name| {
            let code = match input.api.error_codes.get(name) {
                Some(CodePlace::Field(field)) => format!(", code: {field}"),
                Some(CodePlace::Variants(variants)) => format!(", code in {}", variants.join(", ")),
                None => String::new(),
            };
            format!("\nconverse_core::error_body! {{ {name}{code} }}\n")
        }))
        .collect();
    let open = !(input.api.enums.is_empty() && input.api.unions.is_empty());
    let requests = input.api.structs.iter().any(|known| known.in_request);
    Ok(format!(
        "{}\n{}{}{}\n{}{errors}",
        input.head("The types that operations take and return."),
        if open { "mod open;\n" } else { "" },
        if requests { "mod requests;\n" } else { "" },
        if open { "\npub use open::*;\n" } else { "" },
        rust::print(quote!(#(#items)*))?,
    ))
}

fn documented(input: &Input<'_>, known: &Struct, mut item: ItemStruct) -> ItemStruct {
    Local.visit_item_struct_mut(&mut item);
    let mut head: Vec<syn::Attribute> = Vec::new();
    let described = known.description.clone().unwrap_or_else(|| {
        let place = input
            .places
            .get(known.name.as_str())
            .copied()
            .unwrap_or(&known.name);
        format!("{} in the provider's document.", code(place))
    });
    head.extend(doc(&described));
    head.append(&mut item.attrs);
    head.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
    head.push(parse_quote!(#[non_exhaustive]));
    item.attrs = head;
    for (field, known) in item.fields.iter_mut().zip(&known.fields) {
        document(field, field_doc(known));
    }
    // A field without a name in the document comes last.
    for field in item.fields.iter_mut().skip(known.fields.len()) {
        document(field, doc("Fields that the document does not list."));
    }
    item
}

/// Puts docs above the other attributes.
fn document(field: &mut syn::Field, mut docs: Vec<syn::Attribute>) {
    docs.append(&mut field.attrs);
    field.attrs = docs;
}

fn field_doc(field: &Field) -> Vec<syn::Attribute> {
    field.description.as_deref().map(doc).unwrap_or_default()
}

fn doc(text: &str) -> Vec<syn::Attribute> {
    let lines = attributes([text]).into_iter();
    lines.map(|line| parse_quote!(#[doc = #line])).collect()
}

fn error_union(input: &Input<'_>, union: &ErrorUnion) -> String {
    let shown = |shape: &Shape| match shape {
        Shape::Named(name) => format!("[`{name}`]"),
        Shape::Nameless(number) => format!("`{}`", nameless_type(input, *number)),
    };
    let names: Vec<String> = union
        .variants
        .iter()
        .map(|(_, shape)| shown(shape))
        .collect();
    let lines: String = union
        .variants
        .iter()
        .enumerate()
        .map(|(number, (variant, shape))| {
            let code = match shape {
                Shape::Named(name) if input.api.error_codes.contains_key(name) => " code",
                _ => "",
            };
            let held = shape_type(input, shape);
            format!("        {number} => {variant}({held}){code},\n")
        })
        .collect();
    format!(
        "\nconverse_core::error_body! {{\n    /// An error body, decoded by the status: {}.\n    pub enum {} {{\n{lines}    }}\n}}\n",
        names.join(" or "),
        union.name,
    )
}

/// Returns the Rust type of a body, inside `types`.
pub fn shape_type(input: &Input<'_>, shape: &Shape) -> String {
    match shape {
        Shape::Named(name) => name.clone(),
        Shape::Nameless(number) => nameless_type(input, *number),
    }
}

/// Returns the Rust type of a body without a name, inside `types`.
pub fn nameless_type(input: &Input<'_>, number: usize) -> String {
    rust::type_text(&input.surface.nameless[number]).replace("crate::types::", "")
}

/// Returns the types that are the complete error body of some operation, and those that have an error code.
fn error_types<'a>(input: &'a Input<'_>) -> BTreeSet<&'a str> {
    let single = input
        .api
        .operations
        .iter()
        .filter_map(|operation| match &operation.error_type {
            Some(ErrorType::Named(name)) => Some(name.as_str()),
            _ => None,
        });
    let coded = input.api.error_codes.keys().map(String::as_str);
    single.chain(coded).collect()
}

/// Names a type of the crate by its name alone, as inside `types`.
struct Local;

impl VisitMut for Local {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let mut segments = path.segments.iter();
        let is_local = segments.next().is_some_and(|first| first.ident == "crate")
            && segments
                .next()
                .is_some_and(|second| second.ident == "types");
        if is_local {
            path.segments = path.segments.iter().skip(2).cloned().collect();
        }
    }
}

/// Returns the lines of a doc comment.
pub fn described(indent: &str, text: Option<&str>, otherwise: &str) -> String {
    comment(indent, "///", text.unwrap_or(otherwise))
}
