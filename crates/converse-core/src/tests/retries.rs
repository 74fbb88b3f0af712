//! Retries over the wire: what is sent how often, and that nothing is retried on a guess.

use std::time::Duration;

use super::*;
use loopback::{Answer, listen, nobody, read_request, read_rest};

fn busy() -> Answer {
    Answer::Bytes(response("503 x", &[], ""))
}

fn fine() -> Answer {
    Answer::Bytes(json_response("200 OK", r#"{"id":7}"#))
}

#[tokio::test]
async fn an_idempotent_call_is_retried_until_it_succeeds() {
    let half = Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec());
    for failure in [busy(), Answer::Close, half] {
        let server = Server::script(vec![failure.clone(), failure, fine()]).await;
        let client = client(&server.url(""));
        let thing = get(&client, &GET).send_json::<Thing, Value>().await;
        let thing = thing.expect("the third answer is fine");
        assert_eq!((thing.id, thing.attempts()), (7, 3));
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        assert!(
            requests.iter().all(|request| *request == requests[0]),
            "{requests:?}"
        );
    }
}

#[tokio::test]
async fn a_call_that_is_not_idempotent_is_sent_once() {
    for answer in [
        busy(),
        Answer::Close,
        Answer::Bytes(response("429 x", &[("retry-after", "0")], "")),
        Answer::Bytes(response("408 x", &[], "")),
        Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        Answer::Stall(Vec::new()),
    ] {
        let server = Server::script(vec![answer, fine()]).await;
        let call = create(&client(&server.url(""))).send_json::<Thing, CreateError>();
        let error = server.out_of_time(call).await;
        let error = error.expect_err("the first answer is none");
        assert_eq!(
            (error.attempts(), server.requests().len()),
            (1, 1),
            "{error}"
        );
    }
}

#[tokio::test]
async fn connections_that_fail_are_tried_again_whatever_the_operation() {
    let error = create(&client(&nobody().await))
        .send_json::<Thing, CreateError>()
        .await;
    let error = error.expect_err("nobody is there");
    assert_eq!((error.attempts(), error.delivery()), (3, Delivery::NotSent));
    let text = error.to_string();
    assert!(
        text.ends_with(
            "tried 3 times; nothing was sent; check base URL and network, then try again"
        ),
        "{text}"
    );
}

#[tokio::test]
async fn a_call_may_have_its_own_policy() {
    let server = Server::script(vec![busy(), fine()]).await;
    let client = client(&server.url("")).inner;
    let once = client.with_options(CallOptions::new().retry(RetryPolicy::none()));
    let error = get(&Acme { inner: once }, &GET)
        .send_json::<Thing, Value>()
        .await;
    assert_eq!(error.expect_err("503").attempts(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn what_the_provider_guarantees_is_used() {
    let operation = leak(Operation {
        retry: RetryRules::new().not_processed(&[503]).never_retry(&[429]),
        ..CREATE.clone()
    });
    let send = async |server: &Server, operation| {
        let mut request = create(&client(&server.url("")));
        request.operation = operation;
        request.send_json::<Thing, CreateError>().await
    };
    let server = Server::script(vec![busy(), fine()]).await;
    assert_eq!(send(&server, operation).await.expect("200").attempts(), 2);

    let monthly = leak(Operation {
        safety: Safety::Idempotent,
        ..operation.clone()
    });
    for operation in [operation, monthly] {
        let limit = Answer::Bytes(response("429 x", &[("retry-after", "0")], ""));
        let server = Server::script(vec![limit, fine()]).await;
        let error = send(&server, operation).await.expect_err("429");
        assert_eq!((error.attempts(), server.requests().len()), (1, 1));
        assert!(error.to_string().ends_with("do not retry"), "{error}");
    }
}

#[tokio::test]
async fn an_idempotency_key_is_the_same_in_every_attempt_and_another_in_every_call() {
    const NAME: &str = "X-Trace";
    let with_key = leak(Operation {
        retry: RetryRules::new().idempotency_key(NAME),
        ..CREATE.clone()
    });
    let key_of = |request: &String| {
        let line = request
            .lines()
            .find_map(|line| line.strip_prefix("x-trace: "));
        line.expect("it carries a key").to_owned()
    };
    let send = async |key: Option<&str>| {
        let server = Server::script(vec![busy(), Answer::Close, fine()]).await;
        let mut request = create(&client(&server.url("")));
        request.operation = with_key;
        request.header(NAME, Ok(key));
        request
            .send_json::<Thing, CreateError>()
            .await
            .expect("200");
        let keys: Vec<_> = server.requests().iter().map(key_of).collect();
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        keys[0].clone()
    };
    let (one, other) = (send(None).await, send(None).await);
    assert!(uuid::Uuid::parse_str(&one).is_ok(), "{one}");
    assert_ne!(one, other);
    assert_eq!(send(Some("mine")).await, "mine");
}

#[tokio::test]
async fn a_required_idempotency_key_need_not_be_given() {
    let with_key = leak(Operation {
        retry: RetryRules::new().idempotency_key("idempotency-key"),
        parameters: Box::leak(Box::new([Parameter {
            required: true,
            ..parameter("Idempotency-Key", Location::Header, Style::Simple)
        }])),
        path: "/things",
        ..GET.clone()
    });
    let server = Server::start_with(fine()).await;
    let request = client(&server.url("")).inner.request(with_key);
    request.send_json::<Thing, Value>().await.expect("200");
    assert!(server.request().contains("idempotency-key: "));

    // An empty one would count as a key.
    let inner = client(&server.url("")).inner;
    let mut argument = inner.request(with_key);
    argument.header("Idempotency-Key", Ok(""));
    let option = CallOptions::new().header("Idempotency-Key", "");
    for request in [argument, inner.with_options(option).request(with_key)] {
        let error = request.send_json::<Thing, Value>().await;
        let error = error.expect_err("an empty key");
        assert!(error.to_string().contains("must not be empty"), "{error}");
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn clients_share_a_budget_with_their_clones() {
    let server = Server::start_with(busy()).await;
    let client = builder(&server.url("")).retry_budget(RetryBudget::new(3));
    let client = client.build().expect("a loopback URL");
    for _ in 0..5 {
        let clone = client.clone().inner.with_options(CallOptions::new());
        let error = get(&Acme { inner: clone }, &GET)
            .send_json::<Thing, Value>()
            .await;
        error.expect_err("503");
    }
    assert_eq!(server.requests().len(), 5 + 3);
}

#[tokio::test]
async fn an_error_reports_all_attempts() {
    let server = Server::script(vec![
        Answer::Close,
        Answer::Bytes(response("404 x", &[], "")),
    ])
    .await;
    let error = get(&client(&server.url("")), &GET)
        .send_json::<Thing, Value>()
        .await;
    let error = error.expect_err("404");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(
        error.to_string(),
        "acme getThing: 404 not found; tried 2 times; it may have been carried out; sending it \
         again does no harm"
    );
    assert_eq!(error.into_untyped().attempts(), 2);
}

#[tokio::test]
async fn dropping_a_call_hangs_up() {
    let listener = listen().await;
    let client = client(&listener.url(""));
    let call = tokio::spawn(get(&client, &GET).send_empty::<Value>());
    let mut stream = listener.accept().await;
    read_request(&mut stream).await.expect("a request");
    call.abort();
    let left = tokio::time::timeout(Duration::from_secs(10), read_rest(&mut stream)).await;
    assert_eq!(left.expect("it hangs up at once"), b"");
}
