//! Reads the table of operations, and what the crate says about its provider: calls of a constructor and of methods on
//! its result.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Lit};

use super::aspect::Aspect;
use super::tokens::printed;
use super::{Item, Member, Place, Surface};

/// Which names in the code are which operation.
#[derive(Default)]
pub struct Ids {
    /// The id, by the constant of the row.
    rows: BTreeMap<String, String>,
    /// The constant of the row, by the builder.
    pub builders: BTreeMap<String, String>,
}

impl Ids {
    /// Returns the id of the operation with this constant.
    pub fn operation(&self, constant: &str) -> String {
        let id = self.rows.get(constant);
        id.cloned().unwrap_or_else(|| constant.to_owned())
    }

    /// Returns the id of the operation with this builder.
    pub fn of_builder(&self, builder: &str) -> Option<String> {
        let constant = self.builders.get(builder)?;
        Some(self.operation(constant))
    }
}

/// Reads a row. Returns the place of its operation; None if this is not what the reader knows.
pub fn read_row(
    surface: &mut Surface,
    ids: &mut Ids,
    constant: &str,
    expression: &Expr,
) -> Option<Place> {
    let (constructor, arguments, methods) = chain(expression)?;
    let method = constructor.strip_prefix("Operation::")?;
    let mut arguments = arguments.iter();
    let method = match method {
        "other" => string(arguments.next()?)?,
        known => known.to_ascii_uppercase(),
    };
    let (provider, id, path) = (
        string(arguments.next()?)?,
        string(arguments.next()?)?,
        string(arguments.next()?)?,
    );
    ids.rows.insert(constant.to_owned(), id.clone());
    let place = Place::whole(Item::Operation(id));
    surface.say(&place, Aspect::Request, format!("{method} {path}"));
    surface.say(&place, Aspect::Derived, format!("{provider} {constant}"));
    if !methods.iter().any(|call| call.method == "safety") {
        surface.say(&place, Aspect::Safety, by_method(&method).to_owned());
    }
    for call in methods {
        read_method(surface, &place, call);
    }
    Some(place)
}

const IDEMPOTENT: &str = "idempotent";
const NOT_IDEMPOTENT: &str = "not idempotent";

/// Returns what the method says where the row says nothing (RFC 9110, 9.2.2).
fn by_method(method: &str) -> &'static str {
    match method {
        "GET" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY" => IDEMPOTENT,
        _ => NOT_IDEMPOTENT,
    }
}

fn read_method(surface: &mut Surface, place: &Place, call: &ExprMethodCall) {
    let name = call.method.to_string();
    let aspect = match name.as_str() {
        "parameters" => return read_parameters(surface, place, call),
        "body" => return read_body(surface, place, call),
        "tag" => Aspect::Tag,
        "safety" => {
            let is_not = arguments(call).contains("NotIdempotent");
            let said = if is_not { NOT_IDEMPOTENT } else { IDEMPOTENT };
            return surface.say(place, Aspect::Safety, said.to_owned());
        }
        "retry" => Aspect::RetryRules,
        "accept" => Aspect::Accept,
        "responses" => Aspect::Responses,
        "paging" => Aspect::Paging,
        "stream" => Aspect::ItemStream,
        "security" => Aspect::Security,
        _ => return surface.say(place, Aspect::Code, format!(".{name}({})", arguments(call))),
    };
    surface.say(place, aspect, arguments(call));
}

fn read_parameters(surface: &mut Surface, of: &Place, call: &ExprMethodCall) {
    let mut order = Vec::new();
    for item in items(call) {
        let parameter = chain(item);
        let parameter = parameter.and_then(|(constructor, arguments, methods)| {
            let location = constructor.strip_prefix("Parameter::")?.to_owned();
            let name = string(arguments.first()?)?;
            Some((Member::Parameter(location, name), methods))
        });
        let Some((member, methods)) = parameter else {
            surface.say(of, Aspect::Code, print(item));
            continue;
        };
        let place = of.member(member);
        order.push(place.to_string());
        for call in methods {
            let name = call.method.to_string();
            let (aspect, value) = match name.as_str() {
                "rules" => (Aspect::Limits, arguments(call)),
                // The builder says it, unless the client can have it.
                "required" => (Aspect::Derived, "required".to_owned()),
                "style" => (Aspect::Encoding, arguments(call)),
                "explode" | "allow_reserved" => {
                    let value = format!("{name}({})", arguments(call));
                    (Aspect::Encoding, value)
                }
                _ => (Aspect::Code, format!(".{name}({})", arguments(call))),
            };
            surface.say(&place, aspect, value);
        }
    }
    surface.say_order(of, &order);
}

fn read_body(surface: &mut Surface, of: &Place, call: &ExprMethodCall) {
    let place = of.member(Member::Body);
    let body = call.args.first().and_then(chain);
    let Some((constructor, values, methods)) = body else {
        return surface.say(&place, Aspect::Code, arguments(call));
    };
    let media_type = values.first().and_then(|value| string(value));
    match (constructor.as_str(), media_type) {
        ("RequestBody::new", Some(media_type)) => {
            surface.say(&place, Aspect::MediaType, media_type);
        }
        _ => surface.say(&place, Aspect::Code, constructor),
    }
    for call in methods {
        let name = call.method.to_string();
        let (aspect, value) = match name.as_str() {
            "required" => (Aspect::Derived, "required".to_owned()),
            "clears" => (Aspect::Encoding, "null clears a field".to_owned()),
            "rules" => (Aspect::BodyRules, arguments(call)),
            _ => (Aspect::Code, format!(".{name}({})", arguments(call))),
        };
        surface.say(&place, aspect, value);
    }
}

/// Reads what the document says about the resource of an operation. None if this is not what the reader knows.
pub fn read_resource(surface: &mut Surface, expression: &Expr) -> Option<()> {
    let (constructor, values, _) = chain(expression)?;
    constructor.ends_with("Resource::new").then_some(())?;
    let id = string(values.first()?)?;
    let place = Place::whole(Item::Operation(id));
    surface.say(&place, Aspect::Resource, print(expression));
    Some(())
}

/// Reads what the crate says about its provider. Returns its place; None if this is not what the reader knows.
pub fn read_provider(surface: &mut Surface, expression: &Expr) -> Option<Place> {
    let (constructor, values, methods) = chain(expression)?;
    constructor.ends_with("Provider::new").then_some(())?;
    let place = Place::whole(Item::Provider);
    let names: Vec<String> = values.iter().map(print).collect();
    surface.say(
        &place,
        Aspect::Derived,
        format!("{constructor}: {}", names.join(", ")),
    );
    for call in methods {
        let name = call.method.to_string();
        let part = |name: &str| place.member(Member::Part(name.to_owned()));
        let mut said = arguments(call);
        let (at, aspect) = match name.as_str() {
            "base_url" => {
                let mut values = call.args.iter().map(print);
                surface.say(&place, Aspect::BaseUrl, values.next().unwrap_or_default());
                said = values.collect::<Vec<_>>().join(", ");
                (part("base URL"), Aspect::Variables)
            }
            "credential_variable" => (part("credential"), Aspect::Variables),
            "credential_variables" => (part("single credentials"), Aspect::Variables),
            // Those of the builder of the client, with their variables.
            "parameters" => (part("parameters"), Aspect::Variables),
            "security" => (place.clone(), Aspect::Security),
            "error_codes" => (part("error codes"), Aspect::ErrorCode),
            "error_message" => (part("message of errors"), Aspect::ErrorCode),
            _ => {
                said = format!(".{name}({said})");
                (place.clone(), Aspect::Code)
            }
        };
        surface.say(&at, aspect, said);
    }
    Some(place)
}

/// Returns the constructor, its arguments, and the methods that are called on the result, in their order.
fn chain(mut expression: &Expr) -> Option<(String, Vec<&Expr>, Vec<&ExprMethodCall>)> {
    let mut methods = Vec::new();
    while let Expr::MethodCall(call) = expression {
        methods.push(call);
        expression = &call.receiver;
    }
    methods.reverse();
    let Expr::Call(call) = expression else {
        return None;
    };
    Some((print(&call.func), call.args.iter().collect(), methods))
}

/// Returns the items of the list that is the only argument.
fn items(call: &ExprMethodCall) -> impl Iterator<Item = &Expr> {
    let list = call.args.first().and_then(|argument| match argument {
        Expr::Reference(reference) => match &*reference.expr {
            Expr::Array(array) => Some(&array.elems),
            _ => None,
        },
        _ => None,
    });
    list.into_iter().flatten()
}

/// Returns the arguments, printed; those of a list without its brackets.
fn arguments(call: &ExprMethodCall) -> String {
    let text = printed(call.args.to_token_stream());
    // The root of a crate reaches these types by a module. That lists are borrowed says nothing.
    let text = text.replace("operation::SecurityScheme", "SecurityScheme");
    let text = text.replace("&[", "[");
    let list = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let inner = list.filter(|_| call.args.len() == 1);
    inner.map_or(text.clone(), str::to_owned)
}

fn string(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn print(tokens: impl ToTokens) -> String {
    printed(tokens.to_token_stream())
}
