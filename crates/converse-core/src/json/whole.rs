//! Numbers that are integers, however they are written.

/// Returns the number as an integer, if it is one: 1.0 is 1 (JSON Schema Validation 2020-12, section 6.1.1).
pub(crate) fn whole(number: f64) -> Option<i128> {
    // Below this bound the conversion is exact; a larger number was a float since parsing.
    let is_exact = number.fract() == 0.0 && number.abs() < 2f64.powi(64);
    is_exact.then_some(number as i128)
}
