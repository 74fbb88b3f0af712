//! Finds the places that references lead to.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use crate::document::bundle::{FILES, MOST_ON_THE_WAY};
use crate::document::identity::Identity;
use crate::document::pointer::{self, referred as reference};
use crate::document::role::Role;

/// Finds the places of a document.
pub struct Locator<'a> {
    pub document: &'a Value,
    pub identity: Identity,
    /// Whether a place with a reference is part of a circle, as far as it is known.
    circles: RefCell<HashMap<String, bool>>,
}

impl<'a> Locator<'a> {
    pub fn new(document: &'a Value) -> Self {
        let mut locator = Self {
            document,
            identity: Identity::new(document),
            circles: RefCell::default(),
        };
        let files = document.get(FILES).and_then(Value::as_object);
        for key in files.into_iter().flat_map(|files| files.keys()) {
            let at = format!("/{FILES}/{}", pointer::escape(key));
            locator.identity.add_file(&at);
        }
        locator.identify();
        locator
    }

    /// Returns the value at a place.
    pub fn value(&self, at: &str) -> Option<&'a Value> {
        self.document.pointer(at)
    }

    /// Returns the place that a reference at `at` leads to, which may be a reference too.
    pub fn next(&self, at: &str, reference: &str) -> Option<String> {
        self.place(at, reference, &mut { MOST_ON_THE_WAY })
    }

    /// Returns the end of the chain of references that begins with one at `at`; `None` if there is none.
    pub fn end(&self, at: &str, text: &str) -> Option<String> {
        let mut place = self.next(at, text)?;
        while let Some(text) = self.value(&place).and_then(reference) {
            if self.is_in_circle(&place) {
                return None;
            }
            place = self.next(&place, text)?;
        }
        Some(place)
    }

    /// Returns whether a chain of references leads from the place back to it.
    pub fn is_in_circle(&self, at: &str) -> bool {
        let mut circles = self.circles.borrow_mut();
        let mut chain: Vec<String> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        let mut place = Some(at.to_owned());
        let mut first_of_circle = usize::MAX;
        while let Some(here) = place {
            if circles.contains_key(&here) {
                break;
            }
            if let Some(position) = positions.get(&here) {
                first_of_circle = *position;
                break;
            }
            let Some(text) = self.value(&here).and_then(reference) else {
                break;
            };
            place = self.next(&here, text);
            positions.insert(here.clone(), chain.len());
            chain.push(here);
        }
        let chain = chain.into_iter().enumerate();
        circles.extend(chain.map(|(position, place)| (place, position >= first_of_circle)));
        circles.get(at) == Some(&true)
    }

    fn place(&self, at: &str, reference: &str, left: &mut usize) -> Option<String> {
        let found = self.identity.find(at, reference);
        found.iter().find_map(|pointer| self.walk(pointer, left))
    }

    /// Follows a pointer, and the references in its way.
    fn walk(&self, pointer: &str, left: &mut usize) -> Option<String> {
        if self.value(pointer).is_some() {
            return Some(pointer.to_owned());
        }
        let (mut at, mut value) = (String::new(), self.document);
        for token in pointer.split('/').skip(1) {
            let below = format!("/{token}");
            while value.pointer(&below).is_none() {
                *left = left.checked_sub(1)?;
                at = self.place(&at, reference(value)?, left)?;
                value = self.value(&at)?;
            }
            value = value.pointer(&below)?;
            at.push_str(&below);
        }
        Some(at)
    }

    /// Reads the URIs and anchors of all schemas.
    fn identify(&mut self) {
        let mut open = vec![(String::new(), Role::Document)];
        while let Some((mut at, role)) = open.pop() {
            if let Some(value) = self.value(&at) {
                let mut refer = |reference: &str, role| {
                    open.extend(pointer::target(reference).map(|target| (target, role)));
                };
                self.identity.add_below(value, role, &mut at, &mut refer);
            }
        }
    }
}
