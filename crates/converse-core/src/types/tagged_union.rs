//! `tagged_union!`: a choice of objects distinguished by one field, which keeps unknown objects.

mod writing;

use serde_json::Value;

pub use writing::serialize_tagged;

/// Defines a union of objects that a tag field distinguishes, and which keeps unknown ones.
///
/// Reading never fails on valid JSON: an unknown, missing or non-string tag, or a known tag with a payload that does
/// not decode, gives `Unknown` with the JSON unchanged. The payload is read from the whole object.
/// Writing puts the tag of the variant in front; if the payload has a field of that name, the variant's tag wins,
/// so that the sent tag is that of `tag()`. Payloads are boxed, since unions may contain themselves.
///
/// After a payload may come its limits, as in [`object!`](crate::object): empty brackets, since it is an object.
/// A name after `as` makes a constructor: a function that takes what converts to the payload.
/// `from` after the tag implements `From<Payload>`; it is allowed only for a payload type that occurs once.
/// `From<serde_json::Value>` is always implemented. It reads like `Deserialize`, but a value that a payload would
/// lose a part of is `Unknown`: a value to be sent is sent completely or refused.
///
/// Docs show tag and values between backticks. One that would be Markdown there is followed by a literal in
/// brackets, which is shown in its place; after a value, it replaces "tag is value".
///
/// ```
/// #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// # #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
/// pub struct TextBody {
///     pub text: String,
/// }
///
/// impl From<&str> for TextBody {
///     fn from(text: &str) -> Self {
///         Self { text: text.into() }
///     }
/// }
///
/// converse_core::tagged_union! {
///     /// What a message says.
///     pub enum MessageBody tag "type" {
///         /// Plain text.
///         Text(TextBody) as text = "text" from,
///     }
/// }
///
/// let body = MessageBody::from(TextBody { text: "hello".into() });
/// assert_eq!(serde_json::to_string(&body)?, r#"{"type":"text","text":"hello"}"#);
/// assert_eq!(body, MessageBody::text("hello"));
///
/// let body: MessageBody = serde_json::from_str(r#"{"type":"hologram","depth":3}"#)?;
/// assert_eq!(body.tag(), Some("hologram"));
/// assert!(matches!(body, MessageBody::Unknown(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! tagged_union {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident tag $tag:literal $([$shown_tag:literal])? {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident($payload:ty) $([$($rule:tt)*])? $(as $constructor:ident)? = $text:literal $([$shown:literal])? $($from:ident)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                #[doc = ::core::concat!(" Where ", $crate::__shown!(("`", $tag, "` is `", $text, "`") $([$shown])?), ".")]
                #[doc = ""]
                $(#[$variant_meta])*
                $variant(::std::boxed::Box<$payload>),
            )*
            /// A value that the document does not describe, unchanged.
            Unknown($crate::__private::serde_json::Value),
        }

        // A documented variant may be deprecated; reading and writing it is not a use of it.
        #[allow(deprecated, reason = "reading and writing a variant does not use it")]
        impl $name {
            #[doc = ::core::concat!("The ", $crate::__shown!(("`", $tag, "`") $([$shown_tag])?), " of the value, if it has one.")]
            pub fn tag(&self) -> ::core::option::Option<&str> {
                match self {
                    $( Self::$variant(_) => ::core::option::Option::Some($text), )*
                    Self::Unknown(value) => $crate::__private::tag_of(value, $tag),
                }
            }

            $($(
                #[doc = ::core::concat!("Returns a value of the variant [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), ").")]
                pub fn $constructor(payload: impl ::core::convert::Into<$payload>) -> Self {
                    Self::$variant(::std::boxed::Box::new(::core::convert::Into::into(payload)))
                }
            )?)*

            const CASES: &'static [$crate::__private::Case<Self>] = &[$(
                $crate::__private::Case {
                    condition: $crate::__private::Condition::of_tag($text),
                    fields: $crate::__private::fields_of::<$payload>,
                    decode: |value| value.decode().map(Self::$variant),
                }
            ),*];

            fn read(
                value: $crate::__private::Packed<'_>,
            ) -> ::core::option::Option<Self> {
                $crate::__private::choose(value, ::core::option::Option::Some($tag), Self::CASES)
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
            // The marker is the name of the method, so any other word than `from` does not compile.
            #[allow(deprecated, reason = "reading and writing a variant does not use it")]
            impl ::core::convert::From<$payload> for $name {
                fn $from(payload: $payload) -> Self {
                    Self::$variant(::std::boxed::Box::new(payload))
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
                            $crate::__private::serialize_tagged(&**payload, $tag, $text, serializer)
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
                        ::core::option::Option::Some($tag),
                        &[$(
                            $crate::__private::VariantShape::new(
                                $text,
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
                $crate::__private::tagged_union_schema(
                    $tag,
                    &[$(($text, generator.subschema_for::<$payload>())),*],
                )
            }
        }
    };
}

/// Returns the string of the tag field, if the value is an object that has it.
pub fn tag_of<'a>(value: &'a Value, tag: &str) -> Option<&'a str> {
    value.get(tag)?.as_str()
}

/// Describes one of the payloads with its tag, or anything without a known tag.
///
/// A known tag binds the value to its payload, although reading is more lenient: with a free choice at the end,
/// the schema would refuse nothing.
#[cfg(feature = "schemars")]
pub fn tagged_union_schema(tag: &str, variants: &[(&str, schemars::Schema)]) -> schemars::Schema {
    let texts: Vec<&str> = variants.iter().map(|(text, _)| *text).collect();
    let has_tag = |rule: Value| {
        serde_json::json!({
            "type": "object", "properties": { tag: rule }, "required": [tag]
        })
    };
    let mut choices: Vec<Value> = variants
        .iter()
        .map(|(text, payload)| {
            let mut schema = has_tag(serde_json::json!({ "const": text }));
            schema["allOf"] = serde_json::json!([payload]);
            schema
        })
        .collect();
    choices.push(serde_json::json!({ "not": has_tag(serde_json::json!({ "enum": texts })) }));
    schemars::json_schema!({ "anyOf": choices })
}
