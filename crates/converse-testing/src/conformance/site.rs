//! A server on loopback that plays acts, one per connection, and counts what it receives.

use converse_test_support::{Request, listen_unbuffered, read_request};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::act::{Act, Step};

/// No server writes more than this, even if the caller never closes the connection.
const ENOUGH: usize = 64 * 1024 * 1024;

/// A server that plays acts.
pub struct Site {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    acts: VecDeque<Act>,
    seen: Seen,
}

/// What a server received of one call.
#[derive(Clone, Default)]
pub struct Seen {
    pub connections: usize,
    pub requests: Vec<Request>,
    /// The bytes that the system accepted for the caller.
    pub written: usize,
}

impl Site {
    /// Starts a server on a free port of `host`, an address of this machine.
    pub fn open(host: &str) -> Self {
        let listener = listen_unbuffered(host);
        let address = listener.address();
        let state = Arc::default();
        let shared = Arc::clone(&state);
        listener.accept_each(move |stream| play(stream, Arc::clone(&shared)));
        Self { address, state }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Forgets the calls so far and plays these acts, the last of them for all further connections.
    pub fn play(&self, acts: &[Act]) {
        *lock(&self.state) = State {
            acts: acts.iter().cloned().collect(),
            seen: Seen::default(),
        };
    }

    /// Returns what was received once it is as much as expected, or after waiting in vain.
    pub async fn seen(&self, connections: usize, requests: usize) -> Seen {
        for _ in 0..400 {
            let seen = lock(&self.state).seen.clone();
            if seen.connections >= connections && seen.requests.len() >= requests {
                return seen;
            }
            sleep(Duration::from_millis(5)).await;
        }
        lock(&self.state).seen.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn play(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let act = {
        let mut state = lock(&state);
        state.seen.connections += 1;
        match state.acts.len() {
            0 | 1 => state.acts.front().cloned(),
            _ => state.acts.pop_front(),
        }
    };
    for step in act.into_iter().flat_map(|act| act.steps) {
        // The caller may hang up at any point.
        if take(step, &mut stream, &state).await.is_none() {
            return;
        }
    }
}

/// Plays one step. `None`: the caller is gone.
async fn take(step: Step, stream: &mut TcpStream, state: &Mutex<State>) -> Option<()> {
    match step {
        Step::Read => {
            let request = read_request(stream).await?;
            lock(state).seen.requests.push(request);
        }
        Step::Write(bytes) => write(stream, &bytes, state).await?,
        Step::Trickle(bytes, pause) => {
            for byte in bytes {
                write(stream, &[byte], state).await?;
                sleep(pause).await;
            }
        }
        Step::Endless(bytes) => {
            for _ in 0..ENOUGH / bytes.len() {
                write(stream, &bytes, state).await?;
                // Without a pause, callers that read as fast as they can would keep all threads from checking time limits.
                sleep(Duration::from_millis(1)).await;
            }
        }
        Step::Peek => {
            stream.peek(&mut [0]).await.ok()?;
        }
        Step::Stall => while stream.read_u8().await.is_ok() {},
    }
    Some(())
}

async fn write(stream: &mut TcpStream, bytes: &[u8], state: &Mutex<State>) -> Option<()> {
    stream.write_all(bytes).await.ok()?;
    lock(state).seen.written += bytes.len();
    Some(())
}
