//! The operations under test, each with arguments that carry a message, and a good response.

use std::collections::BTreeMap;

use converse_core::dynamic::{Arguments, Shape};
use converse_core::operation::{Content, Location, Operation, Parameter, Safety};
use converse_test_support::{Answer, Server};
use serde_json::{Map, Value, json};

use super::act::echo;
use super::canary::TEXT;
use super::decodes::decodes;
use super::made::made;
use super::oracle::Successes;
use super::provider::{Provider, content};
use super::setup::Setup;

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
    /// Which JSON of a server a success reads, though the document does not list it.
    pub reads: Reads,
    /// Its number among the operations of its kind, and how many there are.
    pub share: (usize, usize),
}

/// Which JSON a success reads, though the document does not list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads {
    /// [`echo`]: the type is open, or requires no field that it lacks.
    pub object: bool,
    /// Any string.
    pub string: bool,
}

impl Reads {
    fn of(shape: Shape) -> Self {
        let echo = serde_json::from_slice(&echo()).expect("it is JSON");
        Self {
            object: decodes(shape, &echo),
            string: decodes(shape, &json!(TEXT)),
        }
    }
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
                (self.provider.name(), operation.security),
                operation.body.is_some(),
                (content(operation, 200), self.reads, self.good.is_some()),
                Successes::of(operation),
            )
        )
    }

    /// Whether the document lacks it.
    pub fn is_custom(&self) -> bool {
        self.operation.id == CUSTOM
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.provider.name(), self.operation.id)
    }
}

/// Returns every operation that can be called with arguments made from the table, requests that the documents lack, and
/// the names of operations that cannot be called.
pub async fn all(providers: &'static [Provider]) -> (Vec<Subject>, Vec<String>) {
    let (mut subjects, mut refused) = (Vec::new(), Vec::new());
    for provider in providers {
        let server = Server::answering(Answer::json(404, "{}")).await;
        let client = (provider.connect)(Setup::new(server.url("")));
        for operation in provider.contract.operations {
            if provider.except.contains(&operation.id) {
                continue;
            }
            let mut found: Option<(Arguments, bool)> = None;
            let mut problem = None;
            for arguments in candidates(provider, operation) {
                let before = server.requests().len();
                let outcome = client.call(operation.id, arguments.clone()).await;
                let Some(request) = server.requests().into_iter().nth(before) else {
                    problem = problem.or(outcome.err());
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
                    reads: Reads::of(provider.success(operation.id)),
                    share: (0, 1),
                }),
                None => {
                    let name = format!("{} {}", provider.name(), operation.id);
                    let problem = problem.map(|problem| format!(": {problem}"));
                    refused.push(name + &problem.unwrap_or_default());
                }
            }
        }
    }
    subjects.extend(providers.iter().flat_map(custom));
    share(&mut subjects);
    (subjects, refused)
}

/// Numbers the operations of each kind, which take turns: they send the same credential to the same provider.
fn share(subjects: &mut [Subject]) {
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, subject) in subjects.iter().enumerate() {
        kinds.entry(subject.kind()).or_default().push(index);
    }
    for alike in kinds.values() {
        for (nth, index) in alike.iter().enumerate() {
            subjects[*index].share = (nth, alike.len());
            let of = |it: &Subject| (it.provider.name(), it.operation.security);
            let (one, first) = (&subjects[*index], &subjects[alike[0]]);
            assert!(of(one) == of(first), "{}, {}", one.name(), first.name());
        }
    }
}

/// Returns requests that the document of a provider lacks.
fn custom(provider: &'static Provider) -> impl Iterator<Item = Subject> {
    let facts = provider.contract.provider;
    let rows = [
        Operation::get(facts.name, CUSTOM, "/"),
        Operation::delete(facts.name, CUSTOM, "/"),
        Operation::post(facts.name, CUSTOM, "/"),
        Operation::patch(facts.name, CUSTOM, "/").safety(Safety::Idempotent),
    ];
    rows.into_iter().map(move |row| Subject {
        provider,
        operation: Box::leak(Box::new(row.security(facts.security))),
        arguments: Arguments::new(),
        carries_text: true,
        good: Some(br#"{"id": 7}"#.to_vec()),
        reads: Reads::of(Shape::Any),
        share: (0, 1),
    })
}

fn good(provider: &Provider, operation: &Operation) -> Option<Vec<u8>> {
    match content(operation, 200) {
        Content::Empty => Some(Vec::new()),
        Content::Json => Some(provider.response(operation.id)?.to_string().into_bytes()),
        _ => None,
    }
}

/// Returns arguments to try: first the required ones, then with the text in one place after the other.
fn candidates(provider: &Provider, operation: &'static Operation) -> Vec<Arguments> {
    let shapes = provider.contract.arguments(operation.id);
    let mut bodies = vec![None];
    if operation.body.is_some() {
        let shape = shapes.iter().find(|it| it.location.is_none());
        let made = shape.map(|it| made((it.shape)(), it.rules));
        let all = provider.requests(operation.id).chain(made);
        bodies = all.map(Some).chain([None]).collect();
    }
    let parameters = operation.parameters;
    let value_for = |parameter: &Parameter| {
        let shape = shapes
            .iter()
            .find(|it| it.location == Some(parameter.location) && it.name == parameter.name);
        made(shape.map_or(Shape::Any, |it| (it.shape)()), parameter.rules)
    };
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
    let mut candidates: Vec<_> = bodies.iter().map(|body| with(None, body.clone())).collect();
    for body in bodies.iter().flatten() {
        for pointer in texts(body, "") {
            let mut body = body.clone();
            if let Some(value) = body.pointer_mut(&pointer) {
                *value = json!(TEXT);
            }
            candidates.push(with(None, Some(body)));
        }
    }
    for body in &bodies {
        candidates.extend(parameters.iter().map(|it| with(Some(it), body.clone())));
    }
    candidates
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
