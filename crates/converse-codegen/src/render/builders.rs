//! `src/builder.rs`: one builder per operation, with a setter per parameter.

use std::fmt::Write as _;

use super::named::by_call;
use super::names::{constant, error_type, style, success};
use super::part::{Call, IMPORTED, Part};
use super::rust::literal;
use super::split::Split;
use super::{Input, paging};
use crate::api::{Body, Encoding, Location, Parameter};
use crate::docs::{code, comment, comment_of};
use crate::generate::RustType;
use crate::problem::Result;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> Result<String> {
    let mut text = input.head("Request builders: one per operation.");
    text.push('\n');
    // Parameters are converted, and what is required may be missing. An optional body is neither.
    let mut bodies = part
        .calls
        .iter()
        .filter_map(|call| call.operation.body.as_ref());
    if part.has_parameters() || bodies.any(|body| body.required) {
        text.push_str("use ::converse_core::argument::{self, Argument};\n");
    } else if part.has_bodies() {
        text.push_str("use ::converse_core::argument::Argument;\n");
    }
    if part
        .calls
        .iter()
        .any(|call| call.operation.paging.is_some())
    {
        text.push_str("use ::converse_core::paging::{self, Items, Pages};\n");
    }
    let (root, beside) = (part.root, part.beside);
    let types = part.calls.iter().any(|call| !by_call(call).is_empty());
    let _ = match root == beside {
        true => writeln!(
            text,
            "use {root}::{{Client, Error, ResponseValue, operations}};"
        ),
        false => writeln!(
            text,
            "use {root}::{{Client, Error, ResponseValue}};\nuse {beside}::operations;"
        ),
    };
    if types {
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
    let (about, must_use) = match operation.paging {
        Some(_) => (paging::ABOUT, "`send`, `stream` or `pages` makes the call"),
        None => ("", "`send` makes the call"),
    };
    let arguments = arguments(call);
    let fields: String = arguments.iter().map(Argument::field).collect();
    let unset: String = arguments.iter().map(Argument::unset).collect();
    let unset = match arguments.is_empty() {
        true => "Self { client }".to_owned(),
        false => format!("Self {{\n            client,\n{unset}        }}"),
    };
    let setters: String = arguments.iter().map(Argument::setter).collect();
    let send = send(call, &arguments);
    let _ = write!(
        text,
        "
/// A call of [`Client::{method}`].
{about}#[derive(Clone)]
#[must_use = \"{must_use}\"]
pub struct {name}<'a> {{
    client: &'a Client,
{fields}}}

impl<'a> {name}<'a> {{
    pub(crate) fn new(client: &'a Client) -> Self {{
        {unset}
    }}
{setters}{send}"
    );
    if let Some(paging) = &operation.paging {
        text.push_str(&paging::methods(input, call, paging)?);
    }
    let _ = write!(
        text,
        "}}

impl ::std::fmt::Debug for {name}<'_> {{
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
        f.debug_struct({}).finish_non_exhaustive()
    }}
}}
",
        literal(name)
    );
    if operation.paging.is_some() {
        let function = paging::request(operation);
        let request = request(call, &arguments, "    ", "call");
        let _ = write!(
            text,
            "
fn {function}(call: {name}<'_>) -> ::converse_core::Request {{
{request}    request
}}
"
        );
    }
    Ok(())
}

/// An argument of a call: a parameter, or the body.
struct Argument<'a> {
    setter: &'a str,
    taken: &'a RustType,
    required: bool,
    description: String,
    given: Given<'a>,
}

/// What an argument is in the document.
#[derive(Clone, Copy)]
enum Given<'a> {
    Parameter(&'a Parameter),
    Body(&'a Body),
}

fn arguments<'a>(call: &Call<'a>) -> Vec<Argument<'a>> {
    let parameters = call.operation.parameters.iter();
    let parameters = parameters
        .zip(&call.types.parameters)
        .map(|(parameter, taken)| Argument {
            setter: &parameter.setter,
            taken,
            required: parameter.required,
            description: parameter
                .description
                .clone()
                .unwrap_or_else(|| format!("Sets the parameter {}.", code(&parameter.name))),
            given: Given::Parameter(parameter),
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
        given: Given::Body(body),
    });
    parameters.chain(body).collect()
}

impl Argument<'_> {
    fn field(&self) -> String {
        let (setter, taken) = (self.setter, self.taken.shown(IMPORTED));
        let held = match self.required {
            true => format!("Argument<{taken}>"),
            false => format!("Argument<Option<{taken}>>"),
        };
        format!("    pub(crate) {setter}: {held},\n")
    }

    fn unset(&self) -> String {
        let setter = self.setter;
        let unset = match self.given {
            _ if !self.required => "Ok(None)".to_owned(),
            Given::Body(_) => "argument::missing_body()".to_owned(),
            Given::Parameter(parameter) => {
                let (name, shown) = (literal(&parameter.name), literal(setter));
                format!("argument::missing({name}, {shown})")
            }
        };
        format!("            {setter}: {unset},\n")
    }

    /// Returns the docs of the setter. A call without a required argument fails with an error that names it.
    fn docs(&self) -> String {
        let said = self.description.trim_end();
        match (self.required, said.contains(['\n', '\r'])) {
            (false, _) => comment("    ", "///", said),
            (true, false) => comment("    ", "///", &format!("{said} Required.")),
            // The last of several lines may be the end of a list or a block.
            (true, true) => comment_of("    ", "///", [said, "Required."]),
        }
    }

    fn setter(&self) -> String {
        let (docs, setter, taken) = (self.docs(), self.setter, self.taken.shown(IMPORTED));
        let (accepted, value) = match self.given {
            Given::Body(_) => {
                let value = match self.required {
                    true => "Ok(value.into())",
                    false => "Ok(Some(value.into()))",
                };
                (format!("Into<{taken}>"), value.to_owned())
            }
            Given::Parameter(parameter) => {
                let is_uuid = *self.taken == RustType::Uuid;
                // The function of the runtime that converts the value.
                let convert = match (is_uuid, self.required) {
                    (true, true) => "uuid",
                    (true, false) => "optional_uuid",
                    (false, true) => "value",
                    (false, false) => "optional",
                };
                let accepted = match is_uuid {
                    true => "argument::ToUuid".to_owned(),
                    false => format!("TryInto<{taken}>"),
                };
                let name = literal(&parameter.name);
                (accepted, format!("argument::{convert}({name}, value)"))
            }
        };
        format!(
            "{docs}    pub fn {setter}(mut self, value: impl {accepted}) -> Self {{
        self.{setter} = {value};
        self
    }}
"
        )
    }

    /// Returns the statement that gives the argument of the builder `call` to `request`.
    fn hand_over(&self, call: &str) -> String {
        let setter = self.setter;
        match self.given {
            Given::Body(body) => {
                let styles = field_styles(body);
                if body.encoding == Encoding::Form && !styles.is_empty() {
                    return format!("request.styled_form({call}.{setter}, &[{styles}]);");
                }
                let write = write_method(body.encoding);
                format!("request.{write}({call}.{setter});")
            }
            Given::Parameter(parameter) => {
                let place = match parameter.location {
                    Location::Path => "path",
                    Location::Query => "query",
                    Location::Header => "header",
                    Location::Cookie => "cookie",
                };
                let name = literal(&parameter.name);
                format!("request.{place}({name}, {call}.{setter});")
            }
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

fn field_styles(body: &Body) -> String {
    let styles = body.field_styles.iter();
    let styles = styles.map(|(field, written, explode)| {
        let (field, style) = (literal(field), style(written));
        format!("({field}, ::converse_core::operation::Style::{style}, {explode})")
    });
    styles.collect::<Vec<_>>().join(", ")
}

fn send(call: &Call<'_>, arguments: &[Argument<'_>]) -> String {
    let operation = call.operation;
    let request_line = code(&format!("{} {}", operation.method, operation.path));
    let about = comment("    ", "///", &format!("Sends {request_line}."));
    let error = error_type(operation);
    let (success, finish) = success(call);
    let (success, error) = (success.shown(IMPORTED), error.shown(IMPORTED));
    let body = match operation.paging {
        None => {
            let request = request(call, arguments, "        ", "self");
            format!("{request}        request.{finish}().await\n")
        }
        // Several methods send the same request: one function makes it.
        Some(_) => {
            let request = paging::request(operation);
            format!("        {request}(self).{finish}().await\n")
        }
    };
    format!(
        "{about}    ///
    /// # Errors
    /// An argument is missing or breaks a rule; the call fails, or its response does not decode.
    pub async fn send(self) -> Result<ResponseValue<{success}>, Error<{error}>> {{
{body}    }}
"
    )
}

/// Returns the statements that make `request` from the arguments of the builder `call`.
fn request(call: &Call<'_>, arguments: &[Argument<'_>], indent: &str, builder: &str) -> String {
    let constant = constant(call.operation);
    let mutable = if arguments.is_empty() { "" } else { "mut " };
    let mut text = format!(
        "{indent}let {mutable}request = {builder}.client.inner.request(&operations::{constant});\n"
    );
    for argument in arguments {
        let _ = writeln!(text, "{indent}{}", argument.hand_over(builder));
    }
    text
}
