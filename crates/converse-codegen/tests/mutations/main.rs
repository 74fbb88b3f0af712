//! Documents that are mutated at random: each gives a crate or an error, never a panic, and the crate compiles.

use converse_codegen::{Crate, Generator, Result, Runtime, Settings, SplitByTag, Target};
use serde_json::Value;

mod compiled;
mod mutate;

/// Number of mutated documents, unless `MUTATIONS` is set.
const ROUNDS: u64 = 300;

/// Number of them that are compiled, unless `MUTATIONS_COMPILED` is set.
const COMPILED: u64 = 20;

/// Seeds: small documents of each kind, so that a mutation hits something that matters.
const SEEDS: [&str; 5] = [
    include_str!("../seeds/shapes.json"),
    include_str!("../seeds/calls.json"),
    include_str!("../seeds/newer.json"),
    include_str!("../seeds/unions.json"),
    include_str!("../seeds/wire.json"),
];

/// The forms of a crate: in one piece, or with a feature per tag.
const FORMS: [SplitByTag; 2] = [SplitByTag::Never, SplitByTag::Always];

#[test]
fn no_mutation_makes_a_panic() {
    for seed in &seeds() {
        for split in FORMS {
            build("seed", seed.clone(), split).expect("a seed itself is a crate");
        }
    }
    let mut crates = 0;
    for round in 0..number_of("MUTATIONS", ROUNDS) {
        match build("seed", document(round), form(round)) {
            Ok(_) => crates += 1,
            Err(problem) => {
                let message = problem.to_string();
                // The fault must be reported as one of the document.
                assert!(
                    !message.contains("progenitor") && !message.contains("report it"),
                    "round {round}: {message}\n{}",
                    document(round)
                );
                assert!(message.contains("help: "), "round {round}: {message}");
            }
        }
    }
    // Most mutations leave a document that still becomes a crate.
    assert!(crates > 0);
    println!("{crates} crates");
}

#[test]
fn a_sample_compiles_without_a_warning() {
    let wanted = number_of("MUTATIONS_COMPILED", COMPILED) as usize;
    let names = |round: u64| format!("mutation-{round}");
    let made = (0..).map(|round| (build(&names(round), document(round), form(round)), round));
    let crates = made.filter_map(|(made, round)| Some((names(round), made.ok()?)));
    let mut crates: Vec<(String, Crate)> = crates.take(wanted).collect();
    // Such as those that fuzzing found.
    for (index, document) in others().into_iter().enumerate() {
        let name = format!("document-{index}");
        let made = build(&name, document, SplitByTag::Auto);
        crates.extend(made.ok().map(|made| (name, made)));
    }
    let faults = compiled::faults(&crates);
    let faults: Vec<String> = faults
        .into_iter()
        .map(|(name, message)| match name.strip_prefix("mutation-") {
            Some(round) => {
                let round = round.parse().unwrap_or_default();
                format!("round {round}: {message}\n{}", document(round))
            }
            None => format!("{name}: {message}"),
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn seeds() -> Vec<Value> {
    let seed = |text: &&str| serde_json::from_str(text).expect("a seed is JSON");
    SEEDS.iter().map(seed).collect()
}

/// Returns the mutated document of a round.
fn document(round: u64) -> Value {
    let mut random = fastrand::Rng::with_seed(round);
    let mut document = seeds().swap_remove(round as usize % SEEDS.len());
    for _ in 0..random.usize(1..=4) {
        mutate::mutate(&mut document, &mut random);
    }
    document
}

/// Returns the form of a round's crate: each seed gets each.
fn form(round: u64) -> SplitByTag {
    FORMS[round as usize / SEEDS.len() % FORMS.len()]
}

/// Reads the documents of the folder that `MUTATIONS_CORPUS` names.
fn others() -> Vec<Value> {
    let Some(folder) = std::env::var_os("MUTATIONS_CORPUS") else {
        return Vec::new();
    };
    let files = std::fs::read_dir(folder).expect("the folder of MUTATIONS_CORPUS is read");
    let mut files: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.sort();
    let texts = files
        .iter()
        .filter_map(|file| std::fs::read_to_string(file).ok());
    texts
        .filter_map(|text| serde_json::from_str(&text).ok())
        .collect()
}

fn number_of(variable: &str, usual: u64) -> u64 {
    let stated = std::env::var(variable).ok();
    stated.and_then(|it| it.parse().ok()).unwrap_or(usual)
}

fn build(name: &str, document: Value, split: SplitByTag) -> Result<Crate> {
    let mut settings = Settings::new(name);
    settings.split_by_tag = split;
    let core = Runtime::Path(compiled::core());
    let generator = Generator::new(document).name(name).settings(settings);
    generator.target(Target::Standalone(core)).build()
}
