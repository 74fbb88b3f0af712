//! A server of its own process that makes its responses as it sends them, and keeps none.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::{env, thread};

use converse::bridge::EXAMPLES;
use converse::operation::Side;
use serde_json::{Value, json};

/// The argument by which this program is the server.
pub const SERVE: &str = "--serve";

/// Bytes that are sent and read at once.
pub const CHUNK: usize = 64 * 1024;

/// The server. It ends with this process.
pub struct Server {
    /// The base URL of the provider.
    pub url: String,
    child: Child,
}

impl Server {
    pub fn start() -> Self {
        let this = env::current_exe().expect("this program has a path");
        let child = Command::new(this)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.expect("it starts");
        let output = child.stdout.take().expect("it is piped");
        let mut url = String::new();
        let read = BufReader::new(output).read_line(&mut url);
        read.expect("the server prints its address");
        Self {
            url: url.trim_end().to_owned(),
            child,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Serves until the input of this process ends.
pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    println!("http://{address}");
    thread::spawn(move || {
        let one = conversation();
        let conversations = Value::from(vec![one.clone(); 100]).to_string();
        let one = one.to_string();
        let bodies: &'static (String, String) = Box::leak(Box::new((one, conversations)));
        for stream in listener.incoming().flatten() {
            thread::spawn(move || respond(stream, &bodies.0, &bodies.1));
        }
    });
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// Returns the documented conversation.
fn conversation() -> Value {
    let mut examples = EXAMPLES.iter();
    let example = examples
        .find(|it| it.operation == "createConversation" && matches!(it.side, Side::Response(200)));
    let example = example.expect("it is documented");
    serde_json::from_str(example.json).expect("an example is JSON")
}

/// Responds to requests until the connection closes.
fn respond(stream: TcpStream, one: &str, conversations: &str) {
    let _ = stream.set_nodelay(true);
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
