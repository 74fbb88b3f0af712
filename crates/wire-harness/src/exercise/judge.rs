//! Whether the document accepts a value that was made, as an independent validator sees it.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::Value;

use crate::validator::{Reading, Schemas, Way};

/// The judgement on a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Word by word.
    Valid,
    /// As the document means it.
    Meant,
    Refused,
}

/// Judges the values of one document.
pub struct Judge<'a> {
    schemas: Vec<(Way, Reading, Schemas<'a>)>,
    /// By the address of the schema, which is part of a contract.
    validators: BTreeMap<(usize, bool, bool), Option<Validator>>,
}

impl<'a> Judge<'a> {
    pub fn new(document: &'a Value) -> Result<Self, String> {
        let mut schemas = Vec::new();
        for way in [Way::Request, Way::Response] {
            for reading in [Reading::Strict, Reading::Meant] {
                schemas.push((way, reading, Schemas::of(document, way, reading)?));
            }
        }
        Ok(Self {
            schemas,
            validators: BTreeMap::new(),
        })
    }

    /// Forgets the schemas of the last contract: the addresses of the next one may be the same.
    pub fn next_contract(&mut self) {
        self.validators.clear();
    }

    pub fn judge(&mut self, way: Way, schema: &Value, value: &Value) -> Verdict {
        if self.accepts(way, Reading::Strict, schema, value) {
            Verdict::Valid
        } else if self.accepts(way, Reading::Meant, schema, value) {
            Verdict::Meant
        } else {
            Verdict::Refused
        }
    }

    fn accepts(&mut self, way: Way, reading: Reading, schema: &Value, value: &Value) -> bool {
        let key = (
            std::ptr::from_ref(schema).addr(),
            way == Way::Request,
            reading == Reading::Strict,
        );
        let schemas = &self.schemas;
        let validator = self.validators.entry(key).or_insert_with(|| {
            let of = schemas.iter().find(|it| (it.0, it.1) == (way, reading));
            of.and_then(|(.., schemas)| schemas.validator(schema).ok())
        });
        validator.as_ref().is_some_and(|it| it.is_valid(value))
    }
}
