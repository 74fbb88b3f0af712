//! Reads schemas, whatever version or dialect they are written in: one known type, nullability apart from it, only
//! what matters for types.

use serde_json::{Map, Value};

use super::places::PLACE;
use super::rules::rules;
use super::text;
use crate::api::{About, AnyJson, Described, Discriminator, Kind, Name, OneOf, Published, Schema};
use crate::docs::{default, limits};
use crate::document::pointer;
use crate::problem::Finding;

mod hints;
mod integers;
mod objects;
mod types;

use hints::hints;
use objects::{any_of, conditional_parts, declares_others, object_kind};
use types::{Declared, Type, repaired, string_format};

/// Keyword of an error's schema that names the field with the provider's error code.
pub const ERROR_CODE: &str = "x-converse-error-code";

/// Says that an enum lists the provider's error codes.
pub const ERROR_CODES: &str = "x-converse-error-codes";

/// Reads all schemas of an API.
pub fn describe(mut api: Published) -> Described {
    let schemas = std::mem::take(&mut api.schemas).into_iter();
    let schemas = schemas
        .map(|(name, schema)| (name, read(&schema)))
        .collect();
    let mut api = api.map(schemas, |schema| read(&schema));
    let mut warnings = Vec::new();
    api.visit(|schema| warnings.extend(contradiction(schema)));
    api.warnings.extend(warnings);
    api
}

/// Why a value is any JSON whose type and listed values exclude each other.
const CONTRADICTION: &str = "`type` and the listed values contradict each other";

/// Returns the finding about such a value.
fn contradiction(schema: &Schema) -> Option<Finding> {
    let given_up = Kind::Any(AnyJson::GivenUp(CONTRADICTION));
    (schema.kind == given_up).then(|| {
        let help = "correct one of the two in the overlay, by an action with this place as its \
                    `target` and `update: { type: … }`, or one that removes the values";
        let place = schema.about.place.as_deref().unwrap_or_default();
        Finding::at(place, CONTRADICTION, help).invalid()
    })
}

/// Reads a schema, and all below it.
pub fn read(schema: &Value) -> Schema {
    // `true` and `false` are schemas since 3.1; neither says anything about a value.
    let Some(object) = schema.as_object() else {
        return Schema::default();
    };
    let mut read = Schema {
        about: about(schema, object),
        nullable: object.get("nullable").and_then(Value::as_bool),
        ..Schema::default()
    };
    if let Some(reference) = pointer::schema_name(schema) {
        read.kind = reference_kind(object, reference.into());
        return read;
    }
    if members(object, "oneOf").is_empty() && members(object, "anyOf").is_empty() {
        read.discriminator = discriminator(object);
    }
    let declared = Declared::of(object);
    if declared.nullable {
        read.nullable = (!declared.is_null).then_some(true);
    }
    if declared.is_null {
        read.kind = Kind::Null;
        return read;
    }
    let own = match declared.types.as_slice() {
        [] => Schema::of(untyped(object)),
        [one] if declared.is_inferred => typed(object, *one, &declared),
        [one] => match repaired(object, *one) {
            one if declared.contradict(one) => {
                Schema::of(Kind::Any(AnyJson::GivenUp(CONTRADICTION)))
            }
            one => typed(object, one, &declared),
        },
        several => {
            // They belong to one of the types.
            read.about.limits = None;
            read.about.rules.clear();
            let members = several.iter().map(|one| typed(object, *one, &declared));
            any_of(members.collect())
        }
    };
    Schema {
        about: read.about,
        nullable: read.nullable,
        discriminator: read.discriminator,
        ..with_parts(object, own)
    }
}

/// Returns what a schema says about values of one type.
fn typed(object: &Map<String, Value>, of: Type, declared: &Declared<'_>) -> Schema {
    Schema {
        listed: declared.listed(of),
        ..Schema::of(kind_of(object, of, declared))
    }
}

fn kind_of(object: &Map<String, Value>, of: Type, declared: &Declared<'_>) -> Kind {
    match of {
        Type::String => match declared.strings() {
            Some(values) => Kind::Enum(values),
            None => Kind::String(declared.string_format()),
        },
        Type::Integer => Kind::Integer(declared.integer()),
        Type::Number => Kind::Number,
        Type::Boolean => Kind::Boolean,
        Type::Array => Kind::Array(Box::new(items(object))),
        Type::Object => object_kind(object, read),
    }
}

/// Returns what a schema says that declares no type.
fn untyped(object: &Map<String, Value>) -> Kind {
    let filled = |key: &str| match object.get(key) {
        Some(Value::Array(array)) => !array.is_empty(),
        Some(Value::Object(object)) => !object.is_empty(),
        _ => false,
    };
    let is_object = declares_others(object) || filled("required");
    match (
        filled("properties"),
        object.contains_key("items"),
        is_object,
    ) {
        (false, true, _) => Kind::Array(Box::new(items(object))),
        (false, false, false) => any_kind(object),
        _ => object_kind(object, read),
    }
}

/// Keywords beside a `$ref` that add to the reference.
const STRUCTURAL: [&str; 14] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "dependentSchemas",
    "else",
    "enum",
    "if",
    "oneOf",
    "patternProperties",
    "properties",
    "required",
    "then",
    "unevaluatedProperties",
];

fn reference_kind(object: &Map<String, Value>, name: Name) -> Kind {
    let reference = Kind::Reference(name);
    let adds = |key: &str| STRUCTURAL.contains(&key);
    if !object.keys().any(|key| adds(key)) {
        return reference;
    }
    let more = object.iter().filter(|(key, _)| adds(key));
    let more: Map<String, Value> = more.map(|(key, it)| (key.clone(), it.clone())).collect();
    Kind::AllOf(vec![Schema::of(reference), read(&Value::Object(more))])
}

fn about(schema: &Value, object: &Map<String, Value>) -> About {
    let says = |key: &str| object.get(key) == Some(&Value::Bool(true));
    About {
        place: object.get(PLACE).and_then(Value::as_str).map(Name::from),
        description: text(object.get("description")).map(Name::from),
        limits: limits(object).map(Name::from),
        rules: rules(schema),
        hints: hints(object),
        default: default(object).map(Name::from),
        deprecated: says("deprecated"),
        values: Vec::new(),
        read_only: says("readOnly"),
        write_only: says("writeOnly"),
        error_code: object.get(ERROR_CODE).cloned(),
        lists_error_codes: says(ERROR_CODES),
    }
}

fn discriminator(object: &Map<String, Value>) -> Option<Discriminator> {
    let declared = object.get("discriminator")?;
    // A string alone is the field in the standard's predecessor.
    let field = match declared {
        Value::String(field) => field.as_str(),
        declared => declared.get("propertyName")?.as_str()?,
    };
    let mapping = declared.get("mapping").and_then(Value::as_object);
    let mapping = mapping.map(|mapping| {
        let listed = mapping.iter().filter_map(|(value, target)| {
            let target = target.as_str()?;
            // A mapping may name the schema alone.
            let name = pointer::referred_name(target).unwrap_or_else(|| target.to_owned());
            Some((Name::from(value.as_str()), Name::from(name)))
        });
        listed.collect()
    });
    Some(Discriminator {
        field: field.into(),
        mapping,
    })
}

/// Returns what a schema says, of which `own` is its type: its parts and unions are true of a value as well.
fn with_parts(object: &Map<String, Value>, own: Schema) -> Schema {
    let parts = members(object, "allOf");
    let unions: Vec<Kind> = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|keyword| one_of(object, keyword))
        .collect();
    let conditional = conditional_parts(object, read);
    if parts.is_empty() && conditional.is_empty() && own.object().is_none() {
        // Beside a union, a type alone adds nothing.
        return match <[Kind; 1]>::try_from(unions) {
            Ok([only]) => Schema::of(only),
            Err(none) if none.is_empty() => own,
            Err(several) => all_of(several.into_iter().map(Schema::of)),
        };
    }
    if parts.is_empty() && conditional.is_empty() && unions.is_empty() {
        return own;
    }
    let parts = parts.iter().map(read);
    let own = (own.kind != Kind::default()).then_some(own);
    let unions = unions.into_iter().map(Schema::of);
    all_of(parts.chain(own).chain(unions).chain(conditional))
}

fn all_of(parts: impl Iterator<Item = Schema>) -> Schema {
    Schema::of(Kind::AllOf(parts.collect()))
}

fn one_of(object: &Map<String, Value>, keyword: &'static str) -> Option<Kind> {
    let members = members(object, keyword);
    (!members.is_empty()).then(|| {
        Kind::OneOf(OneOf {
            keyword,
            members: members.iter().map(read).collect(),
            discriminator: discriminator(object),
        })
    })
}

fn members<'a>(object: &'a Map<String, Value>, keyword: &str) -> &'a [Value] {
    let members = object.get(keyword).and_then(Value::as_array);
    members.map(Vec::as_slice).unwrap_or_default()
}

/// Returns the items of a list: of a tuple, those at any of its places.
fn items(object: &Map<String, Value>) -> Schema {
    let items = object.get("items");
    let places = match items {
        Some(Value::Array(places)) => Some(places),
        _ => object.get("prefixItems").and_then(Value::as_array),
    };
    match places {
        None => items.map(read).unwrap_or_default(),
        Some(places) => {
            let rest = items.filter(|items| items.is_object());
            any_of(places.iter().chain(rest).map(read).collect())
        }
    }
}

/// Keywords that say something about values, and that no type expresses by themselves.
const UNTYPED: [&str; 11] = [
    "discriminator",
    "enum",
    "format",
    "maxItems",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "properties",
    "required",
    ERROR_CODE,
];

/// Returns any JSON, with the first keyword that says more.
fn any_kind(object: &Map<String, Value>) -> Kind {
    let keyword = object.keys().find(|key| UNTYPED.contains(&key.as_str()));
    let format = object.get("format").and_then(Value::as_str);
    Kind::Any(match keyword {
        Some(keyword) if keyword == "format" => AnyJson::Format(string_format(format)),
        Some(keyword) => AnyJson::Keyword(keyword.as_str().into()),
        None => AnyJson::Free,
    })
}

#[cfg(test)]
mod tests;
