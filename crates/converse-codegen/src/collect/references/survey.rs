//! Looks at every place of a document that has a role, and decides what has to change there.

use std::collections::{BTreeMap, HashSet, VecDeque};

use serde_json::{Map, Value, json};

use super::locate::Locator;
use super::messages::{self, Cause};
use crate::document::edits::Edits;
use crate::document::pointer::{self, referred as reference};
use crate::document::role::Role;
use crate::problem::Finding;

/// How many values may be copied to places that refer to them where the standard knows no reference.
const MOST_COPIES: usize = 1_000_000;

/// How deep copies may refer to others.
const DEEPEST_COPY: usize = 32;

/// The operations that cannot be called, by their pointers.
pub type Unusable = BTreeMap<String, Finding>;

/// A value that is copied.
#[derive(Clone, Copy)]
struct Copied<'p> {
    role: Role,
    /// Its place.
    at: &'p str,
    /// The place of the copy.
    to: &'p str,
    /// How many copies it is inside of.
    depth: usize,
}

/// What has to change in a document, and why.
pub struct Survey<'a> {
    locator: Locator<'a>,
    pub edits: Edits,
    pub findings: Vec<Finding>,
    /// The operations that cannot be called.
    pub unusable: Unusable,
    /// Places that were looked at.
    known: HashSet<(String, Role)>,
    /// Places that references lead to.
    open: VecDeque<(String, Role)>,
    /// How many values may still be copied.
    copies_left: usize,
}

impl<'a> Survey<'a> {
    pub fn of(document: &'a Value) -> Self {
        let mut survey = Self {
            locator: Locator::new(document),
            edits: Edits::default(),
            findings: Vec::new(),
            unusable: Unusable::new(),
            known: HashSet::new(),
            open: VecDeque::from([(String::new(), Role::Document)]),
            copies_left: MOST_COPIES,
        };
        while let Some((mut at, role)) = survey.open.pop_front() {
            if let Some(value) = survey.locator.value(&at) {
                survey.visit(value, role, &mut at);
            }
        }
        survey
    }

    fn visit(&mut self, value: &'a Value, role: Role, at: &mut String) {
        if role != Role::Plain && !self.known.insert((at.clone(), role)) {
            return;
        }
        if let Some(text) = reference(value) {
            self.reference(value, text, role, at);
            // Only a schema has keywords beside the reference.
            if role != Role::Schema {
                return;
            }
        } else if let Some(expected) = role.refuses(value) {
            let finding = messages::unexpected(self.locator.document, at, expected, value);
            return self.give_up(role, at, finding);
        }
        match (role, value) {
            (Role::Schema, Value::Object(schema)) => self.dynamic_reference(schema, at),
            (Role::Mapping, Value::String(target)) => return self.mapping(target, at),
            _ => {}
        }
        let length = at.len();
        role.each(value, |token, role, child| {
            pointer::push(at, token);
            self.visit(child, role, at);
            at.truncate(length);
        });
    }

    /// Makes a reference lead to its place directly, or puts what it leads to in its own.
    fn reference(&mut self, value: &'a Value, text: &'a str, role: Role, at: &str) {
        let made = if role.has_references() {
            self.target(role, at, text).map(|target| {
                let own = pointer::reference(&target);
                if own != text {
                    self.edits.set(format!("{at}/$ref"), Value::String(own));
                }
                self.open.push_back((target, role));
            })
        } else {
            let copy = self.copy_of(
                value,
                text,
                Copied {
                    role,
                    at,
                    to: at,
                    depth: 0,
                },
            );
            copy.map(|copy| self.edits.set(at, copy))
        };
        if let Err(finding) = made {
            self.give_up(role, at, finding);
        }
    }

    /// Returns the place that a reference leads to: of schemas, the next one, which gives a name; else the last.
    fn target(&self, role: Role, at: &str, text: &str) -> Result<String, Finding> {
        let locator = &self.locator;
        let unresolved = |cause| messages::unresolved(locator.document, at, text, cause);
        if locator.is_in_circle(at) {
            return Err(unresolved(Cause::Circle));
        }
        let target = match role {
            Role::Schema => locator.next(at, text),
            _ => locator.end(at, text),
        };
        let target = target.ok_or_else(|| unresolved(Cause::Nowhere))?;
        match locator.value(&target) {
            None => Err(unresolved(Cause::Nowhere)),
            Some(found) => match role.refuses(found) {
                Some(expected) => {
                    let document = locator.document;
                    Err(messages::misled(document, at, text, expected, found))
                }
                None => Ok(target),
            },
        }
    }

    /// Returns what the reference `text` of `value` leads to, with what is beside the reference.
    fn copy_of(&mut self, value: &'a Value, text: &str, it: Copied<'_>) -> Result<Value, Finding> {
        let target = self.target(it.role, it.at, text)?;
        if it.depth == DEEPEST_COPY || self.copies_left == 0 {
            let document = self.locator.document;
            return Err(messages::unresolved(document, it.at, text, Cause::TooMuch));
        }
        let depth = it.depth + 1;
        let mut copy = self.copy(Copied {
            at: &target,
            depth,
            ..it
        });
        if let (Value::Object(copy), Value::Object(own)) = (&mut copy, value) {
            for (key, value) in own.iter().filter(|(key, _)| *key != "$ref") {
                let member = Copied {
                    role: it.role.below(own, key),
                    at: &pointer::join(it.at, key),
                    to: &pointer::join(it.to, key),
                    depth,
                };
                if member.role != Role::Data
                    && let Some(member) = self.member(value, member)
                {
                    copy.insert(key.clone(), member);
                }
            }
        }
        Ok(copy)
    }

    /// Returns the value at a place for another place, in which references replace what may be referred to.
    fn copy(&mut self, it: Copied<'_>) -> Value {
        self.copies_left = self.copies_left.saturating_sub(1);
        let Some(value) = self.locator.value(it.at) else {
            return Value::Null;
        };
        let mut copied = |token: &str, role, child| {
            let (at, to) = (&pointer::join(it.at, token), &pointer::join(it.to, token));
            self.member(child, Copied { role, at, to, ..it })
        };
        match value {
            Value::Object(object) => {
                let members = object.iter().filter_map(|(key, child)| {
                    Some((key.clone(), copied(key, it.role.below(object, key), child)?))
                });
                Value::Object(members.collect())
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let copies = items.map(|(index, item)| {
                    let copy = copied(&index.to_string(), it.role.item(), item);
                    // The others keep their places.
                    copy.unwrap_or_default()
                });
                Value::Array(copies.collect())
            }
            value => value.clone(),
        }
    }

    /// Returns the copy of a value that is part of another; `None` if it cannot be used.
    fn member(&mut self, value: &'a Value, it: Copied<'_>) -> Option<Value> {
        let Copied { role, at, .. } = it;
        if role == Role::Data {
            return Some(value.clone());
        }
        let made = match (reference(value), role.refuses(value)) {
            (Some(text), _) if !role.has_references() => self.copy_of(value, text, it),
            (Some(text), _) if role != Role::Schema => self
                .target(role, at, text)
                .map(|target| self.refer_to(role, &target)),
            (None, Some(expected)) => {
                let document = self.locator.document;
                Err(messages::unexpected(document, at, expected, value))
            }
            _ if role.has_references() && value.is_object() => Ok(self.refer_to(role, at)),
            _ => Ok(self.copy(it)),
        };
        match made {
            Ok(made) => Some(made),
            Err(finding) if role == Role::Operation => {
                self.unusable.insert(it.to.to_owned(), finding);
                Some(json!({}))
            }
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    /// Returns a reference to a place.
    fn refer_to(&mut self, role: Role, at: &str) -> Value {
        self.open.push_back((at.to_owned(), role));
        json!({ "$ref": pointer::reference(at) })
    }

    /// Reads `$dynamicRef` as a reference, if it always leads to the same schema (JSON Schema 2020-12 Core, 8.2.3.2).
    fn dynamic_reference(&mut self, schema: &Map<String, Value>, at: &str) {
        let text = schema.get("$dynamicRef").and_then(Value::as_str);
        let Some(text) = text.filter(|_| !schema.contains_key("$ref")) else {
            return;
        };
        let target = self.locator.next(at, text);
        let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
        let found = target.as_deref().and_then(|at| self.locator.value(at));
        let is_dynamic = found.and_then(|it| it.get("$dynamicAnchor")).is_some();
        let is_ambiguous = is_dynamic && self.locator.identity.is_ambiguous(fragment);
        match target {
            Some(target) if !is_ambiguous => {
                let own = pointer::reference(&target);
                self.edits.set(format!("{at}/$ref"), Value::String(own));
                self.open.push_back((target, Role::Schema));
            }
            _ => {
                let document = self.locator.document;
                self.findings
                    .push(messages::dynamic(document, at, text, is_ambiguous));
            }
        }
    }

    /// Makes the target of a discriminator's mapping a name or a local reference.
    fn mapping(&mut self, target: &str, at: &str) {
        let document = self.locator.document;
        let named = document.pointer("/components/schemas");
        if named.and_then(|named| named.get(target)).is_some() {
            return;
        }
        match self.target(Role::Schema, at, target) {
            Ok(place) => {
                let own = pointer::reference(&place);
                if own != target {
                    self.edits.set(at, Value::String(own));
                }
                self.open.push_back((place, Role::Schema));
            }
            Err(finding) => {
                let finding = messages::of_mapping(document, at, finding);
                self.give_up(Role::Mapping, at, finding);
            }
        }
    }

    /// Does without what a place should hold.
    fn give_up(&mut self, role: Role, at: &str, finding: Finding) {
        let is_reference = self.locator.value(at).and_then(reference).is_some();
        match role {
            Role::Operation => {
                self.unusable.insert(at.to_owned(), finding);
                return;
            }
            Role::Schema if is_reference => self.edits.remove(format!("{at}/$ref")),
            // There is a body, whatever it is.
            Role::Response | Role::RequestBody if is_reference => {
                let any = json!({ "content": { "application/json": {} } });
                self.edits.set(at, any);
            }
            Role::Schema | Role::Response | Role::MediaType => self.edits.set(at, json!({})),
            _ => self.edits.remove(at),
        }
        self.findings.push(finding);
    }
}
