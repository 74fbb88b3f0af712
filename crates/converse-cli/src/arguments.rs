//! From the flags of an operation to its arguments.

use clap::ArgMatches;
use converse::dynamic::{Arguments, DescribedOperation, ProblemKind, Shape, body_problems};
use converse::operation::Location;
use converse::provider::Provider;
use converse::serde_json::{self, Map, Value, json};

use crate::body;
use crate::failure::Failure;
use crate::flags::{self, Flag, Target};

/// Returns the arguments that the flags give.
pub fn read(
    provider: &Provider,
    described: &DescribedOperation,
    matches: &ArgMatches,
) -> Result<Arguments, Failure> {
    let mut arguments = Arguments::new();
    let mut fields = Vec::new();
    let mut whole = None;
    for flag in flags::all(provider, described) {
        let Some(value) = given(&flag, matches)? else {
            continue;
        };
        match flag.target {
            Target::Parameter(location, name) => {
                arguments = match location {
                    Location::Path => arguments.path(name, value),
                    Location::Query => arguments.query(name, value),
                    Location::Header => arguments.header(name, value),
                    _ => arguments.cookie(name, value),
                };
            }
            Target::Field(path) => fields.push((path, value)),
            Target::Body => whole = Some(value),
        }
    }
    let base = body::given(provider, described, matches)?.or(whole);
    let shape = described
        .arguments()
        .iter()
        .find(|it| it.location.is_none());
    let body = match (base, fields.is_empty()) {
        (base, true) => base,
        (base, false) => {
            let mut body = base.unwrap_or_else(|| json!({}));
            if let Some(shape) = shape {
                fill(&mut body, (shape.shape)());
            }
            for (path, value) in fields {
                set(&mut body, &path, value)?;
            }
            Some(body)
        }
    };
    Ok(match body {
        Some(body) => arguments.body(body),
        None => arguments,
    })
}

/// Sets the fields that have one value only.
fn fill(body: &mut Value, shape: Shape) {
    let (Shape::Object(object), Value::Object(fields)) = (shape.not_null(), body) else {
        return;
    };
    for field in object.fields.iter().filter(|it| it.required) {
        if let Some(value) = field.fixed_value() {
            fields.entry(field.name).or_insert(value);
        }
    }
}

fn set(body: &mut Value, path: &[&str], value: Value) -> Result<(), Failure> {
    let mut place = body;
    for name in path {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(fields) = place else {
            let path = path.join(".");
            return Err(Failure::usage(format!(
                "`{path}` cannot be set: what is around it is not an object"
            )));
        };
        place = fields.entry(*name).or_insert(Value::Null);
    }
    *place = value;
    Ok(())
}

fn given(flag: &Flag, matches: &ArgMatches) -> Result<Option<Value>, Failure> {
    let Some(values) = matches.get_many::<String>(&flag.name) else {
        return Ok(None);
    };
    let values: Vec<&String> = values.collect();
    let shape = flag.shape.not_null();
    let value = match (shape, values.as_slice()) {
        (Shape::List(_), [text]) if text.trim_start().starts_with('[') => json_of(flag, text)?,
        (Shape::List(item), texts) => {
            let items = texts.iter().map(|text| one(flag, item(), text));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        (shape, [.., text]) => one(flag, shape, text)?,
        (_, []) => return Ok(None),
    };
    Ok(Some(value))
}

fn one(flag: &Flag, shape: Shape, text: &str) -> Result<Value, Failure> {
    let read = || serde_json::from_str::<Value>(text).ok();
    Ok(match shape.not_null() {
        Shape::Integer | Shape::Number | Shape::Boolean => {
            let value = read().filter(|it| it.is_number() || it.is_boolean());
            value.unwrap_or_else(|| text.into())
        }
        Shape::Object(_) | Shape::Map(_) | Shape::Any | Shape::List(_) => json_of(flag, text)?,
        // A union may be one of strings and numbers, or of objects.
        Shape::Union(_) => read().unwrap_or_else(|| text.into()),
        Shape::Bytes => match text.strip_prefix('@') {
            Some(path) => body::file(path)?,
            None => text.into(),
        },
        _ => text.into(),
    })
}

fn json_of(flag: &Flag, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::usage(format!("`--{}` is not JSON: {error}", flag.name)))
}

/// How many problems of a body are listed.
const MOST: usize = 3;

/// Returns what is wrong with the body of a call, each with its place.
pub fn problems(described: &DescribedOperation, arguments: &Arguments) -> Vec<String> {
    let body = described
        .arguments()
        .iter()
        .find(|it| it.location.is_none());
    let (Some(body), Some(given)) = (body, arguments.given_body()) else {
        return Vec::new();
    };
    let found = body_problems(described.operation(), body, given);
    // A provider may know more than its document.
    let newer = [ProblemKind::UnknownValue, ProblemKind::UnknownVariant];
    let found = found.iter().filter(|it| !newer.contains(&it.kind));
    found.take(MOST).map(ToString::to_string).collect()
}

/// Returns the arguments to be shown: without the passwords in the body.
pub fn masked(described: &DescribedOperation, arguments: Arguments) -> Arguments {
    let body = described
        .arguments()
        .iter()
        .find(|it| it.location.is_none());
    let given = arguments.given_body().cloned();
    match (body, given) {
        (Some(body), Some(mut given)) => {
            mask((body.shape)(), &mut given);
            arguments.body(given)
        }
        _ => arguments,
    }
}

fn mask(shape: Shape, value: &mut Value) {
    match (shape.not_null(), value) {
        (Shape::Password, Value::String(text)) => *text = "REDACTED".to_owned(),
        (Shape::List(item), Value::Array(items)) => {
            items.iter_mut().for_each(|value| mask(item(), value));
        }
        (Shape::Map(item), Value::Object(fields)) => {
            fields.values_mut().for_each(|value| mask(item(), value));
        }
        (Shape::Object(object), Value::Object(fields)) => {
            for field in object.fields {
                if let Some(value) = fields.get_mut(field.name) {
                    mask((field.shape)(), value);
                }
            }
        }
        (Shape::Union(union), value @ Value::Object(_)) => {
            for variant in union.variants {
                mask((variant.shape)(), value);
            }
        }
        _ => {}
    }
}
