//! Runs a thousand callers with a server that fails one call in ten: `cargo run --release --example soak -- --seconds 60`.
//!
//! Each call that creates carries a marker, by which the server counts what it created. No call may create twice, every
//! reported outcome must be true, every call must end, and memory must not grow; otherwise the exit code is 1.

use std::collections::BTreeMap;
use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use converse::bridge::{Client, EXAMPLES, types};
use converse::{CallError, Credential, Delivery, ResponseValue, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// How many callers run at once.
const CALLERS: usize = 1000;
/// More calls than any machine makes in a second.
const CALLS_A_SECOND: usize = 200_000;
/// The time limit of a call. The server stalls for longer.
const LIMIT: Duration = Duration::from_secs(5);
/// No call takes longer, even on a busy machine.
const FOREVER: Duration = Duration::from_secs(60);
/// How much memory may grow after the first calls.
const GROWTH: u64 = 64 << 20;

/// The failures: a name, whether the server still carries out the operation, and what it writes before it closes. With
/// `None` it writes nothing and stalls.
const FAILURES: [(&str, bool, Option<&str>); 9] = [
    ("closed", false, Some("")),
    ("done, then closed", true, Some("")),
    ("done, then stalled", true, None),
    ("done, then half a head", true, Some("HTTP/1.1 201 Cre")),
    (
        "done, then half a body",
        true,
        Some("HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{"),
    ),
    (
        "done, then HTML with 201",
        true,
        Some("HTTP/1.1 201 Created\r\ncontent-length: 3\r\n\r\n<p>"),
    ),
    (
        "done, then 500",
        true,
        Some("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"),
    ),
    (
        "503",
        false,
        Some("HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"),
    ),
    (
        "429",
        false,
        Some("HTTP/1.1 429 Slow\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"),
    ),
];

/// The records of server and callers.
struct Books {
    /// One for each marker.
    calls: Vec<Call>,
    next: AtomicUsize,
    requests: AtomicU64,
    failures: [AtomicU64; FAILURES.len()],
    outcomes: Mutex<BTreeMap<String, u64>>,
    broken: Mutex<Vec<String>>,
}

/// The record of one call.
#[derive(Default)]
struct Call {
    /// How often the server created its conversation.
    created: AtomicU8,
    /// How often it may have, as reported to the caller: one of the constants below.
    reported: AtomicU8,
}

const NONE: u8 = 1;
const ONE: u8 = 2;
const NONE_OR_ONE: u8 = 3;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let seconds = match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Some(60),
        ["--seconds", number] => number.parse().ok().filter(|it| (1..=3600).contains(it)),
        _ => None,
    };
    let Some(seconds) = seconds else {
        eprintln!("usage: soak [--seconds 60]");
        return ExitCode::FAILURE;
    };
    let books = Arc::new(Books::new(seconds * CALLS_A_SECOND));
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("loopback has free ports");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(accept(listener, Arc::clone(&books)));
    let client = Client::builder()
        .credential(Credential::new("soak"))
        .base_url(format!("http://{address}"))
        .timeout(LIMIT)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(50)))
        .build()
        .expect("a loopback URL");

    let start = Instant::now();
    let end = start + Duration::from_secs(seconds as u64);
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| tokio::spawn(call_until(end, client.clone(), Arc::clone(&books))))
        .collect();
    // By then buffers, threads and connections exist.
    sleep((end - start) / 6).await;
    let before = memory();
    sleep(end.saturating_duration_since(Instant::now())).await;
    let after = memory();
    for caller in callers {
        if caller.await.is_err() {
            books.breaks("a caller panicked".to_owned());
        }
    }
    books.close(start.elapsed(), before, after)
}

/// Makes calls one after the other: of five, four create and one reads.
async fn call_until(end: Instant, client: Client, books: Arc<Books>) {
    while Instant::now() < end {
        let marker = books.next.fetch_add(1, SeqCst);
        if marker >= books.calls.len() {
            return;
        }
        let ended = match marker % 5 {
            0 => timeout(FOREVER, read(&client, &books)).await,
            _ => timeout(FOREVER, create(&client, marker, &books)).await,
        };
        if ended.is_err() {
            books.breaks(format!("call {marker} hangs"));
        }
    }
}

async fn read(client: &Client, books: &Books) {
    let list = client.list_conversations().workspace_id(Uuid::nil());
    books.note("read", &list.send().await);
}

async fn create(client: &Client, marker: usize, books: &Books) {
    let body = types::CreateConversation::new(types::NewParticipants::new());
    let call = client.create_conversation().workspace_id(Uuid::nil());
    let outcome = call.body(body.name(format!("<{marker}>"))).send().await;
    books.note("create", &outcome);
    let reported = match outcome.map_err(|error| error.delivery()) {
        Ok(_) | Err(Delivery::Accepted) => ONE,
        Err(Delivery::NotSent | Delivery::Rejected) => NONE,
        Err(_) => NONE_OR_ONE,
    };
    books.calls[marker].reported.store(reported, SeqCst);
}

impl Books {
    fn new(calls: usize) -> Self {
        Self {
            calls: (0..calls).map(|_| Call::default()).collect(),
            next: AtomicUsize::new(0),
            requests: AtomicU64::new(0),
            failures: Default::default(),
            outcomes: Mutex::default(),
            broken: Mutex::default(),
        }
    }

    fn note<T>(
        &self,
        what: &str,
        outcome: &Result<ResponseValue<T>, CallError<serde_json::Value>>,
    ) {
        let (ended, attempts) = match outcome {
            Ok(value) => ("value".to_owned(), value.attempts()),
            Err(error) => (
                format!("{} ({})", error.delivery(), error.kind()),
                error.attempts(),
            ),
        };
        let line = format!("{what}: {ended}, attempts: {attempts}");
        let outcomes = self.outcomes.lock();
        let mut outcomes = outcomes.unwrap_or_else(PoisonError::into_inner);
        *outcomes.entry(line).or_default() += 1;
    }

    fn breaks(&self, rule: String) {
        let broken = self.broken.lock();
        broken.unwrap_or_else(PoisonError::into_inner).push(rule);
    }

    /// Prints the figures and compares what was created with what was reported to the callers.
    fn close(&self, time: Duration, before: Option<u64>, after: Option<u64>) -> ExitCode {
        let calls = self.next.load(SeqCst).min(self.calls.len());
        let requests = self.requests.load(SeqCst);
        println!(
            "{calls} calls, {requests} requests in {:.0} s",
            time.as_secs_f32()
        );
        println!("\nfailures injected");
        for ((name, _, _), count) in FAILURES.iter().zip(&self.failures) {
            println!("{:>9}  {name}", count.load(SeqCst));
        }
        println!("\noutcomes");
        let outcomes = self.outcomes.lock();
        for (outcome, count) in outcomes.unwrap_or_else(PoisonError::into_inner).iter() {
            println!("{count:>9}  {outcome}");
        }
        let (mut created, mut sure, mut unsure) = (0_u64, 0_u64, 0_u64);
        for (marker, call) in self.calls[..calls].iter().enumerate() {
            let (times, reported) = (call.created.load(SeqCst), call.reported.load(SeqCst));
            created += u64::from(times);
            sure += u64::from(reported == ONE);
            unsure += u64::from(reported == NONE_OR_ONE && times == 1);
            match (marker % 5, reported, times) {
                (0, 0, 0) | (1.., NONE, 0) | (1.., ONE, 1) | (1.., NONE_OR_ONE, 0 | 1) => {}
                _ => self.breaks(format!(
                    "call {marker}: created {times} times, reported {reported}"
                )),
            }
        }
        println!(
            "\n{created} created = {sure} reported as done + {unsure} of those reported as unknown"
        );
        if created != sure + unsure {
            self.breaks("the sum is wrong".to_owned());
        }
        match (before, after) {
            (Some(before), Some(after)) => {
                println!(
                    "memory: {} KiB at the start, {} KiB at the end",
                    before >> 10,
                    after >> 10
                );
                if after > before + GROWTH {
                    self.breaks("memory grows".to_owned());
                }
            }
            _ => println!("memory: unknown on this system"),
        }
        let broken = self.broken.lock();
        let broken = broken.unwrap_or_else(PoisonError::into_inner);
        println!("{} rules broken", broken.len());
        for rule in broken.iter().take(20) {
            eprintln!("{rule}");
        }
        match broken.is_empty() {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        }
    }
}

/// Returns the memory in use, where the system reports it.
fn memory() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

async fn accept(listener: TcpListener, books: Arc<Books>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let books = Arc::clone(&books);
                // The caller may close the connection at any time.
                tokio::spawn(async move { serve(stream, &books).await.ok() });
            }
            // Too many files are open for a moment.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Responds to each request until one response fails.
async fn serve(mut stream: TcpStream, books: &Books) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        while !is_whole(&buffer) {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        books.requests.fetch_add(1, SeqCst);
        let failure = (fastrand::u8(..10) == 0).then(|| fastrand::usize(..FAILURES.len()));
        let text = String::from_utf8_lossy(&buffer);
        let marker = text.split(['<', '>']).nth(1).and_then(|it| it.parse().ok());
        let works = failure.is_none_or(|it| FAILURES[it].1);
        if let (true, Some(call)) = (works, marker.and_then(|it: usize| books.calls.get(it))) {
            call.created.fetch_add(1, SeqCst);
        }
        let Some(failure) = failure else {
            let operation = if marker.is_some() {
                "createConversation"
            } else {
                "listConversations"
            };
            stream.write_all(answer(operation).as_bytes()).await?;
            continue;
        };
        books.failures[failure].fetch_add(1, SeqCst);
        return match FAILURES[failure].2 {
            Some(bytes) => stream.write_all(bytes.as_bytes()).await,
            // Stalls until the caller gives up.
            None => stream.read_u8().await.map(drop),
        };
    }
}

/// Whether the bytes are a complete request.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head.split("content-length: ").nth(1);
    let length = length.and_then(|it| it.lines().next()?.parse().ok());
    bytes.len() >= end + 4 + length.unwrap_or(0)
}

/// Returns a documented response of the operation.
fn answer(operation: &str) -> String {
    let mut documented = EXAMPLES.iter().filter(|it| it.operation == operation);
    let body = documented.find(|it| matches!(it.side, converse_core::operation::Side::Response(_)));
    let body = body.map_or("{}", |it| it.json);
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
