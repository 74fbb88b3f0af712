//! How long the command line takes from its start to its end, against a process that does nothing: `cargo bench -p
//! converse-cli --bench start`.

use std::env;
use std::process::{Command, Stdio};
use std::time::Instant;

use converse_benches::settings::Settings;
use converse_benches::table::{Table, time};

const ROUNDS: usize = 60;

/// The argument of the process that does nothing, which is this program.
const NOTHING: &str = "--nothing";

/// The name of that process in the table.
const DOES_NOTHING: &str = "nothing";

const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

fn main() {
    if env::args().nth(1).as_deref() == Some(NOTHING) {
        return;
    }
    compare(&Settings::from_arguments());
}

/// Prints the table.
fn compare(settings: &Settings) {
    let this = env::current_exe().expect("this program has a path");
    let this = this.to_str().expect("it is UTF-8");
    let commands = commands(this);
    let chosen = settings.chosen(&commands.map(|(name, ..)| name));
    // All are compared with nothing, chosen or not.
    let is_chosen = |name: &str| name == DOES_NOTHING || chosen.contains(&name);
    let commands: Vec<_> = commands.into_iter().filter(|it| is_chosen(it.0)).collect();
    let mut times = vec![Vec::new(); commands.len()];
    // One round is not counted: the files are read from the disk in it.
    for round in 0..=settings.count(ROUNDS) {
        eprintln!("round {round}");
        for (times, (_, program, arguments)) in times.iter_mut().zip(&commands) {
            let time = run(program, arguments);
            if round > 0 {
                times.push(time);
            }
        }
    }
    let columns = ["command", "median", "least", "most", "÷ nothing"];
    let mut table = Table::new(1, &columns);
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
    for ((times, (name, ..)), median) in times.iter().zip(&commands).zip(&medians) {
        table.add([
            (*name).to_owned(),
            time(*median),
            time(times[0]),
            time(times[times.len() - 1]),
            format!("{:.1}", median / medians[0]),
        ]);
    }
    print!("{table}");
}

/// Returns the names of the commands, their programs and their arguments.
fn commands(this: &str) -> [(&'static str, &str, &'static [&'static str]); 4] {
    let converse = env!("CARGO_BIN_EXE_converse");
    [
        (DOES_NOTHING, this, &[NOTHING]),
        ("converse --help", converse, &["--help"]),
        (
            "help of an operation",
            converse,
            &["bird", "create-message", "--help"],
        ),
        (
            "--dry-run of an operation",
            converse,
            &[
                "bridge",
                "list-conversations",
                "--workspace-id",
                ID,
                "--dry-run",
            ],
        ),
    ]
}

/// Returns the seconds from the start of a program to its end.
fn run(program: &str, arguments: &[&str]) -> f64 {
    let mut command = Command::new(program);
    command.args(arguments).env("BRIDGE_API_KEY", "key");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("it starts");
    assert!(status.success(), "{program} {arguments:?}");
    start.elapsed().as_secs_f64()
}

/// Sorts the times and returns the median.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
