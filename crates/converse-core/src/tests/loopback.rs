//! A server that answers each connection as scripted and keeps what it read.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(super) struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What the server does after it has read a request.
#[derive(Clone)]
pub(super) enum Answer {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Closes.
    Close,
    /// Writes these bytes and never anything more.
    Stall(Vec<u8>),
}

impl Server {
    pub(super) async fn start(bytes: Vec<u8>) -> Self {
        Self::start_with(Answer::Bytes(bytes)).await
    }

    /// Every connection gets the same answer.
    pub(super) async fn start_with(answer: Answer) -> Self {
        Self::script(vec![answer]).await
    }

    /// Each connection gets the next answer, and the last one for ever.
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
                let next = answers.next().expect("a script has an answer");
                let answer = &next;
                if answers.peek().is_none() {
                    answers = vec![next.clone()].into_iter().peekable();
                }
                let request = read_request(&mut stream).await;
                seen.lock().expect("no holder panics").push(request);
                // The client may hang up at any point: that is its right.
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

    /// Every request so far, as it came.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no holder panics").clone()
    }

    /// The only request so far.
    pub(super) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.into_iter().next().expect("there is one")
    }
}

/// A URL that refuses connections: its port was free a moment ago.
pub(super) async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    format!("http://{}", listener.local_addr().expect("it is bound"))
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().expect("a number"));
            if body.len() >= length {
                return text.into_owned();
            }
        }
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&bytes).into_owned(),
            Ok(_) => {}
        }
    }
}
