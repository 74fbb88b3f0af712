//! Tests bytes before a status, or instead of one.

use std::time::Duration;

use super::KEY;
use super::act::{Act, End, Step, head, response};
use super::canary::TEXT;
use super::setup::HEADERS;
use super::subject::Subject;
use super::suite::{Case, Suite};

/// Checks what comes before a status, or instead of one.
pub fn a_call_without_a_status_ends_as_the_docs_say(suite: &'static Suite) {
    suite.play("no status", 70, cases);
}

fn cases(_: &Subject) -> Vec<Case> {
    let broken = |name: &str, bytes: &[u8]| Case::new(name, [Act::writes(bytes, End::Broken)]);
    let late =
        |name: &str, steps: Vec<Step>| Case::new(name, [Act::new(steps, End::Late)]).hurried();
    let echo = format!("{KEY} {TEXT}");
    let many: String = (0..=HEADERS)
        .map(|it| format!("x-{it}: {it}\r\n"))
        .collect();
    let huge = format!("x-long: {}\r\n", "x".repeat(600 * 1024));
    let more = b"HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n".repeat(50);
    let half = b"HTTP/1.1 200 OK\r\ncontent-type: appli".to_vec();
    let endless = Step::Endless(format!("x: {echo}\r\n").repeat(100).into_bytes());
    vec![
        Case::new("accepts and closes", [Act::new([], End::Broken)]),
        late("accepts and stalls", vec![Step::Stall]),
        broken("closes after the request", b""),
        late("stalls after the request", vec![Step::Read, Step::Stall]),
        broken("closes within the status line", b"HTTP/1.1 20"),
        broken("closes within a header", &half),
        late(
            "stalls within a header",
            vec![Step::Read, Step::Write(half.clone()), Step::Stall],
        ),
        late(
            "a byte of the head at a time",
            vec![
                Step::Read,
                Step::Trickle(response(200, "", b"{}"), Duration::from_millis(20)),
                Step::Stall,
            ],
        ),
        broken("too many headers", &head(200, &many)),
        broken("headers that are too long", &head(200, &huge)),
        Case::new(
            "headers without end",
            [Act::new(
                [
                    Step::Read,
                    Step::Write(b"HTTP/1.1 200 OK\r\n".to_vec()),
                    endless,
                ],
                End::Broken,
            )],
        ),
        broken("not HTTP", format!("220 {echo}\r\n").as_bytes()),
        broken("TLS", b"\x15\x03\x03\x00\x02\x02\x28"),
        broken("zeros", &[0; 64]),
        broken("a status of two digits", b"HTTP/1.1 20 OK\r\n\r\n"),
        broken(
            "a status of letters",
            format!("HTTP/1.1 {echo}\r\n\r\n").as_bytes(),
        ),
        broken(
            "another version",
            b"HTTP/3.0 200 OK\r\ncontent-length: 0\r\n\r\n",
        ),
        broken(
            "a header without a colon",
            format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n").as_bytes(),
        ),
        broken(
            "two lengths",
            &head(200, "content-length: 2\r\ncontent-length: 3\r\n"),
        ),
        broken("a length below zero", &head(200, "content-length: -1\r\n")),
        broken(
            "a length that is not a number",
            &head(200, &format!("content-length: {KEY}\r\n")),
        ),
        broken("1xx, then closed", &more),
        late(
            "1xx, then stalled",
            vec![Step::Read, Step::Write(more.clone()), Step::Stall],
        ),
        late("1xx without end", vec![Step::Read, Step::Endless(more)]),
    ]
}
