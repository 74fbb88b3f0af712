//! A sample value for any schema of the document as it was published.

use serde_json::{Map, Value, json};

use super::children::Children;
use super::contract::follow;
use super::facets::{Facets, Reader};
use super::scalars::{self, Alphabet};

/// The direction of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Request,
    Response,
}

/// Which optional fields a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// All of them.
    Full,
    /// None of them.
    Bare,
    /// All of them, and those that may be null are null.
    Null,
}

/// Makes values; the same ones for the same document and settings.
pub struct Synthesizer<'a> {
    reader: Reader<'a>,
    way: Way,
    presence: Presence,
    /// Whether a null has a meaning: an absent field is left unchanged, a null one is cleared.
    clears: bool,
    /// Whether the value being made is part of an object.
    inside: bool,
    alphabet: Alphabet,
    /// Numbers the scalars, so that a swap of two is noticed.
    count: usize,
    /// Counts values; recursive schemas could be endless.
    size: usize,
    /// The references around the value being made.
    around: Vec<&'a str>,
}

/// Beyond this many values only required fields are made.
const LARGE: usize = 2_000;

/// Below this many references only required fields are made.
const DEEP: usize = 24;

impl<'a> Synthesizer<'a> {
    pub fn new(document: &'a Value, children: &'a Children, way: Way, presence: Presence) -> Self {
        Self {
            reader: Reader::new(document, children),
            way,
            presence,
            clears: false,
            inside: false,
            alphabet: Alphabet::Any,
            count: 0,
            size: 0,
            around: Vec::new(),
        }
    }

    /// Sets the characters of strings.
    pub fn alphabet(mut self, alphabet: Alphabet) -> Self {
        self.alphabet = alphabet;
        self
    }

    /// Sets whether null clears fields.
    pub fn clears(mut self, clears: bool) -> Self {
        self.clears = clears;
        self
    }

    /// Returns a value; `spin` selects its variants. `None` if the schema is endless.
    pub fn value(&mut self, schema: &'a Value, spin: usize) -> Option<Value> {
        self.size = 0;
        self.inside = false;
        self.make(&[schema], spin, 1)
    }

    /// Returns how many spins it takes to see all variants seen so far.
    pub fn ways(&self) -> usize {
        self.reader.ways
    }

    /// Returns the fields of an object whose schemas pass a test.
    pub fn fields(
        &mut self,
        schema: &'a Value,
        spin: usize,
        test: impl Fn(&[&'a Value]) -> bool,
    ) -> Vec<String> {
        let mut facets = Facets::starting(spin, 1);
        self.reader.add(schema, &mut facets, &[]);
        let found = facets
            .properties
            .iter()
            .filter(|(_, schemas)| test(schemas));
        found.map(|(name, _)| (*name).to_owned()).collect()
    }

    fn make(&mut self, schemas: &[&'a Value], spin: usize, ways: usize) -> Option<Value> {
        for spin in spin..spin + 4 {
            self.size += 1;
            if self.size > 20 * LARGE {
                return None;
            }
            let mut facets = Facets::starting(spin, ways);
            for schema in schemas {
                if !self.reader.add(schema, &mut facets, &self.around) {
                    return None;
                }
            }
            let outside = self.around.len();
            self.around.extend(&facets.references);
            let made = self.of_facets(&facets);
            self.around.truncate(outside);
            // A variant without an end may be followed by one with an end.
            if made.is_some() || facets.ways == ways {
                return made;
            }
        }
        None
    }

    fn of_facets(&mut self, facets: &Facets<'a>) -> Option<Value> {
        self.count += 1;
        if let Some(value) = scalars::listed(facets, self.count, self.alphabet) {
            return Some(value);
        }
        Some(match kind(facets) {
            "object" => {
                let outside = std::mem::replace(&mut self.inside, true);
                let made = self.object(facets);
                self.inside = outside;
                return made;
            }
            "array" => {
                // A list is replaced as a whole, unless it is the list of all changes.
                let clears = self.clears;
                self.clears &= !self.inside;
                let made = self.array(facets);
                self.clears = clears;
                return made;
            }
            "null" => Value::Null,
            "boolean" => json!(self.count.is_multiple_of(2)),
            "integer" => scalars::integer(facets, self.count),
            "number" => scalars::number(facets, self.count),
            "string" => scalars::string(facets, self.count, self.alphabet),
            _ => self.anything(),
        })
    }

    fn object(&mut self, facets: &Facets<'a>) -> Option<Value> {
        let mut object = Map::new();
        for (name, schemas) in &facets.properties {
            let (one_way, demanded) = self.manner(schemas);
            let required = demanded || facets.required.contains(name);
            let sparse =
                self.presence == Presence::Bare || self.size > LARGE || self.around.len() > DEEP;
            if one_way || (sparse && !required) {
                continue;
            }
            if self.presence == Presence::Null && self.is_nullable(schemas) {
                // An optional null of a request equals an absent field, unless it clears something.
                if required || self.way == Way::Response || self.clears {
                    object.insert((*name).to_owned(), Value::Null);
                }
                continue;
            }
            let tag = facets.tags.iter().find(|(field, _)| field == name);
            let made = match tag {
                Some((_, text)) => self.tagged(schemas, text, facets),
                None => self.make(schemas, facets.spin, facets.ways),
            };
            match made {
                Some(value) => {
                    object.insert((*name).to_owned(), value);
                }
                None if required => return None,
                None => {}
            }
        }
        for (field, text) in &facets.tags {
            object.entry(*field).or_insert_with(|| json!(text));
        }
        let free = facets.properties.is_empty() && facets.tags.is_empty();
        let least = facets.limits.get("minProperties").copied().unwrap_or(0.0);
        if self.presence != Presence::Bare || (object.len() as f64) < least {
            for key in ["key one", "key2"] {
                let made = match facets.entries.as_slice() {
                    [] if free => Some(self.anything()),
                    [] => None,
                    entries => self.make(entries, facets.spin, facets.ways),
                };
                object.extend(made.map(|value| (key.to_owned(), value)));
            }
        }
        Some(Value::Object(object))
    }

    /// Returns the tag field of an object. Values that the field itself lists take precedence.
    fn tagged(&mut self, schemas: &[&'a Value], text: &str, facets: &Facets<'a>) -> Option<Value> {
        let mut own = Facets::starting(facets.spin, facets.ways);
        for schema in schemas {
            self.reader.add(schema, &mut own, &self.around);
        }
        match &own.values {
            Some(values) if !values.iter().any(|value| value == text) => {
                scalars::listed(&own, self.count, self.alphabet)
            }
            _ => Some(json!(text)),
        }
    }

    fn array(&mut self, facets: &Facets<'a>) -> Option<Value> {
        let limit = |key: &str| facets.limits.get(key).map(|limit| *limit as usize);
        let least = limit("minItems").unwrap_or(0).min(64);
        let usual = if self.presence == Presence::Bare {
            1
        } else {
            2
        };
        let most = limit("maxItems").unwrap_or(usize::MAX).max(least);
        let length = usual.clamp(least, most);
        let mut items = Vec::new();
        for place in &facets.places {
            items.push(self.make(&[place], facets.spin, facets.ways)?);
        }
        while items.len() < length {
            let spin = facets.spin + items.len();
            let item = match facets.items.as_slice() {
                [] if facets.places.is_empty() => Some(self.anything()),
                [] => break,
                schemas => self.make(schemas, spin, facets.ways),
            };
            match item {
                Some(item) => items.push(item),
                // A list may end where its items are endless.
                None if items.len() >= least => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    fn anything(&mut self) -> Value {
        self.count += 1;
        let text = json!(format!("any {}", self.count));
        match (self.alphabet, self.count % 3) {
            (Alphabet::Any, 0) => json!({ "any": [self.count, true, { "deep": text }] }),
            (Alphabet::Any, 1) => json!([text, 1.5]),
            _ => text,
        }
    }

    /// Returns whether the property is absent in this direction, and whether it says of itself that it is required.
    fn manner(&self, schemas: &[&Value]) -> (bool, bool) {
        let other = match self.way {
            Way::Request => "readOnly",
            Way::Response => "writeOnly",
        };
        let says = |key: &str| {
            schemas.iter().any(|schema| {
                let target = follow(self.reader.document, schema);
                [*schema, target]
                    .iter()
                    .any(|it| it.get(key) == Some(&json!(true)))
            })
        };
        (says(other), says("required"))
    }

    fn is_nullable(&mut self, schemas: &[&'a Value]) -> bool {
        let mut facets = Facets::default();
        let around = self.around.clone();
        schemas
            .iter()
            .all(|schema| self.reader.add(schema, &mut facets, &around))
            && (facets.nullable
                || (self.clears && facets.values.is_none() && kind(&facets) == "any"))
    }
}

/// Returns the type of the value, even if only its other keywords show it.
fn kind(facets: &Facets<'_>) -> &'static str {
    let object = !facets.properties.is_empty() || !facets.tags.is_empty();
    let array = !facets.items.is_empty() || !facets.places.is_empty();
    let types = facets.types.as_deref().unwrap_or_default();
    let declared = match types {
        [] => None,
        types => Some(types[facets.spin % types.len()]),
    };
    let has = |keys: &[&str]| keys.iter().any(|key| facets.limits.contains_key(key));
    match declared {
        // Fields and items are stronger evidence than a contradicting `type`.
        Some(_) if object && !array && !types.contains(&"object") => "object",
        Some(_) if array && !object && !types.contains(&"array") => "array",
        Some(declared) => declared,
        None if object || !facets.entries.is_empty() => "object",
        None if array => "array",
        None if facets.format.is_some() || has(&["minLength", "maxLength"]) => "string",
        None if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]) => "number",
        None => "any",
    }
}

#[cfg(test)]
mod tests;
