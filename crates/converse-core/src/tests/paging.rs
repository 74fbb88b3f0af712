//! Paginated operations: when a page is fetched, where the pages end, what each call sends.

mod calls;
mod cursors;
pub(super) mod numbers;

use futures_util::{Stream, StreamExt};
use serde_json::json;

use super::*;
use crate::paging::{Reader, Resume};
use loopback::Answer;

/// A page that may omit every optional field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Page<N> {
    things: Option<Vec<Thing>>,
    next: Option<N>,
    total: Option<i64>,
}

static BY_CURSOR: Operation = Operation {
    id: "listThings",
    method: "GET",
    path: "/rooms/{room}/things",
    safety: Safety::Idempotent,
    parameters: &[
        Parameter {
            required: true,
            ..parameter("room", Location::Path, Style::Simple)
        },
        Parameter {
            rules: &[Rule::MaxLength(9)],
            ..parameter("cursor", Location::Query, Style::Form)
        },
        parameter("tags", Location::Query, Style::Form),
        parameter("X-Trace", Location::Header, Style::Simple),
    ],
    body: None,
    paging: Some(Paging {
        parameter: "cursor",
        items: "/things",
        style: PagingStyle::Cursor { next: "/next" },
        total: Some("/total"),
    }),
    ..CREATE
};

type ByCursor<N = String> = Pages<Page<N>, N, CreateError>;

fn reader<N: ToString>() -> Reader<Page<N>, Thing> {
    Reader {
        items: |page| page.things.as_mut(),
        next: |page| page.next.as_ref().map(ToString::to_string),
        total: |page| crate::paging::total(*page.total.as_ref()?),
    }
}

/// Returns the call of a first page, with its required argument.
fn list(client: &Acme, operation: &'static Operation) -> Request {
    let mut request = client.inner.request(operation);
    request.path("room", Ok("r1"));
    request
}

pub(super) fn by_cursor(client: &Acme) -> ByCursor {
    pages_of(list(client, &BY_CURSOR))
}

fn pages_of(request: Request) -> ByCursor {
    Pages::new(request, Request::send_json, reader())
}

fn items_of(request: Request) -> Items<Thing, String, CreateError> {
    Items::new(request, Request::send_json, reader::<String>())
}

/// Starts a server that responds with these bodies, each once.
async fn serving(bodies: impl IntoIterator<Item = Value>) -> Server {
    let answer = |body: Value| Answer::Bytes(json_response("200 OK", &body.to_string()));
    Server::script(bodies.into_iter().map(answer).collect()).await
}

/// Returns a page with things of these ids.
fn page(ids: &[i64], next: impl Into<Value>) -> Value {
    let things: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    json!({ "things": things, "next": next.into() })
}

/// Returns the ids of all things until the end or an error, which nothing follows.
async fn drain<S, E>(stream: &mut S) -> (Vec<i64>, Option<CallError<E>>)
where
    S: Stream<Item = Result<Thing, CallError<E>>> + Unpin,
{
    let (mut ids, mut failure) = (Vec::new(), None);
    while let Some(item) = stream.next().await {
        assert!(failure.is_none(), "nothing follows an error");
        match item {
            Ok(thing) => ids.push(thing.id),
            Err(error) => failure = Some(error),
        }
    }
    assert!(stream.next().await.is_none(), "the end is the end");
    (ids, failure)
}

/// Returns the targets of all requests so far.
fn targets(server: &Server) -> Vec<String> {
    let target = |request: &String| {
        let words = request.split(' ').nth(1);
        words.expect("a request line").to_owned()
    };
    server.requests().iter().map(target).collect()
}
