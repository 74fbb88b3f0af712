//! `success_body!`: the successes of an operation whose statuses have different bodies.

use bytes::Bytes;
use serde_json::Value;

use crate::decode::{attempt, decode_json};
use crate::operation::{Content, Response};

/// The successes of one operation, of which the status decides which it is.
pub trait SuccessBody: Sized {
    /// Reads the body that the document gives a status. `None` if it is another one.
    fn decode(variant: usize, body: &Bytes) -> Option<Self>;

    /// Keeps JSON that the document does not give the status.
    fn unknown(value: Value) -> Self;
}

/// Returns the success that the document gives the status, else the JSON of the body: null if it is empty, which it may
/// be unless the document gives the status another one.
pub(crate) fn read_success<T: SuccessBody>(
    documented: Option<&Response>,
    body: &Bytes,
) -> Option<T> {
    let known = documented.and_then(|response| attempt(|| T::decode(response.variant, body)));
    let may_be_empty = documented.is_none_or(|response| response.body == Content::Empty);
    known.or_else(|| match body.is_empty() && may_be_empty {
        true => Some(T::unknown(Value::Null)),
        false => decode_json(body).map(T::unknown),
    })
}

/// Defines the successes of an operation whose statuses have different bodies: the status decides which it is, not the
/// shape of the body.
///
/// The numbers are those of [`Response::variant`](crate::operation::Response::variant). After a variant comes how its
/// body is read: `json`, `text`, `bytes`, or `empty`. What the document does not give the status is `Unknown`.
///
/// ```
/// # #[derive(serde::Serialize, serde::Deserialize, Debug, Clone, PartialEq)]
/// # pub struct Order { pub total: i64 }
/// converse_core::success_body! {
///     /// The success of `order`.
///     pub enum OrderResponse {
///         /// Where the status is 200.
///         0 => Order(Order) json,
///         /// Where the status is 202.
///         1 => Nothing empty,
///     }
/// }
/// let ordered = OrderResponse::Order(Order { total: 3 });
/// assert_eq!(serde_json::to_string(&ordered)?, r#"{"total":3}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! success_body {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $number:literal => $variant:ident $(($payload:ty))? $kind:ident
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$variant_meta])* $variant $(($payload))?, )+
            /// JSON that the document does not give the status, unchanged.
            Unknown($crate::__private::serde_json::Value),
        }

        impl $crate::__private::SuccessBody for $name {
            fn decode(
                variant: usize,
                body: &$crate::http::Bytes,
            ) -> ::core::option::Option<Self> {
                match variant {
                    $( $number => $crate::__success_body!(@read $kind Self::$variant, body), )+
                    _ => ::core::option::Option::None,
                }
            }

            fn unknown(value: $crate::__private::serde_json::Value) -> Self {
                Self::Unknown(value)
            }
        }

        /// Writes text as a string, bytes as a string in base64, and null for no body.
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $( $crate::__success_body!(@write $kind Self::$variant, self, serializer); )+
                match self {
                    Self::Unknown(value) => {
                        $crate::__private::serde::Serialize::serialize(value, serializer)
                    }
                    _ => serializer.serialize_unit(),
                }
            }
        }
    };
}

/// How the body of one success is read and written.
#[doc(hidden)]
#[macro_export]
macro_rules! __success_body {
    (@read json $variant:path, $body:ident) => {
        $crate::__private::decode_json($body).map($variant)
    };
    (@read text $variant:path, $body:ident) => {
        ::core::str::from_utf8($body)
            .ok()
            .map(|text| $variant(::std::borrow::ToOwned::to_owned(text)))
    };
    (@read bytes $variant:path, $body:ident) => {
        ::core::option::Option::Some($variant(::core::clone::Clone::clone($body)))
    };
    (@read empty $variant:path, $body:ident) => {
        ::core::option::Option::Some($variant)
    };
    (@write bytes $variant:path, $value:ident, $serializer:ident) => {
        if let $variant(bytes) = $value {
            return $serializer.serialize_str(&$crate::__private::base64(bytes));
        }
    };
    (@write empty $variant:path, $value:ident, $serializer:ident) => {};
    (@write $kind:ident $variant:path, $value:ident, $serializer:ident) => {
        if let $variant(body) = $value {
            return $crate::__private::serde::Serialize::serialize(body, $serializer);
        }
    };
}
