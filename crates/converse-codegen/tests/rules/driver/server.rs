//! A server on this machine that keeps the requests and sends the responses of the case.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A request as received.
pub struct Received {
    /// Method and target.
    pub request: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// The response to send.
#[derive(Clone, Default)]
pub struct Answer {
    head: String,
    body: Vec<u8>,
}

/// The server, which runs until the program ends.
pub struct Server {
    pub origin: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The responses to send, the last one to all further requests.
    answers: VecDeque<Answer>,
    received: Vec<Received>,
}

impl Server {
    /// Listens, and serves one connection after the other.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the listener has an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away reports its own error.
                let _ = serve(&stream, &shared);
            }
        });
        Self {
            origin: format!("http://{address}"),
            state,
        }
    }

    /// Sets the responses from now on, in this order; the last stays.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        let mut state = self.state.lock().expect("no thread panics with it");
        *state = State {
            answers: answers.into_iter().collect(),
            received: Vec::new(),
        };
    }

    /// Returns the requests since the last call.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(
            &mut self
                .state
                .lock()
                .expect("no thread panics with it")
                .received,
        )
    }
}

fn serve(stream: &TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let request = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut received = Received {
        request,
        headers,
        body: Vec::new(),
    };
    if let Some(length) = received
        .header("content-length")
        .and_then(|text| text.parse().ok())
    {
        received.body.resize(length, 0);
        reader.read_exact(&mut received.body)?;
    } else if received.header("transfer-encoding").is_some() {
        received.body = chunks(&mut reader)?;
    }
    let mut state = state.lock().expect("no thread panics with it");
    state.received.push(received);
    let answer = match state.answers.len() {
        0 | 1 => state.answers.front().cloned(),
        _ => state.answers.pop_front(),
    };
    let answer = answer.unwrap_or_default();
    drop(state);
    let mut stream = stream;
    stream.write_all(answer.head.as_bytes())?;
    stream.write_all(&answer.body)
}

fn chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        // Each chunk has a line break behind it.
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk)?;
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}

impl Received {
    /// Returns the values of a header, joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let all = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let values: Vec<&str> = all.map(|(_, value)| value.as_str()).collect();
        let text = values.join(" | ");
        let text = match text.split_once("; boundary=") {
            Some((before, _)) => format!("{before}; boundary=B"),
            None => text,
        };
        (!values.is_empty()).then_some(text)
    }

    /// Returns the body, with `B` for the boundary, plain line breaks, and other bytes escaped.
    pub fn text(&self) -> String {
        let text = match std::str::from_utf8(&self.body) {
            Ok(text) => text.replace("\r\n", "\n"),
            Err(_) => {
                let shown = |byte: &u8| match byte {
                    b'\r' => String::new(),
                    b'\n' | b' '..=b'~' => char::from(*byte).to_string(),
                    byte => format!("\\x{byte:02x}"),
                };
                self.body.iter().map(shown).collect()
            }
        };
        let kind = self.headers.iter().find(|(name, _)| name == "content-type");
        match kind.and_then(|(_, kind)| kind.split_once("boundary=")) {
            Some((_, boundary)) => text.replace(boundary, "B"),
            None => text,
        }
    }
}

impl Answer {
    /// Reads the response of a case; the default is a success without a body.
    pub fn read(answer: Option<&Value>) -> Result<Self, String> {
        let Some(answer) = answer else {
            return Self::new(204, "", Vec::new());
        };
        let mut headers = String::new();
        let (mut status, mut kind, mut body) = (200, "", Vec::new());
        for (key, value) in answer.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("status", value) => status = value.as_u64().unwrap_or_default(),
                ("headers", Value::Object(given)) => {
                    for (name, value) in given {
                        headers += &format!("{name}: {}\r\n", value.as_str().unwrap_or_default());
                    }
                }
                ("json", value) => (kind, body) = ("application/json", value.to_string().into()),
                ("text", Value::String(text)) => (kind, body) = ("text/plain", text.clone().into()),
                ("hex", Value::String(text)) => {
                    (kind, body) = ("application/octet-stream", hex(text))
                }
                (key, _) => return Err(format!("`{key}` is not a key of `answer`")),
            }
        }
        if !kind.is_empty() && !headers.contains("content-type") {
            headers += &format!("content-type: {kind}\r\n");
        }
        Self::new(status, &headers, body)
    }

    fn new(status: u64, headers: &str, body: Vec<u8>) -> Result<Self, String> {
        let length = match status {
            204 => String::new(),
            _ => format!("content-length: {}\r\n", body.len()),
        };
        let head = format!("HTTP/1.1 {status} Said\r\n{headers}{length}connection: close\r\n\r\n");
        Ok(Self { head, body })
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter_map(|b| (b as char).to_digit(16).map(|d| d as u8))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .collect()
}
