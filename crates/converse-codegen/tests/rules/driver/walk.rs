//! All pages of an operation: `arguments` by setter; `answers`, the last of them to all further
//! requests; `sends` the requests, each as a string or as in a call; `gives` the items or pages; `fails` a part
//! of the error after them, or of that of the call; `position` where to resume: `start`, `{ at: … }` or `nowhere`; `total`
//! the number of all items, null for none.

use converse_core::operation::Side;
use converse_core::testing::value_equal;
use converse_test_support::{Answer, Request, Server};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::case::differences;
use crate::crates;
use crate::exchange;

/// The result of all pages.
pub struct Walked {
    pub found: Vec<Value>,
    pub failed: Option<String>,
    pub position: Value,
    /// The number of the items of all pages, if a page has it.
    pub total: Option<u64>,
}

/// Takes a stream to its end.
macro_rules! drain {
    ($stream:expr, $shown:expr) => {{
        use futures_util::StreamExt as _;
        let mut stream = $stream;
        let (mut found, mut failed) = (Vec::new(), None);
        while let Some(next) = stream.next().await {
            match &next {
                Ok(next) => {
                    let shown: Result<_, serde_json::Error> = $shown(next);
                    found.push(shown.map_err(|it| it.to_string())?);
                }
                Err(error) if failed.is_none() => failed = Some(error.to_string()),
                Err(_) => return Err("something follows an error".to_owned()),
            }
        }
        Walked {
            found,
            failed,
            total: stream.total(),
            position: match stream.position() {
                converse_core::paging::Resume::Start => "start".into(),
                converse_core::paging::Resume::At(at) => serde_json::json!({ "at": at }),
                converse_core::paging::Resume::Nowhere => "nowhere".into(),
            },
        }
    }};
}
pub(crate) use drain;

/// Takes a streamed response to its end. An item that is an error is its message.
macro_rules! collect {
    ($sent:expr, $shown:expr) => {{
        use futures_util::StreamExt as _;
        let (mut found, mut failed) = (Vec::new(), None);
        match $sent.await {
            Ok(mut stream) => {
                while let Some(next) = stream.next().await {
                    found.push(match &next {
                        Ok(next) => {
                            let shown: Result<_, serde_json::Error> = $shown(next);
                            shown.map_err(|it| it.to_string())?
                        }
                        Err(error) => error.to_string().into(),
                    });
                }
            }
            Err(error) => failed = Some(error.to_string()),
        }
        Walked {
            found,
            failed,
            position: Value::Null,
            total: None,
        }
    }};
}
pub(crate) use collect;

/// Arguments by the names of their setters.
pub struct Given(Map<String, Value>);

impl Given {
    /// Takes one argument.
    pub fn take<T: DeserializeOwned>(&mut self, setter: &str) -> Result<Option<T>, String> {
        let value = self.0.shift_remove(setter);
        let read = |value| serde_json::from_value(value).map_err(|it| format!("{setter}: {it}"));
        value.map(read).transpose()
    }

    /// Refuses arguments that were not taken.
    pub fn finish(self) -> Result<(), String> {
        match self.0.keys().next() {
            Some(unknown) => Err(format!("`{unknown}` is not a setter of the builder")),
            None => Ok(()),
        }
    }
}

/// Runs a case.
pub async fn run(
    rule: &str,
    method: &str,
    kind: &str,
    case: &Value,
    server: &Server,
) -> Result<(), String> {
    let list = |key: &str| case.get(key).and_then(Value::as_array);
    let answers: Result<Vec<Answer>, String> = list("answers")
        .into_iter()
        .flatten()
        .map(|answer| exchange::read(Some(answer)))
        .collect();
    server.restart(answers?);
    let arguments = case.get("arguments").and_then(Value::as_object);
    let given = Given(arguments.cloned().unwrap_or_default());
    let origin = server.url("");
    let walked = match kind {
        "streamed" => crates::streamed(rule, &origin, method, given).await?,
        _ => crates::walk(rule, &origin, method, kind == "pages", given).await?,
    };
    let mut differences = match list("sends") {
        Some(expected) => sent(expected, &server.requests()),
        None => Vec::new(),
    };
    let expected = case.get("gives").ok_or("a walk `gives` a list")?;
    differences.extend(value_equal(expected, &walked.found.into(), Side::Request).err());
    match (case.get("fails").and_then(Value::as_str), walked.failed) {
        (None, None) => {}
        (Some(part), Some(error)) if error.contains(part) => {}
        (_, failed) => differences.push(format!("the error is: {failed:?}")),
    }
    if let Some(expected) = case.get("position") {
        differences.extend(value_equal(expected, &walked.position, Side::Request).err());
    }
    if let Some(expected) = case.get("total") {
        let total = walked.total.into();
        differences.extend(value_equal(expected, &total, Side::Request).err());
    }
    match differences.is_empty() {
        true => Ok(()),
        false => Err(differences.join("\n")),
    }
}

/// How what was sent differs.
fn sent(expected: &[Value], received: &[Request]) -> Vec<String> {
    if expected.len() != received.len() {
        let all: Vec<&str> = received.iter().map(exchange::line).collect();
        return vec![format!("{} requests were sent: {all:?}", received.len())];
    }
    let pairs = expected.iter().zip(received);
    pairs
        .flat_map(|(expected, received)| match expected {
            Value::Object(expected) => differences(expected, received),
            text => {
                let request = Map::from_iter([("request".to_owned(), text.clone())]);
                differences(&request, received)
            }
        })
        .collect()
}
