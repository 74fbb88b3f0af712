//! Event streams.

use super::*;
use crate::streaming::{Event, EventStream};

const EVENTS: &str = "content-type: Text/Event-Stream; charset=utf-8\r\n";

const READ: Operation = Operation::get("acme", "readThings", "/things")
    .accept("application/json, text/event-stream")
    .stream(ItemStream::events().end("[DONE]"))
    .security(&[&[HEADER]]);

static LISTEN: Operation = READ;

async fn events(server: &Server) -> Result<EventStream<Thing>, CallError<Value>> {
    let call = client(&server.url("")).inner.request(&LISTEN);
    call.send_events().await
}

fn data(event: Option<Result<Event<Thing>, Error>>) -> i64 {
    event.expect("an event").expect("it decodes").data.id
}

#[tokio::test]
async fn events_are_typed_wherever_chunks_end() {
    let body = "\u{feff}retry: 7\nevent: sent\nid: é\ndata: {\"id\":\ndata: 1}\n\n: ping\n\ndata: {\"id\":2}\r\n\r\n\
                data: [DONE]\n\ndata: {\"id\":3}\n\n";
    for size in 1..=body.len() {
        let server = Server::start(chunked(EVENTS, body.as_bytes(), size)).await;
        let found: Vec<_> = events(&server)
            .await
            .expect("200")
            .try_collect()
            .await
            .expect("all");
        assert_eq!(found.len(), 2, "{size}");
        let first = &found[0];
        assert_eq!((first.event.as_str(), first.data.id), ("sent", 1), "{size}");
        assert_eq!(first.id.as_deref(), Some("é"));
        assert_eq!(first.retry, Some(Duration::from_millis(7)));
        assert_eq!((found[1].event.as_str(), found[1].data.id), ("message", 2));
    }
}

#[tokio::test]
async fn an_event_stream_is_asked_for_first_and_nothing_else_is_taken_for_one() {
    let server = Server::start(json_response("200 OK", r#"{"id":1}"#)).await;
    let error = events(&server).await.expect_err("JSON");
    let accept = "accept: text/event-stream, application/json\r\n";
    assert!(server.request().contains(accept), "{}", server.request());
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::Accepted)
    );
    assert!(
        error.to_string().contains("not `text/event-stream`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_event_that_does_not_decode_is_an_error_and_the_stream_goes_on() {
    let body = "data: {\"id\":1}\n\ndata: {\"id\":\"s3cret\"}\n\ndata: {\"id\":3}\n\n";
    let server = Server::start(chunked(EVENTS, body.as_bytes(), 9)).await;
    let mut stream = events(&server).await.expect("200");
    assert_eq!(data(stream.next().await), 1);
    let error = stream
        .next()
        .await
        .expect("an event")
        .expect_err("a string");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::Accepted)
    );
    assert!(error.to_string().contains("event 2"), "{error}");
    assert!(!printed(&error).contains("s3cret"), "{error:?}");
    assert_eq!(error.raw_body(), Some(&br#"{"id":"s3cret"}"#[..]));
    assert_eq!(data(stream.next().await), 3);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn the_data_of_events_may_be_text_and_is_limited() {
    let body = b"data: not JSON\n\ndata: 12345678901234567\n\ndata: x\n\n";
    let server = Server::start(chunked(EVENTS, body, 5)).await;
    let client = with(&server, CallOptions::new().body_limit(16));
    let call = client.inner.request(&LISTEN);
    let mut stream = call.send_text_events::<Value>().await.expect("200");
    let first = stream.next().await.expect("an event").expect("text");
    assert_eq!(first.data, "not JSON");
    let error = stream.next().await.expect("an event").expect_err("long");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(
        error.to_string().contains("over the limit of 16 bytes"),
        "{error}"
    );
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_stream_that_breaks_is_an_error_unless_it_may_connect_again() {
    let broken = || {
        Answer::Bytes(unfinished(
            EVENTS,
            b"id: 7\ndata: {\"id\":1}\n\ndata: {",
            99,
        ))
    };
    let server = Server::start_with(broken()).await;
    let mut stream = events(&server).await.expect("200");
    assert_eq!(data(stream.next().await), 1);
    let error = stream.next().await.expect("an error").expect_err("no end");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Accepted)
    );
    assert!(stream.next().await.is_none());
    assert_eq!(server.requests().len(), 1);

    let at_once = RetryPolicy::default().base_delay(Duration::ZERO);
    let ended = Answer::Bytes(chunked(EVENTS, b"data: {\"id\":2}\n\n", 99));
    let nothing = Answer::Bytes(response("204 No Content", &[], ""));
    let server = Server::script(vec![broken(), ended, nothing]).await;
    let stream = events(&server).await.expect("200").reconnect(at_once);
    let found: Vec<_> = stream
        .map_ok(|event| event.data.id)
        .try_collect()
        .await
        .expect("all");
    assert_eq!(found, [1, 2]);
    let requests = server.requests();
    let ids: Vec<bool> = requests
        .iter()
        .map(|it| it.contains("last-event-id: 7\r\n"))
        .collect();
    assert_eq!(ids, [false, true, true]);
}

#[tokio::test]
async fn connections_without_events_are_limited_and_a_post_is_sent_once() {
    let at_once = RetryPolicy::default().base_delay(Duration::ZERO);
    let ended = || Answer::Bytes(chunked(EVENTS, b": ping\n\n", 99));
    let server = Server::start_with(ended()).await;
    let mut stream = events(&server).await.expect("200").reconnect(at_once);
    assert!(stream.next().await.is_none());
    assert_eq!(server.requests().len(), 3);

    // The server may ask for a pause; one that is too long ends the stream.
    let patient = Answer::Bytes(chunked(EVENTS, b"retry: 30001\n\n", 99));
    let server = Server::start_with(patient).await;
    let mut stream = events(&server).await.expect("200").reconnect(at_once);
    assert!(stream.next().await.is_none());
    assert_eq!(server.requests().len(), 1);

    let operation = leak(Operation {
        method: "POST",
        safety: Safety::NotIdempotent,
        ..READ
    });
    let server = Server::start_with(ended()).await;
    let call = client(&server.url("")).inner.request(operation);
    let stream = call.send_events::<Thing, Value>().await.expect("200");
    assert!(stream.reconnect(at_once).next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_status_ends_a_stream_that_connects_again() {
    let at_once = RetryPolicy::default().base_delay(Duration::ZERO);
    let first = Answer::Bytes(chunked(EVENTS, b"data: {\"id\":1}\n\n", 99));
    let gone = Answer::Bytes(json_response("410 Gone", "{}"));
    let server = Server::script(vec![first, gone]).await;
    let mut stream = events(&server).await.expect("200").reconnect(at_once);
    assert_eq!(data(stream.next().await), 1);
    let error = stream.next().await.expect("an error").expect_err("410");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(stream.next().await.is_none());
}

#[test]
fn streams_can_be_sent_between_threads() {
    fn is_send<T: Send + 'static>() {}
    is_send::<ByteStream>();
    is_send::<EventStream<Thing>>();
    is_send::<crate::streaming::JsonStream<Thing>>();
    fn is_sent<T: Send>(_: &T) {}
    let request = || client("http://127.0.0.1:1").inner.request(&LISTEN);
    is_sent(&request().send_stream::<Value>());
    is_sent(&request().send_events::<Thing, Value>());
    is_sent(&request().send_json_stream::<Thing, Value>());
}
