//! `object!`: a struct with the fields of a JSON object.

mod comparing;
mod methods;
mod name_index;
mod reading;
#[cfg(feature = "schemars")]
mod schema;
mod showing;
mod words;
mod writing;

pub use methods::{fixed, mark, unmark};
pub use reading::{Fields, Object, read_object, read_object_into};
#[cfg(feature = "schemars")]
pub use schema::object_schema;
pub use showing::{debug_object, same_nulls};
pub(crate) use writing::repeated;
pub use writing::write_object;

/// Defines a struct with the fields of a JSON object, which is read, written, cloned, compared and printed.
///
/// After the type of a field come a word and the name in JSON:
///
/// - `required`: the field must be present. If its type is an `Option`, it may be `null`, and is written as such.
/// - `optional`: the field may be absent. Its type is an `Option` or a [`Patch`](crate::Patch); if that is unset, the
///   field is not written.
///
/// After the name may come the limits on a value that is sent, in brackets: variants of
/// [`Rule`](crate::operation::Rule). Empty brackets say that the values inside of it have limits.
///
/// A field may be `#[deprecated = "…"]`, which is no use of it.
///
/// - `nullable`: like `optional`, but `null` is not the same as absent. The field is an `Option`; which of the two it is
///   while that is unset, the object keeps in the private field that follows `marks in` after its name.
///
/// A type of requests is `with (new)`, or `with (new, default)` if it requires nothing. Then its fields say how they are
/// filled:
///
/// - `given (String)`: an argument of `new`.
/// - `fixed (expression)` or `json ("its JSON")`: `new` sets the value, which is the only one.
/// - `set name (String)`: the setter of this name. Of an `Option` it takes the value.
/// - `later (name)`, before a `set` that is `marked`: required all the same. A request without it is refused, with the name of the setter.
/// - `clear clear_name (null)`, or `(patch)` for a [`Patch`](crate::Patch): the method that sets the field to `null`.
///
/// `from` after that says that the only argument converts to the whole: `(any String)` whatever converts to a `String`,
/// `(only i64)` an `i64` alone, `(one Item)` whatever converts to the only item of a list.
///
/// `not exact` says that the object is not `Eq` and `Hash`, since a field is not: a float, say.
///
/// Arguments and setters take what converts into the type in parentheses. `uuid` is whatever
/// [`ToUuid`](crate::value::ToUuid) converts; what is no UUID is refused when the object is written. `[Item]` is whatever
/// yields items that convert, and `{Value}` names and values.
///
/// Fields that the struct does not have are ignored. `..extra: Type` at the end keeps them: in a `serde_json::Map`, or
/// in a `BTreeMap` of a type that they all have.
///
/// Derives would do the same, but the code that serde's write takes ten times as long to check and
/// to compile. Here, the code of each type lists its fields, and functions that all types share do the rest.
///
/// ```
/// converse_core::object! {
///     /// What to create.
///     pub struct CreateRoom with (new) marks in _marks {
///         /// Its name.
///         pub name: String = required "name" given (String),
///         /// Whether everybody may see it.
///         pub public: bool = required "public" later (public) set public (marked bool),
///         /// Its team.
///         pub team_id: Option<uuid::Uuid> = nullable "teamId" set team_id (uuid) clear clear_team_id (null),
///         /// Words to find it by.
///         pub tags: Option<Vec<String>> = optional "tags" set tags ([String]),
///     }
/// }
/// # fn main() -> Result<(), serde_json::Error> {
/// let room = CreateRoom::new("Support").tags(["a", "b"]);
/// let error = serde_json::to_string(&room).unwrap_err().to_string();
/// assert!(error.contains("`public` is required: call `.public(…)`"), "{error}");
/// let room = room.public(false).clear_team_id();
/// assert_eq!(serde_json::to_string(&room)?, r#"{"name":"Support","public":false,"teamId":null,"tags":["a","b"]}"#);
/// # Ok(()) }
/// ```
///
/// A type that contains itself through required fields and boxes alone has no value, and reading it would not end.
///
/// ```
/// converse_core::object! {
///     /// A conversation.
///     pub struct Conversation {
///         /// Its id.
///         pub id: String = required "id",
///         pub created_at: Option<converse_core::Timestamp> = optional "createdAt",
///         ..extra: serde_json::Map<String, serde_json::Value>,
///     }
/// }
///
/// let conversation: Conversation = serde_json::from_str(r#"{"id":"c1","color":"red"}"#)?;
/// assert_eq!((conversation.id.as_str(), conversation.created_at), ("c1", None));
/// assert_eq!(conversation.extra["color"], "red");
/// assert_eq!(serde_json::to_string(&conversation)?, r#"{"id":"c1","color":"red"}"#);
///
/// let error = serde_json::from_str::<Conversation>("{}").unwrap_err();
/// assert!(error.to_string().starts_with("missing field `id`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A use of a deprecated field, or of its setter, is a warning where it is made, and only there:
///
/// ```
/// #![deny(deprecated)]
/// converse_core::object! {
///     pub struct Thing with (new, default) {
///         #[deprecated = "by the provider"]
///         pub old: Option<String> = optional "old" set old (String),
///     }
/// }
/// # let _ = Thing::new();
/// ```
/// ```compile_fail
/// # #![deny(deprecated)]
/// # converse_core::object! {
/// #     pub struct Thing with (new, default) {
/// #         #[deprecated = "by the provider"]
/// #         pub old: Option<String> = optional "old" set old (String),
/// #     }
/// # }
/// let thing = Thing::new().old("a");
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[doc = $doc:literal])*
        $visibility:vis struct $name:ident $(with ($($new:tt)*))? $(from ($from:ident $from_type:ty))? $(marks in $marks:ident)? $(not $exact:ident)? {
            $(
                $(#[doc = $field_doc:literal])*
                $(#[deprecated = $deprecated:literal])?
                pub $field:ident: $type:ty = $presence:ident $wire:literal $([$($rule:tt)*])?
                $(given ($($given:tt)*))? $(fixed ($fixed:expr))? $(json ($json:literal))? $(later ($later:ident))?
                $(set $setter:ident ($($set:tt)*))? $(clear $clear:ident ($cleared:ident))?,
            )*
            $(..$rest:ident: $rest_type:ty $(= [$($rest_rule:tt)*])? $(,)?)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        $visibility struct $name {
            $( $(#[doc = $field_doc])* $(#[deprecated = $deprecated])? pub $field: $type, )*
            $(
                /// Fields that the document does not list.
                pub $rest: $rest_type,
            )?
            $(
                /// What the values of fields do not say.
                $marks: $crate::__private::Marks,
            )?
        }

        $($crate::__from_argument! { $from $name $from_type })?

        $crate::__methods! { ($($($new)*)?) $name [$($marks)?] {
            $(
                [$(#[doc = $field_doc])*] [$(#[deprecated = $deprecated])?] $field $wire
                $(given ($($given)*))? $(fixed ($fixed))? $(json ($json))? $(later ($later))?
                $(set $setter ($($set)*))? $(clear $clear ($cleared))?,
            )*
        } { $($rest: $rest_type)? } }

        #[allow(deprecated, reason = "showing a field does not use it")]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_object(f, ::core::stringify!($name), &[
                    $( (::core::stringify!($field), &self.$field), )*
                    $( (::core::stringify!($rest), &self.$rest), )?
                ], $crate::__marks!(& $(self.$marks)?))
            }
        }

        #[allow(deprecated, reason = "comparing a field does not use it")]
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $( if self.$field != other.$field { return false; } )*
                $( if self.$rest != other.$rest { return false; } )?
                $crate::__same_nulls!((self other) ($($marks)?) $($field)*)
            }
        }

        $crate::__exact! { [$($exact)?] $name $($field)* $($rest)? }

        #[allow(deprecated, reason = "reading and writing a field does not use it")]
        impl $crate::__private::Object for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const NAMES: &'static [&'static str] = &[$($wire),*];
            const REQUIRED: &'static [bool] = &[$($crate::__presence!(required $presence)),*];
            const NULLABLE: &'static [bool] = &[$($crate::__presence!(nullable $presence)),*];
            type Rest = ($($rest_type)?);

            fn placeholder() -> Self {
                Self {
                    $( $field: $crate::__private::FieldValue::placeholder(), )*
                    $( $rest: $crate::__private::FieldValue::placeholder(), )?
                    $( $marks: ::core::default::Default::default(), )?
                }
            }

            fn read<'de, M: $crate::__private::serde::de::MapAccess<'de>>(
                &mut self,
                fields: $crate::__private::Fields<M>,
            ) -> ::core::result::Result<(), M::Error> {
                fields.read(
                    &mut [$(&mut self.$field),*],
                    $crate::__rest!(&mut $(self.$rest)?),
                    $crate::__marks!(&mut $(self.$marks)?),
                )
            }
        }

        #[allow(deprecated, reason = "checking a field does not use it")]
        impl $crate::__private::FieldValue for $name {
            fn placeholder() -> Self {
                $crate::__private::Object::placeholder()
            }

            $crate::__limits! {
                @object
                $($( $field $wire [$($rule)*] )?)*
                $($( @rest $rest [$($rest_rule)*] )?)?
            }

            $crate::__with_shapes! {
                fn shape() -> $crate::__private::Shape {
                    use $crate::__private::FieldShape;
                    const SHAPE: $crate::__private::ObjectShape = $crate::__private::ObjectShape::new(
                        ::core::stringify!($name),
                        &[$(
                            FieldShape::new(
                                $wire,
                                &[$($field_doc),*],
                                $crate::__presence!(required $presence),
                                $crate::__shape!($type),
                            )
                            $(.rules($crate::__rules!($($rule)*)))?
                            $(.fixed($crate::__no_json!($fixed)))?
                            $(.fixed(::core::option::Option::Some($json)))?
                        ),*],
                        $crate::__rest!(shape $($rest_type)?),
                    );
                    $crate::__private::Shape::Object(&SHAPE)
                }
            }

            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_object(deserializer)
            }

            fn read_into<'de, D: $crate::__private::serde::Deserializer<'de>>(
                &mut self,
                deserializer: D,
            ) -> ::core::result::Result<(), D::Error> {
                $crate::__private::read_object_into(self, deserializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_object(deserializer)
            }
        }

        #[allow(deprecated, reason = "reading and writing a field does not use it")]
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::write_object::<Self, S>(
                    serializer,
                    &[$(&self.$field),*],
                    $crate::__rest!(& $(self.$rest)?),
                    $crate::__marks!(& $(self.$marks)?),
                )
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
                $crate::__private::object_schema::<Self>(
                    &[$($doc),*],
                    &[$((&[$($field_doc),*], generator.subschema_for::<$type>())),*],
                    $crate::__rest!(generator $($rest_type)?),
                )
            }
        }
    };
}
