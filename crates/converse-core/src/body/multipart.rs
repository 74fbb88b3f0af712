//! `multipart!`: the parts of a form that can carry files.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde_json::Value;

use super::blob::Blob;
use super::part::Part;
use super::payload::{Payload, Piece};

/// A body of several parts. Implemented by [`multipart!`](crate::multipart).
pub trait Multipart {
    /// Returns the parts, in order.
    fn into_parts(self) -> Vec<Part>;

    /// Returns whether there is no body at all. A body without parts is a body.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Multipart> Multipart for Option<T> {
    fn into_parts(self) -> Vec<Part> {
        self.map(T::into_parts).unwrap_or_default()
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(T::is_absent)
    }
}

/// A form without a schema: files are objects with `base64`, everything else is written as
/// [`Part::text`] does.
impl Multipart for Value {
    fn into_parts(self) -> Vec<Part> {
        Part::of_fields(self)
    }

    fn is_absent(&self) -> bool {
        self.is_null()
    }
}

/// Returns the whole body, with a boundary of its own.
pub(crate) fn body(media_type: &str, parts: Vec<Part>) -> Result<Payload, String> {
    let boundary = boundary();
    let mut pieces = Vec::new();
    for part in parts {
        part.write(&boundary, &mut pieces)?;
    }
    pieces.push(Piece::Bytes(format!("--{boundary}--\r\n").into()));
    Payload::new(format!("{media_type}; boundary={boundary}"), pieces)
}

/// Returns a string that no content contains: 128 random bits.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// A field of a form that holds files.
pub trait Blobs {
    /// Returns the files, none if it is unset.
    fn into_blobs(self) -> Vec<Blob>;
}

impl Blobs for Blob {
    fn into_blobs(self) -> Vec<Blob> {
        vec![self]
    }
}

impl Blobs for Vec<Blob> {
    fn into_blobs(self) -> Vec<Blob> {
        self
    }
}

impl<T: Blobs> Blobs for Option<T> {
    fn into_blobs(self) -> Vec<Blob> {
        self.map(T::into_blobs).unwrap_or_default()
    }
}

/// Makes a struct a multipart body: each field by its kind and its name on the wire.
///
/// - `blob`: a [`Blob`], several in a `Vec`. Its media type is its own, else the one after `as`, else
///   `application/octet-stream`.
/// - `text`: a string, number or boolean as a string; each item of a list as a part of its own.
/// - `json`: one part as JSON.
/// - `rest`: a map of undocumented fields, each member as `text`, or as `blob` if it is an object with `base64`.
/// - `files`: a map of undocumented fields, each member as `blob`.
///
/// Every field may be an `Option`: an unset one is not sent. A media type after `as` replaces
/// the default one; `with` adds headers to each part of the field.
///
/// ```
/// use converse_core::{Blob, Multipart};
///
/// pub struct UploadFile {
///     pub file: Blob,
///     pub avatar: Option<Blob>,
///     pub name: String,
///     pub meta: Option<serde_json::Value>,
///     pub extra: std::collections::BTreeMap<String, String>,
/// }
///
/// converse_core::multipart! {
///     UploadFile {
///         blob file: "file",
///         blob avatar: "avatar" as "image/png",
///         text name: "name",
///         json meta: "meta",
///         rest extra,
///     }
/// }
///
/// let upload = UploadFile {
///     file: "hi".into(),
///     avatar: None,
///     name: "n".into(),
///     meta: None,
///     extra: Default::default(),
/// };
/// assert_eq!(upload.into_parts().len(), 2);
/// ```
#[macro_export]
macro_rules! multipart {
    ($name:ident {
        $($kind:ident $field:ident $(: $wire:literal)? $(as $media_type:literal)? $(with $headers:expr)?),* $(,)?
    }) => {
        #[allow(deprecated, reason = "writing a field does not use it")]
        impl $crate::Multipart for $name {
            fn into_parts(self) -> ::std::vec::Vec<$crate::Part> {
                #[allow(unused_mut, reason = "a form may have no field")]
                let mut parts = ::std::vec::Vec::new();
                $(
                    #[allow(unused, reason = "most fields do not state a type")]
                    let mut media_type = ::core::option::Option::<&str>::None;
                    $( media_type = ::core::option::Option::Some($media_type); )?
                    #[allow(unused, reason = "most fields have no headers")]
                    let before = parts.len();
                    $crate::multipart!(@$kind parts, self.$field, [$($wire)?], media_type);
                    $(
                        let own = parts.split_off(before).into_iter();
                        parts.extend(own.map(|part: $crate::Part| part.headers(&$headers)));
                    )?
                )*
                parts
            }
        }
    };
    (@blob $parts:ident, $value:expr, [$wire:literal], $media_type:ident) => {
        for blob in $crate::__private::Blobs::into_blobs($value) {
            $parts.push($crate::Part::blob($wire, blob, $media_type));
        }
    };
    (@text $parts:ident, $value:expr, [$wire:literal], $media_type:ident) => {
        $parts.extend($crate::Part::text($wire, $value, $media_type));
    };
    (@json $parts:ident, $value:expr, [$wire:literal], $media_type:ident) => {
        $parts.extend($crate::Part::json($wire, $value, $media_type));
    };
    (@files $parts:ident, $value:expr, [], $media_type:ident) => {
        for (name, blobs) in $value {
            for blob in $crate::__private::Blobs::into_blobs(blobs) {
                $parts.push($crate::Part::blob(name.clone(), blob, $media_type));
            }
        }
    };
    (@rest $parts:ident, $value:expr, [], $media_type:ident) => {
        $parts.extend($crate::Part::rest($value));
    };
}
