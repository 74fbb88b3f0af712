//! Compares a value with the shape that its type has, and names everything that does not fit.

use std::cell::Cell;
use std::fmt;

use serde_json::{Map, Value};

use super::shape::{ObjectShape, Shape, UnionShape, VariantShape};
use super::timestamp::Timestamp;
use crate::operation::{Measured, Rule};

/// What does not fit, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The place: `participants[3].identifier`. Empty for the whole body.
    pub place: String,
    /// The end of a sentence that begins with the place. It does not repeat the value.
    pub message: String,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A required value is missing.
    Missing,
    /// A field or parameter that the document does not list.
    Unknown,
    /// A string that an enum does not list.
    UnknownValue,
    /// A variant that a union does not list.
    UnknownVariant,
    /// A value of another type, `null` included.
    Type,
    /// A value that breaks a rule.
    Rule,
}

impl Problem {
    /// Returns the problem of a place; `message` ends a sentence that begins with it.
    pub fn new(kind: ProblemKind, place: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            place: place.to_owned(),
            message: message.into(),
        }
    }

    /// Returns the problem of a value that is `name` of another.
    pub fn inside(mut self, name: &str) -> Self {
        let separator = match self.place.chars().next() {
            None | Some('[') => "",
            Some(_) => ".",
        };
        self.place = format!("{name}{separator}{}", self.place);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "the body {}", self.message),
            place => write!(f, "`{place}` {}", self.message),
        }
    }
}

/// Returns what in a value a shape, or one of the rules on it, does not allow: everything, up to a hundred problems.
///
/// A string that an enum does not list is a problem here, though its type takes it: a provider may be newer than its
/// document, and the author of a test has the document.
pub fn problems(shape: Shape, rules: &[Rule], value: &Value) -> Vec<Problem> {
    let left = Cell::new(MOST_STEPS);
    let mut check = Check::new(&left);
    check.value(shape, rules, value);
    check.found
}

/// How many values are compared with shapes. A union tries each of its variants at each level, so that a deep value of
/// recursive unions could take for ever: what is beyond is not looked at.
const MOST_STEPS: u32 = 200_000;

/// How many problems are found at most.
const MOST_FOUND: usize = 100;

struct Check<'a> {
    place: String,
    found: Vec<Problem>,
    /// The steps that are left.
    left: &'a Cell<u32>,
}

impl<'a> Check<'a> {
    fn new(left: &'a Cell<u32>) -> Self {
        Self {
            place: String::new(),
            found: Vec::new(),
            left,
        }
    }

    fn value(&mut self, shape: Shape, rules: &[Rule], value: &Value) {
        let Some(left) = self.left.get().checked_sub(1) else {
            return;
        };
        self.left.set(left);
        let broken = rules.iter();
        let broken: Vec<_> = broken
            .filter_map(|rule| rule.broken_by(Measured::of(value)))
            .collect();
        for message in broken {
            self.add(ProblemKind::Rule, message);
        }
        match (shape, value) {
            (Shape::Nullable(_), Value::Null) | (Shape::Any, _) => {}
            (Shape::Nullable(inner), value) => self.value(inner(), &[], value),
            (Shape::Boolean, Value::Bool(_)) | (Shape::Number, Value::Number(_)) => {}
            (Shape::Integer, Value::Number(number)) => {
                let fraction = number.as_f64().unwrap_or_default().fract();
                if !number.is_i64() && !number.is_u64() && fraction != 0.0 {
                    self.add(ProblemKind::Type, "must be an integer");
                }
            }
            (Shape::String | Shape::Password | Shape::Bytes, Value::String(_)) => {}
            (Shape::Bytes, Value::Object(_)) => {}
            (Shape::Uuid, Value::String(text)) => {
                if uuid::Uuid::try_parse(text).is_err() {
                    self.add(ProblemKind::Type, "must be a UUID");
                }
            }
            (Shape::Timestamp, Value::String(text)) => {
                if serde_json::from_value::<Timestamp>(text.as_str().into()).is_err() {
                    self.add(ProblemKind::Type, "must be a time in the form of RFC 3339");
                }
            }
            (Shape::Enum(known), Value::String(text)) => {
                if !known.contains(&text.as_str()) {
                    let known: Vec<_> = known.iter().map(|text| format!("`{text}`")).collect();
                    let message = format!("must be one of {}", known.join(", "));
                    self.add(ProblemKind::UnknownValue, message);
                }
            }
            (Shape::List(item), Value::Array(items)) => {
                let rules = of_items(rules);
                for (index, value) in items.iter().enumerate() {
                    if self.left.get() == 0 {
                        return;
                    }
                    self.at(&format!("[{index}]"), |check| {
                        check.value(item(), rules, value);
                    });
                }
            }
            (Shape::Map(item), Value::Object(fields)) => {
                for (name, value) in fields {
                    if self.left.get() == 0 {
                        return;
                    }
                    self.field(name, |check| check.value(item(), of_values(rules), value));
                }
            }
            (Shape::Object(shape), Value::Object(fields)) => self.object(shape, fields, None),
            (Shape::Union(union), value) => self.union(union, value),
            (shape, _) => self.add(ProblemKind::Type, expected(shape)),
        }
    }

    /// Checks the fields of an object; that of a union's tag was read before.
    fn object(&mut self, shape: &ObjectShape, fields: &Map<String, Value>, tag: Option<&str>) {
        for field in shape.fields {
            let given = fields.get(field.name);
            match given {
                None if field.required && tag != Some(field.name) => {
                    self.field(field.name, |check| {
                        check.add(ProblemKind::Missing, "is missing")
                    });
                }
                None => {}
                // Whoever writes the null of a field that may be absent means the same.
                Some(Value::Null) if !field.required => {}
                Some(value) => self.field(field.name, |check| {
                    check.value((field.shape)(), field.rules, value);
                }),
            }
        }
        let known =
            |name: &str| tag == Some(name) || shape.fields.iter().any(|field| field.name == name);
        let others = fields.iter().filter(|(name, _)| !known(name));
        match shape.rest.map(|rest| rest()) {
            Some(Shape::Map(item)) => {
                for (name, value) in others {
                    if self.left.get() == 0 {
                        return;
                    }
                    self.field(name, |check| check.value(item(), &[], value));
                }
            }
            _ => {
                for (name, _) in others {
                    if self.left.get() == 0 {
                        return;
                    }
                    self.field(name, |check| {
                        check.add(ProblemKind::Unknown, "is not a field of the document")
                    });
                }
            }
        }
    }

    fn union(&mut self, union: &UnionShape, value: &Value) {
        let Some(tag) = union.tag else {
            return self.closest(union.variants, value);
        };
        let given = value.get(tag);
        let variant = given.and_then(Value::as_str).and_then(|text| {
            let mut variants = union.variants.iter();
            variants.find(|variant| variant.name == text)
        });
        match (variant, value) {
            (Some(variant), Value::Object(fields)) => match (variant.shape)().not_null() {
                Shape::Object(shape) => self.object(shape, fields, Some(tag)),
                other => self.value(other, variant.rules, value),
            },
            (_, Value::Object(_)) => {
                let known = union.variants.iter();
                let known: Vec<_> = known.map(|it| format!("`{}`", it.name)).collect();
                let known = known.join(", ");
                self.field(tag, |check| match given {
                    None => check.add(
                        ProblemKind::Missing,
                        format!("is missing: it is one of {known}"),
                    ),
                    Some(_) => check.add(
                        ProblemKind::UnknownVariant,
                        format!("must be one of {known}"),
                    ),
                });
            }
            _ => self.add(ProblemKind::Type, "must be an object"),
        }
    }

    /// Reports the problems of the variant that fits best: the one with the fewest.
    fn closest(&mut self, variants: &[VariantShape], value: &Value) {
        let attempts = variants.iter().map(|variant| {
            let mut check = Self {
                place: self.place.clone(),
                ..Self::new(self.left)
            };
            check.value((variant.shape)(), variant.rules, value);
            check.found
        });
        if let Some(found) = attempts.min_by_key(Vec::len) {
            self.found.extend(found);
        }
    }

    fn field(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        match self.place.is_empty() {
            true => self.at(name, check),
            false => self.at(&format!(".{name}"), check),
        }
    }

    fn at(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let before = self.place.len();
        self.place.push_str(step);
        check(self);
        self.place.truncate(before);
    }

    fn add(&mut self, kind: ProblemKind, message: impl Into<String>) {
        if self.found.len() == MOST_FOUND {
            self.left.set(0);
            return;
        }
        self.found.push(Problem::new(kind, &self.place, message));
    }
}

fn of_items(rules: &[Rule]) -> &'static [Rule] {
    let found = rules.iter().find_map(|rule| match rule {
        Rule::Items(rules) => Some(*rules),
        _ => None,
    });
    found.unwrap_or_default()
}

fn of_values(rules: &[Rule]) -> &'static [Rule] {
    let found = rules.iter().find_map(|rule| match rule {
        Rule::Values(rules) => Some(*rules),
        _ => None,
    });
    found.unwrap_or_default()
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Boolean => "must be a boolean",
        Shape::Integer => "must be an integer",
        Shape::Number => "must be a number",
        Shape::List(_) => "must be a list",
        Shape::Map(_) | Shape::Object(_) => "must be an object",
        _ => "must be a string",
    }
}
