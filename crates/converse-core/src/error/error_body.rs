//! The provider's own error bodies, typed by status.

use http::StatusCode;
use serde_json::Value;

use crate::decode::{Budget, decode_json};
use crate::operation::{Content, Operation};

/// The error bodies of one operation.
///
/// Implemented by [`error_body!`](crate::error_body) for generated types, and for
/// [`serde_json::Value`], which takes any JSON.
pub trait ErrorBody: Sized + Send + Sync + 'static {
    /// Decodes a body as the shape that the document gives for its status.
    /// `None` if it does not have that shape.
    fn decode(variant: usize, body: &[u8]) -> Option<Self>;

    /// Decodes a body whose status the document does not mention.
    fn decode_undocumented(_body: &[u8]) -> Option<Self> {
        None
    }

    /// Returns the provider's error code, if the body has a field for it.
    fn code(&self) -> Option<ErrorCode<'_>> {
        None
    }
}

/// The error code in an error body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode<'a> {
    /// The code in the body.
    pub text: &'a str,
    /// Whether the document lists it. Any other is a string of the server, and not shown by an error's
    /// `Display` and `Debug`.
    pub listed: bool,
}

/// A type of a field that can hold an error code.
pub trait CodeField {
    /// Returns the code, if there is one.
    fn error_code(&self) -> Option<ErrorCode<'_>>;
}

impl CodeField for String {
    fn error_code(&self) -> Option<ErrorCode<'_>> {
        Some(ErrorCode {
            text: self,
            listed: false,
        })
    }
}

impl<T: CodeField> CodeField for Option<T> {
    fn error_code(&self) -> Option<ErrorCode<'_>> {
        self.as_ref()?.error_code()
    }
}

/// Unions hold their payloads in a box.
impl<T: ErrorBody> ErrorBody for Box<T> {
    fn decode(variant: usize, body: &[u8]) -> Option<Self> {
        T::decode(variant, body).map(Self::new)
    }

    fn decode_undocumented(body: &[u8]) -> Option<Self> {
        T::decode_undocumented(body).map(Self::new)
    }

    fn code(&self) -> Option<ErrorCode<'_>> {
        T::code(self)
    }
}

impl ErrorBody for Value {
    fn decode(_variant: usize, body: &[u8]) -> Option<Self> {
        decode_json(body)
    }

    fn decode_undocumented(body: &[u8]) -> Option<Self> {
        decode_json(body)
    }
}

/// Returns the error body of a response, decoded as the document says for its status. `None` also if the
/// budget is spent.
pub(crate) fn decode<E: ErrorBody>(
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
    budget: Budget,
) -> Option<E> {
    if !is_error(status) {
        return None;
    }
    let decoded = budget.apply(|| match operation.response(status.as_u16()) {
        Some(response) if response.body == Content::Json => E::decode(response.variant, body),
        _ => E::decode_undocumented(body),
    });
    decoded.ok().flatten()
}

/// Returns whether error bodies belong to a status.
pub(crate) fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

/// Makes a type the error body of operations.
///
/// For a type that is `Deserialize` already, whatever the status:
///
/// ```
/// #[derive(serde::Deserialize)]
/// pub struct Problem { pub title: String }
/// converse_core::error_body! { Problem }
/// ```
///
/// With `code:` the field that holds the error code, a string or an open enum; with `code in` the
/// variants of a union whose payloads are error bodies with a code:
///
/// ```
/// #[derive(serde::Deserialize)]
/// pub struct Refused { pub code: String }
/// converse_core::error_body! { Refused, code: code }
///
/// #[derive(serde::Deserialize)]
/// #[serde(untagged)]
/// pub enum Failed { Refused(Refused), Other(String) }
/// converse_core::error_body! { Failed, code in Refused }
///
/// use converse_core::error::ErrorBody;
/// let body = Failed::decode(0, br#"{"code":"E7"}"#);
/// assert_eq!(body.as_ref().and_then(ErrorBody::code).map(|code| code.text), Some("E7"));
/// ```
///
/// For several shapes, an enum and its implementation; the numbers are those of
/// [`Response::variant`](crate::operation::Response::variant), and the word `code` follows payloads that
/// are error bodies with a code:
///
/// ```
/// # #[derive(serde::Deserialize, Debug, Clone, PartialEq)]
/// # pub struct Problem { pub title: String }
/// # converse_core::error_body! { Problem, code: title }
/// # #[derive(serde::Deserialize, Debug, Clone, PartialEq)]
/// # pub struct Fields { pub fields: Vec<String> }
/// converse_core::error_body! {
///     /// The errors of `createThing`.
///     pub enum CreateThingError {
///         /// Not allowed, or not found.
///         0 => Problem(Problem) code,
///         1 => Fields(Fields),
///     }
/// }
/// use converse_core::error::ErrorBody;
/// let body = CreateThingError::decode(1, br#"{"fields":["name"]}"#);
/// assert_eq!(body, Some(CreateThingError::Fields(Fields { fields: vec!["name".to_owned()] })));
/// assert_eq!(CreateThingError::decode(0, br#"{"fields":["name"]}"#), None);
/// ```
#[macro_export]
macro_rules! error_body {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $number:literal => $variant:ident($payload:ty) $($code:ident)?
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$variant_meta])*
                #[doc = concat!("The body is a `", stringify!($payload), "`.")]
                $variant($payload),
            )+
        }

        impl $crate::error::ErrorBody for $name {
            fn decode(variant: usize, body: &[u8]) -> ::core::option::Option<Self> {
                match variant {
                    $(
                        $number => $crate::__private::decode_json(body).map(Self::$variant),
                    )+
                    _ => ::core::option::Option::None,
                }
            }

            fn code(&self) -> ::core::option::Option<$crate::error::ErrorCode<'_>> {
                match self {
                    // The word is the name of the method, so any other does not compile.
                    $( $( Self::$variant(body) => $crate::error::ErrorBody::$code(body), )? )+
                    #[allow(unreachable_patterns, reason = "all variants may have a code")]
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
    ($name:ty $(, code: $field:ident)?) => {
        impl $crate::error::ErrorBody for $name {
            fn decode(_variant: usize, body: &[u8]) -> ::core::option::Option<Self> {
                $crate::__private::decode_json(body)
            }

            $(
                #[allow(deprecated, reason = "reading a field does not use it")]
                fn code(&self) -> ::core::option::Option<$crate::error::ErrorCode<'_>> {
                    $crate::__private::CodeField::error_code(&self.$field)
                }
            )?
        }
    };
    ($name:ty, code in $($variant:ident),+) => {
        impl $crate::error::ErrorBody for $name {
            fn decode(_variant: usize, body: &[u8]) -> ::core::option::Option<Self> {
                $crate::__private::decode_json(body)
            }

            fn code(&self) -> ::core::option::Option<$crate::error::ErrorCode<'_>> {
                match self {
                    $( Self::$variant(body) => $crate::error::ErrorBody::code(body), )+
                    #[allow(unreachable_patterns, reason = "all variants may have a code")]
                    _ => ::core::option::Option::None,
                }
            }
        }
    };
}
