//! Bytes to types and back, without a call: the types of the providers against types written by hand, those of stock
//! progenitor, and any JSON.
//!
//! A body is decoded and encoded as a call does it, within the budget and with the checks of a call.

#[path = "decode/bodies.rs"]
mod bodies;
#[path = "decode/by_hand.rs"]
mod by_hand;
#[path = "decode/cases.rs"]
mod cases;
#[path = "decode/stock.rs"]
mod stock;

use std::env;

use cases::{CASES, Case};
use converse_benches::instructions::{self, WORK};
use converse_benches::measure::{Contestant, interleave};
use converse_benches::settings::Settings;
use converse_benches::table::{Table, count, percent, ratio, taken, time};

const ROUNDS: usize = 31;

/// How many bytes a round reads or writes, at least.
const ROUND: usize = 1024 * 1024;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [WORK, case, name, units] => {
            let work = case_named(case).start(name).expect("it does this case");
            (0..units.parse().expect("it is a number")).for_each(|_| work());
        }
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the table.
fn compare(settings: &Settings) {
    let columns = [
        "body",
        "KiB",
        "by",
        "processor",
        "spread",
        "÷ by hand",
        "instructions",
        "÷ by hand",
        "allocations",
        "÷ by hand",
    ];
    let mut table = Table::new(1, &columns);
    for name in settings.chosen(&CASES.map(|case| case.name)) {
        eprintln!("{name}");
        add(settings, case_named(name), &mut table);
    }
    print!("{table}");
}

/// Adds the rows of a case.
fn add(settings: &Settings, case: &Case, table: &mut Table) {
    let size = case.size();
    let works = cases::NAMES.map(|name| (name, case.start(name)));
    let works: Vec<_> = works
        .into_iter()
        .filter_map(|(name, work)| Some((name, work?)))
        .collect();
    let units = settings.count((ROUND / size).max(1));
    let contestants = works.iter().map(|(name, work)| Contestant {
        name,
        round: Box::new(move || (0..units).for_each(|_| work())),
    });
    let mut contestants: Vec<_> = contestants.collect();
    let all = interleave(settings, ROUNDS, units, &mut contestants);
    let instructions = works.iter().map(|(name, _)| {
        // Several at a time, so that what grows by doubling counts as often as it happens.
        let units = (ROUND / size).clamp(2, 50);
        (!settings.is_once())
            .then(|| instructions::per_unit(&[case.name, name], units))
            .flatten()
    });
    let all_instructions: Vec<Option<f64>> = instructions.collect();
    let first = all_instructions[0];
    for (((name, _), rounds), instructions) in works.iter().zip(&all).zip(&all_instructions) {
        let to_first = instructions.zip(first).map(|(this, first)| this / first);
        table.add([
            case.name.to_owned(),
            format!("{:.1}", size as f64 / 1024.0),
            (*name).to_owned(),
            time(rounds.processor()),
            percent(rounds.spread()),
            ratio(rounds.ratio_to(&all[0])),
            taken(*instructions, count),
            taken(to_first, ratio),
            count(rounds.allocations()),
            ratio(rounds.allocations() / all[0].allocations()),
        ]);
    }
}

fn case_named(name: &str) -> &'static Case {
    let case = CASES.iter().find(|case| case.name == name);
    case.expect("it is in the list")
}
