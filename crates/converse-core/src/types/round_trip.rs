//! Unions made of JSON that is to be sent: a value that would not round-trip stays `Unknown`.

use std::cell::Cell;

use serde::Serialize;
use serde::de::{self, Deserialize, Deserializer};
use serde_json::Value;

use super::loss::lost;
use crate::decode::{Buffer, Packed, attempt, drop_all, dropped, pack, spent, with_record};

thread_local! {
    /// Whether values that this thread reads are to be sent. `Deserialize` has no parameter for it.
    static TO_SEND: Cell<bool> = const { Cell::new(false) };
}

/// Reads a value that is to be sent: unions in it, however deep, keep what their payloads would lose.
pub(crate) fn to_send<T>(read: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            TO_SEND.set(self.0);
        }
    }
    let _restore = Restore(TO_SEND.replace(true));
    read()
}

/// Creates a union from the value of a deserializer: the variant that `read` finds, or `unknown`.
///
/// # Errors
/// If there is no value, or decoding has spent its budget.
pub fn read_union<'de, T, D>(
    deserializer: D,
    read: fn(Packed<'_>) -> Option<T>,
    unknown: fn(Value) -> T,
) -> Result<T, D::Error>
where
    T: Serialize,
    D: Deserializer<'de>,
{
    let value = Buffer::deserialize(deserializer)?;
    let union = || union_of(value.packed(), read, unknown);
    let union = match value {
        // The union is a part of another one, which has to know what is dropped here.
        Buffer::Part(_) => union(),
        Buffer::Whole(_) => with_record(union),
    };
    union.map_err(de::Error::custom)
}

/// Creates a union from JSON that is to be sent: `unknown` where a variant would lose a part of it.
pub fn union_to_send<T: Serialize>(
    value: Value,
    read: fn(Packed<'_>) -> Option<T>,
    unknown: fn(Value) -> T,
) -> T {
    let known = pack(&value).and_then(|packed| {
        to_send(|| with_record(|| union_of(Packed::new(&packed), read, unknown)))
    });
    known.unwrap_or_else(|_| unknown(value))
}

fn union_of<T: Serialize>(
    value: Packed<'_>,
    read: fn(Packed<'_>) -> Option<T>,
    unknown: fn(Value) -> T,
) -> serde_json::Result<T> {
    let keeps = |known: &T| !TO_SEND.get() || keeps_all(known, value);
    let (known, lost) = dropped(None, || attempt(|| read(value).filter(keeps)));
    match (known, spent()) {
        // A payload that exceeds the budget says nothing about the other variants.
        (_, Some(spent)) => Err(de::Error::custom(spent)),
        (Some(known), None) => {
            drop_all(&lost);
            Ok(known)
        }
        (None, None) => value.to_value().map(unknown),
    }
}

/// Returns whether the value survives when it is written again.
fn keeps_all<T: Serialize>(known: &T, value: Packed<'_>) -> bool {
    match (value.to_value(), serde_json::to_value(known)) {
        (Ok(value), Ok(kept)) => lost(&value, &kept).is_none(),
        _ => false,
    }
}
