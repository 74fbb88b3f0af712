//! `request_type!`: a constructor with the required fields, and a setter for each other field.

use serde::de::DeserializeOwned;

use super::field_value::FieldValue;

/// Adds the methods to fill a struct: `new` takes the required fields, and each other field has a setter.
///
/// A setter may have attributes, `#[deprecated = "…"]` above all.
///
/// Every argument is `impl Into<the type of the field>`. Sections may be empty or left out, in this order:
///
/// - `required`: the arguments of `new`. Without any, the type also gets `Default`.
/// - `fixed`: fields with one possible value, set by `new`.
/// - `json`: the same, with the value as JSON, for types that have no literals.
/// - `optional`: fields of type `Option<the type given here>`, unset at first; the setter takes the value.
/// - `renamed`: optional fields whose setter has another name, as `setter => field: Type`.
/// - `patched`: fields of type [`Patch`](crate::Patch) of the type given here, left at first, as
///   `setter / clearer => field: Type`.
/// - `nulls in` the private field of [`object!`](crate::object) for them: the methods that set a field to `null`, as
///   `clearer => field: "its name in JSON"`.
/// - `collected`: fields that start empty (`Default`); the setter replaces the whole value.
/// - `from`: the only argument of `new` converts to the whole. After `any` comes its type, and whatever converts to that
///   does too; after `only`, the type alone does; after `one` comes the type of a list's item, and what converts to that
///   becomes a list of one.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// #[non_exhaustive]
/// pub struct CreateConversation {
///     pub name: String,
///     pub version: i64,
///     pub description: Option<String>,
///     pub new: Option<bool>,
///     pub topic: converse_core::Patch<String>,
///     pub labels: std::collections::BTreeMap<String, String>,
/// }
///
/// converse_core::request_type! {
///     CreateConversation {
///         required { name: String }
///         fixed { version: i64 = 2 }
///         optional { description: String }
///         renamed { new_ => new: bool }
///         patched { topic / clear_topic => topic: String }
///         collected { labels: std::collections::BTreeMap<String, String> }
///     }
/// }
///
/// let request = CreateConversation::new("Support").description("All questions").new_(true);
/// assert_eq!(request.description.as_deref(), Some("All questions"));
/// assert_eq!(request.clear_topic().topic, converse_core::Patch::Clear);
/// ```
#[macro_export]
macro_rules! request_type {
    ($name:ident { required { $($required:tt)+ } $($rest:tt)* }) => {
        $crate::request_type!(@methods $name { required { $($required)+ } $($rest)* });
    };
    ($name:ident { required {} $($rest:tt)* }) => {
        $crate::request_type!($name { $($rest)* });
    };
    (@methods $name:ident {
        required { $($required:ident : $required_type:ty),* $(,)? }
        $(fixed { $($fixed:ident : $fixed_type:ty = $fixed_value:expr),* $(,)? })?
        $(json { $($json:ident : $json_type:ty = $json_value:literal),* $(,)? })?
        $(optional { $($(#[$optional_attribute:meta])* $optional:ident : $optional_type:ty),* $(,)? })?
        $(renamed { $($(#[$renamed_attribute:meta])* $setter:ident => $renamed:ident : $renamed_type:ty),* $(,)? })?
        $(patched {
            $($(#[$patched_attribute:meta])* $patch:ident / $clear:ident => $patched:ident : $patched_type:ty),* $(,)?
        })?
        $(nulls in $nulls:ident {
            $($(#[$null_attribute:meta])* $null:ident => $nulled:ident : $null_name:literal),* $(,)?
        })?
        $(collected { $($collected:ident : $collected_type:ty),* $(,)? })?
        $(from { $from:ident $from_type:ty })?
    }) => {
        $($crate::__from_argument!($from $name $from_type);)?

        #[allow(deprecated, reason = "setting a field here is the caller's use of its setter")]
        impl $name {
            #[doc = ::core::concat!("A new `", ::core::stringify!($name), "`, with nothing set but what is required.")]
            // The compiler finds a forgotten field only if each required one is an argument, however many there are.
            #[allow(clippy::too_many_arguments, reason = "a request may require any number of fields")]
            pub fn new($($required: impl ::core::convert::Into<$required_type>),*) -> Self {
                $($(let $fixed: $fixed_type = $fixed_value;)*)?
                $($(let $json: $json_type = $crate::__private::fixed($json_value);)*)?
                Self {
                    $($required: ::core::convert::Into::into($required),)*
                    $($($fixed,)*)?
                    $($($json,)*)?
                    $($($optional: ::core::option::Option::None,)*)?
                    $($($renamed: ::core::option::Option::None,)*)?
                    $($($patched: $crate::Patch::Leave,)*)?
                    $($nulls: ::core::default::Default::default(),)?
                    $($($collected: ::core::default::Default::default(),)*)?
                }
            }

            $($(
                #[doc = ::core::concat!("Sets the field [`", ::core::stringify!($optional), "`](field@Self::", ::core::stringify!($optional), ").")]
                $(#[$optional_attribute])*
                pub fn $optional(mut self, value: impl ::core::convert::Into<$optional_type>) -> Self {
                    self.$optional = ::core::option::Option::Some(::core::convert::Into::into(value));
                    self
                }
            )*)?

            $($(
                #[doc = ::core::concat!("Sets the field [`", ::core::stringify!($renamed), "`](field@Self::", ::core::stringify!($renamed), ").")]
                $(#[$renamed_attribute])*
                pub fn $setter(mut self, value: impl ::core::convert::Into<$renamed_type>) -> Self {
                    self.$renamed = ::core::option::Option::Some(::core::convert::Into::into(value));
                    self
                }
            )*)?

            $($(
                #[doc = ::core::concat!("Sets the field [`", ::core::stringify!($patched), "`](field@Self::", ::core::stringify!($patched), ").")]
                $(#[$patched_attribute])*
                pub fn $patch(mut self, value: impl ::core::convert::Into<$patched_type>) -> Self {
                    self.$patched = $crate::Patch::Set(::core::convert::Into::into(value));
                    self
                }

                #[doc = ::core::concat!("Clears the field [`", ::core::stringify!($patched), "`](field@Self::", ::core::stringify!($patched), "): `null` is sent.")]
                $(#[$patched_attribute])*
                pub fn $clear(mut self) -> Self {
                    self.$patched = $crate::Patch::Clear;
                    self
                }
            )*)?

            $($(
                #[doc = ::core::concat!("Sets the field [`", ::core::stringify!($nulled), "`](field@Self::", ::core::stringify!($nulled), ") to `null`, which is sent. A field that is not set is not sent.")]
                $(#[$null_attribute])*
                pub fn $null(mut self) -> Self {
                    self.$nulled = ::core::option::Option::None;
                    $crate::__private::set_null::<Self>(&mut self.$nulls, $null_name);
                    self
                }
            )*)?

            $($(
                #[doc = ::core::concat!("Replaces the field [`", ::core::stringify!($collected), "`](field@Self::", ::core::stringify!($collected), ").")]
                pub fn $collected(mut self, value: impl ::core::convert::Into<$collected_type>) -> Self {
                    self.$collected = ::core::convert::Into::into(value);
                    self
                }
            )*)?
        }
    };
    ($name:ident { $($rest:tt)* }) => {
        $crate::request_type!(@methods $name { required {} $($rest)* });

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}

/// Converts the only argument of `new` to the whole.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_argument {
    (any $name:ident $type:ty) => {
        impl<T> ::core::convert::From<T> for $name
        where
            $type: ::core::convert::From<T>,
        {
            fn from(value: T) -> Self {
                Self::new(<$type as ::core::convert::From<T>>::from(value))
            }
        }
    };
    (one $name:ident $type:ty) => {
        impl<T> ::core::convert::From<T> for $name
        where
            $type: ::core::convert::From<T>,
        {
            fn from(value: T) -> Self {
                Self::new([<$type as ::core::convert::From<T>>::from(value)])
            }
        }
    };
    (only $name:ident $type:ty) => {
        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::new(value)
            }
        }
    };
}

/// Returns the value of a field that always has it. The generator gives a field no value that its type cannot have.
pub fn fixed<T: FieldValue + DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|_| T::placeholder())
}
