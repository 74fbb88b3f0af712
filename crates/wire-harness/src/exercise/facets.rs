//! The requirements on one value: what several schemas say of it, in one list.

use std::collections::BTreeMap;

use serde_json::Value;

use super::types::standard;

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
    /// The schemas of members whose names match a pattern.
    pub patterned: Vec<(&'a str, &'a Value)>,
    /// What the names of members have to be.
    pub names: Vec<&'a Value>,
    /// Whether a member that is not declared is refused.
    pub closed: bool,
    /// Whether an item without a place of its own is refused.
    pub full: bool,
    /// Whether the requirements contradict each other.
    pub contradictory: bool,
    /// The field and value that a discriminator requires.
    pub tags: Vec<(&'a str, String)>,
    pub format: Option<&'a str>,
    pub pattern: Option<&'a str>,
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

impl<'a> Facets<'a> {
    pub fn starting(spin: usize, ways: usize) -> Self {
        Self {
            spin,
            ways,
            ..Self::default()
        }
    }

    /// Adds the requirements of the schema's own keywords.
    pub fn add_own(&mut self, schema: &'a Value) {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        self.add_types(schema);
        let constant = schema.get("const").map(|value| vec![value.clone()]);
        let listed = schema.get("enum").and_then(Value::as_array).cloned();
        for values in constant.into_iter().chain(listed) {
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
            Some(Value::Bool(false)) => self.full = true,
            Some(items) => self.items.push(items),
            None => self.items.extend(schema.get("contains")),
        }
        let places = schema.get("prefixItems").and_then(Value::as_array);
        self.places.extend(places.into_iter().flatten());
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let patterns = patterns.into_iter().flatten();
        self.patterned
            .extend(patterns.map(|(pattern, schema)| (pattern.as_str(), schema)));
        for key in ["additionalProperties", "unevaluatedProperties"] {
            match schema.get(key) {
                Some(entries @ Value::Object(_)) => self.entries.push(entries),
                Some(Value::Bool(false)) => self.closed = true,
                _ => {}
            }
        }
        self.names.extend(schema.get("propertyNames"));
        self.format = self.format.or(text("format"));
        self.pattern = self.pattern.or(text("pattern"));
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
        if types.len() > 1 {
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
