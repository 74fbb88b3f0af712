//! The table in the docs, row by row: each row is played, and none is left out.

use std::time::Duration;

use futures_util::StreamExt;

use super::*;
use loopback::{Answer, nobody};

/// Returns the rows of the tables in `delivery.md`: first column, kind, delivery.
fn rows() -> Vec<[String; 3]> {
    let cells = |line: &str| -> Option<[String; 3]> {
        let cells: Vec<_> = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .split(" | ")
            .map(|cell| cell.trim_matches('`').to_owned())
            .collect();
        cells.try_into().ok()
    };
    include_str!("../error/delivery.md")
        .lines()
        .filter_map(cells)
        .filter(|[first, kind, _]| !first.starts_with("---") && !kind.starts_with('['))
        .collect()
}

/// Produces the failure of a row before the status, or of a 2xx.
async fn play(row: &str) -> CallError<CreateError> {
    let hurried = |server: &Server| {
        builder(&server.url(""))
            .read_timeout(Duration::from_millis(100))
            .build()
            .expect("a loopback URL")
    };
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"
        .as_bytes()
        .to_vec();
    let answer = match row {
        "an argument was refused" => {
            let mut request = create(&client(&nobody().await));
            request.query("limit", Ok(0));
            return failure(request).await;
        }
        "the client has no credential" => {
            let client = ClientBuilder::<Acme>::new().base_url(nobody().await);
            return failure(create(&client.build().expect("a loopback URL"))).await;
        }
        "the credential could not be fetched" => {
            let fails = || async { Err(CredentialError::new("no")) };
            let builder = builder(&nobody().await).credential(Credential::refreshing(fails));
            return failure(create(&builder.build().expect("a loopback URL"))).await;
        }
        "the time ran out while a credential was fetched" => {
            let hangs = || std::future::pending();
            let builder = builder(&nobody().await)
                .timeout(Duration::from_millis(50))
                .credential(Credential::refreshing(hangs));
            return failure(create(&builder.build().expect("a loopback URL"))).await;
        }
        "no connection could be made, in time or at all" => {
            let slow = builder("http://localhost:1")
                .connect_timeout(Duration::from_millis(50))
                .configure_http(|http| http.dns_resolver(NoAnswer));
            let slow = create(&slow.build().expect("a loopback URL"));
            let in_time = failure(slow).await;
            let at_all = failure(create(&client(&nobody().await))).await;
            assert_eq!(in_time.kind(), at_all.kind());
            assert_eq!(in_time.delivery(), at_all.delivery());
            return at_all;
        }
        "the connection closed before a byte of the request was written" => {
            return connections::closed_before_the_request().await;
        }
        "a layer failed before the request was sent, or passed on what must not be sent" => {
            return layers::outcomes::full().await;
        }
        "the time ran out in a layer, before the request was sent" => {
            return layers::outcomes::never_ready().await;
        }
        "a layer failed and did not wait for the response" => {
            return layers::outcomes::impatient().await;
        }
        "the time ran out before the status came" => Answer::Stall(b"HTTP/1.1 2".to_vec()),
        "the connection broke before the status came, or the server did not speak HTTP" => {
            Answer::Close
        }
        "2xx, and the time ran out" => Answer::Stall(short),
        "2xx, and the connection broke" => Answer::Bytes(short),
        "2xx, and the body is over the limit" => Answer::Bytes(
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
                BODY_LIMIT + 1
            )
            .into_bytes(),
        ),
        "2xx, and the body does not decode" => Answer::Bytes(json_response("200 OK", "[")),
        "2xx, and its next page was already read" => {
            let body = r#"{"things":[],"next":"a"}"#;
            let server = Server::start(json_response("200 OK", body)).await;
            let mut pages = paging::by_cursor(&client(&server.url("")));
            return loop {
                let page = pages.next().await.expect("an error comes before the end");
                if let Err(error) = page {
                    break error;
                }
            };
        }
        "2xx, and the numbered page is the same as the one before" => {
            return paging::numbers::circle().await.2;
        }
        other => panic!("the test has nothing for the row `{other}`"),
    };
    let server = Server::start_with(answer).await;
    let error = failure(create(&hurried(&server)));
    let error = server.out_of_time(error).await;
    assert_eq!(server.requests().len(), 1);
    error
}

async fn failure(request: Request) -> CallError<CreateError> {
    let outcome = request.send_json::<Thing, _>().await;
    outcome.expect_err("each row is a failure")
}

/// Never finds a host.
pub(super) struct NoAnswer;

impl reqwest::dns::Resolve for NoAnswer {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(std::future::pending())
    }
}

/// Returns the statuses of a row of the second table, the most exact rows first.
fn speaks_of(row: &str, status: u16) -> Option<u8> {
    let class = |text: &str| {
        text.strip_suffix("xx")
            .and_then(|it| it.parse::<u16>().ok())
    };
    if let Some(rest) = row.strip_prefix("other") {
        return match class(rest.trim()) {
            Some(digit) => (status / 100 == digit).then_some(2),
            None => Some(3),
        };
    }
    match class(row) {
        Some(digit) => (status / 100 == digit).then_some(1),
        None => row
            .split(", ")
            .any(|text| text.parse() == Ok(status))
            .then_some(0),
    }
}

#[tokio::test]
async fn every_row_is_what_happens() {
    let (statuses, phases): (Vec<_>, Vec<_>) = rows()
        .into_iter()
        .partition(|[row, ..]| (100..=999).any(|it| speaks_of(row, it).is_some()));
    assert_eq!((phases.len(), statuses.len()), (17, 13), "rows were lost");
    for [row, kind, delivery] in &phases {
        let error = play(row).await;
        assert_eq!(format!("{:?}", error.kind()), *kind, "{row}: {error}");
        assert_eq!(
            format!("{:?}", error.delivery()),
            *delivery,
            "{row}: {error}"
        );
    }
    // Beyond the table: 2xx is `Accepted`, and its kind is the problem with the body.
    for code in (100..=999).filter(|code| !(200..=299).contains(code)) {
        let status = StatusCode::from_u16(code).expect("three digits");
        let [_, kind, delivery] = statuses
            .iter()
            .filter(|[row, ..]| speaks_of(row, code).is_some())
            .min_by_key(|[row, ..]| speaks_of(row, code))
            .expect("the last row speaks of every status");
        assert_eq!(
            format!("{:?}", ErrorKind::of_status(status)),
            *kind,
            "{code}"
        );
        let found = Delivery::of_status(&CREATE, status);
        assert_eq!(format!("{found:?}"), *delivery, "{code}");
    }
}

#[tokio::test]
async fn statuses_on_the_wire_agree_with_the_table() {
    let codes: Vec<u16> = (300..=599).chain([600, 999]).collect();
    let broken = |code| format!("HTTP/1.1 {code} x\r\ncontent-length: 9\r\n\r\n{{").into_bytes();
    let answers = codes.iter().flat_map(|code| {
        let whole = response(&format!("{code} x"), &[], "{}");
        [Answer::Bytes(whole), Answer::Bytes(broken(code))]
    });
    let server = Server::script(answers.collect()).await;
    let client = client(&server.url(""));
    for code in &codes {
        let status = StatusCode::from_u16(*code).expect("three digits");
        for _whole_and_broken in 0..2 {
            let error = failure(create(&client)).await;
            assert_eq!(error.status(), Some(status));
            assert_eq!(error.kind(), ErrorKind::of_status(status), "{code}");
            assert_eq!(
                error.delivery(),
                Delivery::of_status(&CREATE, status),
                "{code}"
            );
            assert_eq!(error.attempts(), 1, "{code}");
        }
    }
    assert_eq!(server.requests().len(), codes.len() * 2);
}
