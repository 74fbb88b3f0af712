//! Booleans, numbers, strings, listed values and any JSON: a documented one that fits, else one that the limits allow.

use serde_json::{Value, json};

use super::judge::{is_timestamp, is_uuid};
use super::numbers::{self, is_within};
use super::patterns::matching;
use super::plausible::{is_placeholder, plausible, uuid};
use super::strings::{fitted, formatted};
use crate::api::{AnyJson, Integer, Name, Site, StringFormat};

/// Returns one of the values that a site lists, if it lists any.
pub fn listed(site: &Site, hint: Option<&Value>, index: usize) -> Option<Value> {
    if let Some(hint) = hint.filter(|hint| site.listed.contains(hint)) {
        return Some(hint.clone());
    }
    let known = || site.listed.iter().filter(|value| !value.is_null());
    let count = known().count().max(1);
    let mut known = known();
    known.nth(index % count).or(site.listed.first()).cloned()
}

/// Returns one of the listed strings.
pub fn value_of(values: &[Name], hint: Option<&Value>, index: usize) -> Option<Value> {
    let known = |text: &str| values.iter().any(|value| **value == *text);
    let hint = hint.and_then(Value::as_str).filter(|hint| known(hint));
    let usual = || values.get(index % values.len().max(1)).map(|it| &**it);
    Some(json!(hint.or_else(usual)?))
}

/// Returns any JSON.
pub fn any(any: &AnyJson, hint: Option<&Value>) -> Value {
    match (any, hint) {
        (_, Some(hint)) => hint.clone(),
        (AnyJson::Null, None) => Value::Null,
        (AnyJson::Format(format), None) => json!(of_format(*format)),
        (_, None) => json!({}),
    }
}

pub fn boolean<'a>(mut hints: impl Iterator<Item = &'a Value>) -> Value {
    json!(hints.find_map(Value::as_bool).unwrap_or(true))
}

pub fn integer<'a>(
    site: &Site,
    width: Integer,
    mut hints: impl Iterator<Item = &'a Value>,
    index: usize,
) -> Value {
    let limit = |keyword: &str| site.about.hints.limit(keyword);
    let fits = |value: &Value| {
        let number = value.as_f64();
        width.holds(value) && number.is_some_and(|number| is_within(&limit, number))
    };
    let whole = |value: &Value| match value.as_f64() {
        // Some documents write whole numbers with a fraction.
        Some(number) if value.is_f64() && number.fract() == 0.0 => json!(number as i64),
        _ => value.clone(),
    };
    let documented = hints.find_map(|value| Some(whole(value)).filter(fits));
    documented.unwrap_or_else(|| {
        let made = numbers::integer(&limit, 1 + index as i64);
        // Limits that leave no value are those of a mistaken document.
        if width.holds(&made) { made } else { json!(1) }
    })
}

pub fn number<'a>(site: &Site, mut hints: impl Iterator<Item = &'a Value>) -> Value {
    let limit = |keyword: &str| site.about.hints.limit(keyword);
    let fits = |value: &&Value| {
        let number = value.as_f64();
        value.is_number() && number.is_some_and(|number| is_within(&limit, number))
    };
    let documented = hints.find(fits).cloned();
    documented.unwrap_or_else(|| numbers::number(&limit, 1.5))
}

pub fn string<'a>(
    site: &Site,
    format: StringFormat,
    hints: impl Iterator<Item = &'a Value>,
    field: &str,
    index: usize,
) -> String {
    let said = &site.about.hints;
    let (least, most) = (said.limit("minLength"), said.limit("maxLength"));
    let fits = |text: &String| {
        let length = text.chars().count() as f64;
        let is_of_format = match format {
            StringFormat::Uuid => is_uuid(text),
            StringFormat::Timestamp => is_timestamp(text),
            StringFormat::Plain | StringFormat::Password | StringFormat::Blob => true,
        };
        is_of_format
            && !is_placeholder(text)
            && least.is_none_or(|least| length >= least)
            && most.is_none_or(|most| length <= most)
    };
    let texts = hints.filter_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        // YAML reads `1.0` and `no` as something else.
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    });
    // All items of a list have the same documented values.
    let mut texts = texts.filter(fits);
    if let Some(documented) = texts.nth(index) {
        return documented;
    }
    match format {
        StringFormat::Plain => {}
        other => return of_format_numbered(other, index),
    }
    let of_format = said.format().and_then(|format| match format {
        "email" | "idn-email" => Some(plausible("email", index)),
        "uri" | "url" | "iri" => Some(plausible("url", index)),
        "uuid" => Some(uuid(index)),
        format => formatted(format, index),
    });
    if let Some(made) = of_format.filter(fits) {
        return made;
    }
    if let Some(made) = said.pattern().and_then(|pattern| matching(pattern, index)) {
        return made;
    }
    fitted(&plausible(field, index), least, most)
}

fn of_format(format: StringFormat) -> String {
    of_format_numbered(format, 0)
}

fn of_format_numbered(format: StringFormat, index: usize) -> String {
    let known = match format {
        StringFormat::Uuid => Some(uuid(index)),
        StringFormat::Timestamp => formatted("date-time", index),
        StringFormat::Password => Some("correct horse".to_owned()),
        StringFormat::Blob => Some("content".to_owned()),
        StringFormat::Plain => None,
    };
    known.unwrap_or_else(|| plausible("value", index))
}
