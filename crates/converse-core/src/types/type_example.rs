//! `type_examples!`: an example of each type of a crate.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type with an example.
pub trait TypeExample: Serialize + DeserializeOwned {
    /// The example as JSON.
    const JSON: &'static str;
}

/// Reads an example.
///
/// # Panics
/// The JSON is not a value of the type: the tests of a generated crate read each of its examples.
pub fn type_example<T: DeserializeOwned>(json: &str) -> T {
    match serde_json::from_str(json) {
        Ok(example) => example,
        Err(error) => panic!("the example of {}: {error}", std::any::type_name::<T>()),
    }
}

/// Gives the types of a module a function `example`, which reads JSON.
///
/// `as` renames the function, where a setter has the name. The successes of an operation have an example in one of their
/// variants.
///
/// ```
/// # mod crate_ {
/// pub mod types {
///     converse_core::object! {
///         pub struct Thing {
///             pub id: String = required "id",
///         }
///     }
///     converse_core::success_body! {
///         pub enum GetThing {
///             0 => Thing(Thing) json,
///             1 => Nothing empty,
///         }
///     }
/// }
/// converse_core::type_examples! {
///     [types]
///     Thing = r#"{"id":"thing-1"}"#;
///     GetThing::Thing = r#"{"id":"thing-1"}"#;
/// }
/// # }
/// # use crate_::types;
/// let thing = types::Thing::example();
/// assert_eq!(thing.id, "thing-1");
/// assert_eq!(types::GetThing::example(), types::GetThing::Thing(thing));
/// ```
#[macro_export]
macro_rules! type_examples {
    (
        $types:tt
        $(
            $(#[$condition:meta])*
            $name:ident $(:: $variant:ident)? $(as $function:ident)? $(= $json:literal)?;
        )*
    ) => {
        $(
            $(#[$condition])*
            $crate::__type_example! { $types $name [$($variant)?] [$($function)?] $($json)? }
        )*
    };
}

/// The example of one type.
#[doc(hidden)]
#[macro_export]
macro_rules! __type_example {
    ($types:tt $name:ident [$($variant:ident)?] [] $($json:literal)?) => {
        $crate::__type_example! { $types $name [$($variant)?] [example] $($json)? }
    };
    ([$($types:ident)::+] $name:ident [] [$function:ident] $json:literal) => {
        #[allow(deprecated, reason = "an example of a type does not use it")]
        impl $($types)::+::$name {
            /// Returns an example of the type, for tests: one that the provider documents, or one made from the
            /// provider's document.
            #[must_use]
            pub fn $function() -> Self {
                $crate::__private::type_example(<Self as $crate::__private::TypeExample>::JSON)
            }
        }

        #[allow(deprecated, reason = "an example of a type does not use it")]
        impl $crate::__private::TypeExample for $($types)::+::$name {
            const JSON: &'static str = $json;
        }
    };
    ([$($types:ident)::+] $name:ident [$variant:ident] [$function:ident] $($json:literal)?) => {
        impl $($types)::+::$name {
            /// Returns an example of the success, for tests: one that the provider documents, or one made from the
            /// provider's document.
            #[must_use]
            pub fn $function() -> Self {
                Self::$variant $(($crate::__private::type_example($json)))?
            }
        }
    };
}
