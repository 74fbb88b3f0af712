//! Makes a value of a type: along a documented one where there is one, within the limits everywhere.

mod unions;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::documented::Documented;
use super::judge::Judge;
use super::scalars;
use crate::api::{Api, DefinitionKind, Name, Object, Site, SiteKind, Union};

/// From this many values on, a value has only what is required.
const LARGE: usize = 60;

/// A type of which each value has more values in it than this has no sample.
const TOO_LARGE: usize = 2_000;

/// How deep a value may be: readers of JSON have a limit, too.
const TOO_DEEP: usize = 60;

/// From this depth on, a list without a documented value is empty.
const DEEP: usize = 5;

/// How many optional fields an object has of which the document shows no value.
const MOST_OPTIONAL: usize = 12;

/// How many documented optional fields an object has that is sent.
const MOST_SENT: usize = 4;

/// Makes values; the same ones for the same document.
pub struct Maker<'a> {
    api: &'a Api,
    documented: Documented<'a>,
    unions: BTreeMap<&'a str, &'a Union>,
    /// Whether the value is to be sent.
    sending: bool,
    /// Whether only what is required is made, without a look at documented values.
    bare: bool,
    /// The number of values in the value being made.
    size: usize,
    /// The unions around the value being made, since the last object or list.
    open: Vec<&'a str>,
    /// The objects around the value being made. None needs itself, unless all its values are endless.
    around: Vec<&'a str>,
}

/// What is asked for at one place.
#[derive(Clone, Copy)]
struct Wish<'a> {
    /// The documented value.
    hint: Option<&'a Value>,
    /// The name of the field.
    field: &'a str,
    /// The number of the item in a list.
    index: usize,
    depth: usize,
}

impl<'a> Maker<'a> {
    pub fn new(api: &'a Api) -> Self {
        let unions = api.unions.iter();
        Self {
            api,
            documented: Documented::of(api),
            unions: unions.map(|union| (union.name.as_str(), union)).collect(),
            sending: false,
            bare: false,
            size: 0,
            open: Vec::new(),
            around: Vec::new(),
        }
    }

    /// Makes values that are sent: without what only responses have.
    pub fn sending(mut self) -> Self {
        self.sending = true;
        self
    }

    /// Returns a value of a named type.
    pub fn of_type(&mut self, name: &str) -> Option<Value> {
        let (name, _) = self.api.schemas.get_key_value(name)?;
        let wish = Wish::root(None, name);
        self.checked(
            |maker| maker.named(name, wish),
            |judge, value| judge.named(name, value),
        )
    }

    /// Returns a value of a site, along `hint` if that is given; `field` is the name of the site.
    pub fn of_site(
        &mut self,
        site: &'a Site,
        hint: Option<&'a Value>,
        field: &'a str,
    ) -> Option<Value> {
        let wish = Wish::root(hint, field);
        self.checked(
            |maker| maker.site(site, wish),
            |judge, value| judge.site(site, value),
        )
    }

    /// Returns what is made if the type keeps it, else the smallest value that it keeps.
    fn checked(
        &mut self,
        make: impl Fn(&mut Self) -> Option<Value>,
        judge: impl Fn(&Judge<'a>, &Value) -> super::judge::Verdict,
    ) -> Option<Value> {
        [false, true].into_iter().find_map(|bare| {
            (self.bare, self.size) = (bare, 0);
            self.open.clear();
            self.around.clear();
            let value = make(self)?;
            let lost = judge(&Judge::new(self.api, true), &value).ok()?;
            lost.is_empty().then_some(value)
        })
    }

    fn site(&mut self, site: &'a Site, wish: Wish<'a>) -> Option<Value> {
        self.size += 1;
        if self.size > TOO_LARGE || wish.depth > TOO_DEEP {
            return None;
        }
        let said = site.about.hints.values();
        let wish = Wish {
            hint: wish.hint.or_else(|| said.first().filter(|_| !self.bare)),
            ..wish
        };
        if let Some(listed) = scalars::listed(site, wish.hint, wish.index) {
            return Some(listed);
        }
        let hints = wish.hint.into_iter().chain(said);
        Some(match &site.kind {
            SiteKind::Any(any) => scalars::any(any, wish.hint),
            SiteKind::Boolean => scalars::boolean(hints),
            SiteKind::Integer(width) => scalars::integer(site, *width, hints, wish.index),
            SiteKind::Number => scalars::number(site, hints),
            SiteKind::String(format) => {
                json!(scalars::string(
                    site, *format, hints, wish.field, wish.index
                ))
            }
            SiteKind::Array(items) => return self.array(site, items, wish),
            SiteKind::Map(values) => return self.map(site, values, wish),
            SiteKind::Named(name) => return self.named(name, wish),
        })
    }

    fn array(&mut self, site: &'a Site, items: &'a Site, wish: Wish<'a>) -> Option<Value> {
        let given = wish.hint.and_then(Value::as_array);
        let limit = |keyword: &str| site.about.hints.limit(keyword).map(|limit| limit as usize);
        let least = limit("minItems").unwrap_or(0);
        // One item shows what there is to see.
        let usual = match given {
            Some(given) => given.len().min(1),
            // An optional list is not made there at all.
            None => usize::from(!(self.bare || wish.depth > DEEP || self.size >= LARGE)),
        };
        let length = usual.min(limit("maxItems").unwrap_or(1)).max(least);
        let open = std::mem::take(&mut self.open);
        let mut made = Vec::new();
        for index in 0..length {
            let hint = given.and_then(|given| given.get(index));
            let wish = Wish {
                hint,
                index,
                depth: wish.depth + 1,
                ..wish
            };
            match self.site(items, wish) {
                Some(item) => made.push(item),
                None if index >= least => break,
                None => return None,
            }
        }
        self.open = open;
        Some(Value::Array(made))
    }

    fn map(&mut self, site: &'a Site, values: &'a Site, wish: Wish<'a>) -> Option<Value> {
        let given = wish.hint.and_then(Value::as_object);
        let least = site.about.hints.limit("minProperties");
        let least = least.map_or(0, |least| least as usize);
        let usual = match given {
            Some(given) => given.len().min(2),
            None => usize::from(!self.is_sparse(wish)),
        };
        let mut names = given.into_iter().flat_map(Map::keys);
        let open = std::mem::take(&mut self.open);
        let mut made = Map::new();
        for index in 0..usual.max(least) {
            let name = match names.next() {
                Some(name) => name.clone(),
                None if index == 0 => "key".to_owned(),
                None => format!("key {}", index + 1),
            };
            let wish = Wish {
                hint: given.and_then(|given| given.get(&name)),
                field: "value",
                index,
                depth: wish.depth + 1,
            };
            match self.site(values, wish) {
                Some(value) => {
                    made.insert(name, value);
                }
                None if index >= least => break,
                None => return None,
            }
        }
        self.open = open;
        Some(Value::Object(made))
    }

    fn named(&mut self, name: &Name, wish: Wish<'a>) -> Option<Value> {
        let (name, definition) = self.api.schemas.get_key_value(name)?;
        let judge = Judge::new(self.api, false);
        // An object that the type does not read may still have good parts.
        let is_object = matches!(definition.kind, DefinitionKind::Object(_));
        let is_good =
            |hint: &Value| (is_object && hint.is_object()) || judge.named(name, hint).is_ok();
        let own = wish.hint.filter(|hint| !self.bare && is_good(hint));
        let hint = own.or_else(|| {
            let best = self.documented.best(&judge, name);
            best.filter(|_| !self.bare && self.size < LARGE)
        });
        let is_around = self.around.contains(&&**name);
        if own.is_none() && is_around {
            return None;
        }
        let wish = Wish { hint, ..wish };
        match &definition.kind {
            DefinitionKind::Enum(values) => scalars::value_of(values, wish.hint, wish.index),
            DefinitionKind::Object(object) => {
                let open = std::mem::take(&mut self.open);
                self.around.push(name);
                let made = self.object(object, wish);
                self.around.pop();
                self.open = open;
                made.map(Value::Object)
            }
            DefinitionKind::OneOf(_) => self.union(name, wish),
        }
    }

    fn object(&mut self, object: &'a Object<Site>, wish: Wish<'a>) -> Option<Map<String, Value>> {
        let given = wish.hint.and_then(Value::as_object);
        let sparse = self.is_sparse(wish);
        let in_group = |name: &Name| {
            let mut first = object
                .presence
                .any_of
                .iter()
                .filter_map(|group| group.first());
            first.any(|first| first == name)
        };
        // What is sent is written by hand: it has little that nobody asks for.
        let (most_shown, most_made) = match (self.sending, object.required.is_empty()) {
            (false, _) => (usize::MAX, MOST_OPTIONAL),
            (true, true) if wish.depth == 0 => (MOST_SENT, 1),
            (true, _) => (MOST_SENT, 0),
        };
        let mut made = Map::new();
        let mut optional = 0;
        for (name, site) in &object.fields {
            let hint = given.and_then(|given| given.get(&**name));
            let required = object.requires(name);
            if required && site.nullable && hint.is_some_and(Value::is_null) {
                made.insert(name.to_string(), Value::Null);
                continue;
            }
            let hint = hint.filter(|hint| !hint.is_null() && !self.bare);
            let is_other_way = self.sending && site.about.read_only;
            let wanted = !site.about.deprecated
                && !is_other_way
                && match given.filter(|_| !self.bare) {
                    Some(_) => hint.is_some() && self.size < LARGE && optional < most_shown,
                    None => !sparse && optional < most_made,
                };
            if !(required || wanted || in_group(name)) {
                continue;
            }
            let wish = Wish {
                hint,
                field: name,
                index: 0,
                depth: wish.depth + 1,
            };
            match self.site(site, wish) {
                Some(value) if required || in_group(name) || !is_empty(&value) => {
                    optional += usize::from(!required);
                    made.insert(name.to_string(), value);
                }
                None if required => return None,
                _ => {}
            }
        }
        self.add_others(object, given, wish, &mut made);
        self.add_missing(object, wish, &mut made);
        Some(made)
    }

    /// Adds the documented fields that the object does not declare, if it holds such.
    fn add_others(
        &mut self,
        object: &'a Object<Site>,
        given: Option<&'a Map<String, Value>>,
        wish: Wish<'a>,
        made: &mut Map<String, Value>,
    ) {
        let Some(extra) = object.extra.as_deref().filter(|_| !self.bare) else {
            return;
        };
        let others = given.into_iter().flatten();
        let others = others.filter(|(name, _)| !object.fields.contains_key(&***name));
        for (index, (name, hint)) in others.take(MOST_OPTIONAL).enumerate() {
            let wish = Wish {
                hint: Some(hint).filter(|hint| !hint.is_null()),
                field: name,
                index,
                depth: wish.depth + 1,
            };
            if let Some(value) = self.site(extra, wish) {
                made.insert(name.clone(), value);
            }
        }
    }

    /// Adds fields until there are as many as there have to be.
    fn add_missing(
        &mut self,
        object: &'a Object<Site>,
        wish: Wish<'a>,
        made: &mut Map<String, Value>,
    ) {
        for (name, site) in &object.fields {
            if made.len() as u64 >= object.presence.least {
                return;
            }
            if made.contains_key(&**name) || (self.sending && site.about.read_only) {
                continue;
            }
            let wish = Wish {
                hint: None,
                field: name,
                index: 0,
                depth: wish.depth + 1,
            };
            if let Some(value) = self.site(site, wish) {
                made.insert(name.to_string(), value);
            }
        }
    }

    /// Returns whether only what is required is to be made at a place that the document shows no value of.
    fn is_sparse(&self, wish: Wish<'_>) -> bool {
        self.bare || wish.depth > 1 || self.size >= LARGE
    }
}

impl<'a> Wish<'a> {
    fn root(hint: Option<&'a Value>, field: &'a str) -> Self {
        Self {
            hint,
            field,
            index: 0,
            depth: 0,
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
