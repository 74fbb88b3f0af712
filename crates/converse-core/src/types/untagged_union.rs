//! `untagged_union!`: a choice distinguished by the shape of the value, which keeps unknown values.

#[cfg(feature = "schemars")]
use serde_json::{Map, Value};

#[cfg(feature = "schemars")]
use super::choice::{Case, Condition, unescaped};

/// Defines a union whose variants are distinguished by the shape of the JSON, and which keeps unknown values.
///
/// A variant is a candidate if its condition holds: `string`, `integer`, `number`, `boolean`, `array`, `any`, or
/// `object` with the fields it must have and the values that places in it have if they are there. A place is the name
/// of a field, or a path of names with `/` between them, in which `*` is each item of a list; names are escaped as in a
/// JSON Pointer, and `*` as `~2`. A value is a string, or any JSON after the word `json`.
///
/// `combined` is an `object` with the fields of several variants: where another variant can be read, it counts like that
/// one, else it must not drop anything.
///
/// Candidates whose payload has the fields of the value are tried first, then from the most required fields and values
/// to the fewest, then as listed; the first whose payload decodes and drops nothing wins. If each drops something, the
/// one that drops least wins, unless another variant has a place for a part of that. If there is none, the value is
/// `Unknown` and unchanged. Reading never fails on valid JSON.
///
/// After a payload may come its limits, as in [`object!`](crate::object).
/// `as name(Type)` after the payload makes a constructor: a function that takes what converts to the type.
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
///         Contact(Box<Contact>) as contact(Contact) if object { required ["id"], values ["type" = "contact" | "lead"] } from Contact,
///         /// A phone number.
///         Number(String) as number(String) if string from String,
///     }
/// }
///
/// let participant: Participant = serde_json::from_str(r#""+4915112345""#)?;
/// assert_eq!(participant, Participant::number("+4915112345"));
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
                $variant:ident($payload:ty) $([$($rule:tt)*])? $(as $constructor:ident($held:ty))? if $kind:ident $({ $($fields:tt)* })? $(from $from:ty)?
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
            $($(
                #[doc = ::core::concat!("Returns a value of the variant [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), ").")]
                pub fn $constructor(payload: impl ::core::convert::Into<$held>) -> Self {
                    Self::$variant(::core::convert::Into::into(<_ as ::core::convert::Into<$held>>::into(payload)))
                }
            )?)*

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
                $crate::__private::choose(value, ::core::option::Option::None, Self::CASES)
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

        #[allow(deprecated, reason = "checking a variant does not use it")]
        impl $crate::__private::FieldValue for $name {
            fn placeholder() -> Self {
                Self::Unknown($crate::__private::serde_json::Value::Null)
            }

            $crate::__limits! { @union $($( $variant [$($rule)*] )?)* }

            $crate::__with_shapes! {
                fn shape() -> $crate::__private::Shape {
                    const SHAPE: $crate::__private::UnionShape = $crate::__private::UnionShape::new(
                        ::core::stringify!($name),
                        ::core::option::Option::None,
                        &[$(
                            $crate::__private::VariantShape::new(
                                ::core::stringify!($variant),
                                $crate::__rules!($($($rule)*)?),
                                $crate::__shape!($payload),
                            )
                        ),*],
                    );
                    $crate::__private::Shape::Union(&SHAPE)
                }
            }

            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::serde::Deserialize::deserialize(deserializer)
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
    (any) => { $crate::__untagged_condition!(@ Any {}) };
    (array) => { $crate::__untagged_condition!(@ Array {}) };
    (boolean) => { $crate::__untagged_condition!(@ Boolean {}) };
    (integer) => { $crate::__untagged_condition!(@ Integer {}) };
    (number) => { $crate::__untagged_condition!(@ Number {}) };
    (string) => { $crate::__untagged_condition!(@ String {}) };
    (object $({ $($fields:tt)* })?) => { $crate::__untagged_condition!(@ Object { $($($fields)*)? }) };
    (combined $({ $($fields:tt)* })?) => {
        $crate::__private::Condition {
            combines: true,
            ..$crate::__untagged_condition!(@ Object { $($($fields)*)? })
        }
    };
    (@ $kind:ident {
        $(required [$($required:literal),* $(,)?])? $(,)?
        $(values [$($path:literal = $($($json:ident)? $value:literal)|+),* $(,)?])? $(,)?
    }) => {
        $crate::__private::Condition {
            kind: $crate::__private::Kind::$kind,
            tag: ::core::option::Option::None,
            combines: false,
            required: &[$($($required),*)?],
            values: &[$($(($path, &[$($crate::__fixed!($($json)? $value)),+])),*)?],
        }
    };
}

/// A value of a place in `untagged_union!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fixed {
    (json $json:literal) => {
        $crate::__private::Fixed::Json($json)
    };
    ($text:literal) => {
        $crate::__private::Fixed::Text($text)
    };
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
        let mut schema = Map::new();
        if let Some(kind) = self.kind.name() {
            schema.insert("type".into(), kind.into());
        }
        if !self.required.is_empty() {
            schema.insert("required".into(), self.required.into());
        }
        for (path, values) in self.values {
            let values: Vec<Value> = values.iter().map(|value| value.to_value()).collect();
            add_rule(&mut schema, path, values.into());
        }
        schema.into()
    }
}

/// Adds to a schema that the values at a path are among these.
#[cfg(feature = "schemars")]
fn add_rule(schema: &mut Map<String, Value>, path: &str, values: Value) {
    if path.is_empty() {
        schema.insert("enum".into(), values);
        return;
    }
    let (step, rest) = path.split_once('/').unwrap_or((path, ""));
    let mut below = |keyword: &str| {
        let below = schema.entry(keyword).or_insert_with(|| Map::new().into());
        below.as_object_mut().map(std::mem::take)
    };
    match step {
        "*" => {
            let mut items = below("items").unwrap_or_default();
            add_rule(&mut items, rest, values);
            schema.insert("items".into(), items.into());
        }
        name => {
            let mut properties = below("properties").unwrap_or_default();
            let property = properties
                .entry(unescaped(name))
                .or_insert_with(|| Map::new().into());
            if let Some(property) = property.as_object_mut() {
                add_rule(property, rest, values);
            }
            schema.insert("properties".into(), properties.into());
        }
    }
}
