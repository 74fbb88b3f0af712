//! A value as the code that a user writes for it: constructors, setters, variants.

mod json;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Input;
use super::code::Code;
use super::conversions::conversion;
use super::fillers::{Fillers, Role, fillers, role};
use super::open_types::held_types;
use super::part::{Fields, IMPORTED, Part};
use super::rust::literal;
use crate::api::{OpenEnum, Payload, Union, UnionKind};
use crate::generate::RustType;
use crate::samples::Judge;

/// A time of which nothing is known. `chrono` knows the present one with a feature alone.
const NOW: &str = "std::time::SystemTime::now()";

/// A value with more parts than this is not written.
const MOST: usize = 60;

/// Writes values as code.
pub struct Expressions<'a> {
    input: &'a Input<'a>,
    structs: BTreeMap<&'a str, Fields<'a>>,
    enums: BTreeMap<&'a str, &'a OpenEnum>,
    unions: BTreeMap<&'a str, &'a Union>,
    /// The structs whose fields are the parts of forms.
    forms: BTreeSet<&'a str>,
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
            forms: whole.forms.keys().copied().collect(),
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
            (RustType::Timestamp, Value::String(text)) => Some(Code::Plain(literal(text))),
            _ => self.argument(taken, value),
        }
    }

    /// Returns the argument of a body's setter. A struct is named there, though it may convert from its only field.
    pub fn body(&mut self, taken: &RustType, value: &Value) -> Option<Code> {
        let is_struct =
            |name: &String| self.structs.contains_key(name.as_str()) && value.is_object();
        match taken {
            RustType::Named(name) if is_struct(name) => {
                self.written(|this| this.exact(taken, value))
            }
            _ => self.argument(taken, value),
        }
    }

    /// Returns the argument of a setter.
    pub fn argument(&mut self, taken: &RustType, value: &Value) -> Option<Code> {
        self.written(|this| this.filled(taken, value, false))
    }

    fn written(&mut self, write: impl FnOnce(&mut Self) -> Option<Code>) -> Option<Code> {
        let before = self.imports.clone();
        let written = write(self);
        if written.is_none() {
            // What is not written needs no imports.
            self.imports = before;
        }
        written
    }

    /// Returns what a setter takes: a UUID as a string, a list or map as whatever yields items. The fields of a form take
    /// UUIDs alone.
    fn filled(&mut self, held: &RustType, value: &Value, is_form: bool) -> Option<Code> {
        match (held, value) {
            (RustType::Uuid, Value::String(text)) if !is_form => Some(Code::Plain(literal(text))),
            (RustType::Vec(inner), Value::Array(items)) if !items.is_empty() => {
                let is_only = items.len() == 1;
                let items = items.iter().map(|item| match **inner {
                    RustType::Uuid if !is_form => self.filled(inner, item, false),
                    _ => self.yielded(inner, item, is_only),
                });
                Some(Code::list("[", items.collect::<Option<_>>()?))
            }
            (RustType::Map(inner), Value::Object(entries))
                if **inner != RustType::Json && !entries.is_empty() =>
            {
                let is_only = entries.len() == 1;
                let entries = entries.iter().map(|(name, value)| {
                    let key = Code::Plain(literal(name));
                    let value = self.yielded(inner, value, is_only)?;
                    Some(Code::call("", vec![key, value]))
                });
                Some(Code::list("[", entries.collect::<Option<_>>()?))
            }
            (RustType::Map(inner), Value::Object(_)) if **inner != RustType::Json => {
                self.exact(held, value)
            }
            _ => self.convertible(held, value),
        }
    }

    /// Returns one of the items that are given, all of which have one type.
    fn yielded(&mut self, held: &RustType, value: &Value, is_only: bool) -> Option<Code> {
        let is_alike = !matches!(
            held,
            RustType::Named(_) | RustType::Vec(_) | RustType::Map(_) | RustType::Option(_)
        );
        match is_only || is_alike {
            true => self.convertible(held, value),
            false => self.exact(held, value),
        }
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
            (RustType::Timestamp, Value::String(_)) => Some(Code::Plain(NOW.to_owned())),
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
            (RustType::Named(name), Value::Object(fields)) => match self.text_of(name, fields) {
                Some(text) => Some(Code::Plain(literal(text))),
                None => self.exact(held, value),
            },
            _ => self.exact(held, value),
        }
    }

    /// Returns the text of a struct that is made of a text alone, and converts from it.
    fn text_of<'v>(&self, name: &str, fields: &'v Map<String, Value>) -> Option<&'v str> {
        let known = *self.structs.get(name).filter(|it| it.of.in_request)?;
        conversion(self.input, &known).filter(|it| it == "any String")?;
        let mut given = fields.iter().filter(|(_, value)| !value.is_null());
        let (Some((wire, Value::String(text))), None) = (given.next(), given.next()) else {
            return None;
        };
        let mut fields = known.declared();
        let (_, field) = fields.find(|(declared, _)| declared.wire == *wire)?;
        (field.held == RustType::String).then_some(text)
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
                self.imports.insert("Timestamp");
                plain(format!("Timestamp::from({NOW})"))
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
        let is_form = self.forms.contains(name);
        let Fillers { fields: said, .. } = fillers(self.input, &known, is_form);
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for ((declared, field), said) in known.declared().zip(&said) {
            let given = fields.get(&declared.wire);
            match role(said) {
                Role::Fixed => {}
                Role::Argument => arguments.push(self.filled(&field.held, given?, is_form)?),
                Role::Setter(setter) => {
                    if let Some(given) = given.filter(|given| !given.is_null()) {
                        let value = self.filled(field.value(), given, is_form)?;
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
}
