//! Decides which variant of a union holds a value: the one place for all unions, of responses and of requests.
//!
//! A union describes its variants in a static list. A variant is a candidate if its condition holds: the kind of JSON,
//! the fields that must be present, and the values that the document fixes, at any depth. The first candidate that
//! decodes and drops nothing holds the value. If all drop something, the one that drops least holds it, unless one of
//! the others would have kept a part of that: then no variant holds the value, and the union keeps it as JSON. What no
//! variant knows is dropped, as a struct drops it. Who drops an object drops all that it holds.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::Value;

use super::loss::integer;
use crate::decode::{
    Dropped, Packed, View, charge, drop_all, dropped, known_choice, remember_choice, spent,
};
use crate::json::whole;

/// One variant: when it is a candidate, and how it is read.
pub struct Case<T> {
    /// When the variant is a candidate.
    pub condition: Condition,
    /// The fields that the payload has, if it does not keep every field.
    pub fields: fn() -> Option<&'static [&'static str]>,
    /// Reads the payload.
    pub decode: fn(Packed<'_>) -> Option<T>,
}

/// The condition on a value.
pub struct Condition {
    /// The kind of JSON.
    pub kind: Kind,
    /// The string of the union's tag.
    pub tag: Option<&'static str>,
    /// Whether the payload has the fields of several variants, of which none has to be true of the value. Then it must
    /// not drop anything.
    pub combines: bool,
    /// Fields that the object must have.
    pub required: &'static [&'static str],
    /// Places that, if they are there, have one of these values. A place is a path of names, escaped as in a JSON
    /// Pointer; `*` stands for each item of a list.
    pub values: &'static [(&'static str, &'static [Fixed])],
}

/// A value that the document fixes.
pub enum Fixed {
    /// A string.
    Text(&'static str),
    /// Any value, as JSON.
    Json(&'static str),
}

/// The kinds of JSON that a condition can require.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of JSON Schema")]
pub enum Kind {
    Any,
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// Returns the value as the variant that holds it. `None` if none does.
///
/// `tag` is the field that the union itself reads and writes, beside the fields of the payload.
pub fn choose<T>(
    value: Packed<'_>,
    tag: Option<&'static str>,
    cases: &'static [Case<T>],
) -> Option<T> {
    let tag = match tag {
        None => None,
        Some(tag) => Some(value.field(tag)?),
    };
    let (place, variants) = (value.place(), cases.as_ptr() as usize);
    if let Some(known) = known_choice(place, variants) {
        let (found, lost) = cases.get(known?)?.read(value, tag);
        drop_all(&lost);
        return found;
    }
    let text = tag.and_then(Packed::as_str);
    // It leaves one of many, and takes the least.
    let with_tag = |case: &Case<T>| case.condition.tag == text;
    let all = cases.iter().enumerate();
    let mut held = all.filter(|(_, case)| with_tag(case) && case.condition.holds(value, text));
    let only = [held.next()?];
    let several;
    let candidates = match held.next() {
        // A tag has one candidate.
        None => &only[..],
        Some(second) => {
            several = sorted(
                only.into_iter().chain([second]).chain(held).collect(),
                value,
            );
            &several
        }
    };
    let mut attempts = Attempts::default();
    for (index, case) in candidates {
        let (found, lost) = case.read(value, tag);
        if spent().is_some() {
            return None;
        }
        if let Some(found) = found {
            attempts.is_true_of_one |= !case.condition.combines;
            attempts.add(*index, found, lost);
        }
        if attempts.is_complete() {
            break;
        }
    }
    let chosen = attempts.chosen(|lost| {
        let alike = cases.iter();
        let alike = alike.filter(|case| case.condition.values_hold(value, text));
        is_field_of_one(value, lost, alike)
    });
    if candidates.len() > 1 {
        remember_choice(place, variants, chosen.as_ref().map(|chosen| chosen.index));
    }
    let chosen = chosen?;
    drop_all(&chosen.lost);
    Some(chosen.value)
}

/// Sorts candidates in the order in which they are tried.
fn sorted<'a, T>(
    mut candidates: Vec<(usize, &'a Case<T>)>,
    value: Packed<'_>,
) -> Vec<(usize, &'a Case<T>)> {
    // The sort is stable, so equals stay as listed.
    candidates.sort_by_cached_key(|(_, case)| {
        (case.unknown_fields(value), Reverse(case.condition.weight()))
    });
    candidates
}

/// Returns whether one of the dropped places is a field of one of these variants.
fn is_field_of_one<'a, T: 'a>(
    value: Packed<'_>,
    lost: &Dropped,
    cases: impl Iterator<Item = &'a Case<T>>,
) -> bool {
    if lost.is_empty() {
        return false;
    }
    let known = cases.filter_map(|case| (case.fields)()).flatten();
    let known: BTreeSet<&str> = known.copied().collect();
    let mut fields = value.fields().into_iter().flatten();
    fields.any(|(name, field)| known.contains(name) && lost.has(field.span()))
}

/// A variant that can be read from the value, and what it drops.
struct Attempt<T> {
    index: usize,
    value: T,
    lost: Dropped,
}

/// The variants that can be read from a value.
struct Attempts<T> {
    /// The one that drops least so far.
    best: Option<Attempt<T>>,
    /// What all of them drop.
    lost_by_all: Dropped,
    /// Whether one of them is no combination of others.
    is_true_of_one: bool,
}

impl<T> Default for Attempts<T> {
    fn default() -> Self {
        Self {
            best: None,
            lost_by_all: Dropped::default(),
            is_true_of_one: false,
        }
    }
}

impl<T> Attempts<T> {
    fn add(&mut self, index: usize, value: T, lost: Dropped) {
        self.lost_by_all = match &self.best {
            None => lost.clone(),
            Some(_) => self.lost_by_all.and(&lost),
        };
        if (self.best.as_ref()).is_none_or(|best| lost.size() < best.lost.size()) {
            self.best = Some(Attempt { index, value, lost });
        }
    }

    /// Returns whether one of them drops nothing.
    fn is_complete(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.lost.is_empty())
    }

    /// Returns the one that drops least, unless another keeps a part of what it drops, or might have: a field that
    /// the document gives another variant is no field that nobody knows.
    fn chosen(self, is_known: impl FnOnce(&Dropped) -> bool) -> Option<Attempt<T>> {
        let lost_by_all = self.lost_by_all.size();
        let is_true_of_one = self.is_true_of_one;
        self.best.filter(|best| {
            let nobody_keeps = best.lost.size() <= lost_by_all && is_true_of_one;
            best.lost.is_empty() || (nobody_keeps && !is_known(&best.lost))
        })
    }
}

impl<T> Case<T> {
    /// Reads the payload. Also returns what it drops, without the tag, which the variant keeps.
    fn read(&self, value: Packed<'_>, tag: Option<Packed<'_>>) -> (Option<T>, Dropped) {
        dropped(tag.map(Packed::span), || (self.decode)(value))
    }

    /// Counts the fields of the value that the payload does not have.
    fn unknown_fields(&self, value: Packed<'_>) -> usize {
        let (Some(given), Some(fields)) = (value.fields(), (self.fields)()) else {
            return 0;
        };
        given
            // Each case checks each field, so the budget bounds that too.
            .take_while(|_| charge(0).is_ok())
            .filter(|(name, value)| !value.is_null() && !fields.contains(name))
            .count()
    }
}

impl Condition {
    /// Returns the condition of a variant that the string of a tag distinguishes.
    pub const fn of_tag(text: &'static str) -> Self {
        Self {
            kind: Kind::Object,
            tag: Some(text),
            combines: false,
            required: &[],
            values: &[],
        }
    }

    fn weight(&self) -> usize {
        // An integer is also a number.
        let more = usize::from(self.kind == Kind::Integer);
        self.required.len() + self.values.len() + more
    }

    fn holds(&self, value: Packed<'_>, tag: Option<&str>) -> bool {
        self.values_hold(value, tag) && self.required.iter().all(|name| value.field(name).is_some())
    }

    /// Returns whether the value has the kind and the fixed values.
    fn values_hold(&self, value: Packed<'_>, tag: Option<&str>) -> bool {
        (self.tag == tag)
            && self.kind.matches(value)
            && (self.values.iter()).all(|(path, values)| all_at(value, path, values))
    }
}

/// Returns whether each part of the value at a path is one of these.
fn all_at(value: Packed<'_>, path: &str, values: &[Fixed]) -> bool {
    if path.is_empty() {
        return values.iter().any(|fixed| fixed.is(value));
    }
    let (step, rest) = path.split_once('/').unwrap_or((path, ""));
    match value.view() {
        Some(View::Null) => true,
        Some(View::Array(mut items)) if step == "*" => std::iter::from_fn(|| items.value())
            .take_while(|_| charge(0).is_ok())
            .all(|item| all_at(item, rest, values)),
        Some(View::Object(_)) => {
            let found = match step.contains('~') {
                false => value.field(step),
                true => value.field(&unescaped(step)),
            };
            found.is_none_or(|found| all_at(found, rest, values))
        }
        _ => false,
    }
}

/// Returns the name that a step of a path means.
pub(super) fn unescaped(step: &str) -> String {
    step.replace("~2", "*")
        .replace("~1", "/")
        .replace("~0", "~")
}

impl Fixed {
    fn is(&self, value: Packed<'_>) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Json(json) => {
                let fixed = serde_json::from_str::<Value>(json).ok();
                fixed.is_some_and(|fixed| value.to_value().is_ok_and(|it| equal(&it, &fixed)))
            }
        }
    }

    #[cfg(feature = "schemars")]
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => (*text).into(),
            Self::Json(json) => serde_json::from_str(json).unwrap_or_default(),
        }
    }
}

/// Compares values. JSON has one kind of number: 1.0 is 1.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match (integer(left), integer(right)) {
            (None, None) => left.as_f64() == right.as_f64(),
            (left, right) => left == right,
        },
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(one, two)| equal(one, two))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && (left.iter())
                    .all(|(name, one)| right.get(name).is_some_and(|two| equal(one, two)))
        }
        _ => left == right,
    }
}

impl Kind {
    fn matches(self, value: Packed<'_>) -> bool {
        let view = value.view();
        match self {
            Self::Any => true,
            Self::Array => matches!(view, Some(View::Array(_))),
            Self::Boolean => matches!(view, Some(View::Bool(_))),
            // JSON has one kind of number: 1.0 is an integer.
            Self::Integer => match view {
                Some(View::Float(number)) => whole(number).is_some(),
                view => matches!(view, Some(View::Unsigned(_) | View::Negative(_))),
            },
            // An integer that is another one as a float stays as it is.
            Self::Number => match view {
                Some(View::Unsigned(integer)) => whole(integer as f64) == Some(integer.into()),
                Some(View::Negative(integer)) => whole(integer as f64) == Some(integer.into()),
                view => matches!(view, Some(View::Float(_))),
            },
            Self::Object => matches!(view, Some(View::Object(_))),
            Self::String => matches!(view, Some(View::String(_))),
        }
    }

    #[cfg(feature = "schemars")]
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Array => Some("array"),
            Self::Boolean => Some("boolean"),
            Self::Integer => Some("integer"),
            Self::Number => Some("number"),
            Self::Object => Some("object"),
            Self::String => Some("string"),
        }
    }
}
