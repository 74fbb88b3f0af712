//! Memory of long work: many calls, many pages, large uploads and downloads. And what the limit on bodies takes.
//!
//! Each piece of work has a process of its own, whose peak memory is its own, and the server another one. The figures are
//! ratios: of the peak of much work to that of a part of it, in the same process if it can be had there.

#[path = "scale/server.rs"]
mod server;

use std::env;
use std::future::Future;
use std::process::Command;
use std::time::Duration;

use converse::bridge::Client;
use converse::http::{Bytes, Method};
use converse::{Blob, CallOptions, Credential};
use converse_benches::instructions::{self, WORK};
use converse_benches::peak_memory::peak_memory;
use converse_benches::server_process::{SERVE, ServerProcess};
use converse_benches::settings::Settings;
use converse_benches::table::{Table, count, mebibytes, ratio, taken};
use futures_util::stream::{self, FuturesUnordered, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::Value;
use server::CHUNK;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region};

const MIB: u64 = 1024 * 1024;

const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// Work that grows: a name, what is counted, a part of it and all of it.
///
/// More connections are made than calls are in flight, and each gets its buffers when it is used: the first calls are not
/// all that there is to it.
const WORKS: [(&str, &str, u64, u64); 6] = [
    ("calls, 1,024 in flight", "calls", 10_000, 100_000),
    (BY_HAND, "calls", 10_000, 100_000),
    (
        "calls, once each connection was used",
        "calls",
        100_000,
        400_000,
    ),
    ("a stream of pages of 55 KB", "pages", 10, 1_000),
    ("upload", "MiB", 256, 1024),
    ("download as a stream", "MiB", 256, 1024),
];

/// The same calls, written with the HTTP client alone.
const BY_HAND: &str = "by hand, 1,024 in flight";

/// The argument by which this program does a piece of work and prints its peaks.
const PEAKS: &str = "--peaks";

/// A case that is none of [`WORKS`].
const LIMIT: &str = "the limit on bodies";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [SERVE] => server::serve(),
        [PEAKS, url, name, part, all] => {
            let number = |text: &str| text.parse().expect("it is a number");
            block_on(print_peaks(url, name, number(part), number(all)));
        }
        [WORK, url, limit, calls] => {
            let calls = calls.parse().expect("it is a number");
            block_on(read_pages(url, limit == "without", calls));
        }
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the tables.
fn compare(settings: &Settings) {
    let server = ServerProcess::start();
    let names = WORKS.map(|(name, ..)| name);
    let names: Vec<&str> = names.into_iter().chain([LIMIT]).collect();
    let chosen = settings.chosen(&names);
    let columns = [
        "work", "part", "peak", "held", "all", "peak", "÷ part", "held", "÷ part",
    ];
    let mut table = Table::new(1, &columns);
    for (name, what, part, all) in WORKS {
        if !chosen.contains(&name) {
            continue;
        }
        // A little of it shows that it runs.
        let (part, all) = match settings.is_once() {
            true => (part.min(2), all.min(4)),
            false => (part, all),
        };
        eprintln!("{name}: {all} {what}");
        let [peak_of_part, held_by_part, peak, held] = peaks(&server.url, name, part, all);
        table.add([
            name.to_owned(),
            format!("{part} {what}"),
            mebibytes(peak_of_part as f64),
            mebibytes(held_by_part as f64),
            format!("{all} {what}"),
            mebibytes(peak as f64),
            ratio(peak as f64 / peak_of_part as f64),
            mebibytes(held as f64),
            ratio(held as f64 / held_by_part as f64),
        ]);
    }
    println!("{table}");
    if chosen.contains(&LIMIT) {
        eprintln!("{LIMIT}");
        println!("{}", limit_table(settings, &server.url));
    }
}

/// Has another process do the work. Returns its peak memory and the memory that it still holds, after a part and after all
/// of it.
fn peaks(url: &str, name: &str, part: u64, all: u64) -> [u64; 4] {
    let this = env::current_exe().expect("this program has a path");
    let numbers = [part.to_string(), all.to_string()];
    let output = Command::new(this)
        .args([PEAKS, url, name])
        .args(numbers)
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} fails: {errors}");
    let peaks: Vec<u64> = text.split_whitespace().flat_map(str::parse).collect();
    peaks.try_into().expect("it prints four numbers")
}

async fn print_peaks(url: &str, name: &str, part: u64, all: u64) {
    let counts = [part, all - part];
    if name == BY_HAND {
        let http = reqwest::Client::new();
        for count in counts {
            call(count, || call_by_hand(&http, url)).await;
            println!("{} {}", peak_memory(), held_memory());
        }
        return;
    }
    let client = client(url);
    for count in counts {
        match name {
            _ if name.starts_with("calls") => call(count, || call_once(&client)).await,
            _ if name.starts_with("a stream") => stream_pages(&client, count).await,
            _ if name.starts_with("upload") => upload(&client, count * MIB).await,
            _ => download(&client, count * MIB).await,
        }
        println!("{} {}", peak_memory(), held_memory());
    }
}

/// Makes so many calls, 1,024 at a time.
async fn call<F: Future<Output = ()>>(calls: u64, one: impl Fn() -> F) {
    let mut left = calls;
    let mut running = FuturesUnordered::new();
    while left > 0 || !running.is_empty() {
        while left > 0 && running.len() < 1024 {
            running.push(one());
            left -= 1;
        }
        running.next().await;
    }
}

async fn call_once(client: &Client) {
    let read = client.get_conversation().conversation_id(WORKSPACE).send();
    read.await.expect("a conversation");
}

/// Some of its fields.
#[derive(Deserialize)]
struct Conversation {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "createdAt")]
    _created_at: String,
}

async fn call_by_hand(http: &reqwest::Client, url: &str) {
    let url = format!("{url}/workspaces/{WORKSPACE}/conversations/{WORKSPACE}");
    let request = http.get(url).header("x-api-key", "key-of-the-benchmark");
    let response = request.send().await.expect("a response");
    let read = response.error_for_status().expect("a success").json();
    let _: Conversation = read.await.expect("a conversation");
}

/// Reads the conversations of so many pages.
async fn stream_pages(client: &Client, pages: u64) {
    let conversations = client.list_conversations().limit(100).stream();
    let conversations = conversations.take(100 * pages as usize);
    let read = conversations.try_fold(0, async |count, _| Ok(count + 1));
    assert_eq!(read.await.expect("the pages are there"), 100 * pages);
}

/// Sends so many bytes, which are made as they are sent.
async fn upload(client: &Client, length: u64) {
    let chunks = length / CHUNK as u64;
    let chunk = || Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; CHUNK]));
    let chunks = stream::iter((0..chunks).map(move |_| chunk()));
    let request = client.request(Method::POST, "/upload");
    let request = request.bytes(Blob::stream(chunks).length(length));
    let sent = request.send::<Value>().await.expect("they arrive");
    assert_eq!(sent["bytes"], length);
}

/// Reads so many bytes as they come.
async fn download(client: &Client, length: u64) {
    let path = format!("/download?bytes={length}");
    let stream = client.request(Method::GET, path).send_stream();
    let stream = stream.await.expect("it begins");
    let read = stream.try_fold(0, async |count, chunk| Ok(count + chunk.len() as u64));
    assert_eq!(read.await.expect("it ends"), length);
}

/// Compares calls whose bodies have a limit with such whose limit cannot be reached.
fn limit_table(settings: &Settings, url: &str) -> Table {
    let columns = [
        "page of 55 KB",
        "instructions",
        "÷ without",
        "allocations",
        "÷ without",
    ];
    let mut table = Table::new(1, &columns);
    let calls = settings.count(100);
    let figures = ["without", "with"].map(|limit| {
        let instructions = match settings.is_once() {
            true => None,
            false => instructions::per_unit(&[url, limit], calls),
        };
        (
            limit,
            instructions,
            allocations(url, limit == "without", calls),
        )
    });
    let (_, least_instructions, least_allocations) = figures[0];
    for (limit, instructions, allocations) in figures {
        let to_least = instructions
            .zip(least_instructions)
            .map(|(this, least)| this / least);
        table.add([
            format!("{limit} a limit"),
            taken(instructions, count),
            taken(to_least, ratio),
            format!("{allocations:.1}"),
            ratio(allocations / least_allocations),
        ]);
    }
    table
}

/// Returns the allocations of a call.
fn allocations(url: &str, is_unlimited: bool, calls: usize) -> f64 {
    let count = |calls| {
        let region = Region::new(&INSTRUMENTED_SYSTEM);
        block_on(read_pages(url, is_unlimited, calls));
        let change = region.change();
        (change.allocations + change.reallocations) as f64
    };
    (count(2 * calls) - count(calls)) / calls as f64
}

async fn read_pages(url: &str, is_unlimited: bool, calls: usize) {
    let client = client(url);
    let options = match is_unlimited {
        true => CallOptions::default()
            .body_limit(usize::MAX)
            .decode_limit(usize::MAX),
        false => CallOptions::default(),
    };
    let client = client.with_options(options);
    for _ in 0..calls {
        let page = client.list_conversations().limit(100).send().await;
        assert_eq!(page.expect("a page").conversations.len(), 100);
    }
}

fn client(url: &str) -> Client {
    let client = Client::builder()
        .credential(Credential::new("key-of-the-benchmark"))
        .base_url(url)
        .workspace_id(WORKSPACE)
        .timeout(Duration::from_secs(600))
        .attempt_timeout(Duration::from_secs(600))
        .build();
    client.expect("the settings are valid")
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("it can be built");
    runtime.block_on(work)
}

/// Returns the bytes that were allocated and not freed.
fn held_memory() -> u64 {
    let stats = INSTRUMENTED_SYSTEM.stats();
    (stats.bytes_allocated - stats.bytes_deallocated) as u64
}
