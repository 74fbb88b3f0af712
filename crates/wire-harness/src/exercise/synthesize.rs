//! A sample value for any schema of the document as it was published.

use converse_codegen::internals::samples::matching;
use serde_json::{Map, Value, json};

use super::children::Children;
use super::contract::follow;
use super::facets::Facets;
use super::nulls;
use super::reader::Reader;
use super::scalars::{self, Alphabet};
use crate::validator::Way;

/// Which optional fields a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// All of them.
    Full,
    /// None of them.
    Bare,
    /// All of them, and those that may be null are null.
    Null,
    /// All of them, and those scalars that may be null are null.
    Inner,
}

/// Makes values; the same ones for the same document and settings.
pub struct Synthesizer<'a> {
    reader: Reader<'a>,
    way: Way,
    presence: Presence,
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

    /// Returns a value; `spin` selects its variants. `None` if the schema is endless.
    pub fn value(&mut self, schema: &'a Value, spin: usize) -> Option<Value> {
        self.size = 0;
        self.make(&[schema], spin, 1)
    }

    /// Keeps whether the last value was accepted. Alternatives that were only part of others get further turns.
    pub fn settle(&mut self, accepted: bool) {
        self.reader.coverage.settle(accepted);
    }

    /// Returns whether every alternative that was met had its turns.
    pub fn is_complete(&self) -> bool {
        self.reader.coverage.is_complete()
    }

    /// Returns how many spins it takes to see all variants seen so far.
    pub fn ways(&self) -> usize {
        self.reader.ways
    }

    /// Returns the fields of an object whose schemas pass a test, those with any name included.
    pub fn fields(
        &mut self,
        value: &Value,
        schema: &'a Value,
        test: impl Fn(&Value) -> bool,
    ) -> Vec<String> {
        let mut facets = Facets::default();
        self.aside(&[schema], &mut facets);
        let passes = |name: &str| {
            let declared = facets.properties.iter().find(|(it, _)| *it == name);
            let schemas = declared.map_or(&facets.entries, |(_, schemas)| schemas);
            schemas.iter().any(|schema| test(schema))
        };
        let names = value.as_object().into_iter().flat_map(Map::keys);
        names.filter(|name| passes(name)).cloned().collect()
    }

    /// Adds requirements of which no value is made.
    fn aside(&mut self, schemas: &[&'a Value], facets: &mut Facets<'a>) {
        let coverage = std::mem::take(&mut self.reader.coverage);
        for schema in schemas {
            self.reader.add(schema, facets, &self.around);
        }
        self.reader.coverage = coverage;
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
            "object" => return self.object(facets),
            "array" => return self.array(facets),
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
            let forbidden = schemas.iter().any(|schema| **schema == json!(false));
            if one_way || forbidden || (sparse && !required) {
                continue;
            }
            let tag = facets.tags.iter().find(|(field, _)| field == name);
            let made = match tag {
                Some((_, text)) => self.tagged(schemas, text, facets),
                None => self.make_or_null(schemas, facets.spin, facets.ways),
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
        // A name that is required and declared nowhere.
        for name in &facets.required {
            if !object.contains_key(*name) && !facets.properties.iter().any(|(it, _)| it == name) {
                let value = self.entry(facets)?;
                object.insert((*name).to_owned(), value);
            }
        }
        self.add_entries(facets, &mut object);
        Some(Value::Object(object))
    }

    /// Adds members that are not declared, where the schema speaks of them.
    fn add_entries(&mut self, facets: &Facets<'a>, object: &mut Map<String, Value>) {
        let least = facets.limits.get("minProperties").copied().unwrap_or(0.0);
        if self.presence == Presence::Bare && (object.len() as f64) >= least {
            return;
        }
        for (pattern, schema) in &facets.patterned {
            let name = matching(pattern, self.count);
            let made = name.and_then(|name| {
                Some((
                    name,
                    self.make_or_null(&[schema], facets.spin, facets.ways)?,
                ))
            });
            object.extend(made);
        }
        let free = facets.properties.is_empty() && facets.tags.is_empty();
        let free = free || !facets.patterned.is_empty();
        if facets.entries.is_empty() && (facets.closed || !free) {
            return;
        }
        for name in self.names(facets) {
            if !object.contains_key(&name)
                && let Some(value) = self.entry(facets)
            {
                object.insert(name, value);
            }
        }
    }

    /// Returns two names of members, such as the schema allows.
    fn names(&self, facets: &Facets<'a>) -> Vec<String> {
        let stated = facets
            .names
            .iter()
            .map(|schema| follow(self.reader.document, schema));
        let stated: Vec<&Value> = stated.collect();
        let listed = stated.iter().find_map(|it| it.get("enum")?.as_array());
        if let Some(listed) = listed {
            let listed = listed.iter().filter_map(Value::as_str).take(2);
            return listed.map(str::to_owned).collect();
        }
        let pattern = stated.iter().find_map(|it| it.get("pattern")?.as_str());
        match pattern {
            Some(pattern) => (0..2)
                .filter_map(|count| matching(pattern, count))
                .collect(),
            None => vec!["key one".to_owned(), "key2".to_owned()],
        }
    }

    fn entry(&mut self, facets: &Facets<'a>) -> Option<Value> {
        match facets.entries.as_slice() {
            [] => Some(self.anything()),
            entries => self.make_or_null(entries, facets.spin, facets.ways),
        }
    }

    /// Returns a value, or null where that is wanted and allowed.
    fn make_or_null(&mut self, schemas: &[&'a Value], spin: usize, ways: usize) -> Option<Value> {
        let wanted = match self.presence {
            Presence::Full | Presence::Bare => false,
            Presence::Null => true,
            Presence::Inner => {
                let mut facets = Facets::default();
                self.aside(schemas, &mut facets);
                !["array", "object"].contains(&kind(&facets))
            }
        };
        let document = self.reader.document;
        if wanted
            && schemas
                .iter()
                .all(|schema| nulls::allowed(document, schema))
        {
            return Some(Value::Null);
        }
        self.make(schemas, spin, ways)
    }

    /// Returns the tag field of an object. Values that the field itself lists take precedence.
    fn tagged(&mut self, schemas: &[&'a Value], text: &str, facets: &Facets<'a>) -> Option<Value> {
        let mut own = Facets::starting(facets.spin, facets.ways);
        self.aside(schemas, &mut own);
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
            items.push(self.make_or_null(&[place], facets.spin, facets.ways)?);
        }
        while items.len() < length {
            let spin = facets.spin + items.len();
            let item = match facets.items.as_slice() {
                [] if facets.places.is_empty() && !facets.full => Some(self.anything()),
                [] => break,
                schemas if items.is_empty() => self.make_or_null(schemas, spin, facets.ways),
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
}

/// Returns the type of the value, even if only its other keywords show it.
fn kind(facets: &Facets<'_>) -> &'static str {
    let object =
        !facets.properties.is_empty() || !facets.tags.is_empty() || !facets.patterned.is_empty();
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
        None if object || !facets.entries.is_empty() || !facets.required.is_empty() => "object",
        None if array => "array",
        None if facets.format.is_some() || has(&["minLength", "maxLength"]) => "string",
        None if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]) => "number",
        None => "any",
    }
}

#[cfg(test)]
mod tests;
