//! The calls of one operation, and the expected outcome of each.

use serde_json::{Map, Value, json};

use super::children::Children;
use super::contract::{Answer, Contract, Parameter, Place};
use super::media::{Kind, is_binary};
use super::request::{self, Arguments};
use super::scalars::Alphabet;
use super::server::{Received, Reply};
use super::synthesize::{Presence, Synthesizer, Way};
use super::values;

/// One call.
pub struct Case {
    /// Title of the call.
    pub label: String,
    pub arguments: Arguments,
    pub reply: Reply,
    /// The value that the call returns.
    result: Value,
}

/// Limit on the variants that are tried.
const MANY: usize = 40;

/// Bytes that are not UTF-8, and their base64.
const BYTES: (&[u8], &str) = (&[0, 1, 2, 0xfd, 0xfe, 0xff], "AAEC/f7/");

/// Makes all calls of an operation.
pub fn cases(document: &Value, children: &Children, contract: &Contract) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |presence: Presence, spin: usize, answer: &Answer| -> usize {
        let (arguments, ways) = arguments(document, children, contract, presence, spin);
        let mut answers = Synthesizer::new(document, children, Way::Response, presence);
        let (reply, result) = reply(answer, &mut answers, spin);
        cases.push(Case {
            label: format!("{presence:?} {spin}, {}", answer.status).to_lowercase(),
            arguments,
            reply,
            result,
        });
        ways.max(answers.ways())
    };
    for answer in &contract.answers {
        // The content of a variant is known once it had its turn.
        let (mut spin, mut ways) = (0, 1);
        while spin < ways.min(MANY) {
            ways = ways.max(add(Presence::Full, spin, answer));
            spin += 1;
        }
        add(Presence::Bare, 0, answer);
        add(Presence::Null, 1, answer);
    }
    cases
}

fn arguments(
    document: &Value,
    children: &Children,
    contract: &Contract,
    presence: Presence,
    spin: usize,
) -> (Arguments, usize) {
    let mut ways = 1;
    let mut made = |parameter: &Parameter| {
        if !parameter.required && presence == Presence::Bare {
            return None;
        }
        let mut value_of = |presence: Presence| {
            let alphabet = match (parameter.place, parameter.json) {
                (Place::Header, _) => Alphabet::Header,
                (_, true) => Alphabet::Any,
                _ => Alphabet::Url,
            };
            let synthesizer = Synthesizer::new(document, children, Way::Request, presence);
            let mut synthesizer = synthesizer.alphabet(alphabet);
            let value = synthesizer.value(&parameter.schema, spin);
            ways = ways.max(synthesizer.ways());
            value.filter(|value| !value.is_null())
        };
        // Outside of JSON an empty object cannot be written.
        let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
        value_of(presence)
            .filter(|value| !empty(value) || parameter.json)
            .or_else(|| value_of(Presence::Full))
    };
    let parameters = contract.parameters.iter().map(&mut made).collect();
    let mut arguments = Arguments {
        parameters,
        ..Arguments::default()
    };
    if let Some(body) = &contract.body
        && (body.required || presence != Presence::Bare)
    {
        let synthesizer = Synthesizer::new(document, children, Way::Request, presence);
        let mut synthesizer = synthesizer.clears(contract.is_patch());
        arguments.body = match body.kind {
            Kind::Text => Some(json!("text ü 🙂")),
            Kind::Bytes => Some(json!("bytes ü 🙂")),
            _ => synthesizer.value(&body.schema, spin),
        };
        if body.kind == Kind::Multipart {
            arguments.files = synthesizer.fields(&body.schema, spin, |schemas| {
                schemas.iter().any(|schema| {
                    let items = super::contract::follow(document, schema).get("items");
                    is_binary(document, schema)
                        || items.is_some_and(|items| is_binary(document, items))
                })
            });
        }
        ways = ways.max(synthesizer.ways());
    }
    (arguments, ways)
}

/// Returns the server's response, and the value that it stands for.
fn reply<'a>(answer: &'a Answer, synthesizer: &mut Synthesizer<'a>, spin: usize) -> (Reply, Value) {
    let (body, result) = match answer.kind {
        None => (Vec::new(), Value::Null),
        Some(Kind::Json) => {
            let value = synthesizer.value(&answer.schema, spin).unwrap_or_default();
            (value.to_string().into_bytes(), value)
        }
        Some(Kind::Text) => ("text ü 🙂".into(), json!("text ü 🙂")),
        Some(_) => (BYTES.0.to_vec(), json!(BYTES.1)),
    };
    let media_type = match (answer.kind, answer.media_type.as_str()) {
        (Some(Kind::Json), "") => "application/json".to_owned(),
        (_, media_type) => media_type.to_owned(),
    };
    let reply = Reply {
        status: answer.status,
        media_type,
        body,
    };
    (reply, result)
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
