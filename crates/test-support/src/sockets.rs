//! Sockets on loopback, for tests that control a connection themselves.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};

/// Returns a listener on a free port, and its address.
pub async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("loopback has free ports");
    let address = listener.local_addr().expect("it is bound");
    (listener, address)
}

/// Serves every connection in its own task, and returns the address.
pub async fn accept_each<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

/// Returns the base URL of a port without a listener: it was free a moment ago.
pub async fn nobody() -> String {
    let (_, address) = listen().await;
    format!("http://{address}")
}
