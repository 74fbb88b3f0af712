//! The surface of a generated crate, read from its code: what each operation and each type is, fact by fact.
//!
//! Whatever the code of a crate says is in some fact, so that two crates whose facts are equal have the same code. What
//! the reader does not know is a fact of its own ([`Aspect::Code`]), be it that the macros of the runtime have changed.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

mod aspect;
mod calls;
mod files;
mod items;
mod objects;
mod open_types;
mod rows;
mod tokens;

pub use aspect::{Aspect, Section};
pub use tokens::{Tokens, printed_entries};

/// The facts about a place.
pub type Facts = BTreeMap<Aspect, String>;

/// The facts about a crate, by their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    facts: BTreeMap<Place, Facts>,
}

/// What facts are about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub item: Item,
    /// A part of the item; empty for the item itself.
    pub member: Member,
}

/// What is generated from a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// By its id.
    Operation(String),
    Type(String),
    Webhook(String),
    /// The client and its builder.
    Client,
    /// What the crate says about its provider.
    Provider,
    /// Features and modules.
    Package,
    /// A documented body: its operation, its name and its side.
    Example(String),
    /// A file of which nothing more is known.
    File(String),
}

/// A part of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// The item itself.
    #[default]
    Whole,
    /// A parameter, by its place and its name on the wire.
    Parameter(String, String),
    Body,
    /// A field, by its name in Rust.
    Field(String),
    /// A value of an enum or a variant of a union, by its name in Rust.
    Variant(String),
    Feature(String),
    /// Any other part of the code.
    Part(String),
}

impl Surface {
    /// Reads the surface of a crate from its files, by their path in the crate.
    pub fn of(files: &BTreeMap<String, String>) -> Self {
        let mut surface = Self::default();
        files::read(&mut surface, files);
        surface
    }

    /// Returns all facts.
    pub fn facts(&self) -> &BTreeMap<Place, Facts> {
        &self.facts
    }

    /// Adds a fact. What is said twice about one place is kept twice.
    fn say(&mut self, place: &Place, aspect: Aspect, value: impl Into<String>) {
        let value = value.into();
        let facts = self.facts.entry(place.clone()).or_default();
        facts
            .entry(aspect)
            .and_modify(|known| *known = format!("{known}; {value}"))
            .or_insert(value);
    }

    /// Adds a fact, unless it is empty.
    fn say_any(&mut self, place: &Place, aspect: Aspect, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.say(place, aspect, value);
        }
    }

    /// Adds in which order the code has the parts of an item, which matters only if nothing else changes.
    fn say_order(&mut self, place: &Place, order: &[String]) {
        self.say_any(
            place,
            Aspect::Derived,
            format!("order: {}", order.join(", ")),
        );
    }

    /// Adds what attributes say.
    fn say_attributes(&mut self, place: &Place, attributes: tokens::Attributes) {
        self.say_any(place, Aspect::Docs, attributes.docs);
        self.say_any(place, Aspect::Attributes, attributes.others);
        if attributes.deprecated.is_some() {
            self.say(place, Aspect::Deprecated, "deprecated");
        }
    }
}

impl Place {
    /// Returns the place of a whole item.
    pub fn whole(item: Item) -> Self {
        let member = Member::Whole;
        Self { item, member }
    }

    /// Returns the place of a part of the same item.
    pub fn member(&self, member: Member) -> Self {
        let item = self.item.clone();
        Self { item, member }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.item {
            Item::Operation(name) | Item::Type(name) | Item::Example(name) | Item::File(name) => {
                f.write_str(name)?;
            }
            Item::Webhook(name) => write!(f, "webhook {name}")?,
            Item::Client => f.write_str("client")?,
            Item::Provider => f.write_str("provider")?,
            Item::Package => f.write_str("package")?,
        }
        match &self.member {
            Member::Whole => Ok(()),
            Member::Parameter(place, name) => write!(f, ", {place} parameter {name}"),
            Member::Body => f.write_str(", body"),
            Member::Field(name) => write!(f, ".{name}"),
            Member::Variant(name) => write!(f, "::{name}"),
            Member::Feature(name) => write!(f, ", feature {name}"),
            Member::Part(name) => write!(f, ", {name}"),
        }
    }
}
