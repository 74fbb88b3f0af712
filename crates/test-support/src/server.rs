//! A raw HTTP/1.1 server on loopback: it records bytes and responds with bytes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::request::Request;
use crate::sockets::{accept_each, read_request};

/// A server that responds to each request as scripted.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

/// What the server does once it has read a request.
#[derive(Clone)]
pub enum Answer {
    /// Writes these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Writes these bytes and reads the next request of the connection.
    KeepOpen(Vec<u8>),
    /// Writes these bytes, possibly none, and then stalls.
    Stall(Vec<u8>),
    /// Closes the connection.
    Close,
}

#[derive(Default)]
struct State {
    script: VecDeque<Answer>,
    requests: Vec<Request>,
    connections: usize,
    /// Whether a request is left without the head of a response.
    silent: watch::Sender<bool>,
}

impl Server {
    /// Starts a server with this script: an answer per request, the last one for all further requests.
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        let state = Arc::new(Mutex::new(State {
            script: script.into_iter().collect(),
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        let address = accept_each(move |stream| {
            shared.lock().expect("no holder panics").connections += 1;
            serve(stream, Arc::clone(&shared))
        });
        let address = address.await;
        Self { address, state }
    }

    /// Starts a server that gives every request the same answer.
    pub async fn answering(answer: Answer) -> Self {
        Self::start([answer]).await
    }

    /// Replaces the rest of the script.
    pub fn answer(&self, answer: Answer) {
        self.state().script = [answer].into();
    }

    /// Forgets all requests and begins a new script.
    pub fn restart(&self, script: impl IntoIterator<Item = Answer>) {
        let mut state = self.state();
        state.script = script.into_iter().collect();
        state.requests.clear();
    }

    /// Returns `host:port`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Returns a URL on this server; `path` is empty or starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Returns the only request so far.
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }

    /// Returns how many connections were made so far.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// Waits until the server stalls before the end of a response's head: from then on, only a limit ends the call.
    pub async fn silent(&self) {
        let mut silent = self.state().silent.subscribe();
        let silent = silent.wait_for(|silent| *silent).await;
        silent.expect("the state has the sender");
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no holder panics")
    }
}

impl Answer {
    /// Returns a response with a JSON content type, whatever the body is.
    pub fn json(status: u16, body: impl ToString) -> Self {
        Self::response(status, &[("content-type", "application/json")], body)
    }

    /// Returns a response with these headers, its length and `connection: close`.
    pub fn response(status: u16, headers: &[(&str, &str)], body: impl ToString) -> Self {
        Self::Bytes(bytes(
            status,
            &[headers, &[("connection", "close")]].concat(),
            &body.to_string(),
        ))
    }

    /// Returns a response with JSON on a connection that stays open.
    pub fn kept_open(status: u16, body: impl ToString) -> Self {
        Self::KeepOpen(bytes(
            status,
            &[("content-type", "application/json")],
            &body.to_string(),
        ))
    }
}

fn bytes(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    format!("HTTP/1.1 {status} Scripted\r\n{headers}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    while let Some(request) = read_request(&mut stream).await {
        let answer = {
            let mut state = state.lock().expect("no holder panics");
            state.requests.push(request);
            match state.script.len() {
                0 | 1 => state.script.front().cloned(),
                _ => state.script.pop_front(),
            }
        };
        // The client may close the connection at any time.
        match answer.unwrap_or(Answer::Close) {
            Answer::Bytes(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Answer::KeepOpen(bytes) => {
                let _ = stream.write_all(&bytes).await;
            }
            Answer::Stall(bytes) => {
                let _ = stream.write_all(&bytes).await;
                if !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
                    let state = state.lock().expect("no holder panics");
                    state.silent.send_replace(true);
                }
                // Until the client hangs up.
                let _ = stream.read_u8().await;
                return;
            }
            Answer::Close => return,
        }
    }
}
