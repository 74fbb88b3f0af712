//! The types that fields of objects can have.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::password::Password;
use super::patch::Patch;
use super::timestamp::Timestamp;

/// A type of the fields of `object!`.
pub trait FieldValue: Sized {
    /// Returns the value that stands in a field until the field is read. It is never seen: an object that lacks a
    /// required field is an error.
    fn placeholder() -> Self;

    /// Returns whether an optional field is left out when it is written.
    fn is_unset(&self) -> bool {
        false
    }
}

impl<T> FieldValue for Option<T> {
    fn placeholder() -> Self {
        None
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T> FieldValue for Patch<T> {
    fn placeholder() -> Self {
        Self::Leave
    }

    fn is_unset(&self) -> bool {
        self.is_leave()
    }
}

impl<T> FieldValue for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }
}

impl<T> FieldValue for BTreeMap<String, T> {
    fn placeholder() -> Self {
        Self::new()
    }
}

impl FieldValue for Timestamp {
    fn placeholder() -> Self {
        std::time::SystemTime::UNIX_EPOCH.into()
    }
}

impl FieldValue for Password {
    fn placeholder() -> Self {
        String::new().into()
    }
}

macro_rules! default_is_placeholder {
    ($($type:ty)*) => {
        $(
            impl FieldValue for $type {
                fn placeholder() -> Self {
                    Self::default()
                }
            }
        )*
    };
}

default_is_placeholder! {
    bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 String Uuid Value Map<String, Value>
}
