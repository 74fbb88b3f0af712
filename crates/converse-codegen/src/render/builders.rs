//! `src/builder.rs`: one builder per operation, one macro call each.

use std::fmt::Write as _;

use super::client_parameters::place;
use super::named::by_call;
use super::names::{constant, error_type, streamed, style, success};
use super::part::{Call, IMPORTED, Part};
use super::rust::{deprecation, literal};
use super::split::Split;
use super::{Input, paging};
use crate::api::{Body, Encoding, Operation, Parameter};
use crate::docs::{code, comment, comment_of, in_line, with_limits};
use crate::generate::RustType;
use crate::problem::Result;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> Result<String> {
    let mut text = input.head("Request builders: one per operation.");
    if part.calls.is_empty() {
        return Ok(text);
    }
    text.push('\n');
    let (root, beside) = (part.root, part.beside);
    let _ = match root == beside {
        true => writeln!(text, "use {root}::{{Client, operations}};"),
        false => writeln!(text, "use {root}::Client;\nuse {beside}::operations;"),
    };
    if part.calls.iter().any(|call| !by_call(call).is_empty()) {
        let _ = writeln!(text, "use {beside}::types;");
    }
    for call in &part.calls {
        print_builder(&mut text, input, call)?;
    }
    Ok(text)
}

/// Returns the file at the root of a crate that is split.
pub fn render_root(input: &Input<'_>, split: &Split<'_>) -> String {
    let mut text = input.head("Request builders: those of all modules that are turned on.");
    let parts = split.tags.iter().filter(|part| !part.operations.is_empty());
    for part in parts {
        let (condition, module) = (part.condition(""), &part.module);
        let _ = write!(text, "\n{condition}pub use crate::{module}::builder::*;\n");
    }
    text
}

fn print_builder(text: &mut String, input: &Input<'_>, call: &Call<'_>) -> Result<()> {
    let operation = call.operation;
    let (name, method) = (&operation.builder_name, &operation.method_name);
    let request_line = literal(&code(&format!("{} {}", operation.method, operation.path)));
    let arguments: String = arguments(input, call).iter().map(Argument::print).collect();
    let arguments = match arguments.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{\n{arguments}    }}"),
    };
    let failures = failures(operation);
    let error = error_type(operation);
    let (success, send) = success(call);
    let (success, error) = (success.shown(IMPORTED), error.shown(IMPORTED));
    let pages = match &operation.paging {
        Some(paging) => paging::pages(input, call, paging)?,
        None => String::new(),
    };
    let streams = match streamed(call) {
        Some((format, item)) => {
            let item = item.map(|item| format!(" {}", item.shown(IMPORTED)));
            format!(";\n    streams({format}{})", item.unwrap_or_default())
        }
        None => String::new(),
    };
    let _ = write!(
        text,
        "
converse_core::call! {{
    /// A call of [`Client::{method}`].
    pub struct {name}(Client) for operations::{}, {request_line} {arguments}
{failures}    {send} -> {success}, {error}{pages}{streams}
}}
",
        constant(operation)
    );
    Ok(())
}

/// Returns the docs of `send`: what the document says about each status that is no success.
fn failures(operation: &Operation) -> String {
    let lines = operation.failures.iter().map(|(status, meaning)| {
        let status = match status.as_str() {
            "DEFAULT" => "Any other status".to_owned(),
            status => code(status),
        };
        format!("    /// - {status}: {}\n", in_line(meaning))
    });
    let lines: String = lines.collect();
    match lines.is_empty() {
        true => lines,
        false => format!("    ///\n{lines}"),
    }
}

/// An argument of a call: a parameter, or the body.
struct Argument<'a> {
    setter: &'a str,
    taken: &'a RustType,
    required: bool,
    description: String,
    deprecated: bool,
    given: Given<'a>,
}

/// What an argument is in the document.
#[derive(Clone, Copy)]
enum Given<'a> {
    Parameter(&'a Parameter),
    Body(&'a Body),
}

fn arguments<'a>(input: &Input<'_>, call: &Call<'a>) -> Vec<Argument<'a>> {
    let parameters = call.operation.parameters.iter();
    let parameters = parameters
        .zip(&call.types.parameters)
        .map(|(parameter, taken)| {
            let said = input.api.said(&parameter.schema);
            let usual = format!("Sets the parameter {}.", code(&parameter.name));
            let description = parameter.description.as_deref().unwrap_or(&usual);
            Argument {
                setter: &parameter.setter,
                taken,
                required: parameter.required,
                description: with_limits(Some(description), said.limits, said.default)
                    .unwrap_or_default(),
                deprecated: parameter.deprecated || said.deprecated,
                given: Given::Parameter(parameter),
            }
        });
    let body = call.operation.body.as_ref().zip(call.types.body.as_ref());
    let body = body.map(|(body, taken)| Argument {
        setter: "body",
        taken,
        required: body.required,
        description: body
            .description
            .clone()
            .unwrap_or_else(|| "The body of the request.".to_owned()),
        deprecated: false,
        given: Given::Body(body),
    });
    parameters.chain(body).collect()
}

impl Argument<'_> {
    fn print(&self) -> String {
        let (docs, setter, taken) = (self.docs(), self.setter, self.taken.shown(IMPORTED));
        let deprecated = deprecation("        ", self.deprecated);
        let presence = if self.required && !self.is_of_client() {
            "required"
        } else {
            "optional"
        };
        let (place, end) = match self.given {
            Given::Parameter(parameter) => {
                let place = place(parameter.location);
                let wire = literal(&parameter.name);
                (place, format!("{} = {wire}", self.converted()))
            }
            Given::Body(body) => {
                let styles = match body.encoding {
                    Encoding::Form => field_styles(body),
                    _ => String::new(),
                };
                (
                    write_method(body.encoding),
                    format!("{}{styles}", self.converted()),
                )
            }
        };
        format!("{docs}{deprecated}        {presence} {place} {setter}: {taken}{end},\n")
    }

    /// Returns the word for how it is given, if that is not as a value that converts into its type.
    fn converted(&self) -> &'static str {
        match (self.taken, self.given) {
            // Whatever is given as a UUID, references included, has a trait of its own.
            (RustType::Uuid, Given::Parameter(_)) => " as uuid",
            (RustType::Vec(item), Given::Parameter(_)) if **item == RustType::Uuid => " as uuids",
            (RustType::Vec(_), _) => " as list",
            _ => "",
        }
    }

    /// Whether a client can have it for all calls.
    fn is_of_client(&self) -> bool {
        matches!(self.given, Given::Parameter(parameter) if parameter.of_client)
    }

    /// Returns the docs of the setter. A call without a required argument fails with an error that names it.
    fn docs(&self) -> String {
        let said = self.description.trim_end();
        let required = match self.is_of_client() {
            true => "Required, unless the client has it.",
            false => "Required.",
        };
        match (self.required, said.contains(['\n', '\r'])) {
            (false, _) => comment("        ", "///", said),
            (true, false) => comment("        ", "///", &format!("{said} {required}")),
            // The last of several lines may be the end of a list or a block.
            (true, true) => comment_of("        ", "///", [said, required]),
        }
    }
}

fn write_method(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "json",
        Encoding::Form => "form",
        Encoding::Multipart => "multipart",
        Encoding::Text => "text",
        Encoding::Bytes => "bytes",
    }
}

/// Returns the styles of a form's fields, where the document states any.
fn field_styles(body: &Body) -> String {
    let styles = body.field_styles.iter();
    let styles = styles.map(|(field, written, explode)| {
        let (field, style) = (literal(field), style(written));
        format!("({field}, {style}, {explode})")
    });
    match styles.collect::<Vec<_>>().join(", ") {
        styles if styles.is_empty() => styles,
        styles => format!(" = [{styles}]"),
    }
}
