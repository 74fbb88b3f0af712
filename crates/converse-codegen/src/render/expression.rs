//! A value as the code that a user writes for it: constructors, setters, variants.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value};

use super::Input;
use super::code::Code;
use super::open_types::held_types;
use super::part::{Fields, IMPORTED, Part};
use super::rust::literal;
use crate::api::{Field, OpenEnum, Payload, Union, UnionKind};
use crate::generate::{Presence, RustField, RustType};
use crate::samples::Judge;

/// A value with more parts than this is not written.
const MOST: usize = 60;

/// Writes values as code.
pub struct Expressions<'a> {
    input: &'a Input<'a>,
    structs: BTreeMap<&'a str, Fields<'a>>,
    enums: BTreeMap<&'a str, &'a OpenEnum>,
    unions: BTreeMap<&'a str, &'a Union>,
    /// The items that the code names, as paths from the root of the crate.
    pub imports: BTreeSet<&'static str>,
    parts: usize,
}

impl<'a> Expressions<'a> {
    /// Writes values of the types of the whole API.
    pub fn of(input: &'a Input<'a>, whole: &Part<'a>) -> Self {
        let structs = whole.structs.iter();
        let enums = whole.enums.iter();
        let unions = whole.unions.iter();
        Self {
            input,
            structs: structs.map(|it| (it.of.name.as_str(), *it)).collect(),
            enums: enums.map(|it| (it.name.as_str(), *it)).collect(),
            unions: unions.map(|it| (it.name.as_str(), *it)).collect(),
            imports: BTreeSet::new(),
            parts: 0,
        }
    }

    /// Starts with the next snippet.
    pub fn restart(&mut self) {
        self.imports.clear();
        self.parts = 0;
    }

    /// Returns the argument of a parameter's setter, which reads strings.
    pub fn parameter(&mut self, taken: &RustType, value: &Value) -> Option<Code> {
        match (taken, value) {
            (RustType::Uuid | RustType::Timestamp, Value::String(text)) => {
                Some(Code::Plain(literal(text)))
            }
            _ => self.argument(taken, value),
        }
    }

    /// Returns the argument of a setter.
    pub fn argument(&mut self, taken: &RustType, value: &Value) -> Option<Code> {
        let before = self.imports.clone();
        let written = self.convertible(taken, value);
        if written.is_none() {
            // What is not written needs no imports.
            self.imports = before;
        }
        written
    }

    /// Returns code whose type converts into `held`.
    fn convertible(&mut self, held: &RustType, value: &Value) -> Option<Code> {
        match (held, value) {
            (RustType::String | RustType::Password | RustType::Blob, Value::String(text)) => {
                Some(Code::Plain(literal(text)))
            }
            (RustType::Primitive("i64"), Value::Number(number)) => Some(Code::Plain(match number
                .as_i64()
                .and_then(|it| i32::try_from(it).ok())
            {
                Some(small) => small.to_string(),
                None => format!("{}_i64", number.as_i64()?),
            })),
            (RustType::Timestamp, Value::String(_)) => {
                self.imports.insert("chrono::Utc");
                Some(Code::Plain("Utc::now()".to_owned()))
            }
            (RustType::Vec(inner), Value::Array(items)) if !items.is_empty() => {
                Some(Code::list("[", self.items(inner, items)?))
            }
            (RustType::Map(inner), Value::Object(entries))
                if **inner != RustType::Json && !entries.is_empty() =>
            {
                Some(Code::list("[", self.entries(inner, entries)?))
            }
            (RustType::Option(inner), value) if !value.is_null() => self.exact(inner, value),
            (RustType::Boxed(inner), value) => self.exact(inner, value),
            (RustType::Named(name), value) if self.unions.contains_key(name.as_str()) => {
                let (_, payload, is_only) = self.variant(name, value)?;
                match is_only {
                    true => Some(payload),
                    false => self.exact(held, value),
                }
            }
            _ => self.exact(held, value),
        }
    }

    /// Returns code of the type `held`.
    fn exact(&mut self, held: &RustType, value: &Value) -> Option<Code> {
        self.parts += 1;
        if self.parts > MOST {
            return None;
        }
        let plain = |text: String| Some(Code::Plain(text));
        match (held, value) {
            (RustType::Primitive("bool"), Value::Bool(given)) => plain(given.to_string()),
            (RustType::Primitive(name @ ("f32" | "f64")), Value::Number(number)) => {
                plain(format!("{:?}_{name}", number.as_f64()?).replace("_f64", ""))
            }
            (RustType::Primitive(name), Value::Number(number)) => plain(format!("{number}_{name}")),
            (RustType::String, Value::String(text)) => {
                plain(format!("{}.to_owned()", literal(text)))
            }
            (RustType::Uuid, Value::String(text)) => {
                self.imports.insert("uuid::uuid");
                plain(format!("uuid!({})", literal(text)))
            }
            (RustType::Timestamp, Value::String(_)) => {
                self.imports.extend(["chrono::Utc", "Timestamp"]);
                plain("Timestamp::from(Utc::now())".to_owned())
            }
            (RustType::Password, Value::String(text)) => {
                self.imports.insert("Password");
                plain(format!("Password::from({})", literal(text)))
            }
            (RustType::Blob, Value::String(text)) => {
                self.imports.insert("Blob");
                plain(format!("Blob::from({})", literal(text)))
            }
            (RustType::Json, value) => self.json(value),
            (RustType::Option(inner), Value::Null) => {
                plain(format!("None::<{}>", inner.shown(IMPORTED)))
            }
            (RustType::Option(inner), value) => {
                Some(Code::call("Some", vec![self.exact(inner, value)?]))
            }
            (RustType::Boxed(inner), value) => {
                Some(Code::call("Box::new", vec![self.exact(inner, value)?]))
            }
            (RustType::Vec(inner), Value::Array(items)) if items.is_empty() => {
                plain(format!("Vec::<{}>::new()", inner.shown(IMPORTED)))
            }
            (RustType::Vec(inner), Value::Array(items)) => {
                Some(Code::list("vec![", self.items(inner, items)?))
            }
            (RustType::Map(inner), Value::Object(entries)) => self.map(inner, entries),
            (RustType::Named(name), value) => self.named(name, value),
            _ => None,
        }
    }

    fn items(&mut self, inner: &RustType, items: &[Value]) -> Option<Vec<Code>> {
        items.iter().map(|item| self.exact(inner, item)).collect()
    }

    fn entries(&mut self, inner: &RustType, entries: &Map<String, Value>) -> Option<Vec<Code>> {
        let entries = entries.iter();
        entries
            .map(|(name, value)| {
                let key = Code::Plain(format!("{}.to_owned()", literal(name)));
                Some(Code::call("", vec![key, self.exact(inner, value)?]))
            })
            .collect()
    }

    fn map(&mut self, inner: &RustType, entries: &Map<String, Value>) -> Option<Code> {
        let function = match inner {
            RustType::Json => {
                self.imports.insert("serde_json::Map");
                "Map::from_iter".to_owned()
            }
            _ => format!(
                "std::collections::BTreeMap::<String, {}>::from",
                inner.shown(IMPORTED)
            ),
        };
        if entries.is_empty() && *inner == RustType::Json {
            return Some(Code::Plain("Map::new()".to_owned()));
        }
        let entries = Code::list("[", self.entries(inner, entries)?);
        Some(Code::call(&function, vec![entries]))
    }

    fn named(&mut self, name: &str, value: &Value) -> Option<Code> {
        self.imports.insert("types");
        if let Some(open) = self.enums.get(name) {
            let known = open
                .values
                .iter()
                .find(|it| Some(it.text.as_str()) == value.as_str())?;
            return Some(Code::Plain(format!("types::{name}::{}", known.name)));
        }
        if self.unions.contains_key(name) {
            let (variant, payload, is_only) = self.variant(name, value)?;
            return Some(match (is_only, variant) {
                (true, _) => Code::call(&format!("types::{name}::from"), vec![payload]),
                (false, (variant, is_boxed)) => {
                    let payload = match is_boxed {
                        true => Code::call("Box::new", vec![payload]),
                        false => payload,
                    };
                    Code::call(&format!("types::{name}::{variant}"), vec![payload])
                }
            });
        }
        self.object(name, value.as_object()?)
    }

    /// Returns the variant of a union that holds a value, and whether it does so in a box; the payload; and whether the
    /// union converts from the payload.
    fn variant(&mut self, name: &str, value: &Value) -> Option<((String, bool), Code, bool)> {
        let union = *self.unions.get(name)?;
        let held = held_types(self.input, union);
        let chosen = match &union.kind {
            UnionKind::Tagged { tag, variants } => {
                let given = value.get(tag)?.as_str()?;
                let found = variants.iter().position(|(.., text)| text == given)?;
                (found, variants[found].0.clone(), true)
            }
            UnionKind::Untagged { variants } => {
                let mut places = variants.iter();
                let found = places.position(|variant| self.reads(&variant.payload, value))?;
                let variant = &variants[found];
                let is_boxed = matches!(variant.payload, Payload::Named { .. });
                (found, variant.name.clone(), is_boxed)
            }
        };
        let (found, variant, is_boxed) = chosen;
        let payload = &held[found];
        let is_only = held.iter().filter(|other| *other == payload).count() == 1;
        let code = match (&union.kind, payload) {
            (UnionKind::Tagged { tag, .. }, RustType::Named(payload)) => {
                let mut fields = value.as_object()?.clone();
                let known = self.structs.get(payload.as_str())?;
                if !known.of.fields.iter().any(|field| field.wire == *tag) {
                    fields.shift_remove(tag);
                }
                self.object(payload, &fields)?
            }
            (_, payload) => self.exact(payload, value)?,
        };
        Some(((variant, is_boxed), code, is_only))
    }

    fn reads(&self, payload: &Payload, value: &Value) -> bool {
        let judge = Judge::new(self.input.api, true);
        let verdict = match payload {
            Payload::Named { schema, .. } | Payload::Enum(schema) => judge.named(schema, value),
            Payload::Nameless(number, _) => judge.site(&self.input.api.nameless[*number], value),
            Payload::String | Payload::Password => return value.is_string(),
            Payload::Integer(width) => return width.holds(value),
            Payload::Number => return value.is_number(),
            Payload::Boolean => return value.is_boolean(),
            Payload::Any => return true,
        };
        verdict.is_ok_and(|lost| lost.is_empty())
    }

    fn object(&mut self, name: &str, fields: &Map<String, Value>) -> Option<Code> {
        self.imports.insert("types");
        let known = *self.structs.get(name).filter(|it| it.of.in_request)?;
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for (declared, field) in known.declared() {
            let given = fields.get(&declared.wire);
            match role(declared, field) {
                Role::Fixed => {}
                Role::Argument => arguments.push(self.convertible(&field.held, given?)?),
                Role::Setter(setter) => {
                    if let Some(given) = given.filter(|given| !given.is_null()) {
                        let value = self.convertible(field.value(), given)?;
                        setters.push(Code::call(&format!(".{setter}"), vec![value]));
                    }
                }
            }
        }
        let listed = |name: &String| known.of.fields.iter().any(|field| field.wire == *name);
        let others: Map<String, Value> = fields
            .iter()
            .filter(|(name, _)| !listed(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if let Some(collector) = known.collector().filter(|_| !others.is_empty()) {
            let value = self.convertible(&collector.held, &Value::Object(others))?;
            setters.push(Code::call(&format!(".{}", collector.ident), vec![value]));
        }
        let made = Code::call(&format!("types::{name}::new"), arguments);
        Some(match setters.is_empty() {
            true => made,
            false => Code::Chain {
                start: Box::new(made),
                calls: setters,
            },
        })
    }

    /// Returns any JSON.
    fn json(&mut self, value: &Value) -> Option<Code> {
        self.imports.insert("serde_json::json");
        Some(Code::call("json!", vec![self.json_part(value)?]))
    }

    fn json_part(&mut self, value: &Value) -> Option<Code> {
        self.parts += 1;
        if self.parts > MOST {
            return None;
        }
        Some(match value {
            Value::Null | Value::Bool(_) => Code::Plain(value.to_string()),
            Value::Number(number) => Code::Plain(number_of(number)?),
            Value::String(text) => Code::Plain(literal(text)),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.json_part(item));
                Code::list("[", items.collect::<Option<_>>()?)
            }
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    Some(Code::Group {
                        open: format!("{}: ", literal(name)),
                        parts: vec![self.json_part(value)?],
                        close: "",
                    })
                });
                Code::Group {
                    open: "{".to_owned(),
                    parts: fields.collect::<Option<_>>()?,
                    close: "}",
                }
            }
        })
    }
}

/// What a field of a request type is in its constructor.
enum Role<'a> {
    /// An argument of `new`.
    Argument,
    /// It always has one value.
    Fixed,
    /// It has a setter.
    Setter(&'a str),
}

/// Returns what a field is, as `requests.rs` prints it.
fn role<'a>(declared: &Field, field: &'a RustField) -> Role<'a> {
    // `new` is the constructor.
    let setter = match field.ident.as_str() {
        "new" => "new_",
        ident => ident,
    };
    match (field.presence, &declared.fixed, &declared.clear) {
        (Presence::Patch, _, Some(_)) | (Presence::Optional, ..) => Role::Setter(setter),
        (Presence::Required, Some(_), _) => Role::Fixed,
        _ => Role::Argument,
    }
}

/// Returns a number of JSON as a literal of its own type.
fn number_of(number: &Number) -> Option<String> {
    Some(match (number.as_i64(), number.as_u64()) {
        (Some(small), _) if i32::try_from(small).is_ok() => small.to_string(),
        (Some(whole), _) => format!("{whole}_i64"),
        (None, Some(whole)) => format!("{whole}_u64"),
        (None, None) => format!("{:?}", number.as_f64()?),
    })
}
