//! The values that a type has, as data: for command lines, and for servers that stand in for a provider.

use serde_json::Value;

use crate::operation::Rule;

/// The values that a type has.
///
/// Types contain themselves, so what is inside of a value is described by a function.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// Any JSON.
    Any,
    /// A boolean.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// A UUID, as a string.
    Uuid,
    /// A point in time, as a string in the form of RFC 3339.
    Timestamp,
    /// A string that is not shown.
    Password,
    /// Bytes: a string, or an object with `base64`.
    Bytes,
    /// A string; the documented ones are listed.
    Enum(&'static [&'static str]),
    /// Such a value, or `null`.
    Nullable(fn() -> Shape),
    /// A list of values.
    List(fn() -> Shape),
    /// An object with any names, and values of one kind.
    Map(fn() -> Shape),
    /// An object with known fields.
    Object(&'static ObjectShape),
    /// A value of one of several shapes.
    Union(&'static UnionShape),
}

impl Shape {
    /// Returns the shape of the values besides `null`.
    pub fn not_null(self) -> Self {
        match self {
            Self::Nullable(inner) => inner().not_null(),
            other => other,
        }
    }
}

/// An object with known fields.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ObjectShape {
    /// The name of the type.
    pub name: &'static str,
    /// Its fields, in the order of the document.
    pub fields: &'static [FieldShape],
    /// The map of the fields that the document does not list, if the type keeps them.
    pub rest: Option<fn() -> Shape>,
}

impl ObjectShape {
    /// Describes an object.
    pub const fn new(
        name: &'static str,
        fields: &'static [FieldShape],
        rest: Option<fn() -> Shape>,
    ) -> Self {
        Self { name, fields, rest }
    }
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldShape {
    /// The name in JSON.
    pub name: &'static str,
    /// The lines of its docs.
    pub docs: &'static [&'static str],
    /// Whether an object must have it.
    pub required: bool,
    /// The limits on its value.
    pub rules: &'static [Rule],
    /// Whether it has one value only, which the type fills in.
    pub is_fixed: bool,
    /// That value as JSON, where its shape does not show it.
    json: Option<&'static str>,
    /// Its value.
    pub shape: fn() -> Shape,
}

impl FieldShape {
    /// Describes a field.
    pub const fn new(
        name: &'static str,
        docs: &'static [&'static str],
        required: bool,
        shape: fn() -> Shape,
    ) -> Self {
        Self {
            name,
            docs,
            required,
            rules: &[],
            is_fixed: false,
            json: None,
            shape,
        }
    }

    /// Sets the limits on its value.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Says that it has one value only: this JSON, else the only value of its shape.
    pub const fn fixed(mut self, json: Option<&'static str>) -> Self {
        self.is_fixed = true;
        self.json = json;
        self
    }

    /// Returns the only value of a field that has one.
    pub fn fixed_value(&self) -> Option<Value> {
        if !self.is_fixed {
            return None;
        }
        match (self.json, (self.shape)().not_null()) {
            (Some(json), _) => serde_json::from_str(json).ok(),
            (None, Shape::Enum([only])) => Some(Value::from(*only)),
            _ => None,
        }
    }
}

/// A value of one of several shapes.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct UnionShape {
    /// The name of the type.
    pub name: &'static str,
    /// The field whose string says which variant an object is, if there is one.
    pub tag: Option<&'static str>,
    /// The variants.
    pub variants: &'static [VariantShape],
}

impl UnionShape {
    /// Describes a union.
    pub const fn new(
        name: &'static str,
        tag: Option<&'static str>,
        variants: &'static [VariantShape],
    ) -> Self {
        Self {
            name,
            tag,
            variants,
        }
    }
}

/// A variant of a union.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct VariantShape {
    /// The string of the union's tag; the name of the variant, if the union has no tag.
    pub name: &'static str,
    /// The limits on its value.
    pub rules: &'static [Rule],
    /// Its value, with or without the tag.
    pub shape: fn() -> Shape,
}

impl VariantShape {
    /// Describes a variant.
    pub const fn new(name: &'static str, rules: &'static [Rule], shape: fn() -> Shape) -> Self {
        Self { name, rules, shape }
    }
}
