//! The generator against stock progenitor: from the text of a document to formatted code in memory.
//!
//! Each run has a process of its own, so that its peak memory is its own.

#[path = "codegen/documents.rs"]
mod documents;
#[path = "codegen/generators.rs"]
mod generators;
#[path = "codegen/runs.rs"]
mod runs;

use std::path::{Path, PathBuf};
use std::{env, fs};

use converse_benches::figures::Figures;
use converse_benches::settings::Settings;
use converse_benches::table::{Table, kibibytes, mebibytes, percent, ratio, taken, time};
use documents::PROVIDERS;
use generators::{CONVERSE, STOCK};
use runs::{GENERATE, Runs};
use serde_json::Value;

/// The case that is none of the providers.
const SYNTHETIC: &str = "synthetic";

/// How many operations the synthetic documents have, and how many rounds they get.
const SIZES: [(usize, usize); 3] = [(100, 9), (1_000, 5), (10_000, 3)];

/// How many rounds the document of a provider gets.
const ROUNDS: usize = 9;

/// A document on disk.
struct Case {
    name: &'static str,
    operations: usize,
    file: PathBuf,
    rounds: usize,
}

/// The runs of both generators, or why one has none.
struct Compared {
    converse: Result<Runs, String>,
    stock: Result<Runs, String>,
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [GENERATE, generator, name, file] => {
            let provider = PROVIDERS.contains(&name).then_some(name);
            runs::generate(generator, provider, Path::new(file));
        }
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the tables.
fn compare(settings: &Settings) {
    let names: Vec<&str> = PROVIDERS.into_iter().chain([SYNTHETIC]).collect();
    let columns = [
        "document",
        "operations",
        "by",
        "lines",
        "processor",
        "spread",
        "÷ stock",
        "time",
        "peak memory",
        "÷ stock",
    ];
    let mut table = Table::new(1, &columns);
    let mut synthetic = Vec::new();
    for name in settings.chosen(&names) {
        for case in cases(settings, name) {
            let compared = Compared::measure(settings, &case);
            compared.add_to(&mut table, &case);
            if name == SYNTHETIC {
                synthetic.push((case.operations, compared));
            }
        }
    }
    println!("{table}");
    if !synthetic.is_empty() {
        println!("{}", growth(&synthetic));
    }
}

/// Writes the documents of a case.
fn cases(settings: &Settings, name: &'static str) -> Vec<Case> {
    if name != SYNTHETIC {
        return vec![Case::write(name, &documents::provider(name), ROUNDS)];
    }
    let sizes = SIZES.iter().map(|&(operations, rounds)| {
        // Small ones show that it runs.
        let divisor = if settings.is_once() { 100 } else { 1 };
        let document = documents::synthetic(operations / divisor);
        Case::write(name, &document, rounds)
    });
    sizes.collect()
}

impl Case {
    fn write(name: &'static str, document: &Value, rounds: usize) -> Self {
        let operations = documents::operations(document);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codegen");
        fs::create_dir_all(&folder).expect("the folder can be made");
        let file = folder.join(format!("{name}-{operations}.json"));
        fs::write(&file, document.to_string()).expect("the document can be written");
        Self {
            name,
            operations,
            file,
            rounds,
        }
    }
}

impl Compared {
    /// Runs both generators in turn, until one fails.
    fn measure(settings: &Settings, case: &Case) -> Self {
        let [mut converse, mut stock] = [(); 2].map(|()| Ok(Runs::default()));
        for round in 1..=settings.count(case.rounds) {
            for (generator, runs) in [(CONVERSE, &mut converse), (STOCK, &mut stock)] {
                let (name, operations) = (case.name, case.operations);
                eprintln!("{name}, {operations} operations: {generator}, round {round}");
                let run = |mut runs: Runs| runs.add(generator, name, &case.file).map(|()| runs);
                *runs = std::mem::replace(runs, Err(String::new())).and_then(run);
            }
        }
        Self { converse, stock }
    }

    /// Adds a row for each generator.
    fn add_to(&self, table: &mut Table, case: &Case) {
        for (generator, runs) in [(CONVERSE, &self.converse), (STOCK, &self.stock)] {
            let name = case.name.to_owned();
            let mut row = vec![name, case.operations.to_string(), generator.to_owned()];
            row.extend(match runs {
                Ok(runs) => self.cells(runs),
                Err(reason) => {
                    [&format!("fails: {reason}"), "", "", "", "", "", ""].map(str::to_owned)
                }
            });
            table.add(row);
        }
    }

    fn of(&self, generator: &str) -> Option<&Runs> {
        let runs = match generator {
            STOCK => &self.stock,
            _ => &self.converse,
        };
        runs.as_ref().ok()
    }

    fn cells(&self, runs: &Runs) -> [String; 7] {
        let to_stock = |figures: fn(&Runs) -> &Figures| {
            let stock = self.of(STOCK).map(figures);
            stock.map_or_else(String::new, |stock| figures(runs).ratio_cell(stock))
        };
        [
            runs.lines.to_string(),
            time(runs.processor.median()),
            percent(runs.processor.spread()),
            to_stock(|runs| &runs.processor),
            time(runs.wall.median()),
            mebibytes(runs.memory.median()),
            to_stock(|runs| &runs.memory),
        ]
    }
}

/// Returns what one more operation takes, between each two sizes of synthetic documents.
fn growth(synthetic: &[(usize, Compared)]) -> Table {
    let columns = [
        "by",
        "operations",
        "processor per operation",
        "÷ before",
        "peak memory per operation",
        "÷ before",
    ];
    let mut table = Table::new(2, &columns);
    for generator in [CONVERSE, STOCK] {
        let mut before: Option<[f64; 2]> = None;
        for sizes in synthetic.windows(2) {
            let Some(grown) = grown(generator, &sizes[0], &sizes[1]) else {
                continue;
            };
            let to_before = |at: usize| taken(before.map(|before| grown[at] / before[at]), ratio);
            table.add([
                generator.to_owned(),
                format!("{} to {}", sizes[0].0, sizes[1].0),
                time(grown[0]),
                to_before(0),
                kibibytes(grown[1]),
                to_before(1),
            ]);
            before = Some(grown);
        }
    }
    table
}

/// Returns the time of the processor and the peak memory of one more operation; none if the generator fails.
fn grown(
    generator: &str,
    (less, with_less): &(usize, Compared),
    (more, with_more): &(usize, Compared),
) -> Option<[f64; 2]> {
    let (with_less, with_more) = (with_less.of(generator)?, with_more.of(generator)?);
    let per_operation =
        |less_taken: f64, more_taken: f64| (more_taken - less_taken) / (more - less) as f64;
    Some([
        per_operation(with_less.processor.median(), with_more.processor.median()),
        per_operation(with_less.memory.median(), with_more.memory.median()),
    ])
}
