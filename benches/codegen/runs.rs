//! The runs of a generator, each in a process of its own.

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use converse_benches::figures::Figures;
use converse_benches::peak_memory::peak_memory;
use converse_codegen::Target;
use cpu_time::ProcessTime;

use crate::generators::{self, STOCK};

/// The argument by which this program generates once and prints what it took.
pub const GENERATE: &str = "--generate";

/// What a failing run prints before the reason.
const FAILS: &str = "fails: ";

/// What the runs of a generator took for one document.
#[derive(Default)]
pub struct Runs {
    /// The time of the processor, in seconds.
    pub processor: Figures,
    /// The time of the clock, in seconds.
    pub wall: Figures,
    /// The peak memory of the process, in bytes.
    pub memory: Figures,
    /// The lines of code that it made.
    pub lines: usize,
}

impl Runs {
    /// Has another process generate once, and adds what it took. Fails as the generator does.
    pub fn add(&mut self, generator: &str, name: &str, file: &Path) -> Result<(), String> {
        let output = Command::new(env::current_exe().expect("this program has a path"))
            .args([GENERATE, generator, name])
            .arg(file)
            .output()
            .expect("it starts");
        let text = String::from_utf8_lossy(&output.stdout);
        if let Some(reason) = text.strip_prefix(FAILS) {
            return Err(reason.trim().to_owned());
        }
        let figures: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
        let [processor, wall, memory, lines] = figures[..] else {
            let errors = String::from_utf8_lossy(&output.stderr);
            panic!("it prints four numbers, not {text:?}: {errors}");
        };
        self.processor.add(processor);
        self.wall.add(wall);
        self.memory.add(memory);
        self.lines = lines as usize;
        Ok(())
    }
}

/// Generates once, and prints the figures of a run, or why the generator fails.
pub fn generate(generator: &str, provider: Option<&str>, file: &Path) {
    let (processor, wall) = (ProcessTime::now(), Instant::now());
    let text = fs::read_to_string(file).expect("the document can be read");
    let lines = match generator {
        STOCK => generators::stock(&text).map(|code| code.lines().count()),
        _ => generators::converse(&text, provider, Target::default())
            .map(|files| generators::lines(&files)),
    };
    let (processor, wall) = (processor.elapsed(), wall.elapsed());
    match lines {
        Ok(lines) => {
            let (processor, wall) = (processor.as_secs_f64(), wall.as_secs_f64());
            println!("{processor} {wall} {} {lines}", peak_memory());
        }
        Err(reason) => println!("{FAILS}{reason}"),
    }
}
