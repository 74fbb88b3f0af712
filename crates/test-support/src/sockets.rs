//! Sockets on loopback, for tests that control a connection themselves.

use std::net::SocketAddr;

use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::request::Request;

/// A port on loopback that takes connections.
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    fn new(socket: TcpListener) -> Self {
        let address = socket.local_addr().expect("it is bound");
        Self { socket, address }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A URL on this port; `path` is empty or starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next connection.
    pub async fn accept(&self) -> TcpStream {
        let (stream, _) = self.socket.accept().await.expect("a connection comes");
        stream
    }

    /// Serves every connection in a task of its own. What a task returns is ignored: clients may hang up at any point.
    pub fn accept_each<F>(self, serve: impl Fn(TcpStream) -> F + Send + 'static)
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        tokio::spawn(async move {
            while let Ok((stream, _)) = self.socket.accept().await {
                tokio::spawn(serve(stream));
            }
        });
    }
}

/// Listens on a free port.
pub async fn listen() -> Listener {
    let socket = TcpListener::bind("127.0.0.1:0").await;
    Listener::new(socket.expect("loopback has free ports"))
}

/// Listens on a free port of `host`, an address of this machine, and can send little more than what the client reads: a
/// large buffer would take in the rest.
pub fn listen_unbuffered(host: &str) -> Listener {
    let socket = TcpSocket::new_v4().expect("sockets are to be had");
    let _ = socket.set_send_buffer_size(16 * 1024);
    let address = format!("{host}:0").parse().expect("an address");
    socket.bind(address).expect("loopback has free ports");
    Listener::new(socket.listen(64).expect("it is bound"))
}

/// Serves every connection to a free port in a task of its own, and returns the address.
pub async fn accept_each<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let listener = listen().await;
    let address = listener.address();
    listener.accept_each(serve);
    address
}

/// Returns the base URL of a port without a listener. It stays taken, so that no other test listens on it: the socket is
/// kept until the process ends.
pub async fn nobody() -> String {
    let socket = TcpSocket::new_v4().expect("sockets are to be had");
    let any = "127.0.0.1:0".parse().expect("an address");
    socket.bind(any).expect("loopback has free ports");
    let address = socket.local_addr().expect("it is bound");
    std::mem::forget(socket);
    format!("http://{address}")
}

/// The next request of the connection, or nothing if it ends before.
pub async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = Request::whole(&bytes) {
            return Some(request);
        }
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// What the client still sends until it hangs up.
pub async fn read_rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    // A reset is an end too.
    let _ = stream.read_to_end(&mut rest).await;
    rest
}
