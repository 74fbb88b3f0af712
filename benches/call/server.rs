//! A server that responds from memory, and allocates nothing per request.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use converse::serde_json::{Value, json};
use converse_benches::documented::{conversation, page_of_conversations};
use converse_benches::server_process;

/// Complete responses, by the beginning of the request.
struct Responses {
    one: Vec<u8>,
    busy: Vec<u8>,
    page: Vec<u8>,
    sent: Vec<u8>,
    missing: Vec<u8>,
}

/// The ids of a conversation that is there, of one that is not, and of one that each second request gets only.
pub const HERE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
pub const MISSING: &str = "0b5b7d4e-77b0-4a08-9d43-6a1a05a4ac33";
pub const BUSY: &str = "7d0c2a7e-1a9f-4f52-9d83-2f6f4bd0f6a1";

/// Serves until the input of this process ends.
pub fn serve() {
    let responses = Arc::new(Responses::new());
    server_process::serve(move |stream| respond(stream, &responses));
}

impl Responses {
    fn new() -> Self {
        let busy = json!({ "message": "busy" });
        Self {
            busy: response("503 Service Unavailable", &busy),
            one: response("200 OK", &conversation()),
            page: response("200 OK", &page_of_conversations()),
            sent: response(
                "200 OK",
                &json!({ "messageId": "m-1", "messagingProduct": "bridge" }),
            ),
            missing: response("404 Not Found", &json!({ "message": "not found" })),
        }
    }
}

fn response(status: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

fn respond(mut stream: TcpStream, responses: &Responses) {
    let mut is_busy = false;
    let mut buffer = [0; 16 * 1024];
    let mut length = 0;
    loop {
        while let Some((request, rest)) = split(&buffer[..length]) {
            let response = match request {
                _ if request.starts_with(b"POST") => &responses.sent,
                _ if contains(request, MISSING.as_bytes()) => &responses.missing,
                _ if contains(request, BUSY.as_bytes()) => {
                    is_busy = !is_busy;
                    if is_busy {
                        &responses.busy
                    } else {
                        &responses.one
                    }
                }
                _ if contains(request, b"/conversations/") => &responses.one,
                _ => &responses.page,
            };
            if stream.write_all(response).is_err() {
                return;
            }
            let rest = rest.len();
            buffer.copy_within(length - rest..length, 0);
            length = rest;
        }
        match stream.read(&mut buffer[length..]) {
            Ok(0) | Err(_) => return,
            Ok(read) => length += read,
        }
    }
}

/// Splits a complete request from what follows it.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let head = &bytes[..end];
    let name = b"content-length: ";
    let body = head
        .windows(name.len())
        .position(|it| it.eq_ignore_ascii_case(name));
    let body = body.map_or(0, |at| {
        let digits = head[at + name.len()..]
            .iter()
            .take_while(|it| it.is_ascii_digit());
        digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'))
    });
    (bytes.len() >= end + body).then(|| bytes.split_at(end + body))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}
