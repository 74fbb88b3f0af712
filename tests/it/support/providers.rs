//! All providers behind one interface: their tables, their documented bodies, calls by operation id.

use converse::dynamic::Arguments;
use converse::operation::Operation;
use converse_core::operation::{Content, Example, Location, Side, StatusRange};
use converse_test_support::{Answer, Server};
use converse_testing::conformance::Caller;
use serde_json::Value;

pub use converse_testing::conformance::content;

use super::setup::Setup;
use super::{WORKSPACE, client};

/// The facts about a provider that tests use.
pub struct Provider {
    pub facts: &'static converse::provider::Provider,
    pub operations: &'static [&'static Operation],
    pub examples: &'static [Example],
    /// Makes a client of the server.
    pub connect: fn(&Server) -> Box<dyn Caller>,
    /// Makes a client with these settings.
    pub connect_as: fn(Setup) -> Box<dyn Caller>,
}

macro_rules! providers {
    ($($name:ident),*) => {
        /// All providers of the facade.
        pub static ALL: &[Provider] = &[$(
            Provider {
                facts: &converse::$name::PROVIDER,
                operations: converse::$name::OPERATIONS,
                examples: converse::$name::EXAMPLES,
                connect: |server| Box::new(client::<converse::$name::Client>(server)),
                connect_as: |setup| Box::new(setup.client::<converse::$name::Client>()),
            }
        ),*];
    };
}

providers!(bird, bridge, pingback);

/// Returns the provider of that name.
pub fn provider(name: &str) -> &'static Provider {
    let found = ALL.iter().find(|provider| provider.facts.name == name);
    found.unwrap_or_else(|| panic!("no provider {name}"))
}

impl Provider {
    /// Returns the operation with that id.
    pub fn operation(&self, id: &str) -> &'static Operation {
        let mut operations = self.operations.iter().copied();
        let found = operations.find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// Returns the documented requests.
    pub fn requests(&self) -> impl Iterator<Item = &'static Example> {
        self.examples
            .iter()
            .filter(|example| example.side == Side::Request)
    }

    /// Returns the documented responses with their statuses.
    pub fn responses(&self) -> impl Iterator<Item = (&'static Example, u16)> {
        self.examples
            .iter()
            .filter_map(|example| match example.side {
                Side::Response(status) => Some((example, status)),
                _ => None,
            })
    }

    /// Returns a documented request; the first of the operation if the name is empty.
    pub fn request(&self, operation: &str, name: &str) -> Value {
        named(self.requests(), operation, name)
    }

    /// Returns a documented success; the first of the operation if the name is empty.
    pub fn response(&self, operation: &str, name: &str) -> Value {
        let successes = self.responses().filter(|(_, status)| *status < 300);
        named(successes.map(|(example, _)| example), operation, name)
    }

    /// Whether a success of the operation carries JSON.
    pub fn answers_json(&self, operation: &str) -> bool {
        let mut successes = self.operation(operation).responses.iter().filter(|it| {
            matches!(
                it.status,
                StatusRange::Exact(200..=299) | StatusRange::Class(2)
            )
        });
        successes.any(|it| it.body == Content::Json)
    }

    /// Returns an answer that is a success of the operation: with a documented body, or without one if it reads none.
    pub fn success(&self, operation: &str, status: u16) -> Answer {
        match self.answers_json(operation) {
            true => Answer::json(status, self.response(operation, "")),
            false => Answer::response(status, &[], ""),
        }
    }

    /// Returns arguments for the operation: an id for each required parameter, and a documented body.
    pub fn arguments(&self, operation: &str) -> Arguments {
        let operation = self.operation(operation);
        let mut arguments = Arguments::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
        {
            let value = WORKSPACE.to_string();
            arguments = match parameter.location {
                Location::Path => arguments.path(parameter.name, value),
                Location::Query => arguments.query(parameter.name, value),
                Location::Header => arguments.header(parameter.name, value),
                Location::Cookie => arguments.cookie(parameter.name, value),
                other => panic!("no argument goes into {other:?}"),
            };
        }
        match operation.body {
            Some(_) => arguments.body(self.request(operation.id, "")),
            None => arguments,
        }
    }
}

fn named(
    mut examples: impl Iterator<Item = &'static Example>,
    operation: &str,
    name: &str,
) -> Value {
    let found =
        examples.find(|it| it.operation == operation && (name.is_empty() || it.name == name));
    json(found.unwrap_or_else(|| panic!("no example {name} of {operation}")))
}

/// Returns the body of an example.
pub fn json(example: &Example) -> Value {
    serde_json::from_str(example.json).expect("an example is JSON")
}
