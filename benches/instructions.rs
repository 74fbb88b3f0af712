//! The instructions that a piece of work takes, counted by `valgrind` if it is installed.
//!
//! They are the same in each run, whatever else the machine does. Those of the system are not among them.

use std::env;
use std::process::{Command, Stdio};

/// The argument by which this program runs a piece of work alone, followed by what the benchmark needs to know and by a
/// number of units.
pub const WORK: &str = "--work";

/// Returns the instructions of a unit of work: of how many more the program takes for `2 * units` than for `units`, so
/// that what it takes to start is not among them.
///
/// The program runs with [`WORK`], `arguments`, and the number. None if `valgrind` is not installed.
pub fn per_unit(arguments: &[&str], units: usize) -> Option<f64> {
    let less = count(arguments, units)?;
    let more = count(arguments, 2 * units)?;
    Some((more as f64 - less as f64) / units as f64)
}

fn count(arguments: &[&str], units: usize) -> Option<u64> {
    let this = env::current_exe().expect("this program has a path");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(this).arg(WORK).args(arguments);
    valgrind.arg(units.to_string()).stdin(Stdio::null());
    let output = valgrind.output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} fails: {text}");
    let collected = text.lines().find_map(|line| line.split_once("Collected :"));
    let (_, number) = collected.expect("callgrind says how many it collected");
    Some(number.trim().parse().expect("it is a number"))
}
