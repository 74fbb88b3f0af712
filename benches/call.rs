//! One call: the facade against reqwest and serde by hand, and against hyper alone.
//!
//! All talk to one server on loopback over kept connections, from one thread; their rounds are interleaved. *Time* is that
//! of the processor in this thread, without the server's. Allocations are those of the process: the server makes none
//! per request.

#[path = "call/by_hand.rs"]
mod by_hand;
#[path = "call/facade.rs"]
mod facade;
#[path = "call/measure.rs"]
mod measure;
#[path = "call/raw.rs"]
mod raw;
#[path = "call/server.rs"]
mod server;

use std::future::Future;
use std::pin::Pin;

use futures_util::stream::{FuturesUnordered, StreamExt};
use measure::{Round, Rounds};
use server::Server;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

pub const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
pub const KEY: &str = "key-of-the-benchmark";

/// How many calls a round makes, and how many rounds are counted.
const CALLS: usize = 256;
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
}

/// A client, by whatever it was written with.
pub trait Contestant {
    fn name(&self) -> &'static str;
    /// Makes one call. Panics if it does not end as the kind says.
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>>;
}

fn main() {
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime can be built");
    let all: [Box<dyn Contestant>; 3] = [
        Box::new(by_hand::ByHand::new(&server)),
        Box::new(facade::Facade::new(&server)),
        Box::new(raw::Raw::new(&server)),
    ];
    // What is measured alone: `cargo bench --bench call -- Converse "get one"`.
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let is_chosen = |name: &str, all: &[&str]| {
        let named = only.iter().filter(|it| all.contains(&it.as_str()));
        named.clone().next().is_none() || named.into_iter().any(|it| it == name)
    };
    let names: Vec<&str> = all.iter().map(|it| it.name()).collect();
    let all: Vec<_> = all
        .iter()
        .filter(|it| is_chosen(it.name(), &names))
        .collect();
    let calls = [
        ("get one", Kind::One),
        ("page of 100", Kind::Page),
        ("post", Kind::Post),
        ("404", Kind::Missing),
    ];
    let names = calls.map(|(name, _)| name);
    println!("| call | in flight | by | time | spread | ÷ by hand | allocations |");
    println!("| --- | ---: | --- | ---: | ---: | ---: | ---: |");
    for (name, kind) in calls
        .into_iter()
        .filter(|(name, _)| is_chosen(name, &names))
    {
        for in_flight in [1, 64] {
            let mut rounds: Vec<Rounds> = all.iter().map(|_| Rounds::default()).collect();
            // One round is not counted: connections are made in it.
            for number in 0..=ROUNDS {
                for (contestant, rounds) in all.iter().zip(&mut rounds) {
                    let begun = Round::begin(&INSTRUMENTED_SYSTEM);
                    runtime.block_on(make(&***contestant, kind, in_flight));
                    let ended = begun.end(CALLS);
                    if number > 0 {
                        rounds.add(ended);
                    }
                }
            }
            let by_hand = rounds[0].time();
            for (contestant, rounds) in all.iter().zip(&rounds) {
                println!(
                    "| {name} | {in_flight} | {} | {:.1} µs | {:.0} % | {:.2} | {:.0} |",
                    contestant.name(),
                    rounds.time() * 1e6,
                    rounds.spread() * 100.0,
                    rounds.time() / by_hand,
                    rounds.allocations(),
                );
            }
        }
    }
}

/// Makes the calls of a round, so many at a time.
async fn make(contestant: &dyn Contestant, kind: Kind, in_flight: usize) {
    let mut left = CALLS;
    let mut running = FuturesUnordered::new();
    while left > 0 || !running.is_empty() {
        while left > 0 && running.len() < in_flight {
            running.push(contestant.call(kind));
            left -= 1;
        }
        running.next().await;
    }
}
