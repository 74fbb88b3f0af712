//! What building a program from nothing takes: one that makes its calls with Converse, and one that makes them by hand.

use converse_benches::figures::Figures;
use converse_benches::settings::Settings;
use converse_benches::table::{Table, mebibytes, ratio, time};

use crate::scratch::Scratch;

/// The cases.
pub const PROGRAMS: [&str; 2] = [WITH_TLS, "program without TLS"];

/// The case that is as programs are.
const WITH_TLS: &str = "program";

/// Each build takes minutes.
const ROUNDS: usize = 2;

/// The names of the packages: the first is what the others are compared with.
const BY_HAND: &str = "by-hand";
const CONVERSE: &str = "with-converse";

/// What the rounds of a program took.
#[derive(Default)]
struct Built {
    check: Figures,
    release: Figures,
    size: Figures,
}

/// Builds the programs of these cases, and returns the table.
pub fn table(settings: &Settings, programs: &[&str]) -> Table {
    let columns = [
        "program",
        "by",
        "packages",
        "÷ by hand",
        "check",
        "÷ by hand",
        "release",
        "÷ by hand",
        "binary",
        "÷ by hand",
    ];
    let mut table = Table::new(2, &columns);
    let scratch = Scratch::create("programs");
    write(&scratch);
    for &program in programs {
        let arguments: &[&str] = match program {
            WITH_TLS => &["--features", "tls"],
            _ => &[],
        };
        let [by_hand, converse] = measure(settings, &scratch, arguments);
        for (name, built) in [(BY_HAND, &by_hand), (CONVERSE, &converse)] {
            let packages = scratch.packages(name, arguments) as f64;
            let by_hands = scratch.packages(BY_HAND, arguments) as f64;
            table.add([
                program.to_owned(),
                if name == BY_HAND {
                    "by hand"
                } else {
                    "Converse"
                }
                .to_owned(),
                format!("{packages}"),
                ratio(packages / by_hands),
                built.check.cell(time),
                built.check.ratio_cell(&by_hand.check),
                built.release.cell(time),
                built.release.ratio_cell(&by_hand.release),
                built.size.cell(mebibytes),
                built.size.ratio_cell(&by_hand.size),
            ]);
        }
    }
    table
}

/// Builds the programs in turn, each from nothing.
fn measure(settings: &Settings, scratch: &Scratch, arguments: &[&str]) -> [Built; 2] {
    let mut all = [BY_HAND, CONVERSE].map(|name| (name, Built::default()));
    // One that runs once would take minutes. That cargo finds all that it needs shows that it could.
    let rounds = if settings.is_once() { 0 } else { ROUNDS };
    for round in 1..=rounds {
        for (name, built) in &mut all {
            let build = |command: &[&str]| {
                eprintln!("{name} {arguments:?}: {command:?}, round {round}");
                scratch.clean();
                let usage = scratch.run(&[command, arguments].concat(), name);
                usage.unwrap_or_else(|errors| panic!("{errors}")).processor
            };
            built.check.add(build(&["check"]));
            built.release.add(build(&["build", "--release"]));
            built.size.add(scratch.binary_size(name) as f64);
        }
    }
    all.map(|(_, built)| built)
}

/// Writes the packages of both programs.
fn write(scratch: &Scratch) {
    let programs = [
        (BY_HAND, BY_HAND_DEPENDENCIES, include_str!("by_hand.rs")),
        (CONVERSE, CONVERSE_DEPENDENCIES, include_str!("converse.rs")),
    ];
    for (name, dependencies, main) in programs {
        let package = format!(
            "[package]\nname = \"{name}\"\nversion.workspace = true\nedition.workspace = true\n"
        );
        scratch.write_in(name, "Cargo.toml", &format!("{package}{dependencies}"));
        scratch.write_in(name, "src/main.rs", main);
    }
}

const BY_HAND_DEPENDENCIES: &str = r#"
[features]
tls = ["reqwest/rustls"]

[dependencies]
chrono.workspace = true
reqwest = { workspace = true, features = ["json", "query"] }
serde.workspace = true
tokio = { workspace = true, features = ["macros", "rt-multi-thread"] }
"#;

const CONVERSE_DEPENDENCIES: &str = r#"
[features]
tls = ["converse/rustls"]

[dependencies]
converse = { workspace = true, features = ["bridge", "client"] }
tokio = { workspace = true, features = ["macros", "rt-multi-thread"] }
"#;
