//! `src/operations.rs`: the table of operations.

use std::collections::BTreeSet;

use super::Input;
use super::names::{constant, style};
use super::rust::{literal, words};
use crate::api::{
    Encoding, Location, Operation, Paging, PagingStyle, Parameter, Rule, SecurityScheme,
};
use crate::settings::SafetyCorrection;

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let mut text = input.head("What each operation takes, sends and answers, as data.");
    text.push_str("\nuse converse_core::{\n");
    text.push_str("    BodyRule, Content, Location, Method, Operation, Paging, PagingStyle, Parameter, RequestBody, Response, Rule, Safety,\n");
    text.push_str("    SecurityScheme, StatusRange, Style,\n};\n");
    let names: String = input
        .api
        .operations
        .iter()
        .map(|o| format!("    {},\n", constant(o)))
        .collect();
    text.push_str("\n/// All operations, in the order of the document.\n");
    text.push_str(&format!(
        "pub const OPERATIONS: &[Operation] = &[\n{names}];\n"
    ));
    for operation in &input.api.operations {
        text.push_str(&print_operation(input.name, operation));
    }
    unused_imports_removed(text)
}

fn print_operation(provider: &str, operation: &Operation) -> String {
    let parameters: String = operation.parameters.iter().map(print_parameter).collect();
    let content = content(operation.success.content);
    let successes = operation
        .success
        .statuses
        .iter()
        .map(|status| print_response(status, content, 0));
    let errors = operation
        .errors
        .iter()
        .map(|error| print_response(&error.status, "Json", error.variant));
    let responses: String = successes.chain(errors).collect();
    let security: String = operation.security.iter().map(print_security).collect();
    let tag = operation
        .tag
        .as_ref()
        .map_or("None".to_owned(), |tag| format!("Some({})", literal(tag)));
    let safety = if operation.idempotent {
        "Idempotent"
    } else {
        "NotIdempotent"
    };
    format!(
        "\npub(crate) const {}: Operation = Operation {{
    provider: {},
    id: {},
    method: Method::{},
    path: {},
    tag: {tag},
    safety: Safety::{safety},
{}    parameters: {},
    body: {},
    responses: {},
    paging: {},
    security: {},
}};\n",
        constant(operation),
        literal(provider),
        literal(&operation.id),
        operation.method,
        literal(&operation.path),
        print_repeats(operation.safety.as_ref()),
        list(&parameters),
        print_body(operation),
        list(&responses),
        operation
            .paging
            .as_ref()
            .map_or("None".to_owned(), print_paging),
        list(&security),
    )
}

/// What the provider says about repeating a call.
fn print_repeats(safety: Option<&SafetyCorrection>) -> String {
    let statuses = |list: Option<&Vec<u16>>| {
        let list: Vec<String> = list.into_iter().flatten().map(u16::to_string).collect();
        format!("&[{}]", list.join(", "))
    };
    let key = safety.and_then(|safety| safety.idempotency_key.as_deref());
    format!(
        "    not_processed: {},\n    never_retry: {},\n    idempotency_key: {},\n",
        statuses(safety.map(|safety| &safety.not_processed)),
        statuses(safety.map(|safety| &safety.never_retry)),
        key.map_or("None".to_owned(), |key| format!("Some({})", literal(key))),
    )
}

fn print_parameter(parameter: &Parameter) -> String {
    let location = match parameter.location {
        Location::Path => "Path",
        Location::Query => "Query",
        Location::Header => "Header",
        Location::Cookie => "Cookie",
    };
    let rules: Vec<String> = parameter.rules.iter().map(print_rule).collect();
    format!(
        "        Parameter {{
            name: {},
            location: Location::{location},
            required: {},
            style: Style::{},
            explode: {},
            rules: &[{}],
        }},\n",
        literal(&parameter.name),
        parameter.required,
        style(&parameter.style),
        parameter.explode,
        rules.join(", "),
    )
}

fn print_rule(rule: &Rule) -> String {
    match rule {
        Rule::Range(least, most) => format!("Rule::Range({least}, {most})"),
        Rule::Minimum(least) => format!("Rule::Minimum({least})"),
        Rule::Maximum(most) => format!("Rule::Maximum({most})"),
        Rule::MinLength(least) => format!("Rule::MinLength({least})"),
        Rule::MaxLength(most) => format!("Rule::MaxLength({most})"),
    }
}

fn print_body(operation: &Operation) -> String {
    let Some(body) = &operation.body else {
        return "None".to_owned();
    };
    let any_of = if body.clears { "AnyOfOrNull" } else { "AnyOf" };
    let mut rules: Vec<String> = body
        .any_of
        .iter()
        .map(|group| {
            let fields: Vec<String> = group.iter().map(|field| literal(field)).collect();
            format!("BodyRule::{any_of}(&[{}])", fields.join(", "))
        })
        .collect();
    if body.min_properties > 0 {
        rules.push(format!("BodyRule::MinProperties({})", body.min_properties));
    }
    format!(
        "Some(RequestBody {{ media_type: {}, required: {}, clears: {}, rules: &[{}] }})",
        literal(&body.media_type),
        body.required,
        body.clears,
        rules.join(", ")
    )
}

fn content(encoding: Option<Encoding>) -> &'static str {
    match encoding {
        None => "Empty",
        Some(Encoding::Text) => "Text",
        Some(Encoding::Bytes) => "Bytes",
        Some(Encoding::Json | Encoding::Form | Encoding::Multipart) => "Json",
    }
}

fn print_response(status: &str, content: &str, variant: usize) -> String {
    let status = match status {
        "DEFAULT" => "Default".to_owned(),
        status if status.ends_with("XX") => format!("Class({})", &status[..1]),
        status => format!("Exact({status})"),
    };
    format!(
        "        Response {{ status: StatusRange::{status}, body: Content::{content}, variant: {variant} }},\n"
    )
}

fn print_paging(paging: &Paging) -> String {
    let style = match &paging.style {
        PagingStyle::Cursor { next } => format!("Cursor {{ next: {} }}", literal(&next.pointer)),
        PagingStyle::Page {
            first,
            limit,
            default_limit,
        } => {
            let limit = limit.as_deref().map(literal);
            format!(
                "Page {{ first: {first}, limit: {}, default_limit: {default_limit:?} }}",
                limit.map_or("None".to_owned(), |limit| format!("Some({limit})"))
            )
        }
    };
    format!(
        "Some(Paging {{ parameter: {}, items: {}, style: PagingStyle::{style} }})",
        literal(&paging.parameter),
        literal(&paging.items.pointer),
    )
}

fn print_security(scheme: &SecurityScheme) -> String {
    let shown = match scheme {
        SecurityScheme::Header { name, prefix } => {
            format!(
                "Header {{ name: {}, prefix: {} }}",
                literal(name),
                literal(prefix)
            )
        }
        SecurityScheme::Query { name } => format!("Query {{ name: {} }}", literal(name)),
        SecurityScheme::Cookie { name } => format!("Cookie {{ name: {} }}", literal(name)),
    };
    format!("        SecurityScheme::{shown},\n")
}

fn list(lines: &str) -> String {
    if lines.is_empty() {
        "&[]".to_owned()
    } else {
        format!("&[\n{lines}    ]")
    }
}

/// Not every table needs every name.
fn unused_imports_removed(text: String) -> String {
    let Some((head, rest)) = text.split_once("use converse_core::{\n") else {
        return text;
    };
    let Some((names, body)) = rest.split_once("};\n") else {
        return text.clone();
    };
    let known: BTreeSet<String> = words(body).into_iter().collect();
    let used: Vec<&str> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty() && known.contains(*name))
        .collect();
    format!("{head}use converse_core::{{{}}};\n{body}", used.join(", "))
}
