//! `src/operations.rs`: the table of operations.

use std::collections::BTreeSet;

use super::Input;
use super::names::{constant, style};
use super::part::Part;
use super::rust::{literal, words};
use super::security::print_alternatives;
use crate::api::{
    Body, ItemStream, Location, Operation, Paging, PagingStyle, Parameter, Rule, StreamFormat,
    SuccessBody, idempotent_by_method,
};
use crate::collect::METHODS;
use crate::settings::SafetyCorrection;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let names = part.calls.iter().map(|call| {
        let (condition, name) = (call.condition("    "), constant(call.operation));
        let module = call
            .tag
            .map(|tag| format!("crate::{}::operations::", tag.module));
        format!("{condition}    &{}{name},\n", module.unwrap_or_default())
    });
    let names: String = names.collect();
    let (imports, which, rows) = match part.split {
        None => {
            let rows = rows(input, part);
            (used(&rows), "All operations", rows)
        }
        // Each tag has its own.
        Some(_) => {
            let which = "The operations that are turned on";
            ("Operation".to_owned(), which, String::new())
        }
    };
    let head = input.head(ABOUT);
    format!(
        "{head}\nuse converse_core::operation::{imports};\n\n\
         /// {which}, in the order of the document.\n\
         pub static OPERATIONS: &[&Operation] = &[\n{names}];\n{rows}"
    )
}

/// Returns the file of a tag: the rows of its operations.
pub fn render_tag(input: &Input<'_>, part: &Part<'_>) -> String {
    let (head, rows) = (input.head(ABOUT), rows(input, part));
    format!(
        "{head}\nuse converse_core::operation::{};\n{rows}",
        used(&rows)
    )
}

const ABOUT: &str = "What each operation takes, sends and returns, as data.";

fn rows(input: &Input<'_>, part: &Part<'_>) -> String {
    let calls = part.calls.iter();
    calls
        .map(|call| print_operation(input.name, call.operation))
        .collect()
}

/// Names that a row may use.
const NAMES: [&str; 14] = [
    "BodyRule",
    "Content",
    "ItemStream",
    "Operation",
    "Paging",
    "Parameter",
    "RequestBody",
    "Response",
    "RetryRules",
    "Rule",
    "Safety",
    "SecurityScheme",
    "StatusRange",
    "Style",
];

/// Not every table needs every name, but the list of rows names `Operation`.
fn used(rows: &str) -> String {
    let known: BTreeSet<&str> = words(rows).collect();
    let names = NAMES.into_iter();
    let names = names.filter(|name| *name == "Operation" || known.contains(name));
    format!("{{{}}}", names.collect::<Vec<_>>().join(", "))
}

fn print_operation(provider: &str, operation: &Operation) -> String {
    let method = match METHODS
        .iter()
        .find(|known| operation.method == known.to_uppercase())
    {
        Some(known) => format!("{known}("),
        None => format!("other({}, ", literal(&operation.method)),
    };
    let mut row = format!(
        "\npub(crate) static {}: Operation = Operation::{method}{}, {}, {})",
        constant(operation),
        literal(provider),
        literal(&operation.id),
        literal(&operation.path),
    );
    let mut say = |method: &str, value: Option<String>| {
        if let Some(value) = value {
            row.push_str(&format!("\n    .{method}({value})"));
        }
    };
    say("tag", operation.tag.as_deref().map(literal));
    say("safety", print_safety(operation));
    say("retry", operation.safety.as_ref().and_then(print_retry));
    let parameters = operation.parameters.iter().map(print_parameter);
    say("parameters", list(parameters.collect()));
    say("body", operation.body.as_ref().map(print_body));
    say("accept", print_accept(operation));
    say("responses", list(print_responses(operation)));
    say("paging", operation.paging.as_ref().map(print_paging));
    say("stream", operation.stream.as_ref().map(print_stream));
    say("security", list(print_alternatives(&operation.security)));
    row + ";\n"
}

/// Returns the retry safety, where it differs from that of the method.
fn print_safety(operation: &Operation) -> Option<String> {
    let usual = idempotent_by_method(&operation.method);
    (operation.idempotent != usual).then(|| match operation.idempotent {
        true => "Safety::Idempotent".to_owned(),
        false => "Safety::NotIdempotent".to_owned(),
    })
}

/// Returns what the provider promises about retries.
fn print_retry(safety: &SafetyCorrection) -> Option<String> {
    let statuses = |method: &str, list: &[u16]| {
        let list: Vec<String> = list.iter().map(u16::to_string).collect();
        match list.as_slice() {
            [] => String::new(),
            list => format!(".{method}(&[{}])", list.join(", ")),
        }
    };
    let key = safety.idempotency_key.as_deref().map(literal);
    let said = [
        statuses("not_processed", &safety.not_processed),
        statuses("never_retry", &safety.never_retry),
        key.map_or(String::new(), |key| format!(".idempotency_key({key})")),
    ]
    .concat();
    (!said.is_empty()).then(|| format!("RetryRules::new(){said}"))
}

/// Returns one line, without OpenAPI's defaults for the place and the style.
fn print_parameter(parameter: &Parameter) -> String {
    let (place, usual) = match parameter.location {
        Location::Path => ("path", "Simple"),
        Location::Query => ("query", "Form"),
        Location::Header => ("header", "Simple"),
        Location::Cookie => ("cookie", "Form"),
    };
    let mut text = format!("Parameter::{place}({})", literal(&parameter.name));
    // A variable of the path is always required.
    if parameter.required && parameter.location != Location::Path {
        text.push_str(".required()");
    }
    let style = style(&parameter.style);
    if style != usual {
        text.push_str(&format!(".style(Style::{style})"));
    }
    if parameter.explode != (style == "Form") {
        text.push_str(&format!(".explode({})", parameter.explode));
    }
    if parameter.allow_reserved {
        text.push_str(".allow_reserved()");
    }
    let rules: Vec<String> = parameter.rules.iter().map(print_rule).collect();
    if !rules.is_empty() {
        text.push_str(&format!(".rules(&[{}])", rules.join(", ")));
    }
    text
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

fn print_body(body: &Body) -> String {
    let mut text = format!("RequestBody::new({})", literal(&body.media_type));
    if body.required {
        text.push_str(".required()");
    }
    if body.clears {
        text.push_str(".clears()");
    }
    let any_of = if body.clears { "AnyOfOrNull" } else { "AnyOf" };
    let groups = body.any_of.iter().map(|group| {
        let fields: Vec<String> = group.iter().map(|field| literal(field)).collect();
        format!("BodyRule::{any_of}(&[{}])", fields.join(", "))
    });
    let least = (body.min_properties > 0)
        .then(|| format!("BodyRule::MinProperties({})", body.min_properties));
    let rules: Vec<String> = groups.chain(least).collect();
    if !rules.is_empty() {
        text.push_str(&format!(".rules(&[{}])", rules.join(", ")));
    }
    text
}

fn print_responses(operation: &Operation) -> Vec<String> {
    let success = &operation.success;
    let successes = success.statuses.iter().map(|(status, index)| {
        // Without a union, the type is the same for all.
        let variant = if success.union.is_some() { *index } else { 0 };
        print_response(status, content(&success.bodies[*index]), variant)
    });
    let errors = operation
        .errors
        .iter()
        .map(|error| print_response(&error.status, "Json", error.variant));
    successes.chain(errors).collect()
}

/// Returns the media types that are accepted, where they are not what the runtime takes for a row that says nothing:
/// JSON, if a response is JSON.
fn print_accept(operation: &Operation) -> Option<String> {
    let success = &operation.success;
    let json = match success.only() {
        _ if success.union.is_some() => false,
        Some(SuccessBody::Json(_)) => true,
        None | Some(SuccessBody::Empty) => !operation.errors.is_empty(),
        Some(SuccessBody::Text | SuccessBody::Bytes) => false,
    };
    let usual = if json { "application/json" } else { "" };
    let accept = operation.accept.join(", ");
    (accept != usual).then(|| literal(&accept))
}

fn content(body: &SuccessBody) -> &'static str {
    match body {
        SuccessBody::Empty => "Empty",
        SuccessBody::Json(_) => "Json",
        SuccessBody::Text => "Text",
        SuccessBody::Bytes => "Bytes",
    }
}

fn print_response(status: &str, content: &str, variant: usize) -> String {
    let status = match status {
        "DEFAULT" => "Default".to_owned(),
        status if status.ends_with("XX") => format!("Class({})", &status[..1]),
        status => format!("Exact({status})"),
    };
    let variant = match variant {
        0 => String::new(),
        variant => format!(".variant({variant})"),
    };
    format!("Response::new(StatusRange::{status}, Content::{content}){variant}")
}

fn print_paging(paging: &Paging) -> String {
    let parameter = literal(&paging.parameter);
    let items = literal(&paging.items.pointer);
    let total = paging.total.as_ref().map(|total| literal(&total.pointer));
    let total = total.map_or(String::new(), |total| format!(".total({total})"));
    let printed = match &paging.style {
        PagingStyle::Cursor { next } => {
            let next = literal(&next.pointer);
            format!("Paging::by_cursor({parameter}, {items}, {next})")
        }
        PagingStyle::Page {
            first,
            limit,
            default_limit,
        } => {
            let limit = limit.as_deref().map(literal);
            let limit = limit.map_or(String::new(), |limit| format!(".limit({limit})"));
            let usual = default_limit.map_or(String::new(), |it| format!(".default_limit({it})"));
            format!("Paging::by_number({parameter}, {items}, {first}){limit}{usual}")
        }
    };
    printed + &total
}

fn print_stream(stream: &ItemStream) -> String {
    let media_type = literal(&stream.media_type);
    let end = stream.end.as_deref().map(literal);
    let end = end.map_or(String::new(), |end| format!(".end({end})"));
    match stream.format {
        StreamFormat::Events => format!("ItemStream::events(){end}"),
        StreamFormat::JsonLines => format!("ItemStream::json_lines({media_type})"),
        StreamFormat::JsonSequence => format!("ItemStream::json_sequence({media_type})"),
    }
}

/// The longest list on one line.
const WIDTH: usize = 80;

/// Returns a list, with a line per entry if it is long. None if it is empty.
fn list(entries: Vec<String>) -> Option<String> {
    match entries.as_slice() {
        [] => None,
        [entry] => Some(format!("&[{entry}]")),
        entries => {
            let line = entries.join(", ");
            if line.len() <= WIDTH {
                return Some(format!("&[{line}]"));
            }
            let lines: String = entries
                .iter()
                .map(|entry| format!("        {entry},\n"))
                .collect();
            Some(format!("&[\n{lines}    ]"))
        }
    }
}
