//! Tests pages of conversations: Bridge's by cursor, Pingback's by number.

use converse_test_support::{Answer, Request, Server, listen, read_request, read_rest};
use std::time::Duration;

use converse::bridge::types::{Conversation, ConversationStatus, IdentifierType};
use converse::bridge::{self, builder::ListConversationsCall};
use converse::operation::Paging;
use converse::paging::Items;
use converse::paging::Resume;
use converse::{CallError, CallOptions, Delivery, ErrorKind, RetryPolicy, pingback};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::providers::provider;
use crate::support::{KEY, WORKSPACE, builder_at, client};

/// Returns a page with conversations of these ids, otherwise as documented.
fn page(ids: &[&str], cursor: impl Into<Value>) -> Value {
    let mut page = provider("bridge").response("listConversations", "");
    let documented = page["conversations"][0].clone();
    let conversations = ids.iter().map(|id| {
        let mut conversation = documented.clone();
        conversation["id"] = json!(id);
        conversation
    });
    page["conversations"] = conversations.collect();
    page["cursor"] = cursor.into();
    page
}

async fn serving(pages: impl IntoIterator<Item = Value>) -> Server {
    let answers = pages.into_iter().map(|page| Answer::json(200, page));
    Server::start(answers.collect::<Vec<_>>()).await
}

fn list(client: &bridge::Client) -> ListConversationsCall {
    client.list_conversations().workspace_id(WORKSPACE)
}

type Conversations = Items<Conversation, String, Value>;

/// Returns the ids until the end or an error, after which the stream ends.
async fn drain(conversations: &mut Conversations) -> (Vec<String>, Option<CallError>) {
    let mut ids = Vec::new();
    let failure = loop {
        match conversations.next().await {
            Some(Ok(conversation)) => ids.push(conversation.id),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    assert!(conversations.next().await.is_none(), "nothing follows");
    (ids, failure)
}

/// Returns the cursors of the requests.
fn cursors(server: &Server) -> Vec<String> {
    let cursor = |target: &str| {
        target
            .split_once("?cursor=")
            .map_or("", |it| it.1)
            .to_owned()
    };
    let requests = server.requests();
    requests
        .iter()
        .map(|request| cursor(request.target()))
        .collect()
}

#[test]
fn the_table_says_how_the_list_pages() {
    for operation in bridge::OPERATIONS {
        let expected = (operation.id == "listConversations").then_some(Paging::by_cursor(
            "cursor",
            "/conversations",
            "/cursor",
        ));
        assert_eq!(operation.paging, expected, "{}", operation.id);
    }
}

#[tokio::test]
async fn no_page_is_fetched_before_it_is_needed() {
    let server = serving([
        page(&["1", "2", "3"], "a"),
        page(&["4"], "b"),
        page(&["5"], ""),
    ])
    .await;
    let client = client(&server);
    let mut conversations = list(&client).stream();
    // The stream owns everything that it needs.
    drop(client);
    assert_eq!(server.requests().len(), 0);
    for (id, requests) in [("1", 1), ("2", 1), ("3", 1), ("4", 2), ("5", 3)] {
        let conversation = conversations.next().await.expect("there are more");
        assert_eq!(conversation.expect("it arrives").id, id);
        assert_eq!(server.requests().len(), requests, "{id}");
    }
    assert!(conversations.next().await.is_none());
    assert_eq!(cursors(&server), ["", "a", "b"]);
}

#[tokio::test]
async fn a_cursor_that_is_absent_null_or_empty_ends_it() {
    let mut absent = page(&["1"], "");
    absent
        .as_object_mut()
        .expect("a page")
        .shift_remove("cursor");
    for last in [absent, page(&["1"], Value::Null), page(&["1"], "")] {
        let server = serving([last]).await;
        let (ids, failure) = drain(&mut list(&client(&server)).stream()).await;
        assert_eq!(
            (ids.as_slice(), failure.is_none()),
            (&["1".to_owned()][..], true)
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error() {
    let server = serving([page(&["1"], "a"), page(&["2"], "b"), page(&["3"], "a")]).await;
    let mut conversations = list(&client(&server)).stream();
    let (ids, failure) = drain(&mut conversations).await;
    assert_eq!(ids, ["1", "2", "3"]);
    let error = failure.expect("it would never end");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::RepeatedPage, Delivery::Accepted)
    );
    assert_eq!(server.requests().len(), 3);
    assert_eq!(conversations.position(), Resume::Nowhere);
}

#[tokio::test]
async fn a_number_that_is_not_heeded_is_an_error() {
    let conversation = provider("pingback").response("createConversation", "");
    let page = Answer::json(200, Value::from(vec![conversation; 50]));
    let server = Server::answering(page).await;
    let mut conversations = client::<pingback::Client>(&server)
        .list_conversations()
        .stream();
    let mut count = 0;
    let error = loop {
        match conversations.next().await.expect("it would never end") {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((count, server.requests().len()), (50, 2));
    assert_eq!(error.kind(), ErrorKind::RepeatedPage);
    assert_eq!(conversations.position(), Resume::Nowhere);
}

#[tokio::test]
async fn a_failure_is_gone_on_from_without_loss_or_repetition() {
    let page = |ids: &[&str], cursor: &str| Answer::json(200, page(ids, cursor));
    let server = Server::start([
        Answer::json(403, json!({})),
        page(&["1", "2"], "a"),
        Answer::Close,
        page(&["3"], "b"),
        Answer::json(200, "not a page"),
        page(&["4"], ""),
    ])
    .await;
    let client: bridge::Client = client(&server);
    // Without retries, each failure is visible.
    let client = client.with_options(CallOptions::new().retry(RetryPolicy::none()));
    let (mut ids, mut kinds, mut call) = (Vec::new(), Vec::new(), list(&client));
    loop {
        let mut conversations = call.stream();
        let (found, failure) = drain(&mut conversations).await;
        ids.extend(found);
        let Some(error) = failure else { break };
        kinds.push(error.kind());
        call = match conversations.position() {
            Resume::Start => list(&client),
            Resume::At(cursor) => list(&client).cursor(cursor),
            Resume::Nowhere => panic!("each page can be requested again"),
        };
    }
    assert_eq!(ids, ["1", "2", "3", "4"]);
    let expected = [
        ErrorKind::Forbidden,
        ErrorKind::Transport,
        ErrorKind::Decode,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(cursors(&server), ["", "", "a", "a", "b", "b"]);
}

#[tokio::test]
async fn each_page_is_asked_for_like_a_call_of_its_own() {
    let server = serving([page(&["1"], "a b&c"), page(&["2"], "d"), page(&["3"], "")]).await;
    let client = client(&server);
    let call = || {
        list(&client)
            .limit(50)
            .cursor("own")
            .status(ConversationStatus::Blocked)
            .internal_user_identifier("ana+sales@example.com")
            .external_user_identifier("+4915112345678")
            .external_user_identifier_type(IdentifierType::Phone)
    };
    let mut pages = call().pages();
    while let Some(page) = pages.next().await {
        page.expect("it arrives");
    }
    let paged = server.requests();
    for cursor in ["own", "a b&c", "d"] {
        call().cursor(cursor).send().await.expect("it is listed");
    }
    // The requests are equal byte by byte: arguments, headers, credential.
    assert_eq!(paged, server.requests()[3..]);
    for request in paged {
        assert_eq!(request.header("x-api-key"), [KEY]);
    }
}

#[tokio::test]
async fn whole_pages_carry_what_every_response_does() {
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "r-1"),
    ];
    let answer = Answer::response(200, &headers, page(&["1", "2"], Value::Null));
    let server = Server::answering(answer).await;
    let mut pages = list(&client(&server)).pages();
    let page = pages.next().await.expect("one comes").expect("it arrives");
    assert_eq!(
        (page.conversations.len(), page.request_id()),
        (2, Some("r-1"))
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn numbered_pages_end_with_one_that_is_not_full() {
    let conversation = provider("pingback").response("createConversation", "");
    let page = |number: u32, count| {
        let mut conversation = conversation.clone();
        conversation["id"] = json!(format!("00000000-0000-0000-0000-{number:012}"));
        Value::from(vec![conversation; count])
    };
    let server = serving([page(1, 50), page(2, 50), page(3, 49)]).await;
    let client: pingback::Client = client(&server);
    let call = client.list_conversations().limit(100).status("open");
    let mut conversations = call.clone().stream();
    let mut count = 0;
    while let Some(conversation) = conversations.next().await {
        conversation.expect("it arrives");
        count += 1;
    }
    assert_eq!(count, 149);
    let paged = server.requests();
    for page in [None, Some(2), Some(3)] {
        let call = call.clone();
        let call = match page {
            None => call,
            Some(page) => call.page(page),
        };
        call.send().await.expect("it is listed");
    }
    let queries = |requests: &[Request]| -> Vec<Vec<String>> {
        let query = |request: &Request| {
            let (_, query) = request.target().split_once('?').expect("a query");
            let mut pairs: Vec<_> = query.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        requests.iter().map(query).collect()
    };
    assert_eq!(queries(&paged), queries(&server.requests()[3..]));
}

#[tokio::test]
async fn a_wrong_argument_is_the_first_item_and_nothing_is_sent() {
    let server = serving([page(&["1"], "")]).await;
    let client = client(&server);
    for call in [list(&client).limit(101), client.list_conversations()] {
        let (ids, failure) = drain(&mut call.stream()).await;
        let error = failure.expect("it is refused");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert_eq!(ids.len(), 0);
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn dropping_a_stream_hangs_up() {
    let listener = listen().await;
    let client: bridge::Client = builder_at(&listener.url(""))
        .build()
        .expect("key and base URL are good");
    let mut conversations = list(&client).stream();
    let reading = tokio::spawn(async move { conversations.next().await.is_some() });
    let mut stream = listener.accept().await;
    read_request(&mut stream).await.expect("a request");
    reading.abort();
    // Sooner than any limit of the client.
    let left = timeout(Duration::from_secs(10), read_rest(&mut stream)).await;
    assert_eq!(left.expect("it hangs up at once"), b"");
}
