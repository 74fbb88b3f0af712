//! The constructor and the setters of an object that requests take.

use serde::de::DeserializeOwned;

use crate::types::field_value::FieldValue;

/// Adds `new` and the setters to an object: see [`object!`](crate::object).
#[doc(hidden)]
#[macro_export]
macro_rules! __methods {
    (() $($rest:tt)*) => {};
    (($new:ident, default) $name:ident $($rest:tt)*) => {
        $crate::__methods! { ($new) $name $($rest)* }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    (($new:ident) $name:ident $marks:tt {
        $(
            $docs:tt $deprecated:tt $field:ident $wire:literal
            $(given ($($given:tt)*))? $(fixed ($fixed:expr))? $(json ($json:literal))? $(later ($later:ident))?
            $(set $setter:ident ($($set:tt)*))? $(clear $clear:ident ($cleared:ident))?,
        )*
    } { $($rest:ident: $rest_type:ty)? }) => {
        #[allow(deprecated, reason = "setting a field here is the caller's use of its setter")]
        impl $name {
            #[doc = ::core::concat!("Returns a `", ::core::stringify!($name), "` with its required fields; the others are unset.")]
            // The compiler finds a forgotten field only if each required one is an argument, however many there are.
            #[allow(clippy::too_many_arguments, reason = "a request may require any number of fields")]
            #[allow(unused_mut, reason = "it may have no required field")]
            #[must_use]
            pub fn $new($($( $field: $crate::__given!(@type $($given)*), )?)*) -> Self {
                let mut new = <Self as $crate::__private::Object>::placeholder();
                $(
                    $( $crate::__given!(@put new $marks $field $wire $field $($given)*); )?
                    $( new.$field = $fixed; )?
                    $( new.$field = $crate::__private::fixed($json); )?
                    $( $crate::__given!(@later new $marks $wire $later); )?
                )*
                new
            }

            $(
                $( $crate::__given! { @setter $docs $deprecated $marks $field $wire $setter $($set)* } )?
                $( $crate::__given! { @clearer $deprecated $marks $field $wire $clear $cleared } )?
            )*

            $(
                /// Replaces the fields that the document does not list.
                #[must_use]
                pub fn $rest(mut self, value: impl ::core::convert::Into<$rest_type>) -> Self {
                    self.$rest = ::core::convert::Into::into(value);
                    self
                }
            )?
        }
    };
}

/// What an argument or a setter takes, by the words for its type: `uuid`, `[items]`, `{values}`, or the type, which is
/// `marked` if the field has a mark until it is set; and how it gets into its field.
#[doc(hidden)]
#[macro_export]
macro_rules! __given {
    (
        @setter [$($docs:tt)*] [$($deprecated:tt)*] $marks:tt $field:ident $wire:literal $setter:ident $($set:tt)*
    ) => {
        $($docs)*
        $($deprecated)*
        #[must_use]
        pub fn $setter(mut self, value: $crate::__given!(@type $($set)*)) -> Self {
            $crate::__given!(@put self $marks $field $wire value $($set)*);
            self
        }
    };
    (
        @clearer [$($deprecated:tt)*] $marks:tt $field:ident $wire:literal $clear:ident $cleared:ident
    ) => {
        #[doc = ::core::concat!("Sets the field [`", ::core::stringify!($field), "`](field@Self::", ::core::stringify!($field), ") to `null`, which is sent. A field that is not set is not sent.")]
        $($deprecated)*
        #[must_use]
        pub fn $clear(mut self) -> Self {
            $crate::__given!(@$cleared self $marks $field $wire);
            self
        }
    };

    (@type marked $type:ty) => { impl ::core::convert::Into<$type> };
    (@type uuid) => { impl $crate::argument::ToUuid };
    (@type [uuid]) => { impl ::core::iter::IntoIterator<Item = impl $crate::argument::ToUuid> };
    (@type [$item:ty]) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$item>> };
    (@type {$value:ty}) => {
        impl ::core::iter::IntoIterator<
            Item = (impl ::core::convert::Into<::std::string::String>, impl ::core::convert::Into<$value>),
        >
    };
    (@type $type:ty) => { impl ::core::convert::Into<$type> };

    (@put $object:ident [$marks:ident] $field:ident $wire:literal $value:ident marked $type:ty) => {
        $object.$field = ::core::convert::Into::into($value);
        $crate::__private::unmark::<Self>(&mut $object.$marks, $wire);
    };
    (@put $object:ident $marks:tt $field:ident $wire:literal $value:ident uuid) => {
        let id = $crate::argument::ToUuid::to_uuid(&$value).ok();
        $crate::__given!(@id $object $marks $field $wire id);
    };
    (@put $object:ident $marks:tt $field:ident $wire:literal $value:ident [uuid]) => {
        let ids = ::core::iter::IntoIterator::into_iter($value)
            .map(|id| $crate::argument::ToUuid::to_uuid(&id).ok())
            .collect::<::core::option::Option<::std::vec::Vec<_>>>();
        $crate::__given!(@id $object $marks $field $wire ids);
    };
    (@put $object:ident $marks:tt $field:ident $wire:literal $value:ident [$item:ty]) => {
        let items = ::core::iter::IntoIterator::into_iter($value).map(::core::convert::Into::into);
        $object.$field = ::core::convert::From::from(items.collect::<::std::vec::Vec<$item>>());
    };
    (@put $object:ident $marks:tt $field:ident $wire:literal $value:ident {$held:ty}) => {
        let entries = ::core::iter::IntoIterator::into_iter($value)
            .map(|(name, value)| (::core::convert::Into::into(name), ::core::convert::Into::into(value)));
        $object.$field = ::core::convert::From::from(
            entries.collect::<::std::collections::BTreeMap<::std::string::String, $held>>(),
        );
    };
    (@put $object:ident $marks:tt $field:ident $wire:literal $value:ident $type:ty) => {
        let value: $type = ::core::convert::Into::into($value);
        $object.$field = ::core::convert::From::from(value);
    };

    // What is not a UUID leaves the field without a value, and the mark says why.
    (@id $object:ident [$marks:ident] $field:ident $wire:literal $id:ident) => {
        match $id {
            ::core::option::Option::Some(id) => $object.$field = ::core::convert::From::from(id),
            ::core::option::Option::None => {
                $object.$field = $crate::__private::FieldValue::placeholder();
                $crate::__private::mark::<Self>(&mut $object.$marks, $wire, $crate::__private::Mark::NotUuid);
            }
        }
    };
    (@later $object:ident [$marks:ident] $wire:literal $setter:ident) => {
        let missing = $crate::__private::Mark::Missing(::core::stringify!($setter));
        $crate::__private::mark::<Self>(&mut $object.$marks, $wire, missing);
    };
    (@null $object:ident [$marks:ident] $field:ident $wire:literal) => {
        $object.$field = ::core::option::Option::None;
        $crate::__private::mark::<Self>(&mut $object.$marks, $wire, $crate::__private::Mark::Null);
    };
    (@patch $object:ident $marks:tt $field:ident $wire:literal) => {
        $object.$field = $crate::Patch::Clear;
    };
}

/// Returns the value of a field that always has it. The generator gives a field no value that its type cannot have.
pub fn fixed<T: FieldValue + DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|_| T::placeholder())
}
