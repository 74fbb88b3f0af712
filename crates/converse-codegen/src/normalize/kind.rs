//! The kind of value that a schema describes, as far as Rust types differ.

use serde_json::Value;

use crate::api::children_mut;
use crate::collect::bodies::BLOB;
use crate::document::pointer;

/// The kinds of schemas that passes distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A reference to a named schema.
    Reference,
    /// `allOf` that is not merged yet.
    AllOf,
    /// `oneOf` or `anyOf`.
    Union,
    /// Strings of which the known ones are listed.
    StringEnum,
    /// An object with named fields.
    Struct,
    /// An object whose keys are data.
    Map,
    /// A list.
    Array,
    String,
    Integer,
    Number,
    Boolean,
    /// Any JSON.
    Any,
}

/// The formats of strings that have types of their own.
pub const STRING_TYPES: [&str; 4] = ["uuid", "date-time", "password", BLOB];

/// Returns the kind of `schema`.
pub fn kind(schema: &Value) -> Kind {
    if pointer::schema_name(schema).is_some() {
        return Kind::Reference;
    }
    let filled = |key: &str| match schema.get(key) {
        Some(Value::Array(array)) => !array.is_empty(),
        Some(Value::Object(object)) => !object.is_empty(),
        _ => false,
    };
    if filled("allOf") {
        return Kind::AllOf;
    }
    if filled("oneOf") || filled("anyOf") {
        return Kind::Union;
    }
    let values = schema.get("enum").and_then(Value::as_array);
    let declared = schema.get("type").and_then(Value::as_str);
    let strings =
        values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_string));
    // An object whose only fields went into a union is still one.
    if schema.get("x-struct").is_some() {
        return Kind::Struct;
    }
    match declared {
        Some("string") | None if strings => Kind::StringEnum,
        Some("string") => Kind::String,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::Array,
        Some("object") | None if filled("properties") => Kind::Struct,
        Some("object") => Kind::Map,
        None if schema.get("items").is_some() => Kind::Array,
        None if schema.get("additionalProperties").is_some() => Kind::Map,
        _ => Kind::Any,
    }
}

/// Returns whether the schema needs a named type in Rust.
pub fn needs_name(schema: &Value) -> bool {
    matches!(
        kind(schema),
        Kind::AllOf | Kind::Union | Kind::StringEnum | Kind::Struct
    )
}

/// Returns whether a type says as little as JSON does: any value, a free object, a list of anything.
pub fn is_free(schema: &mut Value) -> bool {
    match kind(schema) {
        Kind::Any => true,
        Kind::Map | Kind::Array => children_mut(schema)
            .into_iter()
            .all(|(_, child)| is_free(child)),
        _ => false,
    }
}
