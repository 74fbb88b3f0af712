//! What the server refuses, with which status and message.

use converse_core::http::Method;

use super::{Acme, http, refusal, send};

#[tokio::test]
async fn a_path_that_is_none_of_the_provider_is_404() {
    let acme = Acme::start();
    for path in [
        "/",
        "/note",
        "/notes/",
        "/notes//",
        "/notes/1/2",
        "//notes",
        "/Notes",
        "/%6Eotes",
        "/notes%2F1",
        "",
    ] {
        let (status, problem) = refusal(&acme, acme.call(Method::GET, path)).await;
        assert_eq!(status, 404, "{path}");
        assert!(
            problem.starts_with("no operation of Acme has this path"),
            "{problem}"
        );
        assert!(problem.contains("`GET /notes/{id}`"), "{problem}");
    }
    for path in ["/notes/%2F", "/notes/a%20b", "/notes/1?a=/b/c"] {
        let response = send(acme.call(Method::GET, path)).await;
        assert_eq!(response.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_path_outside_the_base_url_is_404() {
    let acme = Acme::start();
    for (path, words) in [
        ("/acme/notes/1", "every path of Acme begins with `/v1`"),
        ("/acme", "every path of Acme begins with `/v1`"),
        ("/notes/1", "one of `/acme`, `/other`"),
        ("/acmes/v1/notes/1", "one of `/acme`, `/other`"),
        ("/", "one of `/acme`, `/other`"),
    ] {
        let url = format!("http://{}{path}", acme.server.address());
        let (status, problem) = refusal(&acme, acme.http.get(url)).await;
        assert_eq!(status, 404, "{path}");
        assert!(problem.contains(words), "{path}: {problem}");
    }
}

#[tokio::test]
async fn a_method_that_the_path_has_not_is_405() {
    let acme = Acme::start();
    let response = send(acme.call(Method::PUT, "/notes/1")).await;
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, DELETE");
    let (_, problem) = refusal(&acme, acme.call(Method::GET, "/notes")).await;
    assert_eq!(
        problem,
        "this path of Acme does not have the method; it has POST"
    );
}

#[tokio::test]
async fn a_credential_that_will_not_do_is_401() {
    let acme = Acme::start();
    let get = || acme.bare(Method::GET, "/notes/1");
    let good = "Token testing-credential";
    for (request, words) in [
        (
            get(),
            "the header `authorization` with the credential is missing",
        ),
        (
            get().header("authorization", "Token other-credential"),
            "the credential in `authorization: Token ***` is not the expected one",
        ),
        (
            get().header("authorization", "Token testing-credential "),
            "",
        ),
        (
            get().header("authorization", "Bearer testing-credential"),
            "the credential must have the form `authorization: Token ***`",
        ),
        (
            get().header("authorization", "testing-credential"),
            "the credential must have the form `authorization: Token ***`",
        ),
        (
            get()
                .header("authorization", good)
                .header("authorization", good),
            "the header `authorization` with the credential is there more than once",
        ),
        (
            get().header("x-api-key", "testing-credential"),
            "the header `authorization` with the credential is missing",
        ),
    ] {
        if words.is_empty() {
            // Spaces around a header's value are not part of it.
            assert_eq!(send(request).await.status(), 200);
            continue;
        }
        assert_eq!(refusal(&acme, request).await, (401, words.to_owned()));
    }

    acme.server.expect_credential("acme", "other-credential");
    let changed = get().header("authorization", "Token other-credential");
    assert_eq!(send(changed).await.status(), 200);
    assert_eq!(
        refusal(&acme, get().header("authorization", good)).await.0,
        401
    );
}

#[tokio::test]
async fn a_credential_may_be_in_the_query_or_in_a_cookie() {
    let acme = Acme::start();
    acme.server.expect_credential("acme", "a+b/c d");
    let get = |path: &str| acme.bare(Method::GET, path);
    let search = "/notes/search";
    for (request, status) in [
        (get("/notes/search?api%20key=a%2Bb%2Fc%20d&q=1"), 200),
        (
            get(search).header("cookie", "x=1; session=a+b%2Fc%20d"),
            200,
        ),
        (get(search), 401),
        // `a+b/c d` is a user name without a password; all of an alternative is required.
        (
            get(search)
                .header("authorization", "Basic YStiL2MgZDo=")
                .header("x-signature", "a+b/c d"),
            200,
        ),
        (
            get(search).header("authorization", "Basic YStiL2MgZDo="),
            401,
        ),
        (
            get(search)
                .header("authorization", "Basic YStiL2MgZA==")
                .header("x-signature", "a+b/c d"),
            401,
        ),
        (get("/notes/search?api%20key=a%2Bb"), 401),
        (get("/notes/search?key=a%2Bb%2Fc%20d"), 401),
        (
            get("/notes/search?api%20key=a%2Bb%2Fc%20d&api%20key=x"),
            401,
        ),
        (get(search).header("cookie", "sessions=a+b%2Fc%20d"), 401),
        (get(search).header("authorization", "Token a+b/c d"), 401),
    ] {
        let response = send(request).await;
        let received = acme.server.last_request().expect("it is recorded");
        assert_eq!(response.status(), status, "{received:?}");
        assert_eq!(received.operation(), Some("searchNotes"));
    }
}

#[tokio::test]
async fn a_body_that_the_operation_does_not_take_is_refused() {
    let acme = Acme::start();
    let create = || acme.call(Method::POST, "/notes");
    let json = "application/json";
    for (request, status, words) in [
        (create(), 400, "the body is missing"),
        (
            create().body("{").header("content-type", json),
            400,
            "the body is not JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            create().body("{} x").header("content-type", json),
            400,
            "the body is not JSON: trailing characters at line 1 column 4",
        ),
        (
            create().body("{}"),
            415,
            "the header `content-type` must be `application/json`",
        ),
        (
            create().body("{}").header("content-type", "text/plain"),
            415,
            "the header `content-type` must be `application/json`",
        ),
        (
            acme.call(Method::GET, "/notes/1").body("{}"),
            400,
            "the operation takes no body",
        ),
    ] {
        assert_eq!(refusal(&acme, request).await, (status, words.to_owned()));
    }
    let parameter = "Application/JSON; charset=utf-8";
    let response = send(create().body("{}").header("content-type", parameter)).await;
    assert_eq!(response.status(), 201);
    // A body that is not JSON by contract is accepted as it is.
    let fire = acme.call(Method::POST, "/notes/1:fire").body("{");
    assert_eq!(
        send(fire.header("content-type", "text/plain"))
            .await
            .status(),
        204
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let acme = Acme::start();
    let body = vec![b' '; converse_core::limits::BODY_LIMIT + 1];
    let request = acme.call(Method::POST, "/notes").body(body);
    let response = http().execute(request.build().expect("it is valid")).await;
    // The server may close before it has read everything.
    if let Ok(response) = response {
        assert_eq!(response.status(), 413);
    }
    let received = acme.server.last_request().expect("it is recorded");
    assert!(
        received
            .problem()
            .is_some_and(|it| it.contains("over 16777216 bytes"))
    );
}
