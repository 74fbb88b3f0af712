//! Parameters that a client can have for all of its calls.

use std::fmt;

use serde_json::Value;

use super::parameter::Location;

/// A parameter that most operations of a provider take with the same value: the client can have it, and a call can
/// set another.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ClientParameter {
    /// Where it is in a request.
    pub location: Location,
    /// The name on the wire.
    pub name: &'static str,
    /// The method of the builders that sets it, on the client's and on those of calls.
    pub setter: &'static str,
    /// The environment variable that holds it.
    pub variable: &'static str,
    read: fn(&str) -> Option<Value>,
}

impl ClientParameter {
    /// Returns a parameter; `read` converts the text of the environment variable, and returns `None` if it is not a
    /// value of the parameter.
    pub const fn new(
        location: Location,
        name: &'static str,
        setter: &'static str,
        variable: &'static str,
        read: fn(&str) -> Option<Value>,
    ) -> Self {
        Self {
            location,
            name,
            setter,
            variable,
            read,
        }
    }

    /// Returns the value that the text stands for. `None` if it is not one of the parameter.
    pub fn read(&self, text: &str) -> Option<Value> {
        (self.read)(text)
    }
}

/// Compares what the document says.
impl PartialEq for ClientParameter {
    fn eq(&self, other: &Self) -> bool {
        let key = |it: &Self| (it.location, it.name, it.setter, it.variable);
        key(self) == key(other)
    }
}

impl Eq for ClientParameter {}

impl fmt::Debug for ClientParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientParameter")
            .field("location", &self.location)
            .field("name", &self.name)
            .field("setter", &self.setter)
            .field("variable", &self.variable)
            .finish_non_exhaustive()
    }
}
