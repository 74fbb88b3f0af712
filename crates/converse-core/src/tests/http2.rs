//! Servers that flood an HTTP/2 connection, and bodies whose length differs from the stated one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::task::JoinHandle;

use super::blobs::Chunks;
use super::bodies::operation;
use super::*;
use loopback::listen;

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a frame is short");
    let mut frame = length.to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags, 0, 0, 0, stream]);
    frame.extend(payload);
    frame
}

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// Reads what the client sends up to the head of its request.
async fn read_head(stream: &mut TcpStream) {
    stream.read_exact(&mut [0; 24]).await.expect("the preface");
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.expect("a frame");
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        stream.read_exact(&mut payload).await.expect("its payload");
        if head[3] == HEADERS {
            return;
        }
    }
}

/// The longest flood.
const ENOUGH: usize = 256 * 1024 * 1024;

/// No test lasts that long, however slow the machine is.
const LONG: Duration = Duration::from_secs(60);

/// A call whose request the server has read.
struct Flooded {
    call: JoinHandle<Result<ResponseValue<()>, CallError<Value>>>,
    /// What the client sends after its request. Nobody reads it.
    unread: OwnedReadHalf,
    written: Arc<AtomicUsize>,
}

impl Flooded {
    /// Makes a call to a server that responds with `begin`, and then with `flood` repeatedly.
    async fn start(begin: Vec<u8>, flood: Vec<u8>) -> Self {
        let listener = listen().await;
        let client = builder(&listener.url(""))
            .timeout(LONG)
            .attempt_timeout(LONG)
            .retry(RetryPolicy::none())
            .configure_http(|http| http.http2_prior_knowledge());
        let client = client.build().expect("a loopback URL");
        let call = tokio::spawn(get(&client, &GET).send_empty::<Value>());
        let mut stream = listener.accept().await;
        let settings = frame(SETTINGS, 0, 0, &[]);
        stream.write_all(&settings).await.expect("it is read");
        read_head(&mut stream).await;
        let written = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&written);
        let (unread, mut stream) = stream.into_split();
        tokio::spawn(async move {
            stream.write_all(&begin).await.expect("it is read");
            if flood.is_empty() {
                // Keeps the connection.
                return std::future::pending().await;
            }
            let flood = flood.repeat(64 * 1024 / flood.len());
            while stream.write_all(&flood).await.is_ok() {
                if counter.fetch_add(flood.len(), Ordering::SeqCst) > ENOUGH {
                    return;
                }
            }
        });
        Self {
            call,
            unread,
            written,
        }
    }

    /// Waits until the client acknowledges frames of the flood.
    async fn acknowledged(&mut self) {
        // More than it sends before that.
        let mut frames = [0; 256];
        while self.unread.peek(&mut frames).await.expect("it sends") < frames.len() {
            tokio::task::yield_now().await;
        }
    }

    /// Returns the result of the call, and how much of the flood could be written.
    async fn end(self) -> (CallError<Value>, usize) {
        let outcome = self.call.await.expect("no call panics");
        let error = outcome.expect_err("it is no response");
        (error, self.written.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn headers_without_end_close_an_http2_connection() {
    // Header after header, each of one letter.
    let headers = [0, 1, b'a', 1, b'b'].repeat(1000);
    let begin = frame(HEADERS, 0, 1, &[0x88]);
    for payload in [&headers[..], &headers[..5], &[]] {
        let flood = frame(CONTINUATION, 0, 1, payload);
        let (error, written) = Flooded::start(begin.clone(), flood).await.end().await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Transport, Delivery::Unknown),
            "{error}"
        );
        // Bytes in the buffers of the system.
        assert!(written < ENOUGH / 8, "{written}");
    }
}

#[tokio::test]
async fn frames_that_ask_for_an_acknowledgement_end_with_the_attempt() {
    for flood in [
        frame(SETTINGS, 0, 0, &[]),
        frame(SETTINGS, 0, 0, &[0, 4, 0, 1, 0, 0]),
        frame(PING, 0, 0, &[0; 8]),
    ] {
        let mut flooded = Flooded::start(Vec::new(), flood).await;
        flooded.acknowledged().await;
        // In the middle of the flood, all time passes at once.
        tokio::time::pause();
        tokio::time::advance(LONG).await;
        tokio::time::resume();
        let (error, written) = flooded.end().await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Timeout, Delivery::Unknown),
            "{error}"
        );
        // Each is acknowledged before the next one is read: nothing accumulates.
        assert!(written < ENOUGH / 8, "{written}");
    }
}

#[tokio::test]
async fn what_a_server_says_when_it_goes_is_not_shown() {
    let traces = traces::Traces::start();
    let canary = Canary::new(KEY);
    // The last stream, a reason, and a string of the server.
    let goodbye = [&[0, 0, 0, 0, 0, 0, 0, 11][..], KEY.as_bytes()].concat();
    let goodbye = frame(GOAWAY, 0, 0, &goodbye);
    let (error, _) = Flooded::start(goodbye, Vec::new()).await.end().await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Unknown)
    );
    assert_eq!(canary.find_in(&printed(&error)), None);
    let detail = error.transport_detail().expect("there are causes");
    assert!(canary.find_in(detail).is_some(), "{detail}");
    let (ours, theirs): (Vec<_>, Vec<_>) = traces
        .text()
        .lines()
        .map(str::to_owned)
        .partition(|line| line.contains(" converse_core::"));
    assert!(!ours.is_empty());
    assert_eq!(canary.find_in(&ours.concat()), None);
    // As SECURITY.md says: the traces of h2 can be turned off.
    let (h2, others): (Vec<_>, Vec<_>) =
        theirs.into_iter().partition(|line| line.contains(" h2::"));
    assert!(canary.find_in(&h2.concat()).is_some());
    assert_eq!(canary.find_in(&others.concat()), None);
}

#[tokio::test]
async fn over_http2_a_stream_of_another_length_never_ends() {
    let chunks = |texts: &[&'static str]| Blob::stream(Chunks::of(texts));
    for (blob, words) in [
        (chunks(&["ab", "c"]).length(2), "longer than its stated"),
        (chunks(&["ab", "c"]).length(4), "shorter than its stated"),
        (chunks(&["abc"]).length(0), "longer than its stated"),
    ] {
        let listener = listen().await;
        let url = listener.url("");
        let server = tokio::spawn(async move {
            let stream = listener.accept().await;
            let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
            let request = connection.accept().await.expect("a request");
            let (request, _respond) = request.expect("a request");
            let mut body = request.into_body();
            let reading = tokio::spawn(async move {
                while let Some(data) = body.data().await {
                    if data.is_err() {
                        return false;
                    }
                }
                true
            });
            let _ = connection.accept().await;
            reading.await.expect("it does not panic")
        });
        let client = builder(&url).configure_http(|http| http.http2_prior_knowledge());
        let client = client.build().expect("a loopback URL");
        let mut request = client.inner.request(operation("a/b", true));
        request.bytes(Ok(blob));
        let error = request.send_empty::<Value>().await;
        let error = error.expect_err("the body is not whole");
        assert_eq!(
            (error.kind(), error.delivery(), error.attempts()),
            (ErrorKind::Transport, Delivery::Unknown, 1)
        );
        assert!(error.to_string().contains(words), "{error}");
        drop(client);
        assert!(
            !server.await.expect("the server ends"),
            "it came as a whole"
        );
    }
}
