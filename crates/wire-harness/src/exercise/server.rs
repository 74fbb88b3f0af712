//! A server on loopback that keeps the last request byte by byte and sends the response that was set.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// A request, byte by byte as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    pub method: String,
    /// The path, still encoded.
    pub path: String,
    /// What follows the question mark, still encoded.
    pub query: Option<String>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// The response to send.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    /// Empty for none.
    pub media_type: String,
    pub body: Vec<u8>,
}

/// The server. It runs as long as the program.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    reply: Reply,
    received: Vec<Received>,
}

/// The longest request that is read.
const LIMIT: u64 = 64 * 1024 * 1024;

impl Server {
    /// Starts a server on a free port.
    pub fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A connection that breaks is reported by the client.
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
        Ok(Self { address, state })
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets the response to further requests.
    pub fn answer(&self, reply: Reply) {
        *lock(&self.state) = State {
            reply,
            received: Vec::new(),
        };
    }

    /// Returns the requests since the response was set.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut lock(&self.state).received)
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let received = read(&mut reader)?;
        let head = received.method == "HEAD";
        let reply = {
            let mut state = lock(state);
            state.received.push(received);
            state.reply.clone()
        };
        let mut text = format!("HTTP/1.1 {} Answer\r\n", reply.status);
        if !reply.media_type.is_empty() {
            text.push_str(&format!("content-type: {}\r\n", reply.media_type));
        }
        // A 204 has neither a body nor a length.
        if reply.status != 204 {
            text.push_str(&format!("content-length: {}\r\n", reply.body.len()));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        if !head {
            bytes.extend(reply.body);
        }
        writer.write_all(&bytes).ok()?;
    }
}

fn read(reader: &mut impl BufRead) -> Option<Received> {
    let start = line(reader)?;
    let mut words = start.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let value = |name: &str| headers.iter().find(|(it, _)| it == name).map(|it| &it.1);
    let body = if value("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked")) {
        chunks(reader)?
    } else {
        let length = value("content-length").map_or(Some(0), |it| it.parse().ok())?;
        exactly(reader, length)?
    };
    Some(Received {
        method: method.to_owned(),
        path: path.to_owned(),
        query,
        headers,
        body,
    })
}

fn chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(reader)?;
        let size = u64::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if body.len() as u64 + size > LIMIT {
            return None;
        }
        body.extend(exactly(reader, size)?);
        line(reader)?;
        if size == 0 {
            return Some(body);
        }
    }
}

fn exactly(reader: &mut impl BufRead, length: u64) -> Option<Vec<u8>> {
    if length > LIMIT {
        return None;
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body).ok()?;
    (body.len() as u64 == length).then_some(body)
}

/// Reads a line without its end. `None` at the end of the stream.
fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    reader
        .take(1024 * 1024)
        .read_until(b'\n', &mut bytes)
        .ok()?;
    let text = bytes.strip_suffix(b"\r\n")?;
    Some(String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_kept_as_they_came() {
        let server = Server::start().unwrap();
        server.answer(Reply {
            status: 200,
            media_type: "text/plain".to_owned(),
            body: b"ok".to_vec(),
        });
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream
            .write_all(b"POST /a%2Fb?c=%20 HTTP/1.1\r\nX-A: 1\r\ncontent-length: 2\r\n\r\nhi")
            .unwrap();
        stream
            .write_all(b"PUT / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")
            .unwrap();
        let mut reader = BufReader::new(&stream);
        for _ in 0..2 {
            let head: Vec<String> = std::iter::from_fn(|| line(&mut reader))
                .take_while(|line| !line.is_empty())
                .collect();
            assert_eq!(head[0], "HTTP/1.1 200 Answer");
            assert_eq!(exactly(&mut reader, 2).as_deref(), Some(&b"ok"[..]));
        }
        let received = server.received();
        assert_eq!(received[0].path, "/a%2Fb");
        assert_eq!(received[0].query.as_deref(), Some("c=%20"));
        assert_eq!(received[0].headers[0], ("x-a".to_owned(), "1".to_owned()));
        assert_eq!(received[0].body, b"hi");
        assert_eq!(received[1].body, b"ab");
        assert_eq!(server.received(), []);
    }
}
