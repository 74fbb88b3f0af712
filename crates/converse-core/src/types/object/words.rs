//! The words of `object!`: limits, presence, the places for marks and for fields that are not listed.

/// The check of the limits on the fields of an object or the payloads of a union, if there are any.
#[doc(hidden)]
#[macro_export]
macro_rules! __limits {
    (@object) => {};
    (@object $($field:ident $wire:literal [$($rule:tt)*])* $(@rest $rest:ident [$($rest_rule:tt)*])?) => {
        fn check(
            &self,
            _: &'static [$crate::operation::Rule],
        ) -> ::core::result::Result<(), $crate::__private::Broken> {
            #[allow(unused_imports, reason = "empty brackets name no rule")]
            use $crate::operation::Rule::*;
            $crate::__private::check_fields(&[$(($wire, &self.$field, &[$($rule)*])),*], $crate::__limits!(@of_rest $(self.$rest [$($rest_rule)*])?))
        }
    };
    (@of_rest) => { ::core::option::Option::None };
    (@of_rest $self:ident.$rest:ident [$($rule:tt)*]) => {
        ::core::option::Option::Some((&$self.$rest, &[$($rule)*]))
    };
    (@union) => {};
    (@union $($variant:ident [$($rule:tt)*])+) => {
        fn check(
            &self,
            _: &'static [$crate::operation::Rule],
        ) -> ::core::result::Result<(), $crate::__private::Broken> {
            #[allow(unused_imports, reason = "empty brackets name no rule")]
            use $crate::operation::Rule::*;
            match self {
                $( Self::$variant(payload) => $crate::__private::FieldValue::check(payload, &[$($rule)*]), )+
                _ => ::core::result::Result::Ok(()),
            }
        }
    };
}

/// The JSON of a value that an expression makes: its type shows it.
#[doc(hidden)]
#[macro_export]
macro_rules! __no_json {
    ($fixed:expr) => {
        ::core::option::Option::None
    };
}

/// Whether a field with this word must be present; whether it may be `null`, and not only absent.
#[doc(hidden)]
#[macro_export]
macro_rules! __presence {
    (required required) => {
        true
    };
    (required optional) => {
        false
    };
    (required nullable) => {
        false
    };
    (nullable nullable) => {
        true
    };
    (nullable $other:ident) => {
        false
    };
}

/// The place for the marks of fields, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __marks {
    (&mut) => {
        ::core::option::Option::None
    };
    (&) => {
        ::core::option::Option::None
    };
    (&mut $marks:expr) => {
        ::core::option::Option::Some(&mut $marks)
    };
    (& $marks:expr) => {
        ::core::option::Option::Some(&$marks)
    };
}

/// The place for fields that an object does not list, or its schema, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __rest {
    (&mut) => {
        &mut ()
    };
    (&) => {
        &()
    };
    (&mut $rest:expr) => {
        &mut $rest
    };
    (& $rest:expr) => {
        &$rest
    };
    (shape) => {
        ::core::option::Option::None
    };
    (shape $rest:ty) => {
        ::core::option::Option::Some($crate::__shape!($rest))
    };
    ($generator:ident) => {
        ::core::option::Option::None
    };
    ($generator:ident $rest:ty) => {
        ::core::option::Option::Some($generator.subschema_for::<$rest>())
    };
}
