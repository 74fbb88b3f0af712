//! `open_enum!`: an enum of strings that keeps unknown strings.

use std::fmt;

/// Defines an enum whose values are strings on the wire, and which keeps an unknown string.
///
/// Two values are equal, ordered and hashed by their string, so `Unknown("public")` equals `Public`.
/// Reading (`From<&str>`, `From<String>`, `FromStr`, `Deserialize`) returns the known variant if there is one.
///
/// Only JSON strings are read. A number or an object in place of the string is not a new value but another type,
/// and fails as it does for any other string field.
///
/// Docs show each string between backticks. One that would be Markdown there is followed by a literal in
/// brackets, which is shown in its place.
///
/// ```
/// converse_core::open_enum! {
///     /// Who may see a conversation.
///     pub enum Visibility {
///         /// Everyone.
///         Public = "public",
///         /// Those who were asked.
///         InviteOnly = "invite-only",
///     }
/// }
///
/// assert_eq!(Visibility::from("public"), Visibility::Public);
/// assert_eq!(Visibility::from("secret"), Visibility::Unknown("secret".into()));
/// assert_eq!(Visibility::from("secret").as_str(), "secret");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal $([$shown:literal])? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                #[doc = ::core::concat!(" ", $crate::__shown!(("`", $text, "`") $([$shown])?), " on the wire.")]
                #[doc = ""]
                $(#[$variant_meta])*
                $variant,
            )*
            /// A value that the document does not list, as it is on the wire.
            Unknown(::std::string::String),
        }

        // A documented value may be deprecated; reading and writing it is not a use of it.
        #[allow(deprecated, reason = "reading and writing a variant does not use it")]
        impl $name {
            /// The texts that the document lists, in its order.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }

            /// Whether the document lists this text.
            pub fn is_known(&self) -> bool {
                Self::VALUES.contains(&self.as_str())
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $( $text => ::core::option::Option::Some(Self::$variant), )*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl $crate::__private::CodeField for $name {
            fn error_code(&self) -> ::core::option::Option<$crate::error::ErrorCode<'_>> {
                ::core::option::Option::Some($crate::error::ErrorCode {
                    text: self.as_str(),
                    listed: self.is_known(),
                })
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.into()))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(text.into())
            }
        }

        // What a derive would print, without a call per variant.
        #[allow(deprecated, reason = "printing a variant does not use it")]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let variant = match self {
                    $( Self::$variant => ::core::option::Option::Some(::core::stringify!($variant)), )*
                    Self::Unknown(_) => ::core::option::Option::None,
                };
                $crate::__private::debug_text(formatter, variant, self.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::__private::FieldValue for $name {
            fn placeholder() -> Self {
                Self::Unknown(::std::string::String::new())
            }

            $crate::__with_shapes! {
                fn shape() -> $crate::__private::Shape {
                    $crate::__private::Shape::Enum(Self::VALUES)
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
                $crate::__private::read_text(deserializer, |text| {
                    Self::known(&text).unwrap_or_else(|| Self::Unknown(text.into_owned()))
                })
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
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::open_enum_schema(Self::VALUES)
            }
        }
    };
}

/// Prints the variant, or the string that has none, as a derived `Debug` does.
pub fn debug_text(f: &mut fmt::Formatter<'_>, variant: Option<&str>, text: &str) -> fmt::Result {
    match variant {
        Some(variant) => f.write_str(variant.trim_start_matches("r#")),
        None => f.debug_tuple("Unknown").field(&text).finish(),
    }
}

/// Returns a schema of any string, with the listed ones named.
#[cfg(feature = "schemars")]
pub fn open_enum_schema(values: &[&str]) -> schemars::Schema {
    schemars::json_schema!({
        "anyOf": [{ "type": "string", "enum": values }, { "type": "string" }]
    })
}

/// Selects the docs: the default, or the given replacement.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    (($($usual:literal),*)) => {
        ::core::concat!($($usual),*)
    };
    (($($usual:literal),*) [$shown:literal]) => {
        $shown
    };
}
