//! What the server records of a request, and what of it is shown.

use converse_core::http::Method;
use serde_json::json;

use super::{Acme, send};
use crate::ReceivedRequest;

#[tokio::test]
async fn a_request_as_it_came() {
    let acme = Acme::start();
    let path = "/notes/a%2Fb%C3%A9~?q=%2B1&empty=&flag";
    send(
        acme.call(Method::GET, path)
            .header("x-twice", "1")
            .header("x-twice", "2"),
    )
    .await;
    let note = json!({"text": "b"});
    send(super::json(acme.call(Method::POST, "/notes"), &note)).await;

    let [get, post] = <[_; 2]>::try_from(acme.server.requests()).expect("two were sent");
    assert_eq!(
        (get.provider(), get.operation()),
        (Some("acme"), Some("getNote"))
    );
    assert_eq!(get.method(), Method::GET);
    assert_eq!(get.target(), format!("/acme/v1{path}"));
    assert_eq!(get.path(), "/v1/notes/a%2Fb%C3%A9~");
    assert_eq!(get.query(), Some("q=%2B1&empty=&flag"));
    let twice: Vec<_> = get.headers().get_all("x-twice").iter().collect();
    assert_eq!(twice, ["1", "2"]);
    assert_eq!((get.header("x-twice"), get.header("x-none")), (None, None));
    assert_eq!(
        get.header("Authorization"),
        Some("Token testing-credential")
    );
    assert_eq!(get.credential(), Some("testing-credential"));
    assert_eq!(
        (get.body(), get.json(), get.problem()),
        (&[][..], None, None)
    );

    assert_eq!(post.query(), None);
    assert_eq!(post.body(), br#"{"text":"b"}"#);
    assert_eq!(post.json(), Some(note));
}

#[tokio::test]
async fn requests_are_handed_over_once_when_taken() {
    let acme = Acme::start();
    assert!(acme.server.last_request().is_none());
    send(acme.bare(Method::GET, "/nowhere")).await;
    let [request] = <[_; 1]>::try_from(acme.server.take_requests()).expect("one was sent");
    assert_eq!(
        (request.provider(), request.operation()),
        (Some("acme"), None)
    );
    assert!(acme.server.requests().is_empty());
}

#[tokio::test]
async fn no_form_for_people_shows_a_credential() {
    const SECRET: &str = "s3cr3t/kéy%41";
    const ENCODED: &str = "s3cr3t%2Fk%C3%A9y%2541";
    let acme = Acme::start();
    acme.server.expect_credential("acme", SECRET);
    let bare = |path: &str| acme.bare(Method::GET, path);
    let search = format!("/notes/search?api%20key={ENCODED}&q=1");
    let wrong = "/notes/search?api%20key=s3cr3t-but-wrong";
    let cookie = format!("session={ENCODED}");
    let requests = [
        bare(&search),
        bare(wrong),
        bare("/notes/search").header("cookie", cookie),
        // In places where it does not belong.
        bare(&format!("/notes/{ENCODED}/{ENCODED}?x={ENCODED}")),
        bare("/notes/1").header("x-other", format!("key {ENCODED}")),
        bare("/notes/1").header("authorization", "Token s3cr3t-but-wrong"),
        bare("/notes/1").header("authorization", "s3cr3t-without-prefix"),
        acme.call(Method::POST, "/notes").body("s3cr3t"),
    ];
    let count = requests.len();
    for request in requests {
        send(request).await;
    }
    let received = acme.server.take_requests();
    assert_eq!(received.len(), count);
    for request in &received {
        for text in [
            format!("{request}"),
            format!("{request:?}"),
            format!("{request:#?}"),
        ] {
            assert!(!text.contains("s3cr3t"), "{text}");
        }
    }
    let shown = |request: &ReceivedRequest| request.to_string();
    assert_eq!(
        shown(&received[0]),
        "GET /v1/notes/search?api%20key=***&q=1 (?api key=***)"
    );
    assert_eq!(received[0].credential(), Some(SECRET));
    assert_eq!(
        shown(&received[2]),
        "GET /v1/notes/search (cookie: session=***)"
    );
    assert_eq!(shown(&received[3]), "GET /v1/notes/***/***?***");
    assert_eq!(
        shown(&received[5]),
        "GET /v1/notes/1 (authorization: Token ***)"
    );
    assert_eq!(
        received[5].header("authorization"),
        Some("Token s3cr3t-but-wrong")
    );
    assert_eq!(received[7].body(), b"s3cr3t");
}
