//! The operations under test, each with arguments that carry a message, and a good response.

use converse::dynamic::Arguments;
use converse::operation::{Operation, Safety};
use converse_core::operation::{Content, Location, Parameter, Rule};
use converse_test_support::{Answer, Server};
use serde_json::{Map, Value, json};

use crate::support::WORKSPACE;
use crate::support::providers::{ALL, Provider, content};
use crate::support::schema::Document;

pub use crate::support::canary::TEXT;

/// The id of a request that a document lacks.
const CUSTOM: &str = "request";

/// An operation and what the suite needs to call it.
pub struct Subject {
    pub provider: &'static Provider,
    pub operation: &'static Operation,
    /// The arguments, with the text in one place if the operation takes one.
    pub arguments: Arguments,
    /// Whether the text is in the request.
    pub carries_text: bool,
    /// A documented body of a success.
    pub good: Option<Vec<u8>>,
    /// Whether a success may be any JSON.
    pub any_json: bool,
    /// Its number among the operations of its kind, and how many there are.
    pub share: (usize, usize),
}

impl Subject {
    /// Whether this operation plays the case of that number. The runtime treats operations of one kind alike, so these
    /// take turns: each case is played with one of them, and if a kind has more operations than there are cases, some
    /// play none.
    pub fn plays(&self, number: usize) -> bool {
        let (nth, of) = self.share;
        number % of == nth
    }

    /// Returns everything that decides the outcome of a call, and the provider: each kind plays all cases.
    fn kind(&self) -> String {
        let operation = self.operation;
        let reads = ["GET", "HEAD", "QUERY"].contains(&operation.method);
        format!(
            "{:?}",
            (
                (reads, operation.safety, operation.retry.idempotency_key),
                (operation.retry.not_processed, operation.retry.never_retry),
                (self.provider.facts.name, operation.security),
                operation.body.is_some(),
                (content(operation, 200), self.any_json, self.good.is_some()),
            )
        )
    }

    /// Whether the document lacks it.
    pub fn is_custom(&self) -> bool {
        self.operation.id == CUSTOM
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.provider.facts.name, self.operation.id)
    }
}

/// Returns every operation that can be called with arguments made from the table, and the names of the others.
pub async fn all() -> (Vec<Subject>, Vec<String>) {
    let (mut subjects, mut refused) = (Vec::new(), Vec::new());
    for provider in ALL {
        let server = Server::answering(Answer::json(404, "{}")).await;
        let client = (provider.connect)(&server);
        let document = Document::of(provider.facts.name);
        for operation in provider.operations {
            let mut found: Option<(Arguments, bool)> = None;
            for arguments in candidates(provider, operation) {
                let before = server.requests().len();
                let _ = client.call(operation.id, arguments.clone()).await;
                let Some(request) = server.requests().into_iter().nth(before) else {
                    continue;
                };
                let carries_text = request.occurrences(TEXT) > 0;
                if carries_text || found.is_none() {
                    found = Some((arguments, carries_text));
                }
                if carries_text {
                    break;
                }
            }
            match found {
                Some((arguments, carries_text)) => subjects.push(Subject {
                    provider,
                    operation,
                    arguments,
                    carries_text,
                    good: good(provider, operation),
                    any_json: provider.answers_json(operation.id)
                        && document.is_open(document.success(operation.id)),
                    share: (0, 1),
                }),
                None => refused.push(format!("{} {}", provider.facts.name, operation.id)),
            }
        }
    }
    subjects.extend(ALL.iter().flat_map(custom));
    let kinds: Vec<String> = subjects.iter().map(Subject::kind).collect();
    for (index, subject) in subjects.iter_mut().enumerate() {
        let alike = |among: &[String]| among.iter().filter(|it| **it == kinds[index]).count();
        subject.share = (alike(&kinds[..index]), alike(&kinds));
    }
    (subjects, refused)
}

/// Returns requests that the document of a provider lacks.
fn custom(provider: &'static Provider) -> impl Iterator<Item = Subject> {
    let name = provider.facts.name;
    let rows = [
        Operation::get(name, CUSTOM, "/"),
        Operation::delete(name, CUSTOM, "/"),
        Operation::post(name, CUSTOM, "/"),
        Operation::patch(name, CUSTOM, "/").safety(Safety::Idempotent),
    ];
    rows.into_iter().map(move |row| Subject {
        provider,
        operation: Box::leak(Box::new(row.security(provider.facts.security))),
        arguments: Arguments::new(),
        carries_text: true,
        good: Some(br#"{"id": 7}"#.to_vec()),
        any_json: true,
        share: (0, 1),
    })
}

fn good(provider: &Provider, operation: &Operation) -> Option<Vec<u8>> {
    if content(operation, 200) == Content::Empty {
        return Some(Vec::new());
    }
    let answers = provider.answers_json(operation.id);
    answers.then(|| provider.response(operation.id, "").to_string().into_bytes())
}

/// Returns arguments to try: first the required ones, then with the text in one place after the other.
fn candidates(provider: &Provider, operation: &'static Operation) -> Vec<Arguments> {
    let body = operation.body.map(|_| provider.request(operation.id, ""));
    let parameters = operation.parameters;
    let with = |with_text: Option<&Parameter>, body: Option<Value>| {
        let mut arguments = Map::new();
        for parameter in parameters {
            let value = match with_text {
                Some(it) if it == parameter => json!(TEXT),
                _ if parameter.required => value_for(parameter),
                _ => continue,
            };
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
                other => panic!("no argument goes into {other:?}"),
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

/// Returns the pointers of all strings in a body.
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

/// Operations of one kind send the same credential to the same provider, so one can play a case for the others.
#[test]
fn operations_that_take_turns_have_one_provider_and_one_credential() {
    let subjects = super::suite::subjects();
    for (one, other) in subjects
        .iter()
        .flat_map(|one| subjects.iter().map(move |it| (one, it)))
    {
        let of = |it: &Subject| (it.provider.facts.name, it.operation.security);
        let (name, other_name) = (one.name(), other.name());
        assert!(
            one.kind() != other.kind() || of(one) == of(other),
            "{name}, {other_name}"
        );
    }
}
