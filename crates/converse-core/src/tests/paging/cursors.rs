//! Pages that contain the next position.

use super::*;

#[tokio::test]
async fn a_page_is_fetched_when_its_items_are_needed() {
    let server = serving([page(&[1, 2], "a"), page(&[3], "b"), page(&[4], Value::Null)]).await;
    let client = client(&server.url(""));
    let mut items = items_of(list(&client, &BY_CURSOR));
    assert_eq!(server.requests().len(), 0);
    assert_eq!(items.position(), Resume::Start);
    let at = |position: &str| Resume::At(position.to_owned());
    for (id, requests, position) in [
        (1, 1, at("a")),
        (2, 1, at("a")),
        (3, 2, at("b")),
        (4, 3, Resume::Nowhere),
    ] {
        let thing = items.next().await.expect("there is more").expect("it came");
        assert_eq!(thing.id, id);
        assert_eq!(server.requests().len(), requests, "{id}");
        assert_eq!(items.position(), position);
    }
    assert_eq!(items.size_hint(), (0, Some(0)));
    assert!(items.next().await.is_none());
    let expected = ["", "?cursor=a", "?cursor=b"].map(|query| format!("/rooms/r1/things{query}"));
    assert_eq!(targets(&server), expected);
}

#[tokio::test]
async fn whole_pages_come_with_status_and_headers() {
    let server = serving([page(&[1, 2], "a"), page(&[], "")]).await;
    let mut pages = by_cursor(&client(&server.url("")));
    let first = pages.next().await.expect("a page").expect("it came");
    assert_eq!(first.status(), StatusCode::OK);
    assert_eq!(first.headers()["content-type"], "application/json");
    assert_eq!(first.things.as_ref().map(Vec::len), Some(2));
    assert_eq!(
        (server.requests().len(), pages.position()),
        (1, Resume::At("a".to_owned()))
    );
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_next_that_is_absent_null_or_empty_ends_it() {
    let absent = json!({ "things": [{ "id": 1 }] });
    for last in [absent, page(&[1], Value::Null), page(&[1], "")] {
        let server = serving([last.clone()]).await;
        let mut items = items_of(list(&client(&server.url("")), &BY_CURSOR));
        let (ids, failure) = drain(&mut items).await;
        assert_eq!((ids, failure.is_none()), (vec![1], true), "{last}");
        assert_eq!(
            (server.requests().len(), items.position()),
            (1, Resume::Nowhere)
        );
    }
}

#[tokio::test]
async fn a_page_without_items_ends_nothing() {
    let server = serving([
        json!({ "next": "a" }),
        json!({ "things": null, "next": "b" }),
        page(&[], "c"),
        page(&[1], ""),
    ])
    .await;
    let (ids, failure) = drain(&mut items_of(list(&client(&server.url("")), &BY_CURSOR))).await;
    assert_eq!((ids, failure.is_none()), (vec![1], true));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error_after_the_items() {
    for (own, cursors) in [
        // The last one, a cycle, and the caller's own.
        (None, vec!["a", "a"]),
        (None, vec!["a", "b", "c", "a"]),
        (Some("z"), vec!["a", "b", "z"]),
        (Some("z"), vec!["z"]),
    ] {
        let ids: Vec<i64> = (1..=cursors.len() as i64).collect();
        let pages = ids
            .iter()
            .zip(&cursors)
            .map(|(id, next)| page(&[*id], *next));
        let server = serving(pages).await;
        let mut request = list(&client(&server.url("")), &BY_CURSOR);
        request.query("cursor", Ok(own));
        let mut items = items_of(request);
        let begins = own.map_or(Resume::Start, |own| Resume::At(own.to_owned()));
        assert_eq!(items.position(), begins);
        let (found, failure) = drain(&mut items).await;
        assert_eq!(found, ids, "{cursors:?}");
        let error = failure.expect("it would never end");
        assert_eq!(error.kind(), ErrorKind::RepeatedPage);
        assert_eq!(error.delivery(), Delivery::Accepted);
        assert_eq!(
            (error.status(), error.attempts()),
            (Some(StatusCode::OK), 1)
        );
        assert_eq!(error.headers()["content-type"], "application/json");
        assert_eq!(server.requests().len(), cursors.len());
        // Resuming there would repeat the cycle.
        assert_eq!(items.position(), Resume::Nowhere);
    }
}

#[tokio::test]
async fn the_position_of_a_failure_goes_on_without_loss_or_repetition() {
    let failing = Answer::Bytes(json_response("403 x", r#"{"problem":"p"}"#));
    let ok = |page: Value| Answer::Bytes(json_response("200 OK", &page.to_string()));
    let answers = vec![
        failing.clone(),
        ok(page(&[1, 2], "a")),
        failing.clone(),
        ok(page(&[3], "b")),
        failing,
        ok(page(&[4], "")),
    ];
    let server = Server::script(answers).await;
    let client = client(&server.url(""));
    let (mut found, mut position) = (Vec::new(), Resume::Start);
    for failures in 0.. {
        let mut request = list(&client, &BY_CURSOR);
        match position {
            Resume::Start => {}
            Resume::At(cursor) => request.query("cursor", Ok(cursor)),
            Resume::Nowhere => panic!("the end is no failure"),
        }
        let mut items = items_of(request);
        let (ids, failure) = drain(&mut items).await;
        found.extend(ids);
        let Some(error) = failure else {
            assert_eq!(failures, 3);
            break;
        };
        assert_eq!(error.kind(), ErrorKind::Forbidden);
        assert!(matches!(error.body(), Some(CreateError::Problem(_))));
        position = items.position();
    }
    assert_eq!(found, [1, 2, 3, 4]);
    let queries: Vec<String> = targets(&server)
        .iter()
        .map(|target| target.replace("/rooms/r1/things", ""))
        .collect();
    assert_eq!(
        queries,
        ["", "", "?cursor=a", "?cursor=a", "?cursor=b", "?cursor=b"]
    );
}

#[tokio::test]
async fn a_cursor_may_be_a_number() {
    let server = serving([page(&[1], 7), page(&[2], 0), page(&[3], Value::Null)]).await;
    let request = list(&client(&server.url("")), &BY_CURSOR);
    let reader = reader::<i64>();
    let mut items: Items<_, i64, CreateError> = Items::new(request, Request::send_json, reader);
    assert!(items.next().await.is_some_and(|item| item.is_ok()));
    assert_eq!(items.position(), Resume::At(7));
    let (ids, failure) = drain(&mut items).await;
    assert_eq!((ids, failure.is_none()), (vec![2, 3], true));
    assert!(targets(&server)[2].ends_with("?cursor=0"));
}

#[tokio::test]
async fn a_cursor_that_the_parameter_does_not_take_is_an_error_after_the_items() {
    let server = serving([page(&[1], "s3cret")]).await;
    let request = list(&client(&server.url("")), &BY_CURSOR);
    let reader = reader::<String>();
    let mut items: Items<_, i64, CreateError> = Items::new(request, Request::send_json, reader);
    let (ids, failure) = drain(&mut items).await;
    assert_eq!(ids, [1]);
    let error = failure.expect("it is no number");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::Accepted)
    );
    let text = printed(&error);
    assert!(
        text.contains("`cursor`") && !text.contains("s3cret"),
        "{text}"
    );
    // The start would repeat everything.
    assert_eq!(
        (server.requests().len(), items.position()),
        (1, Resume::Nowhere)
    );
}

#[tokio::test]
async fn a_cursor_that_breaks_a_rule_is_not_sent() {
    let server = serving([page(&[1], "longer than nine")]).await;
    let mut items = items_of(list(&client(&server.url("")), &BY_CURSOR));
    let (ids, failure) = drain(&mut items).await;
    assert_eq!(ids, [1]);
    let error = failure.expect("it is too long");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert_eq!(server.requests().len(), 1);
    assert_eq!(items.position(), Resume::At("longer than nine".to_owned()));
}
