//! Reads schemas into requirements: follows references, adds `allOf` and takes one alternative of each choice.

use converse_codegen::internals::pointer;
use serde_json::Value;

use super::children::{Children, tag_of, texts_of};
use super::contract::follow;
use super::coverage::{Choice, Coverage, alternatives};
use super::facets::Facets;
use super::types::is_null;

/// Reads schemas of one document.
pub struct Reader<'a> {
    pub document: &'a Value,
    children: &'a Children,
    /// The most alternatives of any place.
    pub ways: usize,
    pub coverage: Coverage,
}

/// A reference that occurs this often around a value is not followed again.
const DEPTH: usize = 2;

/// Limit on objects inside each other that are searched for contradictions.
const DEEP: usize = 8;

/// Limit on alternatives that are distinguished.
const MANY: usize = 1024;

impl<'a> Reader<'a> {
    pub fn new(document: &'a Value, children: &'a Children) -> Self {
        Self {
            document,
            children,
            ways: 1,
            coverage: Coverage::default(),
        }
    }

    /// Adds the requirements of `schema`. Returns false if they are endless.
    pub fn add(&mut self, schema: &'a Value, facets: &mut Facets<'a>, around: &[&str]) -> bool {
        self.add_named(schema, facets, around, &[])
    }

    /// `names` are the named schemas that led here, the outermost first.
    fn add_named(
        &mut self,
        schema: &'a Value,
        facets: &mut Facets<'a>,
        around: &[&str],
        names: &[&'a str],
    ) -> bool {
        let Some(object) = schema.as_object() else {
            return true;
        };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let deep = around.iter().filter(|it| **it == reference).count() >= DEPTH;
            if deep || names.contains(&reference) {
                return false;
            }
            // A requirement that occurs twice counts once.
            if !facets.asked.contains(&reference) {
                facets.references.push(reference);
                let names = [names, &[reference]].concat();
                if let Some(target) = pointer::resolve(self.document, reference)
                    && !self.add_named(target, facets, around, &names)
                {
                    return false;
                }
                facets.asked.push(reference);
            }
        }
        facets.add_own(schema);
        let members = |key: &str| object.get(key).and_then(Value::as_array);
        for member in members("allOf").into_iter().flatten() {
            if !self.add_named(member, facets, around, names) {
                return false;
            }
        }
        let discriminator = object.get("discriminator");
        if let (Some(discriminator), Some(own)) = (discriminator, names.last())
            && members("oneOf").is_none()
            && members("anyOf").is_none()
            && !self.add_heir(discriminator, own, facets, around, names)
        {
            return false;
        }
        let dependent = object.get("dependentSchemas").and_then(Value::as_object);
        for (_, dependent) in dependent.into_iter().flatten() {
            if !self.add_named(dependent, facets, around, names) {
                return false;
            }
        }
        self.add_branch(schema, facets, around, names)
            && ["oneOf", "anyOf"].into_iter().all(|key| {
                members(key).is_none_or(|all| {
                    let several = key == "anyOf" && discriminator.is_none();
                    self.add_variant(all, several, discriminator, facets, around, names)
                })
            })
    }

    /// Adds `then`, together with `if`, or `else`.
    fn add_branch(
        &mut self,
        schema: &'a Value,
        facets: &mut Facets<'a>,
        around: &[&str],
        names: &[&'a str],
    ) -> bool {
        let Some(condition) = schema.get("if") else {
            return true;
        };
        let branches = [
            vec![Some(condition), schema.get("then")],
            vec![schema.get("else")],
        ];
        let id = choice(std::ptr::from_ref(condition).addr(), around);
        let index = self.choose(id, branches.len(), facets);
        self.coverage.take(id, index);
        let branch = branches[index].iter().flatten();
        branch
            .copied()
            .all(|schema| self.add_named(schema, facets, around, names))
    }

    /// Adds one of the alternatives of a union; another if that one is endless or contradicts what is around it.
    fn add_variant(
        &mut self,
        all: &'a [Value],
        several: bool,
        discriminator: Option<&'a Value>,
        facets: &mut Facets<'a>,
        around: &[&str],
        names: &[&'a str],
    ) -> bool {
        let variants: Vec<&Value> = all.iter().filter(|it| !is_null(it)).collect();
        if variants.is_empty() {
            facets.types = Some(vec!["null"]);
            return true;
        }
        let alternatives = alternatives(variants.len(), several);
        let id = choice(all.as_ptr().addr(), around);
        let first = self.choose(id, alternatives.len(), facets);
        let mut contradiction = None;
        let count = alternatives.len();
        for index in (0..count).map(|step| (first + step) % count) {
            let mut trial = facets.clone();
            let members = alternatives[index].iter().map(|member| variants[*member]);
            let members: Vec<&Value> = members.collect();
            for variant in &members {
                if let Some((field, mapping)) = discriminator.and_then(tag_of)
                    && let Some(reference) = variant.get("$ref").and_then(Value::as_str)
                {
                    let texts = texts_of(mapping, reference);
                    let text = texts[trial.spin % texts.len()].clone();
                    trial.tags.push((field, text));
                }
            }
            self.coverage.take(id, index);
            let all = members.into_iter();
            let mut all = all.map(|variant| self.add_named(variant, &mut trial, around, names));
            if all.all(|added| added) {
                if alternatives[index].len() > 1 {
                    trial.contradictory |= self.contradicts(&trial, 0);
                }
                if trial.contradictory && !facets.contradictory {
                    contradiction.get_or_insert(trial);
                    continue;
                }
                *facets = trial;
                return true;
            }
        }
        // Of several that contradict their siblings, any.
        contradiction.map(|trial| *facets = trial).is_some()
    }

    /// Adds an heir to a schema with a discriminator and without variants. A value reached through
    /// an heir gets the heir's tag, one reached directly gets an heir.
    fn add_heir(
        &mut self,
        discriminator: &'a Value,
        own: &'a str,
        facets: &mut Facets<'a>,
        around: &[&str],
        names: &[&'a str],
    ) -> bool {
        let Some((field, mapping)) = tag_of(discriminator) else {
            return true;
        };
        let heirs = self.children.heirs(own);
        if heirs.is_empty() {
            return true;
        }
        if let Some(heir) = names.iter().find(|name| heirs.iter().any(|it| it == *name)) {
            let texts = texts_of(mapping, heir);
            facets.tags.push((field, texts[0].clone()));
            return true;
        }
        let id = choice(std::ptr::from_ref(discriminator).addr(), around);
        let first = self.choose(id, heirs.len(), facets);
        for index in (0..heirs.len()).map(|step| (first + step) % heirs.len()) {
            let mut trial = facets.clone();
            let heir = heirs[index].as_str();
            self.coverage.take(id, index);
            if around.iter().filter(|it| **it == heir).count() >= DEPTH {
                continue;
            }
            let Some(schema) = pointer::resolve(self.document, heir) else {
                continue;
            };
            trial.references.push(heir);
            if self.add_named(schema, &mut trial, around, &[heir]) {
                *facets = trial;
                return true;
            }
        }
        false
    }

    /// Returns whether no value satisfies what several schemas list for one property, at any depth.
    fn contradicts(&self, facets: &Facets<'a>, depth: usize) -> bool {
        let several = facets.properties.iter().filter(|it| it.1.len() > 1);
        depth < DEEP
            && several.into_iter().any(|(_, schemas)| {
                let mut both = Facets::default();
                for schema in schemas {
                    both.add_own(follow(self.document, schema));
                }
                both.contradictory || self.contradicts(&both, depth + 1)
            })
    }

    fn choose(&mut self, id: Choice, count: usize, facets: &mut Facets<'_>) -> usize {
        let index = self.coverage.choose(id, count, facets.spin);
        // The choice below differs from run to run even where this one does not.
        facets.spin = facets.spin / count + index;
        facets.ways = (facets.ways * count).min(MANY);
        self.ways = self.ways.max(facets.ways);
        index
    }
}

/// The same union in another type is another choice.
fn choice(address: usize, around: &[&str]) -> Choice {
    let outside = around
        .last()
        .map_or(0, |reference| reference.as_ptr().addr());
    (address, outside)
}
