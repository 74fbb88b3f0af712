//! The limits of decoding, whatever the body.

use std::time::Duration;

use futures_util::FutureExt;
use serde::Deserializer;

use super::*;
use crate::decode::{Budget, Spent, json};

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Section {
    section: Items,
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Items {
    items: Vec<Body>,
}

/// As large as 50 empty options of strings, from two bytes of JSON.
#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Wide {
    #[serde(default, skip)]
    fields: [[Option<String>; 10]; 5],
}

/// The second field decides, and is read after the first.
#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Numbered {
    child: Option<Box<Either>>,
    number: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Named {
    child: Option<Box<Either>>,
    number: String,
}

tagged_union! {
    /// A message.
    enum Body tag "type" {
        Section(Section) = "section",
    }
}

untagged_union! {
    /// Two payloads of the same fields.
    enum Either {
        Numbered(Box<Numbered>) if object { required ["number"] },
        Named(Box<Named>) if object { required ["number"] },
    }
}

fn nested(depth: usize, innermost: &str) -> String {
    let (open, close) = (r#"{"type":"section","section":{"items":["#, "]}}");
    format!("{}{innermost}{}", open.repeat(depth), close.repeat(depth))
}

/// Returns the least budget that suffices.
fn needed<T: serde::de::DeserializeOwned>(body: &str) -> usize {
    let suffices = |bytes| {
        let budget = Budget {
            bytes,
            deadline: None,
        };
        json::<T>(body.as_bytes(), budget).is_ok()
    };
    let (mut low, mut high) = (0, 1 << 32);
    assert!(suffices(high), "it is read at all");
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        *(if suffices(middle) {
            &mut high
        } else {
            &mut low
        }) = middle;
    }
    high
}

#[test]
fn unions_are_read_without_a_copy_for_each_level() {
    let leaves = vec![r#"{"":0}"#; 2000].join(",");
    let flat = needed::<Body>(&nested(1, &leaves));
    for depth in [2, 10, 40] {
        let deep = needed::<Body>(&nested(depth, &leaves));
        assert!(
            deep < flat + depth * 2000,
            "{deep} for {depth} levels, {flat} for one"
        );
    }
}

#[test]
fn what_is_decoded_of_a_deep_body_is_complete() {
    let body = nested(40, r#"{"type":"new"},{"type":"section"}"#);
    let decoded: Body = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("it is a body");
    let again = serde_json::to_value(&decoded).expect("it can be written");
    assert_eq!(
        again,
        serde_json::from_str::<Value>(&body).expect("it is JSON")
    );
    assert_eq!(decoded.tag(), Some("section"));
    let mut level = &decoded;
    let mut depth = 0;
    while let Body::Section(section) = level {
        level = &section.section.items[0];
        depth += 1;
    }
    assert_eq!(depth, 40);
}

#[test]
fn a_list_costs_what_its_structs_take() {
    let count = 1000;
    let body = format!("[{}]", vec!["{}"; count].join(","));
    let least = count * size_of::<Wide>();
    for cost in [
        needed::<Vec<Wide>>(&body),
        needed::<std::collections::BTreeMap<String, Wide>>(&format!(
            "{{{}}}",
            (0..count)
                .map(|name| format!("\"{name}\":{{}}"))
                .collect::<Vec<_>>()
                .join(",")
        )),
    ] {
        assert!(
            cost >= least && cost < 4 * least,
            "{cost} for {least} bytes"
        );
    }
}

#[test]
fn payloads_that_are_tried_in_vain_count_too() {
    // Each level reads all below it once as a number and once as a name.
    let body = (0..40).fold("null".to_owned(), |child, _| {
        format!(r#"{{"child":{child},"number":"x"}}"#)
    });
    let budget = Budget::of(body.as_bytes());
    let error = json::<Either>(body.as_bytes(), budget).expect_err("2^40 readings");
    assert_eq!(error.spent(), Some(Spent::Memory));
}

async fn answer<T: serde::de::DeserializeOwned>(
    status: &str,
    body: &str,
    options: CallOptions,
) -> Result<ResponseValue<T>, Error<Value>> {
    let server = Server::start(json_response(status, body)).await;
    let inner = client(&server.url("")).inner.with_options(options);
    get(&Acme { inner }, &GET).send_json().await
}

#[tokio::test]
async fn the_decode_limit_ends_a_call_that_was_accepted() {
    let body = format!("[{}]", vec!["{}"; 1000].join(","));
    let limit = |bytes| CallOptions::new().decode_limit(bytes);
    let wide = answer::<Vec<Wide>>("200 OK", &body, limit(8 << 20)).await;
    assert_eq!(wide.map(|wide| wide.len()).ok(), Some(1000));

    let error = answer::<Vec<Wide>>("200 OK", &body, limit(1 << 20)).await;
    let error = error.expect_err("the limit strikes");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::TooLarge, Delivery::Accepted)
    );
    let source = std::error::Error::source(&error).expect("there is a cause");
    assert!(source.to_string().contains("1048576 bytes"), "{source}");
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert_eq!(error.status(), Some(StatusCode::OK));
}

#[tokio::test]
async fn the_usual_decode_limit_is_in_proportion_to_the_body() {
    // 3 MiB of structs of more than a kilobyte from three bytes each.
    let body = format!("[{}]", vec!["{}"; 1 << 20].join(","));
    let error = answer::<Vec<Wide>>("200 OK", &body, CallOptions::new()).await;
    assert_eq!(
        error.expect_err("the limit strikes").kind(),
        ErrorKind::TooLarge
    );
    // The same body is accepted where its value is small.
    let small = answer::<Vec<serde::de::IgnoredAny>>("200 OK", &body, CallOptions::new()).await;
    assert_eq!(small.map(|small| small.len()).ok(), Some(1 << 20));
}

#[tokio::test]
async fn an_error_body_over_the_decode_limit_is_left_raw() {
    let body = format!("[{}]", vec!["[]"; 1 << 15].join(","));
    let error = answer::<Thing>(
        "404 Not Found",
        &body,
        CallOptions::new().decode_limit(1 << 16),
    );
    let error = error.await.expect_err("a 404");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::NotFound, Delivery::Rejected)
    );
    assert_eq!(error.body(), None);
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert_eq!(error.into_untyped().body(), None);
}

/// Takes a minute to be read.
#[derive(Debug)]
struct Slow;

impl<'de> Deserialize<'de> for Slow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The network is no longer waited for. The first poll moves the clock.
        tokio::time::pause();
        let _ = tokio::time::advance(Duration::from_secs(61)).now_or_never();
        String::deserialize(deserializer).map(|_| Self)
    }
}

#[tokio::test]
async fn the_time_of_a_call_ends_its_decoding_too() {
    let body = format!("[\"{}\"]", "x".repeat(2 << 20));
    let error = answer::<Vec<Slow>>("200 OK", &body, CallOptions::new()).await;
    let error = error.expect_err("a minute is over");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Accepted)
    );
}
