//! The calls of one operation, and the expected outcome of each.

use serde_json::{Map, Value, json};

use super::contract::{Answer, Body, Contract, Parameter, Place};
use super::media::{Kind, is_binary};
use super::request::{self, Arguments};
use super::samples::{Maker, Sample};
use super::scalars::Alphabet;
use super::server::{Received, Reply};
use super::spelling::{Spelling, has_whole_numbers, written};
use super::synthesize::{Presence, Synthesizer};
use super::values;
use crate::validator::Way;

/// One call.
pub struct Case {
    /// Title of the call.
    pub label: String,
    pub arguments: Arguments,
    pub reply: Reply,
    /// The value that the call returns.
    result: Value,
}

/// The arguments of a call, or a response to it.
struct Labelled<T> {
    label: String,
    value: T,
}

/// Bytes that are not UTF-8, and their base64.
const BYTES: (&[u8], &str) = (&[0, 1, 2, 0xfd, 0xfe, 0xff], "AAEC/f7/");

/// Makes all calls of an operation.
pub fn cases(maker: &mut Maker<'_>, contract: &Contract) -> Vec<Case> {
    let requests = requests(maker, contract);
    let mut cases = Vec::new();
    for (index, answer) in contract.answers.iter().enumerate() {
        let replies = replies(maker, answer);
        // One response of each kind has all requests.
        let count = match index {
            0 => replies.len().max(requests.len()),
            _ => replies.len(),
        };
        for index in 0..count {
            let request = &requests[index % requests.len()];
            let reply = &replies[index % replies.len()];
            let (reply_label, status) = (&reply.label, answer.status);
            cases.push(Case {
                label: format!("sent {}, answered {status} {reply_label}", request.label),
                arguments: request.value.clone(),
                reply: reply.value.0.clone(),
                result: reply.value.1.clone(),
            });
        }
    }
    cases
}

/// Returns all sets of arguments; at least one.
fn requests(maker: &mut Maker<'_>, contract: &Contract) -> Vec<Labelled<Arguments>> {
    let parameters: Vec<Vec<Sample>> = contract
        .parameters
        .iter()
        .map(|parameter| of_parameter(maker, parameter))
        .collect();
    let bodies = contract.body.as_ref().map(|body| of_body(maker, body));
    let bodies = bodies.unwrap_or_default();
    let with_body = |index: usize| {
        let body = (!bodies.is_empty()).then(|| &bodies[index % bodies.len()]);
        let label = body.map_or(format!("full {index}"), |it| it.label.clone());
        let files = match (&contract.body, body) {
            (Some(stated), Some(sample)) => files(maker, stated, &sample.value),
            _ => Vec::new(),
        };
        (label, body.map(|it| it.value.clone()), files)
    };
    let count = parameters.iter().map(Vec::len).max().unwrap_or_default();
    let mut requests = Vec::new();
    for index in 0..count.max(bodies.len()).max(1) {
        let (label, body, files) = with_body(index);
        let values = parameters.iter();
        let values = values.map(|all| Some(all.get(index % all.len().max(1))?.value.clone()));
        let value = Arguments {
            parameters: values.collect(),
            body,
            files,
        };
        requests.push(Labelled { label, value });
    }
    let whole = in_other_notation(&requests[0].value);
    let (_, body, files) = with_body(0);
    let wanted = contract.body.as_ref().is_some_and(|body| body.required);
    let required = contract.parameters.iter().zip(&parameters);
    let required = required.map(|(parameter, all)| {
        let first = all.first().filter(|_| parameter.required)?;
        Some(first.value.clone())
    });
    requests.push(Labelled {
        label: "only what is required".to_owned(),
        value: Arguments {
            parameters: required.collect(),
            body: body.filter(|_| wanted),
            files,
        },
    });
    requests.extend(whole.map(|value| Labelled {
        label: "numbers as 5.0".to_owned(),
        value,
    }));
    requests
}

/// Returns the values of a parameter. Outside of JSON, null and an empty object cannot be written.
fn of_parameter(maker: &mut Maker<'_>, parameter: &Parameter) -> Vec<Sample> {
    let alphabet = match (parameter.place, parameter.json) {
        (Place::Header, _) => Alphabet::Header,
        (_, true) => Alphabet::Any,
        _ => Alphabet::Url,
    };
    let mut samples = maker.samples(Way::Request, &parameter.schema, alphabet, parameter.json);
    let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    samples.retain(|it| !it.value.is_null() && (parameter.json || !empty(&it.value)));
    samples
}

fn of_body(maker: &mut Maker<'_>, body: &Body) -> Vec<Sample> {
    let one = |text: &str| {
        vec![Sample {
            label: "full".to_owned(),
            value: json!(text),
        }]
    };
    match body.kind {
        Kind::Text => one("text ü 🙂"),
        Kind::Bytes => one("bytes ü 🙂"),
        kind => maker.samples(
            Way::Request,
            &body.schema,
            Alphabet::Any,
            kind == Kind::Json,
        ),
    }
}

/// Returns the fields of a form of parts that are files.
fn files(maker: &Maker<'_>, body: &Body, value: &Value) -> Vec<String> {
    if body.kind != Kind::Multipart {
        return Vec::new();
    }
    let document = maker.document;
    let mut synthesizer = Synthesizer::new(document, maker.children, Way::Request, Presence::Full);
    synthesizer.fields(value, &body.schema, |schema| {
        let items = super::contract::follow(document, schema).get("items");
        is_binary(document, schema) || items.is_some_and(|items| is_binary(document, items))
    })
}

/// Returns the arguments with their whole numbers as floats; `None` if there are none.
fn in_other_notation(arguments: &Arguments) -> Option<Arguments> {
    let floats = |value: &Value| -> Value {
        let text = written(value, Spelling::Fraction);
        serde_json::from_str(&text).unwrap_or_default()
    };
    let given = arguments.parameters.iter().flatten();
    if !given.chain(&arguments.body).any(has_whole_numbers) {
        return None;
    }
    let parameters = arguments.parameters.iter();
    Some(Arguments {
        parameters: parameters.map(|it| it.as_ref().map(floats)).collect(),
        body: arguments.body.as_ref().map(floats),
        files: arguments.files.clone(),
    })
}

/// Returns the server's responses, each with the value that it stands for; at least one.
fn replies(maker: &mut Maker<'_>, answer: &Answer) -> Vec<Labelled<(Reply, Value)>> {
    let media_type = match (answer.kind, answer.media_type.as_str()) {
        (Some(Kind::Json), "") => "application/json",
        (_, media_type) => media_type,
    };
    let reply = |label: &str, body: &[u8], result: Value| Labelled {
        label: label.to_owned(),
        value: (
            Reply {
                status: answer.status,
                media_type: media_type.to_owned(),
                body: body.to_vec(),
            },
            result,
        ),
    };
    match answer.kind {
        None => vec![reply("without a body", b"", Value::Null)],
        Some(Kind::Text) => vec![reply("text", "text ü 🙂".as_bytes(), json!("text ü 🙂"))],
        Some(Kind::Json) => {
            let samples = maker.samples(Way::Response, &answer.schema, Alphabet::Any, true);
            let mut replies: Vec<_> = samples
                .iter()
                .map(|it| {
                    let text = it.value.to_string();
                    reply(&it.label, text.as_bytes(), it.value.clone())
                })
                .collect();
            let numbers = samples.iter().find(|it| has_whole_numbers(&it.value));
            for spelling in [Spelling::Fraction, Spelling::Exponent] {
                replies.extend(numbers.map(|it| {
                    let label = format!("{}, numbers by {spelling:?}", it.label);
                    let text = written(&it.value, spelling);
                    reply(&label, text.as_bytes(), it.value.clone())
                }));
            }
            if replies.is_empty() {
                replies.push(reply("null", b"null", Value::Null));
            }
            replies
        }
        Some(_) => vec![reply("bytes", BYTES.0, json!(BYTES.1))],
    }
}

/// Lists the differences from the document.
pub fn differences(
    contract: &Contract,
    case: &Case,
    outcome: &Value,
    received: &[Received],
) -> Vec<String> {
    let mut differences = Vec::new();
    match received {
        [one] => differences.extend(request::differences(contract, &case.arguments, one)),
        [] => {}
        several => differences.push(format!("{} requests were received", several.len())),
    }
    if let Some(error) = outcome.get("error").and_then(Value::as_str) {
        differences.push(error.to_owned());
        return differences;
    }
    if outcome["status"] != case.reply.status {
        differences.push(format!("the status is {}", outcome["status"]));
    }
    let of_value = values::differences(&case.result, &outcome["value"], true);
    differences.extend(of_value.into_iter().map(|it| format!("response {it}")));
    differences
}
