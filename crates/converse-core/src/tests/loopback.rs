//! A server that responds to each connection as scripted and records the requests.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(super) struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// The reaction of the server to a request.
#[derive(Clone)]
pub(super) enum Answer {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Closes.
    Close,
    /// Writes these bytes and then nothing.
    Stall(Vec<u8>),
}

impl Server {
    pub(super) async fn start(bytes: Vec<u8>) -> Self {
        Self::start_with(Answer::Bytes(bytes)).await
    }

    /// Starts a server with the same response for every connection.
    pub(super) async fn start_with(answer: Answer) -> Self {
        Self::script(vec![answer]).await
    }

    /// Starts a server with the next response for each connection, and the last one from then on.
    pub(super) async fn script(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has free ports");
        let port = listener.local_addr().expect("it is bound").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut stalled = Vec::new();
            let mut answers = answers.into_iter().peekable();
            while let Ok((mut stream, _)) = listener.accept().await {
                let next = answers.next().expect("a script has a response");
                let answer = &next;
                if answers.peek().is_none() {
                    answers = vec![next.clone()].into_iter().peekable();
                }
                let request = read_request(&mut stream).await;
                seen.lock().expect("no holder panics").push(request);
                // The client may close the connection at any point.
                match answer {
                    Answer::Bytes(bytes) => {
                        let _ = stream.write_all(bytes).await;
                        let _ = stream.shutdown().await;
                    }
                    Answer::Close => {}
                    Answer::Stall(bytes) => {
                        let _ = stream.write_all(bytes).await;
                        stalled.push(stream);
                    }
                }
            }
        });
        Self { port, requests }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns every request so far, as received.
    pub(super) fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().expect("no holder panics");
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        requests.iter().map(text).collect()
    }

    /// Returns the body of the latest request, as received.
    pub(super) fn body(&self) -> Vec<u8> {
        let requests = self.requests.lock().expect("no holder panics");
        let request = requests.last().expect("there is one");
        request[head_length(request).expect("it has a head")..].to_vec()
    }

    /// Returns the only request so far.
    pub(super) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.into_iter().next().expect("there is one")
    }
}

/// Returns a URL that refuses connections: its port was free a moment ago.
pub(super) async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    format!("http://{}", listener.local_addr().expect("it is bound"))
}

async fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !is_whole(&bytes) {
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
    bytes
}

fn is_whole(request: &[u8]) -> bool {
    let Some(length) = head_length(request) else {
        return false;
    };
    let (head, body) = request.split_at(length);
    let head = String::from_utf8_lossy(head);
    let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    if value("transfer-encoding: ") == Some("chunked") {
        return body.ends_with(b"0\r\n\r\n");
    }
    let length = value("content-length: ").map_or(0, |length| length.parse().expect("a number"));
    body.len() >= length
}

/// Returns the head, with the empty line after it.
fn head_length(request: &[u8]) -> Option<usize> {
    let end = b"\r\n\r\n";
    let at = request.windows(end.len()).position(|bytes| bytes == end)?;
    Some(at + end.len())
}
