//! The limits of decoding, whatever the body.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::FutureExt;
use serde::Deserializer;

use super::*;
use crate::decode::{Budget, json};

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

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Repeated {
    id: i64,
}

/// As wide, and it keeps what it does not know.
#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Keeping {
    #[serde(default, skip)]
    fields: [[Option<String>; 10]; 5],
    #[serde(flatten)]
    extra: serde_json::Map<String, Value>,
}

tagged_union! {
    /// A payload in a box.
    enum Boxed tag "type" {
        Keeping(Keeping) = "keeping",
        Repeated(Repeated) = "repeated",
        Numbers(Numbers) = "numbers",
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Numbers {
    numbers: BTreeMap<u32, Choice>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
enum Choice {
    Unit,
    Newtype(i64),
    Fields { a: i64 },
    Two(i64, i64),
}

tagged_union! {
    /// Each level is refused for what stands after its child.
    enum Late tag "type" {
        Late(Box<LatePayload>) = "late",
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct LatePayload {
    child: Option<Box<Late>>,
    after: Option<i64>,
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
        needed::<BTreeMap<String, Wide>>(&format!(
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
fn a_struct_in_a_box_costs_what_it_takes_whatever_it_keeps() {
    let count = 1000;
    let body = format!("[{}]", vec![r#"{"type":"keeping"}"#; count].join(","));
    let (least, cost) = (count * size_of::<Keeping>(), needed::<Vec<Boxed>>(&body));
    assert!(
        cost >= least && cost < 4 * least,
        "{cost} for {least} bytes"
    );
}

#[test]
fn a_map_costs_the_nodes_that_it_reserves() {
    let count = 1000;
    let body = format!("[{}]", vec![r#"{"":{}}"#; count].join(","));
    let entry = size_of::<String>() + size_of::<Wide>();
    let (least, cost) = (
        count * 11 * entry,
        needed::<Vec<BTreeMap<String, Wide>>>(&body),
    );
    assert!(
        cost >= least && cost < 2 * least,
        "{cost} for {least} bytes"
    );
}

#[test]
fn what_is_refused_at_each_level_takes_memory_once() {
    let leaves = vec![r#"{"":0}"#; 500].join(",");
    let nested = |depth: usize| {
        (0..depth).fold(
            format!(r#"{{"type":"new","leaves":[{leaves}]}}"#),
            |child, _| format!(r#"{{"type":"late","child":{child},"after":"x"}}"#),
        )
    };
    let flat = needed::<Late>(&nested(1));
    let body = nested(30);
    let deep = needed::<Late>(&body);
    // The memory is that of one level; what is read again for each counts as work.
    assert!(deep < flat * 5, "{deep} for 30 levels, {flat} for one");
    let late: Late = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("any JSON is read");
    assert_eq!(late.tag(), Some("late"));
    assert_eq!(
        serde_json::to_string(&late).expect("it can be written"),
        body
    );
}

#[test]
fn a_payload_with_a_field_twice_is_unknown_as_a_struct_would_be_an_error() {
    let once = r#"{"type":"repeated","id":1}"#;
    let twice = r#"{"type":"repeated","id":1,"id":2}"#;
    let read = |body: &str| json::<Boxed>(body.as_bytes(), Budget::of(body.as_bytes()));
    assert!(matches!(read(once), Ok(Boxed::Repeated(_))));
    assert!(matches!(read(twice), Ok(Boxed::Unknown(_))));
    let error = json::<Repeated>(br#"{"id":1,"id":2}"#, Budget::of(&[]));
    assert!(error.is_err());
}

#[test]
fn names_and_enums_within_unions_are_read_as_elsewhere() {
    let body = r#"{"type":"numbers","numbers":{"1":"Unit","2":{"Newtype":3},"3":{"Fields":{"a":4}},"4":{"Two":[5,6]}}}"#;
    let boxed: Boxed = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("it is a body");
    assert_eq!(boxed.tag(), Some("numbers"));
    let Boxed::Numbers(numbers) = &boxed else {
        panic!("{boxed:?}");
    };
    let expected = [
        Choice::Unit,
        Choice::Newtype(3),
        Choice::Fields { a: 4 },
        Choice::Two(5, 6),
    ];
    assert_eq!(numbers.numbers, (1..).zip(expected).collect());
    for wrong in [
        r#""Fields""#,
        r#"{"Unit":1}"#,
        r#"{}"#,
        r#"{"Newtype":1,"Unit":null}"#,
        "3",
        r#"{"Other":1}"#,
    ] {
        let body = format!(r#"{{"type":"numbers","numbers":{{"1":{wrong}}}}}"#);
        let boxed: Boxed = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("any JSON");
        assert!(matches!(boxed, Boxed::Unknown(_)), "{wrong}");
    }
}

#[test]
fn a_payload_that_is_tried_in_vain_is_not_tried_again_for_each_level() {
    // Each level reads all below it once as a number and once as a name.
    let body = |depth: usize| {
        (0..depth).fold("null".to_owned(), |child, _| {
            format!(r#"{{"child":{child},"number":"x"}}"#)
        })
    };
    let body = body(40);
    let either: Either = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("few readings");
    assert_eq!(
        serde_json::to_string(&either).expect("it can be written"),
        body
    );
    assert!(matches!(either, Either::Named(_)));
}

#[test]
fn what_no_variant_knows_is_not_looked_for_again_at_each_level() {
    let nested = |depth: usize| {
        (0..depth).fold(r#"{"number":"x","new":1}"#.to_owned(), |child, _| {
            format!(r#"{{"child":{child},"number":"x"}}"#)
        })
    };
    let body = nested(40);
    let either: Either = json(body.as_bytes(), Budget::of(body.as_bytes())).expect("few readings");
    assert!(matches!(either, Either::Named(_)));
    let small = nested(40).replace(r#","new":1"#, "");
    assert!(needed::<Either>(&body) < 2 * needed::<Either>(&small));
}

async fn answer<T: serde::de::DeserializeOwned>(
    status: &str,
    body: &str,
    options: CallOptions,
) -> Result<ResponseValue<T>, CallError<Value>> {
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
        static PAUSED: std::sync::Once = std::sync::Once::new();
        PAUSED.call_once(tokio::time::pause);
        let _ = tokio::time::advance(Duration::from_secs(61)).now_or_never();
        String::deserialize(deserializer).map(|_| Self)
    }
}

#[tokio::test]
async fn the_time_of_a_call_ends_its_decoding_too() {
    let body = format!("[{}]", ["\"\""; 10_000].join(","));
    let error = answer::<Vec<Slow>>("200 OK", &body, CallOptions::new()).await;
    let error = error.expect_err("a minute is over");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Accepted)
    );
}
