//! Integers, which JSON may write with a fraction of zero or an exponent.

use serde::de::{Error, Visitor};

use crate::json::whole;

/// Gives the visitor of an integer a number that is not written like one: as the integer that it is, if it is one.
pub(super) fn visit_integer<'de, V: Visitor<'de>, E: Error>(
    visitor: V,
    number: f64,
) -> Result<V::Value, E> {
    let Some(integer) = whole(number) else {
        return visitor.visit_f64(number);
    };
    match (i64::try_from(integer), u64::try_from(integer)) {
        (Ok(integer), _) => visitor.visit_i64(integer),
        (_, Ok(integer)) => visitor.visit_u64(integer),
        _ => visitor.visit_f64(number),
    }
}
