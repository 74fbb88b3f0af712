//! Refreshing credentials, over the wire.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use loopback::Answer;

fn unauthorized() -> Answer {
    Answer::Bytes(response("401 x", &[], ""))
}

fn fine() -> Answer {
    Answer::Bytes(json_response("200 OK", r#"{"id":7}"#))
}

/// Returns a client whose credential is `KEY-0`, then `KEY-1` and so on.
fn rotating(server: &Server) -> (Acme, Arc<AtomicUsize>) {
    let fetched = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&fetched);
    let credential = Credential::refreshing(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move { Ok(Token::new(format!("{KEY}-{number}"))) }
    });
    let client = builder(&server.url("")).credential(credential);
    (client.build().expect("a loopback URL"), fetched)
}

fn keys(server: &Server) -> Vec<String> {
    let key = |request: &String| {
        let line = request
            .lines()
            .find_map(|line| line.strip_prefix("x-api-key: "));
        line.expect("it carries a key").to_owned()
    };
    server.requests().iter().map(key).collect()
}

#[tokio::test]
async fn a_safe_call_is_sent_again_with_a_new_credential() {
    let server = Server::script(vec![fine(), unauthorized(), fine()]).await;
    let (client, fetched) = rotating(&server);
    for attempts in [1, 2, 1] {
        let thing = get(&client.clone(), &GET).send_json::<Thing, Value>().await;
        assert_eq!(thing.expect("200").attempts(), attempts);
    }
    let [old, new] = [0, 1].map(|number| format!("{KEY}-{number}"));
    assert_eq!(keys(&server), [old.clone(), old, new.clone(), new]);
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_that_creates_is_not_sent_again_but_the_next_has_a_new_credential() {
    let server = Server::script(vec![unauthorized(), fine()]).await;
    let (client, fetched) = rotating(&server);
    let error = create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("401");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 1)
    );
    create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect("200");
    assert_eq!(keys(&server), [format!("{KEY}-0"), format!("{KEY}-1")]);
    assert_eq!(fetched.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_second_refusal_ends_the_call() {
    let server = Server::start_with(unauthorized()).await;
    let (client, fetched) = rotating(&server);
    let error = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect_err("401");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 2)
    );
    assert_eq!(
        (server.requests().len(), fetched.load(Ordering::SeqCst)),
        (2, 2)
    );
    // A fixed credential is not sent again.
    let server = Server::start_with(unauthorized()).await;
    let error = get(&client_at(&server), &GET)
        .send_json::<Thing, Value>()
        .await;
    assert_eq!(error.expect_err("401").attempts(), 1);
}

fn client_at(server: &Server) -> Acme {
    client(&server.url(""))
}

#[tokio::test]
async fn what_fails_is_told_and_sends_nothing() {
    let server = Server::start_with(fine()).await;
    let credential =
        Credential::refreshing(|| async { Err(CredentialError::new("vault\nsealed")) });
    let client = builder(&server.url("")).credential(credential).build();
    let client = client.expect("it is not asked yet");
    let error = create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("no key");
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        error.to_string(),
        "acme createThing: could not obtain a credential: vault sealed; nothing was sent; check what \
         provides the credential"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_operation_without_security_does_not_ask_for_it() {
    let server = Server::start_with(fine()).await;
    let (client, fetched) = rotating(&server);
    let open = leak(Operation {
        security: &[],
        ..GET.clone()
    });
    get(&client, open)
        .send_json::<Thing, Value>()
        .await
        .expect("200");
    assert_eq!(fetched.load(Ordering::SeqCst), 0);
    assert!(!server.request().contains(KEY));
}

#[tokio::test]
async fn a_server_that_refuses_every_token_is_asked_no_more_than_it_has_to_be() {
    const CALLS: usize = 20;
    let server = Server::start_with(unauthorized()).await;
    let (client, fetched) = rotating(&server);
    let mut requests = 0;
    for number in 0..CALLS {
        // A new token is tried at once only where that does no harm.
        let (error, attempts) = match number % 2 {
            0 => {
                let outcome = get(&client, &GET).send_json::<Thing, Value>().await;
                (outcome.expect_err("401"), 2)
            }
            _ => {
                let outcome = create(&client).send_json::<Thing, CreateError>().await;
                (outcome.expect_err("401").into_untyped(), 1)
            }
        };
        requests += attempts as usize;
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Unauthorized, attempts)
        );
        assert_eq!(server.requests().len(), requests);
    }
    // No token is sent a second time, and none is fetched without being sent.
    let mut keys = keys(&server);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), requests);
    assert_eq!(fetched.load(Ordering::SeqCst), requests);
}
