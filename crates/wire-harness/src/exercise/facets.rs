//! The requirements on one value: a schema's references, `allOf` and a choice of its variants in one list.

use std::collections::BTreeMap;

use serde_json::Value;

use super::children::{Children, tag_of, texts_of};
use super::types::{is_null, standard};
use converse_codegen::internals::pointer;

/// All requirements on one value.
#[derive(Debug, Clone, Default)]
pub struct Facets<'a> {
    pub types: Option<Vec<&'static str>>,
    pub values: Option<Vec<Value>>,
    pub properties: Vec<(&'a str, Vec<&'a Value>)>,
    pub required: Vec<&'a str>,
    pub items: Vec<&'a Value>,
    /// The items that have a place of their own.
    pub places: Vec<&'a Value>,
    /// The schemas of members with any name.
    pub entries: Vec<&'a Value>,
    pub nullable: bool,
    /// Whether the requirements contradict each other.
    pub contradictory: bool,
    /// The field and value that a discriminator requires.
    pub tags: Vec<(&'a str, String)>,
    pub format: Option<&'a str>,
    pub encoded: bool,
    pub limits: BTreeMap<&'a str, f64>,
    /// The references that led here.
    pub references: Vec<&'a str>,
    /// The references of which every branch was read.
    pub asked: Vec<&'a str>,
    /// Selects the next choice.
    pub spin: usize,
    /// Number of alternatives on the way here.
    pub ways: usize,
}

/// Reads schemas of one document.
pub struct Reader<'a> {
    pub document: &'a Value,
    children: &'a Children,
    /// The most alternatives of any place.
    pub ways: usize,
}

/// A reference that occurs this often around a value is not followed again.
const DEPTH: usize = 2;

/// Limit on alternatives that are distinguished.
const MANY: usize = 1024;

impl<'a> Reader<'a> {
    pub fn new(document: &'a Value, children: &'a Children) -> Self {
        Self {
            document,
            children,
            ways: 1,
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
        ["oneOf", "anyOf"].into_iter().all(|key| {
            members(key)
                .is_none_or(|all| self.add_variant(all, discriminator, facets, around, names))
        })
    }

    /// Adds one of the variants, by the spin; another if that one is endless.
    fn add_variant(
        &mut self,
        all: &'a [Value],
        discriminator: Option<&'a Value>,
        facets: &mut Facets<'a>,
        around: &[&str],
        names: &[&'a str],
    ) -> bool {
        let variants: Vec<&Value> = all.iter().filter(|it| !is_null(it)).collect();
        if variants.len() < all.len() {
            facets.nullable = true;
        }
        if variants.is_empty() {
            facets.types = Some(vec!["null"]);
            return true;
        }
        let first = self.choose(variants.len(), facets);
        let mut contradiction = None;
        for index in (0..variants.len()).map(|step| (first + step) % variants.len()) {
            let mut trial = facets.clone();
            let variant = variants[index];
            if let Some((field, mapping)) = discriminator.and_then(tag_of)
                && let Some(reference) = variant.get("$ref").and_then(Value::as_str)
            {
                let texts = texts_of(mapping, reference);
                let text = texts[trial.spin % texts.len()].clone();
                trial.tags.push((field, text));
            }
            if self.add_named(variant, &mut trial, around, names) {
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
        let first = self.choose(heirs.len(), facets);
        for index in (0..heirs.len()).map(|step| (first + step) % heirs.len()) {
            let mut trial = facets.clone();
            let heir = heirs[index].as_str();
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

    fn choose(&mut self, count: usize, facets: &mut Facets<'_>) -> usize {
        let index = facets.spin % count;
        // The choice below differs from run to run even where this one does not.
        facets.spin = facets.spin / count + index;
        facets.ways = (facets.ways * count).min(MANY);
        self.ways = self.ways.max(facets.ways);
        index
    }
}

impl<'a> Facets<'a> {
    pub fn starting(spin: usize, ways: usize) -> Self {
        Self {
            spin,
            ways,
            ..Self::default()
        }
    }

    /// Adds the requirements of the schema's own keywords.
    fn add_own(&mut self, schema: &'a Value) {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        self.add_types(schema);
        let constant = schema.get("const").map(|value| vec![value.clone()]);
        let listed = schema.get("enum").and_then(Value::as_array).cloned();
        for values in constant.into_iter().chain(listed) {
            self.nullable |= values.iter().any(Value::is_null);
            let both: Option<Vec<Value>> = self.values.as_ref().map(|known| {
                let shared = known.iter().filter(|value| values.contains(value));
                shared.cloned().collect()
            });
            match both {
                None => self.values = Some(values),
                Some(both) if !both.is_empty() => self.values = Some(both),
                Some(_) => self.contradictory = true,
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            match self.properties.iter_mut().find(|(known, _)| known == name) {
                // A parent is read again from each heir.
                Some((_, schemas)) if schemas.contains(&property) => {}
                Some((_, schemas)) => schemas.push(property),
                None => self.properties.push((name, vec![property])),
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        self.required.extend(required);
        match schema.get("items") {
            Some(Value::Array(places)) => self.places.extend(places),
            Some(items) => self.items.push(items),
            None => {}
        }
        let places = schema.get("prefixItems").and_then(Value::as_array);
        self.places.extend(places.into_iter().flatten());
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let patterns = patterns.into_iter().flat_map(|all| all.values()).take(1);
        self.entries.extend(patterns);
        if let Some(entries @ Value::Object(_)) = schema.get("additionalProperties") {
            self.entries.push(entries);
        }
        self.nullable |= schema.get("nullable") == Some(&Value::Bool(true));
        self.format = self.format.or(text("format"));
        self.encoded |= text("contentEncoding") == Some("base64");
        for (key, value) in schema.as_object().into_iter().flatten() {
            let (least, key) = match key.as_str() {
                "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
                    (true, key.as_str())
                }
                "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "multipleOf" => {
                    (false, key.as_str())
                }
                _ => continue,
            };
            // In 3.0 the exclusive bounds are flags of the plain ones.
            let value = match (value.as_f64(), value.as_bool(), key) {
                (Some(number), ..) => number,
                (_, Some(true), "exclusiveMinimum") => {
                    schema["minimum"].as_f64().unwrap_or(f64::MIN)
                }
                (_, Some(true), "exclusiveMaximum") => {
                    schema["maximum"].as_f64().unwrap_or(f64::MAX)
                }
                _ => continue,
            };
            let known = self.limits.entry(key).or_insert(value);
            *known = if least {
                known.max(value)
            } else {
                known.min(value)
            };
        }
    }

    fn add_types(&mut self, schema: &Value) {
        let mut types: Vec<&'static str> = Vec::new();
        match schema.get("type") {
            Some(Value::String(name)) => types.extend(standard(name)),
            Some(Value::Array(names)) => {
                types.extend(names.iter().filter_map(Value::as_str).filter_map(standard))
            }
            _ => {}
        }
        if types.len() > 1 && types.contains(&"null") {
            self.nullable = true;
            types.retain(|name| *name != "null");
        }
        if types.is_empty() {
            return;
        }
        let both: Option<Vec<&'static str>> = self.types.as_ref().map(|known| {
            let shared = known.iter().filter(|name| types.contains(name));
            shared.copied().collect()
        });
        match both {
            None => self.types = Some(types),
            Some(both) if !both.is_empty() => self.types = Some(both),
            // An integer is a number too; of other contradictions the first requirement counts.
            Some(_) if self.types.as_deref() == Some(&["number"]) && types == ["integer"] => {
                self.types = Some(types);
            }
            Some(_) if self.types.as_deref() == Some(&["integer"]) && types == ["number"] => {}
            Some(_) => self.contradictory = true,
        }
    }
}
