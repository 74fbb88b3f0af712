//! The operations under test, each with arguments that carry a message and a good answer.

use converse::{Arguments, Operation};
use converse_core::{Location, Parameter, Rule};
use serde_json::{Map, Value, json};

use super::oracle;
use crate::support::WORKSPACE;
use crate::support::providers::{ALL, Provider};
use crate::support::server::{Answer, Server};

/// What a person wrote.
pub const TEXT: &str = "m3ssage-of-a-real-person";

/// An operation and what the suite needs to call it.
pub struct Subject {
    pub provider: &'static Provider,
    pub operation: &'static Operation,
    /// With the text in it wherever the operation takes one.
    pub arguments: Arguments,
    /// Whether the text is in the request.
    pub tells: bool,
    /// A body of a success, a documented one if there is one.
    pub good: Option<Vec<u8>>,
    /// None: the first operation of its kind. Else which share of the cases is its own.
    lot: Option<usize>,
}

/// So many operations of one kind play all cases together, besides the first, which plays them alone.
const SHARES: usize = 8;

impl Subject {
    pub fn name(&self) -> String {
        format!("{} {}", self.provider.facts.name, self.operation.id)
    }

    /// Whether the case of that number is played with this operation.
    ///
    /// What the runtime does depends on the operation's kind alone, so the first of a kind plays every
    /// case. The others play a share, so that the time does not grow with the documents.
    pub fn plays(&self, case: usize) -> bool {
        self.lot.is_none_or(|lot| case % SHARES == lot)
    }
}

/// All that the runtime looks at when it sends an operation again or judges an answer.
fn kind(operation: &Operation) -> impl PartialEq + use<> {
    (
        operation.method.clone(),
        operation.safety,
        operation.idempotency_key,
        (operation.not_processed, operation.never_retry),
        operation.body.map(|body| (body.media_type, body.required)),
        oracle::content(operation, 200),
    )
}

/// Every operation of every provider that the table's arguments are enough for, and the names of the others.
pub async fn all() -> (Vec<Subject>, Vec<String>) {
    let (mut subjects, mut refused) = (Vec::<Subject>::new(), Vec::new());
    for provider in ALL {
        let server = Server::answering(Answer::json(404, "{}")).await;
        let client = (provider.connect)(&server);
        for operation in provider.operations {
            let mut found: Option<(Arguments, bool)> = None;
            for arguments in candidates(provider, operation) {
                let before = server.requests().len();
                let _ = client.call(operation.id, arguments.clone()).await;
                let Some(request) = server.requests().into_iter().nth(before) else {
                    continue;
                };
                let tells = request.occurrences(TEXT) > 0;
                if tells || found.is_none() {
                    found = Some((arguments, tells));
                }
                if tells {
                    break;
                }
            }
            match found {
                Some((arguments, tells)) => {
                    let alike = |it: &&Subject| kind(it.operation) == kind(operation);
                    let before = subjects.iter().filter(alike).count();
                    subjects.push(Subject {
                        provider,
                        operation,
                        arguments,
                        tells,
                        good: good(provider, operation),
                        lot: before.checked_sub(1).map(|lot| lot % SHARES),
                    })
                }
                None => refused.push(format!("{} {}", provider.facts.name, operation.id)),
            }
        }
    }
    (subjects, refused)
}

fn good(provider: &Provider, operation: &Operation) -> Option<Vec<u8>> {
    let answers = provider.answers_json(operation.id);
    answers.then(|| provider.response(operation.id, "").to_string().into_bytes())
}

/// Arguments to try: first what is needed, then with the text in one place after the other.
fn candidates(provider: &Provider, operation: &'static Operation) -> Vec<Arguments> {
    let body = operation.body.map(|_| provider.request(operation.id, ""));
    let parameters = operation.parameters;
    let with = |told: Option<&Parameter>, body: Option<Value>| {
        let mut arguments = Map::new();
        for parameter in parameters {
            let value = match told {
                Some(told) if told == parameter => json!(TEXT),
                _ if parameter.required => value_for(parameter),
                _ => continue,
            };
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            arguments.entry(place).or_insert_with(|| json!({}))[parameter.name] = value;
        }
        if let Some(body) = body {
            arguments.insert("body".to_owned(), body);
        }
        Arguments::try_from(Value::Object(arguments)).expect("only known places are used")
    };
    let mut candidates = vec![with(None, body.clone())];
    if let Some(body) = &body {
        for pointer in texts(body, "") {
            let mut body = body.clone();
            if let Some(value) = body.pointer_mut(&pointer) {
                *value = json!(TEXT);
            }
            candidates.push(with(None, Some(body)));
        }
    }
    candidates.extend(parameters.iter().map(|it| with(Some(it), body.clone())));
    candidates
}

fn value_for(parameter: &Parameter) -> Value {
    let number = parameter.rules.iter().find_map(|rule| match rule {
        Rule::Minimum(low) | Rule::Range(low, _) => Some(json!(low)),
        Rule::Maximum(high) => Some(json!(high)),
        _ => None,
    });
    number.unwrap_or_else(|| json!(WORKSPACE))
}

/// The pointers of all texts in a body.
fn texts(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::String(_) => vec![at.to_owned()],
        Value::Array(items) => (0..)
            .zip(items)
            .flat_map(|(index, item)| texts(item, &format!("{at}/{index}")))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let name = name.replace('~', "~0").replace('/', "~1");
                texts(value, &format!("{at}/{name}"))
            })
            .collect(),
        _ => Vec::new(),
    }
}
