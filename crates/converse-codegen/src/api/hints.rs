//! What a document says about typical values of a schema: its examples and limits, as data.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;

/// What a document says about typical values. Cheap to clone.
///
/// It makes no difference between types: all hints are equal.
#[derive(Debug, Clone, Default)]
pub struct Hints(Option<Arc<Typical>>);

/// Examples and limits.
#[derive(Debug, Clone, Default)]
pub struct Typical {
    /// The documented examples, then the default.
    pub values: Vec<Value>,
    pub format: Option<Arc<str>>,
    pub pattern: Option<Arc<str>>,
    /// The limits by their keyword, those on numbers in the form of 3.1: an exclusive limit is a number of its own.
    pub limits: Vec<(&'static str, f64)>,
}

impl Hints {
    /// Keeps what is said, if anything is.
    pub fn new(typical: Typical) -> Self {
        let says_nothing = typical.values.is_empty()
            && typical.limits.is_empty()
            && typical.format.is_none()
            && typical.pattern.is_none();
        Self((!says_nothing).then(|| Arc::new(typical)))
    }

    /// Returns the documented values, the best first.
    pub fn values(&self) -> &[Value] {
        self.0.as_ref().map_or(&[], |typical| &typical.values)
    }

    /// Returns the format of a string.
    pub fn format(&self) -> Option<&str> {
        self.0.as_ref()?.format.as_deref()
    }

    /// Returns the pattern of a string.
    pub fn pattern(&self) -> Option<&str> {
        self.0.as_ref()?.pattern.as_deref()
    }

    /// Returns the limit of this keyword.
    pub fn limit(&self, keyword: &str) -> Option<f64> {
        let limits = &self.0.as_ref()?.limits;
        let (_, limit) = limits.iter().find(|(known, _)| *known == keyword)?;
        Some(*limit)
    }

    /// Adds what is said about the same values elsewhere: its examples come first, of two limits the narrower counts.
    pub fn add(&mut self, later: &Self) {
        let Some(more) = &later.0 else {
            return;
        };
        let Some(known) = &mut self.0 else {
            *self = later.clone();
            return;
        };
        let known = Arc::make_mut(known);
        let mut values = more.values.clone();
        values.append(&mut known.values);
        known.values = values;
        known.format = more.format.clone().or(known.format.take());
        known.pattern = known.pattern.take().or(more.pattern.clone());
        for (keyword, limit) in &more.limits {
            match known.limits.iter_mut().find(|(it, _)| it == keyword) {
                Some((_, known)) if keyword.contains("ax") => *known = known.min(*limit),
                Some((_, known)) => *known = known.max(*limit),
                None => known.limits.push((keyword, *limit)),
            }
        }
    }
}

impl PartialEq for Hints {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Hash for Hints {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
