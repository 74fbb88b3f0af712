//! Connections that the server can close at any time.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Accepts connections that can be closed.
pub(crate) struct Connections {
    listener: TcpListener,
    /// Dropped after the listener, as the last field.
    _closing: Closing,
}

/// Tells that nobody listens any more.
struct Closing(Arc<Notify>);

impl Connections {
    /// `closed` is told when the port is closed.
    pub(crate) fn new(listener: TcpListener, closed: Arc<Notify>) -> Self {
        Self {
            listener,
            _closing: Closing(closed),
        }
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// A connection that can be closed.
pub(crate) struct Connection {
    stream: TcpStream,
    end: End,
}

/// Closes a connection, from where its requests are handled.
#[derive(Clone, Default)]
pub(crate) struct End(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_over: bool,
    /// Of the task that waits for the next request.
    reader: Option<Waker>,
}

impl End {
    /// Closes the connection: nothing more is read or written.
    pub(crate) fn close(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_over = true;
        if let Some(reader) = state.reader.take() {
            reader.wake();
        }
    }

    /// Returns whether it is closed, and remembers who waits.
    fn is_over(&self, cx: &mut Context<'_>) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.reader = Some(cx.waker().clone());
        state.is_over
    }
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let end = End::default();
        (Connection { stream, end }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Connections>> for End {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.io().end.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.end.is_over(cx) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
