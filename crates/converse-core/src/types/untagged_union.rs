//! `untagged_union!`: a choice distinguished by the shape of the value, which keeps unknown values.

use std::cmp::Reverse;
#[cfg(feature = "schemars")]
use std::collections::BTreeSet;

#[cfg(feature = "schemars")]
use serde_json::Value;

use crate::decode::charge;
use crate::decode::{Packed, View};
use crate::json::whole;

/// Defines a union whose variants are distinguished by the shape of the JSON, and which keeps unknown values.
///
/// A variant is a candidate if its condition holds: `string`, `integer`, `number`, `boolean`, `array`, `any`, or
/// `object` with the fields it must have and the values they must have. Candidates whose payload has the fields of
/// the value are tried first, so that nothing is lost that another would keep; then from the most required fields
/// and values to the fewest, then as listed; the first whose payload decodes wins. If there is none,
/// the value is `Unknown` and unchanged. Reading never fails on valid JSON.
///
/// `from Type` after the condition implements `From<Type>`; it is allowed only for a type that occurs once, and not for
/// `serde_json::Value`: `From<serde_json::Value>` is always implemented. It reads like `Deserialize`, but a value that
/// a payload would lose a part of is `Unknown`: a value to be sent is sent completely or refused.
/// A payload that contains the union must be boxed by the caller of the macro.
///
/// ```
/// #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// # #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
/// pub struct Contact {
///     pub r#type: String,
///     pub id: String,
/// }
///
/// converse_core::untagged_union! {
///     /// Who takes part.
///     pub enum Participant {
///         /// A contact.
///         Contact(Box<Contact>) if object { required ["id"], values ["type" = "contact" | "lead"] } from Contact,
///         /// A phone number.
///         Number(String) if string from String,
///     }
/// }
///
/// let participant: Participant = serde_json::from_str(r#""+4915112345""#)?;
/// assert_eq!(participant, Participant::Number("+4915112345".into()));
///
/// let participant: Participant = serde_json::from_str(r#"{"type":"robot","id":"7"}"#)?;
/// assert!(matches!(participant, Participant::Unknown(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! untagged_union {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident($payload:ty) if $kind:ident $({ $($fields:tt)* })? $(from $from:ty)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$variant_meta])* $variant($payload), )*
            /// A value that the document does not describe, unchanged.
            Unknown($crate::__private::serde_json::Value),
        }

        // A documented variant may be deprecated; reading and writing it is not a use of it.
        #[allow(deprecated, reason = "reading and writing a variant does not use it")]
        impl $name {
            const CASES: &'static [$crate::__private::Case<Self>] = &[$(
                $crate::__private::Case {
                    condition: $crate::__untagged_condition!($kind $({ $($fields)* })?),
                    fields: $crate::__private::fields_of::<$payload>,
                    decode: |value| value.decode().map(Self::$variant),
                }
            ),*];

            fn read(
                value: $crate::__private::Packed<'_>,
            ) -> ::core::option::Option<Self> {
                $crate::__private::decode_untagged(value, Self::CASES)
            }
        }

        /// Converts JSON that is to be sent. Where a variant would lose a part of it, it is `Unknown`, and sent
        /// completely.
        impl ::core::convert::From<$crate::__private::serde_json::Value> for $name {
            fn from(value: $crate::__private::serde_json::Value) -> Self {
                $crate::__private::union_to_send(value, Self::read, Self::Unknown)
            }
        }

        $($(
            #[allow(deprecated, reason = "reading and writing a variant does not use it")]
            impl ::core::convert::From<$from> for $name {
                fn from(payload: $from) -> Self {
                    Self::$variant(::core::convert::Into::into(payload))
                }
            }
        )?)*

        #[allow(deprecated, reason = "reading and writing a variant does not use it")]
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(
                        Self::$variant(payload) => {
                            $crate::__private::serde::Serialize::serialize(payload, serializer)
                        }
                    )*
                    Self::Unknown(value) => {
                        $crate::__private::serde::Serialize::serialize(value, serializer)
                    }
                }
            }
        }

        impl $crate::__private::FieldValue for $name {
            fn placeholder() -> Self {
                Self::Unknown($crate::__private::serde_json::Value::Null)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_union(deserializer, Self::read, Self::Unknown)
            }
        }

        #[cfg(feature = "schemars")]
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::core::stringify!($name).into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::core::concat!(::core::module_path!(), "::", ::core::stringify!($name)).into()
            }

            fn json_schema(
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::untagged_union_schema(
                    Self::CASES,
                    &[$(generator.subschema_for::<$payload>()),*],
                )
            }
        }
    };
}

/// The condition of one variant of `untagged_union!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __untagged_condition {
    (@ $kind:ident) => {
        $crate::__private::Condition { kind: $crate::__private::Kind::$kind, required: &[], values: &[] }
    };
    (any) => { $crate::__untagged_condition!(@ Any) };
    (array) => { $crate::__untagged_condition!(@ Array) };
    (boolean) => { $crate::__untagged_condition!(@ Boolean) };
    (integer) => { $crate::__untagged_condition!(@ Integer) };
    (number) => { $crate::__untagged_condition!(@ Number) };
    (object) => { $crate::__untagged_condition!(@ Object) };
    (string) => { $crate::__untagged_condition!(@ String) };
    (object {
        $(required [$($required:literal),* $(,)?])? $(,)?
        $(values [$($key:literal = $($text:literal)|+),* $(,)?])? $(,)?
    }) => {
        $crate::__private::Condition {
            kind: $crate::__private::Kind::Object,
            required: &[$($($required),*)?],
            values: &[$($(($key, &[$($text),+])),*)?],
        }
    };
}

/// One variant: when it is a candidate, and how it is read.
pub struct Case<T> {
    /// When the variant is a candidate.
    pub condition: Condition,
    /// The fields that the payload has, if it does not keep every field.
    pub fields: fn() -> Option<&'static [&'static str]>,
    /// Reads the payload.
    pub decode: fn(Packed<'_>) -> Option<T>,
}

/// The condition on a value.
pub struct Condition {
    /// The kind of JSON.
    pub kind: Kind,
    /// Fields that the object must have.
    pub required: &'static [&'static str],
    /// Fields whose string must be one of these.
    pub values: &'static [(&'static str, &'static [&'static str])],
}

/// The kinds of JSON that a condition can require.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of JSON Schema")]
pub enum Kind {
    Any,
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// Returns the first candidate that decodes: the one that loses the fewest fields first, then the most demanding.
pub fn decode_untagged<T>(value: Packed<'_>, cases: &[Case<T>]) -> Option<T> {
    let mut candidates: Vec<&Case<T>> = cases
        .iter()
        .filter(|case| case.condition.holds(value))
        .collect();
    // The sort is stable, so equals stay as listed.
    candidates.sort_by_cached_key(|case| (case.lost(value), Reverse(case.condition.weight())));
    candidates.into_iter().find_map(|case| (case.decode)(value))
}

impl<T> Case<T> {
    /// Counts the fields of the value that the payload does not have.
    fn lost(&self, value: Packed<'_>) -> usize {
        let (Some(given), Some(fields)) = (value.fields(), (self.fields)()) else {
            return 0;
        };
        let asked_for = |name: &str| {
            let mut with_value = self.condition.values.iter();
            self.condition.required.contains(&name) || with_value.any(|(known, _)| *known == name)
        };
        let kept = |name: &str| fields.contains(&name) || asked_for(name);
        given
            // Each case checks each field, so the budget bounds that too.
            .take_while(|_| charge(0).is_ok())
            .filter(|(name, value)| !value.is_null() && !kept(name))
            .count()
    }
}

impl Condition {
    fn weight(&self) -> usize {
        // An integer is also a number.
        let more = usize::from(self.kind == Kind::Integer);
        self.required.len() + self.values.len() + more
    }

    fn holds(&self, value: Packed<'_>) -> bool {
        self.kind.matches(value)
            && self.required.iter().all(|name| value.field(name).is_some())
            && (self.values.iter())
                .all(|(name, texts)| value.tag(name).is_some_and(|text| texts.contains(&text)))
    }
}

impl Kind {
    fn matches(self, value: Packed<'_>) -> bool {
        let view = value.view();
        match self {
            Self::Any => true,
            Self::Array => matches!(view, Some(View::Array(_))),
            Self::Boolean => matches!(view, Some(View::Bool(_))),
            // JSON has one kind of number: 1.0 is an integer.
            Self::Integer => match view {
                Some(View::Float(number)) => whole(number).is_some(),
                view => matches!(view, Some(View::Unsigned(_) | View::Negative(_))),
            },
            // An integer that is another one as a float stays as it is.
            Self::Number => match view {
                Some(View::Unsigned(integer)) => whole(integer as f64) == Some(integer.into()),
                Some(View::Negative(integer)) => whole(integer as f64) == Some(integer.into()),
                view => matches!(view, Some(View::Float(_))),
            },
            Self::Object => matches!(view, Some(View::Object(_))),
            Self::String => matches!(view, Some(View::String(_))),
        }
    }

    #[cfg(feature = "schemars")]
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Array => Some("array"),
            Self::Boolean => Some("boolean"),
            Self::Integer => Some("integer"),
            Self::Number => Some("number"),
            Self::Object => Some("object"),
            Self::String => Some("string"),
        }
    }
}

/// Describes one of the payloads, or anything for which no condition holds.
///
/// A condition that holds binds the value to the payloads, although reading is more lenient: with a free choice
/// at the end, the schema would refuse nothing.
#[cfg(feature = "schemars")]
pub fn untagged_union_schema<T>(
    cases: &[Case<T>],
    payloads: &[schemars::Schema],
) -> schemars::Schema {
    let mut choices: Vec<Value> = payloads
        .iter()
        .map(|payload| payload.clone().to_value())
        .collect();
    let conditions: Vec<Value> = cases.iter().map(|case| case.condition.schema()).collect();
    // `anyOf` must not be empty, and without variants there is nothing to refuse.
    if conditions.is_empty() {
        return schemars::Schema::default();
    }
    choices.push(serde_json::json!({ "not": { "anyOf": conditions } }));
    schemars::json_schema!({ "anyOf": choices })
}

#[cfg(feature = "schemars")]
impl Condition {
    fn schema(&self) -> Value {
        let mut schema = serde_json::Map::new();
        if let Some(kind) = self.kind.name() {
            schema.insert("type".into(), kind.into());
        }
        // A field may be required twice here, but not in a schema.
        let with_value = self.values.iter().map(|(name, _)| name);
        let required: BTreeSet<&str> = self.required.iter().chain(with_value).copied().collect();
        if !required.is_empty() {
            schema.insert("required".into(), required.into_iter().collect());
        }
        let rules: serde_json::Map<_, _> = (self.values.iter())
            .map(|(name, texts)| (String::from(*name), serde_json::json!({ "enum": texts })))
            .collect();
        if !rules.is_empty() {
            schema.insert("properties".into(), rules.into());
        }
        schema.into()
    }
}
