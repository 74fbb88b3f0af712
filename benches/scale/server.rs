//! A server of its own process that makes its responses as it sends them, and keeps none.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use converse_benches::documented::{conversation, page_of_conversations};
use converse_benches::server_process;
use serde_json::json;

/// Bytes that are sent and read at once.
pub const CHUNK: usize = 64 * 1024;

/// Serves until the input of this process ends.
pub fn serve() {
    let one = conversation().to_string();
    let conversations = page_of_conversations()["conversations"].to_string();
    let bodies: &'static (String, String) = Box::leak(Box::new((one, conversations)));
    server_process::serve(|stream| respond(stream, &bodies.0, &bodies.1));
}

/// Responds to requests until the connection closes.
fn respond(stream: TcpStream, one: &str, conversations: &str) {
    let mut reader = BufReader::with_capacity(CHUNK, stream);
    while exchange(&mut reader, one, conversations).is_some() {}
}

/// Reads a request and responds. `None` once the connection is closed.
fn exchange(reader: &mut BufReader<TcpStream>, one: &str, conversations: &str) -> Option<()> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let target = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|it| *it > 0)?;
        let header = header.trim_end().to_ascii_lowercase();
        match header.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let body = std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink()).ok()?;
    let stream = reader.get_mut();
    match target.split_once('?').unwrap_or((&target, "")) {
        ("/download", bytes) => send_bytes(stream, bytes.strip_prefix("bytes=")?.parse().ok()?),
        ("/upload", _) => send(stream, &json!({ "bytes": body }).to_string()),
        (path, query) if path.ends_with("/conversations") => {
            let parameter = |name| query.split('&').find_map(|it| it.strip_prefix(name));
            let number: usize = parameter("cursor=").map_or(Ok(1), str::parse).ok()?;
            let cursor = json!((number + 1).to_string());
            send(
                stream,
                &format!(r#"{{"conversations":{conversations},"cursor":{cursor}}}"#),
            )
        }
        _ => send(stream, one),
    }
}

fn send(stream: &mut TcpStream, body: &str) -> Option<()> {
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(response.as_bytes()).ok()
}

fn send_bytes(stream: &mut TcpStream, length: usize) -> Option<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    let chunk = [b'x'; CHUNK];
    let mut left = length;
    while left > 0 {
        let part = left.min(CHUNK);
        stream.write_all(&chunk[..part]).ok()?;
        left -= part;
    }
    Some(())
}
