//! How long the command line takes from its start to its end, against a process that does nothing: `cargo bench -p
//! converse-cli --bench start`.

use std::env;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;

/// The argument of the process that does nothing, which is this program.
const NOTHING: &str = "nothing";

const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

fn main() {
    if env::args().any(|argument| argument == NOTHING) {
        return;
    }
    let this = env::current_exe().expect("this program has a path");
    let this = this.to_str().expect("it is UTF-8");
    let converse = env!("CARGO_BIN_EXE_converse");
    let commands: [(&str, &str, &[&str]); 4] = [
        ("nothing", this, &[NOTHING]),
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
    ];
    let mut times = vec![Vec::new(); commands.len()];
    // One round is not counted: the files are read from the disk in it.
    for round in 0..=ROUNDS {
        for (times, (_, program, arguments)) in times.iter_mut().zip(&commands) {
            let time = run(program, arguments);
            if round > 0 {
                times.push(time);
            }
        }
    }
    println!("| command | median | least | most | ÷ nothing |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    for ((times, (name, ..)), time) in times.iter().zip(&commands).zip(&medians) {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let (least, most) = (times[0], times[times.len() - 1]);
        println!(
            "| {name} | {:.1} ms | {:.1} ms | {:.1} ms | {:.1} |",
            milliseconds(*time),
            milliseconds(least),
            milliseconds(most),
            time.as_secs_f64() / medians[0].as_secs_f64(),
        );
    }
}

fn run(program: &str, arguments: &[&str]) -> Duration {
    let mut command = Command::new(program);
    command.args(arguments).env("BRIDGE_API_KEY", "key");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("it starts");
    assert!(status.success(), "{program} {arguments:?}");
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
