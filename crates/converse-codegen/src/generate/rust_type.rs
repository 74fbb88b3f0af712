//! The types that generated code names, and the one printer of them.

use std::fmt::{self, Display, Formatter};

/// A type of generated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// A boolean or a number: `bool`, `i64`, `f64`.
    Primitive(&'static str),
    String,
    Uuid,
    Timestamp,
    Password,
    /// The bytes of a part of a form.
    Blob,
    /// The bytes of a response.
    Bytes,
    /// No value.
    Unit,
    /// Any JSON.
    Json,
    /// A type of the crate, by its name.
    Named(String),
    Option(Box<Self>),
    Vec(Box<Self>),
    /// A map from strings.
    Map(Box<Self>),
    Boxed(Box<Self>),
    /// A value that a request leaves, clears or sets.
    Patch(Box<Self>),
}

/// Where a type is printed. It decides how the types of the crate are named there.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// In the module of the types: by their names.
    Types,
    /// In code that reaches this module by a path.
    Through(&'a str),
}

impl RustType {
    /// Returns the type as code in `scope` writes it.
    pub fn shown<'a>(&'a self, scope: Scope<'a>) -> impl Display + 'a {
        Shown { shown: self, scope }
    }

    /// Returns what an `Option` holds.
    pub fn in_option(&self) -> Option<&Self> {
        match self {
            Self::Option(inner) => Some(inner),
            _ => None,
        }
    }

    /// Returns the type without the boxes around it.
    pub fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner.unboxed(),
            shown => shown,
        }
    }

    /// Returns the type without boxes at any depth.
    pub fn without_boxes(self) -> Self {
        let bare = |inner: Box<Self>| Box::new(inner.without_boxes());
        match self {
            Self::Boxed(inner) => inner.without_boxes(),
            Self::Option(inner) => Self::Option(bare(inner)),
            Self::Vec(inner) => Self::Vec(bare(inner)),
            Self::Map(inner) => Self::Map(bare(inner)),
            Self::Patch(inner) => Self::Patch(bare(inner)),
            plain => plain,
        }
    }

    /// Returns the innermost type: what options, lists, maps and boxes hold.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Option(inner)
            | Self::Vec(inner)
            | Self::Map(inner)
            | Self::Boxed(inner)
            | Self::Patch(inner) => inner.innermost(),
            plain => plain,
        }
    }

    /// Returns the name of the crate's type that it is, or that it holds.
    pub fn name(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}

struct Shown<'a> {
    shown: &'a RustType,
    scope: Scope<'a>,
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let scope = self.scope;
        match self.shown {
            RustType::Primitive(name) => f.write_str(name),
            RustType::String => f.write_str("String"),
            RustType::Uuid => f.write_str("::uuid::Uuid"),
            RustType::Timestamp => f.write_str("::converse_core::Timestamp"),
            RustType::Password => f.write_str("::converse_core::Password"),
            RustType::Blob => f.write_str("::converse_core::Blob"),
            RustType::Bytes => f.write_str("::converse_core::http::Bytes"),
            RustType::Unit => f.write_str("()"),
            RustType::Json => f.write_str("::serde_json::Value"),
            RustType::Named(name) => match scope {
                Scope::Types => f.write_str(name),
                Scope::Through(path) => write!(f, "{path}::{name}"),
            },
            RustType::Option(inner) => write!(f, "Option<{}>", inner.shown(scope)),
            RustType::Vec(inner) => write!(f, "Vec<{}>", inner.shown(scope)),
            RustType::Map(inner) if **inner == RustType::Json => {
                f.write_str("::serde_json::Map<String, ::serde_json::Value>")
            }
            RustType::Map(inner) => write!(
                f,
                "::std::collections::BTreeMap<String, {}>",
                inner.shown(scope)
            ),
            RustType::Boxed(inner) => write!(f, "Box<{}>", inner.shown(scope)),
            RustType::Patch(inner) => write!(f, "::converse_core::Patch<{}>", inner.shown(scope)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list_of(inner: RustType) -> RustType {
        RustType::Vec(Box::new(inner))
    }

    #[test]
    fn only_types_of_the_crate_depend_on_the_scope() {
        let person = RustType::Named("Person".to_owned());
        let shown = RustType::Option(Box::new(list_of(RustType::Boxed(Box::new(person)))));
        let through = Scope::Through("types");
        assert_eq!(
            shown.shown(Scope::Types).to_string(),
            "Option<Vec<Box<Person>>>"
        );
        assert_eq!(
            shown.shown(through).to_string(),
            "Option<Vec<Box<types::Person>>>"
        );
        assert_eq!(RustType::Uuid.shown(through).to_string(), "::uuid::Uuid");
    }

    #[test]
    fn a_map_of_any_json_is_an_object_of_serde_json() {
        let map = |inner| {
            RustType::Map(Box::new(inner))
                .shown(Scope::Types)
                .to_string()
        };
        assert_eq!(
            map(RustType::Json),
            "::serde_json::Map<String, ::serde_json::Value>"
        );
        assert_eq!(
            map(RustType::String),
            "::std::collections::BTreeMap<String, String>"
        );
    }

    #[test]
    fn boxes_come_off_at_any_depth() {
        let boxed = RustType::Boxed(Box::new(RustType::Json));
        let held = RustType::Option(Box::new(list_of(boxed)));
        let bare = RustType::Option(Box::new(list_of(RustType::Json)));
        assert_eq!(held.without_boxes(), bare);
    }
}
