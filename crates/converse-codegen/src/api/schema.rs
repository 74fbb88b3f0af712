//! Schemas as a document has them, in one dialect whatever its version.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::Step;
use super::hints::Hints;
use super::rule::Rule;

/// A name or a piece of prose of the document. Cheap to clone.
pub type Name = Arc<str>;

/// Named things in the order of the document.
pub type Named<T> = IndexMap<Name, T>;

/// What a document says about a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    pub about: About,
    /// Whether `null` is a value too; `None` if the document does not say.
    pub nullable: Option<bool>,
    /// The field of an object by which the document distinguishes the schemas that inherit from it.
    pub discriminator: Option<Discriminator>,
    /// The values that the document lists, if they are no strings: those are `Kind::Enum`.
    pub listed: Vec<Value>,
    /// Whether this is a part that is true of a value only if a condition is.
    pub is_conditional: bool,
    pub kind: Kind,
}

/// What is said about a value besides its type.
#[derive(Debug, Clone, PartialEq, Default, Hash)]
pub struct About {
    /// JSON pointer into the document.
    pub place: Option<Name>,
    pub description: Option<Name>,
    /// Limits on the value, in words: no type expresses them.
    pub limits: Option<Name>,
    /// Those of the limits that are checked before sending.
    pub rules: Vec<Rule>,
    /// Examples and limits as data.
    pub hints: Hints,
    /// What the provider takes if the value is absent, as Markdown.
    pub default: Option<Name>,
    /// Whether the document advises against the value.
    pub deprecated: bool,
    /// The listed strings about which the document says more.
    pub values: Vec<AboutValue>,
    /// Whether only responses have the field.
    pub read_only: bool,
    /// Whether only requests have the field.
    pub write_only: bool,
    /// The declaration of the field with the provider's error code.
    pub error_code: Option<Value>,
    /// Whether it lists the provider's error codes.
    pub lists_error_codes: bool,
}

/// What is said about a listed string.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct AboutValue {
    pub text: Name,
    pub description: Option<Name>,
    pub deprecated: bool,
}

/// The kind of value. What a schema says in several ways at once is `AllOf` them.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Any(AnyJson),
    /// `null` alone.
    Null,
    Boolean,
    Integer(Integer),
    Number,
    String(StringFormat),
    /// Strings of which the known ones are listed.
    Enum(Vec<Name>),
    Array(Box<Schema>),
    Object(Object<Schema>),
    OneOf(OneOf<Schema>),
    AllOf(Vec<Schema>),
    /// A reference to a named schema.
    Reference(Name),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Any(AnyJson::Free)
    }
}

/// Why a value is any JSON.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum AnyJson {
    /// The document says nothing else.
    Free,
    /// It says only this, which no type expresses.
    Keyword(Name),
    /// It says the format of a string, and not that it is one.
    Format(StringFormat),
    /// It is always `null`, which no type expresses.
    Null,
    /// A pass replaced a type, for this reason.
    GivenUp(&'static str),
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Integer {
    /// Returns whether a value is an integer of this width.
    pub fn holds(self, value: &Value) -> bool {
        let (least, most) = match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        };
        let number = value.as_number().and_then(serde_json::Number::as_i128);
        number.is_some_and(|number: i128| (least..=most).contains(&number))
    }
}

/// The strings that have types of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringFormat {
    Plain,
    Uuid,
    Timestamp,
    /// It must not be shown.
    Password,
    /// Bytes from memory, a file or a stream: a part of a form, or a body.
    Blob,
}

/// An object. Without fields, its keys are data.
#[derive(Debug, Clone, PartialEq)]
pub struct Object<S> {
    pub fields: Named<S>,
    /// The names of fields that are always present; the object may not declare all of them.
    pub required: Vec<Name>,
    /// What further fields hold, if the document allows them explicitly.
    pub extra: Option<Box<S>>,
    pub presence: Presence,
    /// Whether it has the fields of several members of a union, beside these members.
    pub combines: bool,
}

impl<S> Default for Object<S> {
    fn default() -> Self {
        Self {
            fields: Named::new(),
            required: Vec::new(),
            extra: None,
            presence: Presence::default(),
            combines: false,
        }
    }
}

impl<S> Object<S> {
    /// Returns whether a field is always present.
    pub fn requires(&self, field: &str) -> bool {
        self.required.iter().any(|name| **name == *field)
    }
}

/// Which fields must be present, beyond those that are required.
#[derive(Debug, Clone, PartialEq, Default, Hash)]
pub struct Presence {
    /// Groups of fields of which at least one must be present.
    pub any_of: Vec<Vec<Name>>,
    /// How many fields a request must have.
    pub least: u64,
}

/// A union: the members of `oneOf` or `anyOf`.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOf<S> {
    pub keyword: &'static str,
    pub members: Vec<S>,
    pub discriminator: Option<Discriminator>,
}

/// The field that distinguishes objects.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Discriminator {
    pub field: Name,
    /// The named schema for each value of the field; `None` if the document does not list them.
    pub mapping: Option<Vec<(Name, Name)>>,
}

impl Schema {
    /// Returns a schema of this kind, about which nothing else is said.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Returns the name of the schema that this one refers to.
    pub fn reference(&self) -> Option<&Name> {
        match &self.kind {
            Kind::Reference(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the object with named fields that this schema is.
    pub fn object(&self) -> Option<&Object<Self>> {
        match &self.kind {
            Kind::Object(object) if !object.fields.is_empty() => Some(object),
            _ => None,
        }
    }

    /// Returns whether the schema says of a value that it is an object, and nothing else.
    pub fn is_bare_object(&self) -> bool {
        match &self.kind {
            Kind::Object(object) => *object == Object::default(),
            _ => false,
        }
    }

    /// Returns whether the schema needs a named type in Rust.
    pub fn needs_name(&self) -> bool {
        match &self.kind {
            Kind::AllOf(_) | Kind::OneOf(_) | Kind::Enum(_) => true,
            Kind::Object(object) => !object.fields.is_empty(),
            _ => false,
        }
    }

    /// Returns whether a type says as little as JSON does: any value, a free object, a list of anything.
    pub fn is_free(&self) -> bool {
        match &self.kind {
            Kind::Any(_) | Kind::Null => true,
            Kind::Array(items) => items.is_free(),
            Kind::Object(object) => {
                object.fields.is_empty() && object.extra.as_ref().is_none_or(|it| it.is_free())
            }
            _ => false,
        }
    }

    /// Returns the schemas directly below this one, in their order.
    pub fn children(&self) -> Vec<(Step<'_>, &Self)> {
        match &self.kind {
            Kind::Array(items) => vec![(Step::Items, items)],
            Kind::Object(object) => object.children(),
            Kind::OneOf(union) => union.children(),
            Kind::AllOf(parts) => parts.iter().map(|part| (Step::Part, part)).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the schemas directly below this one, in their order.
    pub fn children_mut(&mut self) -> Vec<(Step<'_>, &mut Self)> {
        match &mut self.kind {
            Kind::Array(items) => vec![(Step::Items, items)],
            Kind::Object(object) => object.children_mut(),
            Kind::OneOf(union) => union.children_mut(),
            Kind::AllOf(parts) => parts.iter_mut().map(|part| (Step::Part, part)).collect(),
            _ => Vec::new(),
        }
    }

    /// Calls `visit` on this schema and all below it, the inner ones first.
    pub fn visit(&self, visit: &mut impl FnMut(&Self)) {
        for (_, child) in self.children() {
            child.visit(visit);
        }
        visit(self);
    }

    /// Calls `visit` on this schema and all below it, the inner ones first.
    pub fn visit_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        for (_, child) in self.children_mut() {
            child.visit_mut(visit);
        }
        visit(self);
    }
}

impl<S> Object<S> {
    /// Returns the schemas of fields, declared ones and others.
    pub fn children(&self) -> Vec<(Step<'_>, &S)> {
        let fields = self.fields.iter();
        let fields = fields.map(|(name, schema)| (Step::Field(name), schema));
        let extra = self.extra.iter().map(|schema| (Step::Values, &**schema));
        fields.chain(extra).collect()
    }

    /// Returns the schemas of fields, declared ones and others.
    pub fn children_mut(&mut self) -> Vec<(Step<'_>, &mut S)> {
        let fields = self.fields.iter_mut();
        let fields = fields.map(|(name, schema)| (Step::Field(name), schema));
        let extra = self.extra.iter_mut();
        let extra = extra.map(|schema| (Step::Values, &mut **schema));
        fields.chain(extra).collect()
    }
}

impl<S> OneOf<S> {
    /// Returns the members.
    pub fn children(&self) -> Vec<(Step<'_>, &S)> {
        let members = self.members.iter().enumerate();
        members
            .map(|(index, schema)| (Step::Member(self.keyword, index), schema))
            .collect()
    }

    /// Returns the members.
    pub fn children_mut(&mut self) -> Vec<(Step<'_>, &mut S)> {
        let members = self.members.iter_mut().enumerate();
        members
            .map(|(index, schema)| (Step::Member(self.keyword, index), schema))
            .collect()
    }
}
