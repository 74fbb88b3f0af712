//! Storage hosts without an HTTP server, and uploads too large for all buffers on the way there.

use converse_test_support::{Listener, listen};
use std::future::Future;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

pub const SHORT: Duration = Duration::from_millis(60);

/// More bytes than all buffers between client and storage hold. They take no memory.
pub const MUCH: u64 = 64 * 1024 * 1024;

pub fn much() -> Blob {
    Blob::reader(tokio::io::repeat(b'x').take(MUCH)).length(MUCH)
}

/// Bounds an upload that never ends. It does not measure the time limit.
pub async fn bounded<T>(upload: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), upload)
        .await
        .expect("the time limit holds")
}

/// A site of Bird whose storage takes connections and reads nothing.
pub async fn deaf() -> (Site, Listener) {
    let listener = listen().await;
    let site = Site::bare().await;
    let url = listener.url(&format!("/?{SIGNATURE}"));
    site.provider.answer(bird_names(&url, json!({})));
    (site, listener)
}

/// Reads the first bytes of a request that is not read on yet, and answers them.
pub async fn answer_early(listener: Listener, answer: &str) -> TcpStream {
    let mut stream = listener.accept().await;
    stream.read_u8().await.expect("a request comes");
    let answer = answer.as_bytes();
    stream.write_all(answer).await.expect("it is read");
    stream
}
