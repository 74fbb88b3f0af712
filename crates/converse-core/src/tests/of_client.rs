//! What a client has for all of its calls: parameters and headers.

use super::loopback::Server;
use super::*;

#[derive(Clone, Debug)]
pub struct Rooms {
    inner: Client,
}

static ROOMS: Provider = Provider::new("rooms", "Rooms", "1.0.0")
    .base_url("https://api.rooms.example", "ROOMS_BASE_URL")
    .credential_variable("ROOMS_KEY")
    .parameters(&[ClientParameter::new(
        Location::Path,
        "room",
        "room",
        "ROOMS_ROOM",
        argument::read_text::<i64>,
    )]);

client_builder! {
    /// Builds the client.
    pub struct RoomsBuilder(Rooms) {
        /// The room.
        path room: i64 = "room",
    }
}

impl ProviderClient for Rooms {
    type Builder = RoomsBuilder;

    fn provider() -> &'static Provider {
        &ROOMS
    }
    fn from_core(inner: Client) -> Self {
        Self { inner }
    }
    fn core(&self) -> &Client {
        &self.inner
    }
}

fn rooms(server: &Server) -> RoomsBuilder {
    let credential = Credential::new(KEY);
    RoomsBuilder::new()
        .credential(credential)
        .base_url(server.url(""))
}

/// Sends a call with its own room, or without one. Returns the path that arrived.
async fn send(server: &Server, client: &Rooms, room: Option<i64>) -> Result<String> {
    let mut request = client.inner.request(&CREATE);
    request.path("room", Ok(room));
    request.json(Ok(serde_json::json!({"name": "n"})));
    request.send_json::<Thing, Value>().await?;
    let requests = server.requests();
    let line = requests.last().and_then(|it| it.lines().next());
    Ok(line.unwrap_or_default().to_owned())
}

fn fine() -> Vec<u8> {
    json_response("200 OK", r#"{"id":7}"#)
}

#[tokio::test]
async fn a_parameter_of_the_client_is_sent_unless_the_call_has_its_own() {
    let server = Server::start(fine()).await;
    let client = rooms(&server).room(7).build().expect("it is valid");
    let line = send(&server, &client, None).await.expect("200");
    assert_eq!(line, "POST /rooms/7/things/ HTTP/1.1");
    let line = send(&server, &client, Some(8)).await.expect("200");
    assert_eq!(line, "POST /rooms/8/things/ HTTP/1.1");
}

#[tokio::test]
async fn a_parameter_that_nobody_sets_is_an_error_that_says_who_can() {
    let server = Server::start(fine()).await;
    let client = rooms(&server).build().expect("a call may set it");
    let error = send(&server, &client, None).await.expect_err("no room");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    let text = error.to_string();
    for part in ["`room` is required", "`.room(…)`", "`ROOMS_ROOM`"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn the_environment_has_it_too() {
    let server = Server::start(fine()).await;
    let from = |room: &'static str| {
        let url = server.url("");
        ClientBuilder::<Rooms>::from_variables(move |variable| match variable {
            "ROOMS_KEY" => Some(KEY.into()),
            "ROOMS_BASE_URL" => Some(url.clone().into()),
            "ROOMS_ROOM" => Some(room.into()),
            _ => None,
        })
    };
    let client = from("9").and_then(ClientBuilder::build).expect("a number");
    let line = send(&server, &client, None).await.expect("200");
    assert_eq!(line, "POST /rooms/9/things/ HTTP/1.1");

    let error = from("s3cret").expect_err("no number");
    let text = error.to_string();
    assert!(
        text.contains("`room`") && text.contains("`ROOMS_ROOM`"),
        "{text}"
    );
    assert!(!format!("{error:?}{text}").contains("s3cret"), "{error:?}");
    // An empty one is as good as unset.
    let client = from("")
        .and_then(ClientBuilder::build)
        .expect("it is unset");
    assert!(send(&server, &client, None).await.is_err());
}

/// A header of the caller, and whether it arrives, or the reason why not.
#[tokio::test]
async fn headers_of_the_caller_are_sent_or_refused_by_name() {
    let server = Server::start(fine()).await;
    let client = builder(&server.url("")).header("X-Tenant", "t-1").build();
    let client = client.expect("a header is checked when it is sent");
    let call = async |options: CallOptions| {
        let before = server.requests().len();
        let mut request = client.inner.with_options(options).request(&CREATE);
        request.path("room", Ok("r1"));
        request.header("X-Trace", Ok("argument"));
        request.json(Ok(serde_json::json!({"name": "n"})));
        let outcome = request.send_json::<Thing, Value>().await;
        match outcome {
            Ok(_) => Ok(server.requests()[before].clone()),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Invalid);
                assert_eq!(server.requests().len(), before, "{error}");
                Err(format!("{error} {error:?}"))
            }
        }
    };
    let sent = call(CallOptions::new().header("traceparent", "00-1-2-01")).await;
    let sent = sent.expect("it is sent");
    assert!(sent.contains("\r\ntraceparent: 00-1-2-01\r\n"), "{sent}");
    assert!(sent.contains("\r\nx-tenant: t-1\r\n"), "{sent}");
    let sent = call(CallOptions::new().header("x-tenant", "t-2")).await;
    let sent = sent.expect("it is sent");
    assert!(sent.contains("\r\nx-tenant: t-2\r\n") && !sent.contains("t-1"));

    for (name, value, why) in [
        ("X-API-Key", "s3cret", "is that of a credential"),
        ("Authorization", "s3cret", "is that of a credential"),
        ("Cookie", "a=s3cret", "is that of a credential"),
        ("Host", "s3cret.example", "belongs to the connection"),
        ("Content-Length", "1", "belongs to the connection"),
        ("Transfer-Encoding", "s3cret", "belongs to the connection"),
        ("Content-Type", "s3cret/x", "is that of the body"),
        ("x-trace", "s3cret", "is an argument of the call too"),
        ("x-split", "s3cret\r\nx-other: 1", "must be a valid header"),
        ("x split", "s3cret", "must be a valid header"),
        ("x-umlaut", "s3crét", "must be a valid header"),
    ] {
        let options = CallOptions::new().header(name, value);
        assert!(!format!("{options:?}").contains(value), "{options:?}");
        let error = call(options).await.expect_err(name);
        assert!(error.contains(why) && error.contains(name), "{error}");
        assert!(!error.contains("s3cr"), "{error}");
    }
}

#[tokio::test]
async fn the_callers_idempotency_key_is_sent_where_the_operation_has_one() {
    let with_key = leak(Operation {
        retry: RetryRules::new().idempotency_key("Idempotency-Key"),
        ..CREATE.clone()
    });
    let server = Server::start(fine()).await;
    let options = CallOptions::new().idempotency_key("order-7");
    assert!(!format!("{options:?}").contains("order-7"), "{options:?}");
    let client = client(&server.url("")).inner.with_options(options);
    let call = |operation| {
        let mut request = client.request(operation);
        request.path("room", Ok("r1"));
        request.json(Ok(serde_json::json!({"name": "n"})));
        request.send_json::<Thing, Value>()
    };
    call(with_key).await.expect("200");
    assert!(
        server
            .request()
            .contains("\r\nidempotency-key: order-7\r\n")
    );
    let error = call(&CREATE).await.expect_err("it has none");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(
        error.to_string().contains("the operation has none"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}
