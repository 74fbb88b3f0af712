//! The content of traces, and what they never contain.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use tracing_subscriber::fmt::format::FmtSpan;

use super::*;
use loopback::{Answer, nobody};

thread_local! {
    /// Everything that is traced on this thread, by us and by all crates below, as a string.
    static TRACED: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// The traces of this thread, which is that of one test.
pub(super) struct Traces;

impl Traces {
    /// Records everything from here on. One subscriber serves all tests: with one for each, the first question of a
    /// thread without one would decide for all.
    pub(super) fn start() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::CLOSE)
                .with_ansi(false)
                .with_writer(|| Writer)
                .finish();
            tracing::subscriber::set_global_default(subscriber).expect("there is no other");
            tracing::callsite::rebuild_interest_cache();
        });
        TRACED.set(Some(Vec::new()));
        Self
    }

    pub(super) fn text(&self) -> String {
        TRACED.with_borrow(|traced| {
            let traced = traced.as_deref().unwrap_or_default();
            String::from_utf8_lossy(traced).into_owned()
        })
    }

    /// Returns the lines about the end of a span, each with all its fields.
    fn ends(&self, span: &str) -> Vec<String> {
        let target = "converse_core::trace: close";
        let text = self.text();
        let last = |line: &str| {
            let spans = line
                .split(" converse_core::trace:")
                .next()
                .unwrap_or_default();
            let at = |name| spans.rfind(name).map_or(0, |at| at + 1);
            let other = match span {
                "converse.call{" => "converse.attempt{",
                _ => "converse.call{",
            };
            at(span) > at(other)
        };
        text.lines()
            .filter(|line| line.contains(target) && last(line))
            .map(str::to_owned)
            .collect()
    }
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        TRACED.with_borrow_mut(|traced| {
            if let Some(traced) = traced {
                traced.extend(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[track_caller]
pub(super) fn assert_fields(line: &str, fields: &[&str]) {
    for field in fields {
        assert!(line.contains(field), "`{field}` is not in: {line}");
    }
}

#[tokio::test]
async fn spans_have_the_names_of_opentelemetry() {
    let traces = Traces::start();
    let server = Server::script(vec![
        Answer::Bytes(response("503 x", &[], "")),
        Answer::Bytes(json_response("200 OK", r#"{"id":7}"#)),
    ])
    .await;
    get(&client(&server.url("")), &GET)
        .send_json::<Thing, Value>()
        .await
        .expect("200");

    let attempts = traces.ends("converse.attempt{");
    let [first, second] = &attempts[..] else {
        panic!("{}", traces.text());
    };
    let port = server.url("").replace("http://127.0.0.1:", "server.port=");
    for attempt in [first, second] {
        assert_fields(
            attempt,
            &[
                "otel.kind=\"client\"",
                "otel.name=GET /things/{id}/end",
                "http.request.method=\"GET\"",
                "url.template=\"/things/{id}/end\"",
                "server.address=\"127.0.0.1\"",
                &port,
                "converse.provider=\"acme\"",
                "converse.operation=\"getThing\"",
            ],
        );
    }
    assert_fields(
        first,
        &["http.response.status_code=503", "error.type=\"503\""],
    );
    assert!(!first.contains("resend_count"), "{first}");
    assert_fields(
        second,
        &[
            "http.response.status_code=200",
            "http.request.resend_count=1",
        ],
    );
    assert!(!second.contains("error.type"), "{second}");
    let calls = traces.ends("converse.call{");
    assert_eq!(calls.len(), 1);
    assert_fields(
        &calls[0],
        &["converse.attempts=2", "http.response.status_code=200"],
    );
    assert_fields(&traces.text(), &["retried after a pause"]);
}

#[tokio::test]
async fn failures_have_a_type() {
    let traces = Traces::start();
    let client = client(&nobody().await);
    create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("nobody");
    let mut refused = create(&client);
    refused.query("limit", Ok(0));
    refused
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("out of range");
    assert_eq!(
        traces.ends("converse.attempt{").len(),
        3,
        "{}",
        traces.text()
    );
    let calls = traces.ends("converse.call{");
    assert_fields(
        &calls[0],
        &[
            "error.type=\"connect\"",
            "converse.delivery=not sent",
            "converse.attempts=3",
        ],
    );
    assert_fields(
        &calls[1],
        &["error.type=\"invalid\"", "converse.attempts=0"],
    );
}
