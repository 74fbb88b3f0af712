//! The types that a schema declares, under their standard names, and the values that it lists.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::integers::width;
use crate::api::{Integer, Name, StringFormat};
use crate::collect::bodies::BLOB;

/// The types of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// What a schema says about the type of a value.
pub struct Declared<'a> {
    /// The types, those of the listed values if none is declared.
    pub types: Vec<Type>,
    /// Whether `null` is a type or a value.
    pub nullable: bool,
    /// Whether only the listed values say what the types are.
    pub is_inferred: bool,
    /// Whether `null` is the only type or value.
    pub is_null: bool,
    object: &'a Map<String, Value>,
    values: Vec<&'a Value>,
    format: Option<Cow<'a, str>>,
}

impl<'a> Declared<'a> {
    /// Reads `type`, `format`, `enum` and `const`.
    pub fn of(object: &'a Map<String, Value>) -> Self {
        let (mut types, null, format) = known_types(object);
        let mut values = values(object);
        let all = values.len();
        values.retain(|value| !value.is_null());
        let null_value = values.len() < all;
        let is_null = (null && types.is_empty()) || (null_value && values.is_empty());
        let is_inferred = types.is_empty();
        if is_inferred {
            for inferred in values.iter().filter_map(|value| type_of(value)) {
                if !types.contains(&inferred) {
                    types.push(inferred);
                }
            }
        }
        Self {
            types,
            nullable: null || null_value,
            is_inferred,
            is_null,
            object,
            values,
            format,
        }
    }

    /// Returns whether a listed value is not of the type, so that a value may be of either. A string may be written
    /// without quotes, and the values that a list shows may be those of its items.
    pub fn contradict(&self, of: Type) -> bool {
        let is_other = |value: &&Value| match of {
            Type::Boolean => !value.is_boolean(),
            Type::Integer => !value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Type::Number => !value.is_number(),
            Type::Object => !value.is_object(),
            Type::String | Type::Array => false,
        };
        self.values.iter().any(is_other)
    }

    /// Returns the listed strings, if a string may be only these.
    pub fn strings(&self) -> Option<Vec<Name>> {
        let several = self.types.len() > 1;
        let values = self.values.iter();
        let strings = values.filter(|value| !several || value.is_string());
        // YAML reads `1.0` and `true` as other types, and on the wire they are strings.
        let strings: Vec<Name> = strings.map(|value| string_of(value).into()).collect();
        (!strings.is_empty()).then_some(strings)
    }

    /// Returns the listed values of a type, if a value of that type may be only these. Strings have a type of their own.
    pub fn listed(&self, of: Type) -> Vec<Value> {
        let is_of = |value: &Value| match (of, type_of(value)) {
            (Type::Number, Some(Type::Integer)) => true,
            (of, found) => found == Some(of),
        };
        let values = self.values.iter().filter(|value| is_of(value));
        match of {
            Type::String => Vec::new(),
            // Values that contradict the type say nothing about it.
            _ if self.types.len() == 1 && !self.values.iter().all(|value| is_of(value)) => {
                Vec::new()
            }
            _ => values.map(|value| (*value).clone()).collect(),
        }
    }

    /// Returns the kind of a string.
    pub fn string_format(&self) -> StringFormat {
        string_format(self.format.as_deref())
    }

    /// Returns the width of an integer.
    pub fn integer(&self) -> Integer {
        width(self.object, self.format.as_deref())
    }
}

/// Returns the format of a string, as far as it has a type of its own.
pub fn string_format(format: Option<&str>) -> StringFormat {
    match format {
        Some("uuid") => StringFormat::Uuid,
        Some("date-time") => StringFormat::Timestamp,
        Some("password") => StringFormat::Password,
        Some(BLOB) => StringFormat::Blob,
        _ => StringFormat::Plain,
    }
}

/// Returns the declared types without unknown ones, whether `null` is one, and the format, which an odd type may be.
fn known_types(object: &Map<String, Value>) -> (Vec<Type>, bool, Option<Cow<'_, str>>) {
    let names: Vec<&str> = match object.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let format = object.get("format").and_then(Value::as_str);
    let mut format = format.map(Cow::Borrowed);
    let mut known: Vec<Type> = Vec::new();
    let mut null = false;
    for name in names {
        let lower = name.to_ascii_lowercase();
        let standard = match lower.as_str() {
            "string" | "text" | "str" | "file" => Type::String,
            "date" | "date-time" | "datetime" | "uuid" => {
                format.get_or_insert(Cow::Borrowed(name));
                Type::String
            }
            "integer" | "int" | "long" | "int32" | "int64" => Type::Integer,
            "number" | "float" | "double" | "decimal" => Type::Number,
            "boolean" | "bool" => Type::Boolean,
            "array" | "list" => Type::Array,
            "object" | "map" | "dict" | "hash" => Type::Object,
            "null" => {
                null = true;
                continue;
            }
            _ => continue,
        };
        if !known.contains(&standard) {
            known.push(standard);
        }
    }
    // A tuple is a list, whatever is declared.
    let is_tuple = matches!(object.get("items"), Some(Value::Array(_)))
        || matches!(object.get("prefixItems"), Some(Value::Array(_)));
    if is_tuple {
        known = vec![Type::Array];
    }
    (known, null, format)
}

/// Returns the declared type, or the one that the rest of the schema says instead.
pub fn repaired(object: &Map<String, Value>, declared: Type) -> Type {
    let fields = object.get("properties").and_then(Value::as_object);
    let fields = fields.is_some_and(|fields| !fields.is_empty());
    let items = object.contains_key("items");
    match (fields, items) {
        (true, false) => Type::Object,
        (false, true) => Type::Array,
        _ => declared,
    }
}

/// Returns the listed values: `const` is a list of one.
fn values(object: &Map<String, Value>) -> Vec<&Value> {
    match (object.get("const"), object.get("enum")) {
        (Some(value), _) => vec![value],
        (None, Some(Value::Array(values))) => values.iter().collect(),
        _ => Vec::new(),
    }
}

/// Returns the type of a value, except of `null`.
fn type_of(value: &Value) -> Option<Type> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Type::Boolean,
        Value::Number(number) if number.is_f64() => Type::Number,
        Value::Number(_) => Type::Integer,
        Value::String(_) => Type::String,
        Value::Array(_) => Type::Array,
        Value::Object(_) => Type::Object,
    })
}

fn string_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
