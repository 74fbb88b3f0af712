//! What the call of each page has in common with any other call.

use super::*;

#[tokio::test]
async fn all_arguments_and_the_credential_go_with_each_page() {
    let server = serving([page(&[1], "a&b"), page(&[2], "c"), page(&[3], "")]).await;
    let mut request = list(&client(&server.url("")), &BY_CURSOR);
    request.query("cursor", Ok("own"));
    request.query("tags", Ok(["x", "y"]));
    request.header("X-Trace", Ok("t 1"));
    let (ids, failure) = drain(&mut items_of(request)).await;
    assert_eq!((ids, failure.is_none()), (vec![1, 2, 3], true));
    // The position stays in its place.
    let expected =
        ["own", "a%26b", "c"].map(|cursor| format!("/rooms/r1/things?cursor={cursor}&tags=x,y"));
    assert_eq!(targets(&server), expected);
    for request in server.requests() {
        assert_eq!(request.matches(&format!("x-api-key: {KEY}")).count(), 1);
        assert_eq!(request.matches("x-trace: t 1").count(), 1, "{request}");
    }
}

#[tokio::test]
async fn the_body_goes_with_each_page() {
    let search = leak(Operation {
        method: "POST",
        body: Some(RequestBody {
            media_type: "application/json",
            required: true,
            clears: false,
            rules: &[],
        }),
        ..BY_CURSOR.clone()
    });
    let server = serving([page(&[1], "a"), page(&[2], "")]).await;
    let mut request = list(&client(&server.url("")), search);
    request.json(Ok(json!({ "q": "text" })));
    let (ids, failure) = drain(&mut items_of(request)).await;
    assert_eq!((ids, failure.is_none()), (vec![1, 2], true));
    for request in server.requests() {
        assert!(request.starts_with("POST ") && request.ends_with(r#"{"q":"text"}"#));
    }
}

#[tokio::test]
async fn a_problem_of_the_first_page_comes_first_and_nothing_is_sent() {
    let server = serving([page(&[1], "")]).await;
    let client = client(&server.url(""));
    let mut wrong = list(&client, &BY_CURSOR);
    wrong.query::<String>(
        "cursor",
        Err(ArgumentError::parameter("cursor", "is not valid")),
    );
    for request in [wrong, client.inner.request(&BY_CURSOR)] {
        let mut items = items_of(request);
        let (ids, failure) = drain(&mut items).await;
        let error = failure.expect("it is no call");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert_eq!((ids.len(), items.position()), (0, Resume::Start));
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_page_that_fails_in_passing_is_retried_like_any_call() {
    let answer =
        |status: &str, page: Value| Answer::Bytes(json_response(status, &page.to_string()));
    let server = Server::script(vec![
        answer("200 OK", page(&[1], "a")),
        answer("503 x", Value::Null),
        answer("200 OK", page(&[2], "")),
    ])
    .await;
    let mut pages = by_cursor(&client(&server.url("")));
    let attempts = async |pages: &mut ByCursor| {
        let page = pages.next().await.expect("a page").expect("it came");
        page.attempts()
    };
    assert_eq!(attempts(&mut pages).await, 1);
    assert_eq!(attempts(&mut pages).await, 2);
    assert!(
        targets(&server)[1..]
            .iter()
            .all(|target| target.ends_with("?cursor=a"))
    );
}

#[tokio::test]
async fn an_operation_without_a_way_on_has_one_page() {
    let single = leak(Operation {
        paging: None,
        ..BY_CURSOR.clone()
    });
    let server = serving([page(&[1], "a")]).await;
    let (ids, failure) = drain(&mut items_of(list(&client(&server.url("")), single))).await;
    assert_eq!(
        (ids, failure.is_none(), server.requests().len()),
        (vec![1], true, 1)
    );
}

#[tokio::test]
async fn a_dropped_stream_asks_for_nothing_more() {
    let server = serving([page(&[1, 2], "a"), page(&[3], "b")]).await;
    let mut items = items_of(list(&client(&server.url("")), &BY_CURSOR));
    assert!(items.next().await.is_some());
    drop(items);
    // Whoever comes next finds the server where it was left.
    let mut items = items_of(list(&client(&server.url("")), &BY_CURSOR));
    assert_eq!(
        items.next().await.and_then(Result::ok),
        Some(Thing { id: 3 })
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn neither_position_nor_items_nor_credential_are_shown() {
    let server = serving([page(&[4711, 4712], "s3cret")]).await;
    let client = client(&server.url(""));
    let mut items = items_of(list(&client, &BY_CURSOR));
    let mut pages = by_cursor(&client);
    assert!(items.next().await.is_some() && pages.next().await.is_some());
    assert_eq!(items.size_hint(), (1, None));
    let shown = format!("{items:?} {items:#?} {pages:?} {pages:#?}");
    for secret in ["s3cret", "4712", KEY] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(
        shown.contains("listThings") && shown.contains("waiting"),
        "{shown}"
    );
}

#[test]
fn streams_go_anywhere() {
    fn goes<T: Send + Unpin + 'static>() {}
    goes::<Items<Thing, String, CreateError>>();
    goes::<ByCursor<i64>>();
    // Pages that are pinned themselves work too.
    goes::<Pages<std::marker::PhantomPinned, String, Value>>();
}

#[tokio::test]
async fn the_total_is_that_of_the_latest_page_and_no_promise() {
    let with_total = |mut page: Value, total: i64| {
        page["total"] = total.into();
        page
    };
    let server = serving([
        with_total(page(&[1], "a"), i64::MAX),
        page(&[2], "b"),
        with_total(page(&[3], "c"), -1),
        with_total(page(&[4], ""), 3),
    ])
    .await;
    let mut items = items_of(list(&client(&server.url("")), &BY_CURSOR));
    assert_eq!(items.total(), None);
    let mut totals = Vec::new();
    while let Some(item) = items.next().await {
        item.expect("an item");
        totals.push(items.total().expect("the first page has it"));
        // No server decides how much memory a list of items reserves.
        assert_eq!(items.size_hint().0, 0);
    }
    let first = i64::MAX as u64;
    assert_eq!(totals, [first, first, first, 3]);
    let server = serving([with_total(page(&[1], ""), 7)]).await;
    let mut pages = pages_of(list(&client(&server.url("")), &BY_CURSOR));
    pages.next().await.expect("a page").expect("a page");
    assert_eq!(pages.total(), Some(7));
}
