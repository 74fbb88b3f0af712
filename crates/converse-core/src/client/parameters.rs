//! The values of parameters that a client has for all of its calls.

use serde_json::Value;

use crate::operation::Location;

/// The values of parameters that a client has for all of its calls.
#[derive(Clone, Default)]
pub(crate) struct Parameters(Vec<(Location, &'static str, Value)>);

impl Parameters {
    /// Sets a value, in place of an earlier one.
    pub(crate) fn set(&mut self, location: Location, name: &'static str, value: Value) {
        self.0
            .retain(|(at, known, _)| (*at, *known) != (location, name));
        self.0.push((location, name, value));
    }

    pub(crate) fn get(&self, location: Location, name: &str) -> Option<&Value> {
        let mut all = self.0.iter();
        let found = all.find(|(at, known, _)| *at == location && *known == name);
        found.map(|(.., value)| value)
    }
}
