//! Unions made of JSON that is to be sent: what a payload would lose a part of is kept as it is.

use std::cell::Cell;

use serde::Serialize;
use serde_json::Value;

use crate::loss::{Nulls, lost};

thread_local! {
    /// Whether what this thread reads is to be sent. `Deserialize` has no other way to be told.
    static TO_SEND: Cell<bool> = const { Cell::new(false) };
}

/// Reads what is to be sent: unions in it, however deep, keep what their payloads would lose.
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

/// The union that `read` makes of a value that is to be sent, or `unknown` where it would lose a part of it.
pub fn whole<T: Serialize>(value: Value, read: fn(Value) -> T, unknown: fn(Value) -> T) -> T {
    let known = to_send(|| read(value.clone()));
    match serde_json::to_value(&known) {
        Ok(kept) if lost(&value, &kept, Nulls::Everywhere).is_none() => known,
        _ => unknown(value),
    }
}

/// The union that `read` makes of a value: of an answer, what the document does not list is not kept.
pub fn union_of<T: Serialize>(value: Value, read: fn(Value) -> T, unknown: fn(Value) -> T) -> T {
    match TO_SEND.get() {
        true => whole(value, read, unknown),
        false => read(value),
    }
}
