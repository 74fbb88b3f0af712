//! Schemas as types have them: what needs a name has one.

use serde_json::Value;

use super::Step;
use super::schema::{About, AnyJson, Integer, Name, Object, OneOf, StringFormat};

/// The schema of a field, an item, a variant or a body. It has no object, enum or union in it: it refers to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    pub about: About,
    pub nullable: bool,
    /// Whether a request leaves, clears or sets the field.
    pub clearable: bool,
    /// The values that the document lists, if they are no strings.
    pub listed: Vec<Value>,
    pub kind: SiteKind,
}

/// The kind of value at a site.
#[derive(Debug, Clone, PartialEq)]
pub enum SiteKind {
    Any(AnyJson),
    Boolean,
    Integer(Integer),
    Number,
    String(StringFormat),
    Array(Box<Site>),
    /// An object whose keys are data.
    Map(Box<Site>),
    /// A named schema.
    Named(Name),
}

/// A named schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub about: About,
    pub kind: DefinitionKind,
}

/// The kinds of named schemas.
#[derive(Debug, Clone, PartialEq)]
pub enum DefinitionKind {
    /// An object with named fields, perhaps none.
    Object(Object<Site>),
    /// Strings of which the known ones are listed.
    Enum(Vec<Name>),
    OneOf(OneOf<Site>),
}

impl Site {
    /// Returns a site of this kind, about which nothing else is said.
    pub fn of(kind: SiteKind) -> Self {
        Self {
            about: About::default(),
            nullable: false,
            clearable: false,
            listed: Vec::new(),
            kind,
        }
    }

    /// Returns the name of the schema that the site refers to.
    pub fn named(&self) -> Option<&Name> {
        match &self.kind {
            SiteKind::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the site directly below this one.
    pub fn child(&self) -> Option<(Step<'static>, &Self)> {
        match &self.kind {
            SiteKind::Array(items) => Some((Step::Items, items)),
            SiteKind::Map(values) => Some((Step::Values, values)),
            _ => None,
        }
    }

    /// Returns the site directly below this one.
    pub fn child_mut(&mut self) -> Option<(Step<'static>, &mut Self)> {
        match &mut self.kind {
            SiteKind::Array(items) => Some((Step::Items, items)),
            SiteKind::Map(values) => Some((Step::Values, values)),
            _ => None,
        }
    }

    /// Returns the name that the site, or the innermost item in it, refers to.
    pub fn innermost_name(&self) -> Option<&Name> {
        let mut site = self;
        while let Some((_, child)) = site.child() {
            site = child;
        }
        site.named()
    }

    /// Calls `visit` on this site and all below it, the inner ones first.
    pub fn visit(&self, visit: &mut impl FnMut(&Self)) {
        if let Some((_, child)) = self.child() {
            child.visit(visit);
        }
        visit(self);
    }

    /// Calls `visit` on this site and all below it, the inner ones first.
    pub fn visit_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        if let Some((_, child)) = self.child_mut() {
            child.visit_mut(visit);
        }
        visit(self);
    }
}

impl Definition {
    /// Returns the object that the schema is.
    pub fn object(&self) -> Option<&Object<Site>> {
        match &self.kind {
            DefinitionKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the object that the schema is.
    pub fn object_mut(&mut self) -> Option<&mut Object<Site>> {
        match &mut self.kind {
            DefinitionKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the listed strings.
    pub fn values(&self) -> Option<&[Name]> {
        match &self.kind {
            DefinitionKind::Enum(values) => Some(values),
            _ => None,
        }
    }

    /// Returns the union that the schema is.
    pub fn union(&self) -> Option<&OneOf<Site>> {
        match &self.kind {
            DefinitionKind::OneOf(union) => Some(union),
            _ => None,
        }
    }

    /// Returns the sites directly below, in their order.
    pub fn children(&self) -> Vec<(Step<'_>, &Site)> {
        match &self.kind {
            DefinitionKind::Object(object) => object.children(),
            DefinitionKind::OneOf(union) => union.children(),
            DefinitionKind::Enum(_) => Vec::new(),
        }
    }

    /// Returns the sites directly below, in their order.
    pub fn children_mut(&mut self) -> Vec<(Step<'_>, &mut Site)> {
        match &mut self.kind {
            DefinitionKind::Object(object) => object.children_mut(),
            DefinitionKind::OneOf(union) => union.children_mut(),
            DefinitionKind::Enum(_) => Vec::new(),
        }
    }
}
