//! Numbers within limits.

use serde_json::{Value, json};

/// Returns the limit of a keyword, if there is one: `minimum`, `exclusiveMinimum`, `maximum`, `exclusiveMaximum`,
/// `multipleOf`.
pub type Limit<'a> = &'a dyn Fn(&str) -> Option<f64>;

/// Returns the integer within the limits that is next to `wish`.
pub fn integer(limit: Limit<'_>, wish: i64) -> Value {
    let above = |limit: f64| (limit.floor() as i64).saturating_add(1);
    let below = |limit: f64| (limit.ceil() as i64).saturating_sub(1);
    let least = [
        limit("minimum").map(|it| it.ceil() as i64),
        limit("exclusiveMinimum").map(above),
    ];
    let most = [
        limit("maximum").map(|it| it.floor() as i64),
        limit("exclusiveMaximum").map(below),
    ];
    let least = least.into_iter().flatten().max().unwrap_or(i64::MIN);
    let most = most.into_iter().flatten().min().unwrap_or(i64::MAX);
    let mut value = wish.min(most).max(least);
    if let Some(step) = limit("multipleOf").map(|it| it as i64).filter(|it| *it > 0) {
        value -= value.rem_euclid(step);
        if value < least {
            value = value.saturating_add(step);
        }
    }
    json!(value)
}

/// Returns a number within the limits: `wish` if it is, else one with a fraction if the limits allow one. A multiple of
/// something is whole.
pub fn number(limit: Limit<'_>, wish: f64) -> Value {
    let bounds = |keys: [&'static str; 2]| keys.map(limit).into_iter().flatten();
    let least = bounds(["minimum", "exclusiveMinimum"]).fold(f64::MIN, f64::max);
    let most = bounds(["maximum", "exclusiveMaximum"]).fold(f64::MAX, f64::min);
    if limit("multipleOf").is_some() {
        let whole = integer(limit, wish as i64);
        if whole.as_f64().is_some_and(|it| is_within(limit, it)) {
            return whole;
        }
    }
    if least < wish && wish < most {
        return json!(wish);
    }
    if least == f64::MIN {
        return json!(most - 0.5);
    }
    if most == f64::MAX {
        return json!(least + 0.5);
    }
    json!((least + most) / 2.0)
}

/// Returns whether a number is within the limits.
pub fn is_within(limit: Limit<'_>, number: f64) -> bool {
    let is = |keyword: &str, holds: fn(f64, f64) -> bool| {
        limit(keyword).is_none_or(|limit| holds(number, limit))
    };
    is("minimum", |number, limit| number >= limit)
        && is("exclusiveMinimum", |number, limit| number > limit)
        && is("maximum", |number, limit| number <= limit)
        && is("exclusiveMaximum", |number, limit| number < limit)
}
