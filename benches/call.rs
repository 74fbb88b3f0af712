//! One call: the facade against reqwest and serde by hand, and against hyper alone.
//!
//! All talk to one server on loopback over kept connections, from one thread; their rounds are interleaved. The server
//! is a process of its own, which allocates nothing per request.

#[path = "call/by_hand.rs"]
mod by_hand;
#[path = "call/facade.rs"]
mod facade;
#[path = "call/raw.rs"]
mod raw;
#[path = "call/server.rs"]
mod server;
#[path = "call/traced.rs"]
mod traced;

use std::env;
use std::future::Future;
use std::pin::Pin;

use converse_benches::instructions::{self, WORK};
use converse_benches::measure::{Contestant, interleave};
use converse_benches::server_process::{SERVE, ServerProcess};
use converse_benches::settings::Settings;
use converse_benches::table::{Table, count, percent, ratio, taken, time};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::runtime::Runtime;

pub const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
pub const KEY: &str = "key-of-the-benchmark";

const ROUNDS: usize = 21;

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Reads a conversation: 621 bytes.
    One,
    /// Reads a page of 100 conversations: 55 KB.
    Page,
    /// Sends a message.
    Post,
    /// Reads a conversation that does not exist.
    Missing,
    /// Reads a conversation; each first attempt is refused with 503.
    Retried,
}

const KINDS: [(&str, Kind); 5] = [
    ("get one", Kind::One),
    ("page of 100", Kind::Page),
    ("post", Kind::Post),
    ("404", Kind::Missing),
    ("503, then 200", Kind::Retried),
];

/// A client, by whatever it was written with.
pub trait Caller {
    /// Makes one call. Panics if it does not end as the kind says.
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>>;
}

type New = fn(&str) -> Box<dyn Caller>;

const CALLERS: [(&str, New); 4] = [
    ("by hand", |url| Box::new(by_hand::ByHand::new(url))),
    ("Converse", |url| Box::new(facade::Facade::new(url))),
    (TRACED, |url| {
        Box::new(traced::Traced::new(facade::Facade::new(url)))
    }),
    ("hyper, any JSON", |url| Box::new(raw::Raw::new(url))),
];

/// What writes traces is the same for all calls: one kind shows it. Its instructions are counted in a process of its own;
/// no round has it, since tracing remembers for a whole process who listens.
const TRACED: &str = "Converse, traced";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [SERVE] => server::serve(),
        [WORK, url, caller, kind, in_flight, calls] => {
            let caller = named(&CALLERS, caller)(url);
            let number = |text: &str| text.parse().expect("it is a number");
            let runtime = runtime();
            runtime.block_on(make(
                &*caller,
                named(&KINDS, kind),
                number(in_flight),
                number(calls),
            ));
        }
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the table.
fn compare(settings: &Settings) {
    let server = ServerProcess::start();
    let url = format!("{}/bridge/api/v1", server.url);
    let runtime = runtime();
    let kinds = settings.chosen(&KINDS.map(|(name, _)| name));
    let names = settings.chosen(&CALLERS.map(|(name, _)| name));
    let columns = [
        "call",
        "by",
        "in flight",
        "time",
        "processor",
        "spread",
        "÷ by hand",
        "instructions",
        "÷ by hand",
        "allocations",
    ];
    let mut table = Table::new(2, &columns);
    for kind_name in kinds {
        let kind = named(&KINDS, kind_name);
        // Which attempt is the second is known by the connection, so that one call has it at a time.
        let at_a_time: &[usize] = match kind {
            Kind::Retried => &[1],
            _ => &[1, 64, 1024],
        };
        for &in_flight in at_a_time {
            eprintln!("{kind_name}: {in_flight} in flight");
            let rows = rows(settings, &runtime, &url, &names, kind_name, in_flight);
            rows.into_iter().for_each(|row| table.add(row));
        }
    }
    print!("{table}");
}

/// Measures the calls of a kind, so many at a time, and returns a row for each caller.
fn rows(
    settings: &Settings,
    runtime: &Runtime,
    url: &str,
    names: &[&str],
    kind_name: &str,
    in_flight: usize,
) -> Vec<Vec<String>> {
    let kind = named(&KINDS, kind_name);
    let calls = settings.count(in_flight.max(256));
    let (traced, names): (Vec<&str>, Vec<&str>) = names.iter().partition(|it| **it == TRACED);
    let callers: Vec<_> = names
        .iter()
        .map(|name| named(&CALLERS, name)(url))
        .collect();
    let contestants = names.iter().zip(&callers).map(|(name, caller)| Contestant {
        name,
        round: Box::new(|| runtime.block_on(make(&**caller, kind, in_flight, calls))),
    });
    let mut contestants: Vec<_> = contestants.collect();
    let all = interleave(settings, ROUNDS, calls, &mut contestants);
    // More calls in flight change what the system does, not what the program does.
    let is_counted = !settings.is_once() && in_flight == 1;
    let instructions = |name: &&str| {
        let arguments = [url, name, kind_name, "1"];
        is_counted
            .then(|| instructions::per_unit(&arguments, 200))
            .flatten()
    };
    let first = names.first().and_then(instructions);
    let row = |name: &str, rounds: [String; 4], counted: Option<f64>, allocations: String| {
        let to_first = counted.zip(first).map(|(this, first)| this / first);
        let mut row = vec![kind_name.to_owned(), name.to_owned(), in_flight.to_string()];
        row.extend(rounds);
        row.extend([taken(counted, count), taken(to_first, ratio), allocations]);
        row
    };
    let mut rows = Vec::new();
    for (at, (name, rounds)) in names.iter().zip(&all).enumerate() {
        let counted = if at == 0 { first } else { instructions(name) };
        let times = [
            time(rounds.wall()),
            time(rounds.processor()),
            percent(rounds.spread()),
            ratio(rounds.ratio_to(&all[0])),
        ];
        rows.push(row(name, times, counted, count(rounds.allocations())));
    }
    if kind == Kind::One && in_flight == 1 {
        let traced = traced.iter();
        rows.extend(traced.map(|it| row(it, Default::default(), instructions(it), String::new())));
    }
    rows
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("it can be built")
}

fn named<T: Copy>(all: &[(&str, T)], name: &str) -> T {
    let found = all.iter().find(|(it, _)| *it == name);
    found.expect("it is in the list").1
}

/// Makes the calls of a round, so many at a time.
async fn make(caller: &dyn Caller, kind: Kind, in_flight: usize, calls: usize) {
    let mut left = calls;
    let mut running = FuturesUnordered::new();
    while left > 0 || !running.is_empty() {
        while left > 0 && running.len() < in_flight {
            running.push(caller.call(kind));
            left -= 1;
        }
        running.next().await;
    }
}
