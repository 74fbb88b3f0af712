//! Whether a type reads a value, and what it would lose of it.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Number, Value};
use uuid::Uuid;

use crate::api::{Api, DefinitionKind, Integer, Object, OneOf, Site, SiteKind, StringFormat};
use crate::document::pointer;

/// What is wrong with a value, and where in it.
pub struct Contradiction {
    /// The pointer into the value.
    pub at: String,
    pub what: String,
}

/// The places of what the type would lose of a value that it reads.
pub type Lost = Vec<String>;

pub type Verdict = Result<Lost, Contradiction>;

/// How many values are compared with schemas at most: members of unions in members of unions multiply.
const STEPS: usize = 100_000;

/// How many unions may be inside of each other: each takes room on the stack.
const MOST_OPEN: usize = 500;

/// Decides as generated types read.
pub struct Judge<'a> {
    api: &'a Api,
    is_request: bool,
    steps: Cell<usize>,
    /// The unions that are being compared, each with its value, by their addresses.
    open: RefCell<Vec<(*const OneOf<Site>, *const Value)>>,
}

impl<'a> Judge<'a> {
    /// Judges values of requests, in which null differs from absent, or of responses.
    pub fn new(api: &'a Api, is_request: bool) -> Self {
        Self {
            api,
            is_request,
            steps: Cell::new(STEPS),
            open: RefCell::default(),
        }
    }

    /// Returns what the type of a site would lose of a value, or why it does not read it.
    pub fn site(&self, site: &'a Site, value: &Value) -> Verdict {
        let Some(steps) = self.steps.get().checked_sub(1) else {
            return Ok(Lost::new());
        };
        self.steps.set(steps);
        if value.is_null() && (site.nullable || site.clearable) {
            return Ok(Lost::new());
        }
        match (&site.kind, value) {
            (SiteKind::Any(_), _)
            | (SiteKind::Boolean, Value::Bool(_))
            | (SiteKind::Number, Value::Number(_)) => Ok(Lost::new()),
            (SiteKind::Integer(width), Value::Number(number)) => integer(*width, number),
            (SiteKind::String(format), Value::String(text)) => string(*format, text),
            (SiteKind::Array(items), Value::Array(values)) => {
                let values = values.iter().enumerate();
                joined(values.map(|(index, value)| self.below(&index.to_string(), items, value)))
            }
            (SiteKind::Map(site), Value::Object(values)) => {
                let values = values.iter();
                joined(values.map(|(name, value)| self.below(name, site, value)))
            }
            (SiteKind::Named(name), value) => self.named(name, value),
            (kind, value) => wrong(format!("it is {}, not {}", kind_of(value), expected(kind))),
        }
    }

    fn below(&self, token: &str, site: &'a Site, value: &Value) -> Verdict {
        let token = pointer::join("", token);
        let below = |at: String| format!("{token}{at}");
        match self.site(site, value) {
            Ok(lost) => Ok(lost.into_iter().map(below).collect()),
            Err(problem) => Err(Contradiction {
                at: below(problem.at),
                ..problem
            }),
        }
    }

    /// Returns what a named type would lose of a value, or why it does not read it.
    pub fn named(&self, name: &str, value: &Value) -> Verdict {
        let kind = self.api.schemas.get(name).map(|it| &it.kind);
        match (kind, value) {
            (None, _) | (Some(DefinitionKind::Enum(_)), Value::String(_)) => Ok(Lost::new()),
            (Some(DefinitionKind::Object(object)), Value::Object(given)) => {
                self.object(object, given)
            }
            (Some(DefinitionKind::OneOf(union)), value) => self.union(union, value),
            (Some(DefinitionKind::Enum(_)), value) => {
                wrong(format!("it is {}, not a string", kind_of(value)))
            }
            (Some(DefinitionKind::Object(_)), value) => {
                wrong(format!("it is {}, not an object", kind_of(value)))
            }
        }
    }

    fn object(&self, object: &'a Object<Site>, given: &Map<String, Value>) -> Verdict {
        for name in &object.required {
            if !given.contains_key(&**name) && object.fields.contains_key(name) {
                return wrong(format!("it lacks `{name}`, which is required"));
            }
        }
        joined(given.iter().map(|(name, value)| {
            let is_absent = value.is_null() && !self.is_request && !object.requires(name);
            match (object.fields.get(&**name), &object.extra) {
                // In a response, what may be absent may be null.
                _ if is_absent => Ok(Lost::new()),
                (Some(field), _) => self.below(name, field, value),
                (None, Some(extra)) => self.below(name, extra, value),
                (None, None) => Ok(vec![pointer::join("", name)]),
            }
        }))
    }

    /// Compares a value with a union. What leads back to the union without taking a part of the value reads nothing.
    fn union(&self, union: &'a OneOf<Site>, value: &Value) -> Verdict {
        let this = (std::ptr::from_ref(union), std::ptr::from_ref(value));
        if self.open.borrow().contains(&this) {
            return wrong("its union leads back to itself");
        }
        if self.open.borrow().len() == MOST_OPEN {
            return Ok(Lost::new());
        }
        self.open.borrow_mut().push(this);
        let verdict = self.variant(union, value);
        self.open.borrow_mut().pop();
        verdict
    }

    fn variant(&self, union: &'a OneOf<Site>, value: &Value) -> Verdict {
        if let Some(declared) = &union.discriminator {
            let tag = value.get(&*declared.field).and_then(Value::as_str);
            let mut listed = declared.mapping.iter().flatten();
            // The union keeps a value that it does not know.
            let Some((_, target)) = listed.find(|(text, _)| Some(&**text) == tag) else {
                return Ok(Lost::new());
            };
            let mut lost = self.named(target, value)?;
            let tag = pointer::join("", &declared.field);
            lost.retain(|at| *at != tag);
            return Ok(lost);
        }
        // What several members read together is lost if each of them loses it.
        let mut lost: Option<Lost> = None;
        let mut problems = Vec::new();
        for member in &union.members {
            match (self.site(member, value), &mut lost) {
                (Ok(other), Some(lost)) => lost.retain(|at| other.contains(at)),
                (Ok(first), lost @ None) => *lost = Some(first),
                (Err(problem), _) => problems.push(problem),
            }
            if lost.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        match (lost, <[Contradiction; 1]>::try_from(problems)) {
            (Some(lost), _) => Ok(lost),
            (None, Ok([only])) => Err(only),
            (None, Err(_)) => wrong(format!("it fits no member of `{}`", union.keyword)),
        }
    }
}

/// Returns what is lost of all parts of a value, or the first contradiction.
fn joined(parts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut all = Lost::new();
    for lost in parts {
        all.extend(lost?);
    }
    Ok(all)
}

fn wrong<T>(what: impl Into<String>) -> Result<T, Contradiction> {
    Err(Contradiction {
        at: String::new(),
        what: what.into(),
    })
}

fn integer(width: Integer, number: &Number) -> Verdict {
    let exact = number.as_i64().map(i128::from);
    let exact = exact.or_else(|| number.as_u64().map(i128::from));
    let whole = || number.as_f64().filter(|float| float.fract() == 0.0);
    let Some(value) = exact.or_else(|| Some(whole()? as i128)) else {
        return wrong(format!("it is {number}, not an integer"));
    };
    let bits = |least: i128, most: i128| (least..=most).contains(&value);
    let fits = match width {
        Integer::I8 => bits(i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => bits(i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => bits(i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => bits(i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => bits(0, u8::MAX.into()),
        Integer::U16 => bits(0, u16::MAX.into()),
        Integer::U32 => bits(0, u32::MAX.into()),
        Integer::U64 => bits(0, u64::MAX.into()),
    };
    match fits {
        true => Ok(Lost::new()),
        false => wrong(format!("its format has no room for {number}")),
    }
}

/// Reads a string as the types of the runtime do.
fn string(format: StringFormat, text: &str) -> Verdict {
    match format {
        StringFormat::Plain | StringFormat::Password | StringFormat::Blob => Ok(Lost::new()),
        StringFormat::Uuid if is_uuid(text) => Ok(Lost::new()),
        StringFormat::Uuid => wrong("it is not a UUID"),
        StringFormat::Timestamp if is_timestamp(text) => Ok(Lost::new()),
        StringFormat::Timestamp => wrong("it is not a date with a time (RFC 3339)"),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn expected(kind: &SiteKind) -> &'static str {
    match kind {
        SiteKind::Any(_) => "any JSON",
        SiteKind::Boolean => "a boolean",
        SiteKind::Integer(_) => "an integer",
        SiteKind::Number => "a number",
        SiteKind::String(_) => "a string",
        SiteKind::Array(_) => "a list",
        SiteKind::Map(_) | SiteKind::Named(_) => "an object",
    }
}

/// Returns whether a string is a UUID.
pub fn is_uuid(text: &str) -> bool {
    Uuid::try_parse(text).is_ok()
}

/// Returns whether a string is a date with a time (RFC 3339); one without an offset is in UTC.
pub fn is_timestamp(text: &str) -> bool {
    let is_time = |text: &str| text.parse::<DateTime<FixedOffset>>().is_ok();
    is_time(text) || is_time(&format!("{text}Z"))
}
