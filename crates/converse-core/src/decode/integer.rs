//! Integers, which JSON may write with a fraction of zero or an exponent.

use serde::de::{Error, Unexpected, Visitor};

use crate::json::whole;

/// Begins the message about an integer that no type of a document holds, without the integer.
pub(super) const BEYOND: &str = "an integer beyond 64 bits";

/// Gives the visitor of an integer a number that is not written like one: as the integer that it is, if it is one.
pub(crate) fn visit_integer<'de, V: Visitor<'de>, E: Error>(
    visitor: V,
    number: f64,
) -> Result<V::Value, E> {
    if number.fract() != 0.0 {
        return Err(E::invalid_type(Unexpected::Float(number), &visitor));
    }
    let integer = whole(number).ok_or_else(|| E::custom(BEYOND))?;
    match (i64::try_from(integer), u64::try_from(integer)) {
        (Ok(integer), _) => visitor.visit_i64(integer),
        (_, Ok(integer)) => visitor.visit_u64(integer),
        _ => Err(E::custom(BEYOND)),
    }
}
