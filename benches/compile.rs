//! What a user's compiler does: for a generated client alone, against that of stock progenitor, and for a whole program,
//! against one that makes the same calls by hand.
//!
//! Times are those of the processor, in all processes that cargo starts. Cargo has no network: packages and versions are
//! those of this workspace.

#[path = "compile/clients.rs"]
mod clients;
#[path = "codegen/documents.rs"]
mod documents;
#[path = "codegen/generators.rs"]
mod generators;
#[path = "compile/packages.rs"]
mod packages;
#[path = "compile/programs.rs"]
mod programs;
#[path = "compile/scratch.rs"]
mod scratch;

use std::env;

use converse_benches::settings::Settings;
use documents::PROVIDERS;
use programs::PROGRAMS;
use scratch::MEASURE;
use serde_json::Value;

/// The case of a client whose document is not a provider's, and how many operations it has.
const SYNTHETIC: (&str, usize) = ("synthetic", 100);

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MEASURE, arguments @ ..] => scratch::measure(arguments),
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the tables.
fn compare(settings: &Settings) {
    let clients = PROVIDERS.into_iter().chain([SYNTHETIC.0]);
    let all: Vec<&str> = clients.chain(PROGRAMS).collect();
    let chosen = settings.chosen(&all);
    let is_program = |name: &&str| PROGRAMS.contains(name);
    let (programs, clients): (Vec<&str>, Vec<&str>) = chosen.into_iter().partition(is_program);
    if !clients.is_empty() {
        println!("{}", clients::table(settings, &clients, document));
    }
    if !programs.is_empty() {
        println!("{}", programs::table(settings, &programs));
    }
}

fn document(name: &str) -> Value {
    match PROVIDERS.contains(&name) {
        true => documents::provider(name),
        false => documents::synthetic(SYNTHETIC.1),
    }
}
