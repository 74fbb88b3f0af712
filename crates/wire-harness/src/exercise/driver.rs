//! The program that calls a generated crate by operation id: writes it, builds it and exchanges lines with it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::Value;

use super::Subject;
use super::contract;
use super::references;
use super::security::{self, Kind, PASSWORD, Scheme, USER};
use converse_codegen::internals::as_modules;
use converse_codegen::{Document, Problem, Result};

/// Limit on a call that stays on this machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The package of the program.
pub fn package(name: &str) -> String {
    format!("exercise-{name}")
}

/// Writes the program for a crate beside it.
pub fn write(home: &Path, core: &Path, subject: &Subject) -> Result<()> {
    let name = &subject.name;
    let all = if subject.is_split { ", \"all\"" } else { "" };
    let folder = home.join("crates").join(package(name));
    let failed = |error: std::io::Error| {
        Problem::file(
            &folder,
            format!("it cannot be written: {error}"),
            "check permissions and disk space",
        )
    };
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    let core = toml::Value::from(core.display().to_string());
    let manifest = format!(
        "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         converse-{name} = {{ path = \"../converse-{name}\", default-features = false, features = [\"dynamic\", \"examples\"{all}] }}\n\
         converse-core = {{ path = {core}, default-features = false, features = [\"testing\"] }}\n\
         serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n\
         tokio = {{ version = \"1\", features = [\"rt\"] }}\n\
         uuid = \"1\"\n",
        package(name)
    );
    let of_crate = home
        .join("crates")
        .join(format!("converse-{name}"))
        .join("src");
    let sources = sources(&of_crate).map_err(failed)?;
    let document = references::replaced(Document::read(&subject.document)?.into_value());
    let schemes = security::used(contract::read(&document).iter());
    let program = PROGRAM
        .replace("            // examples\n", &examples(&sources))
        .replace("the_crate", &format!("converse_{}", name.replace('-', "_")))
        .replace("            // credentials\n", &credentials(&schemes));
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    let shown = as_modules(&sources);
    fs::write(folder.join("src/doc_examples.rs"), shown).map_err(failed)?;
    fs::write(folder.join("src/main.rs"), program).map_err(failed)
}

/// Returns the Rust files in a folder and below it, by their paths.
fn sources(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.insert(path.display().to_string(), fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}

/// Returns the checks of the types that have an example in JSON.
fn examples(sources: &BTreeMap<String, String>) -> String {
    let mut files = sources.iter();
    let file = files.find(|(path, _)| path.ends_with("type_examples.rs"));
    let lines = file.into_iter().flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| {
        let (name, rest) = line.strip_prefix("    ")?.split_once(' ')?;
        (rest.contains("= r") && !name.contains("::")).then_some(name)
    });
    names
        .map(|name| format!("        keeps_example::<the_crate::types::{name}>,\n"))
        .collect()
}

/// Returns the calls that give the client its credentials: the only one without a name.
fn credentials(schemes: &[Scheme]) -> String {
    let credential = |scheme: &Scheme| match scheme.kind {
        Kind::Basic => format!("Credential::basic({USER:?}, {PASSWORD:?})"),
        _ => format!("Credential::new({:?})", scheme.secret()),
    };
    let call = |scheme: &Scheme| match schemes.len() {
        1 => format!("            .credential({})\n", credential(scheme)),
        _ => format!(
            "            .credential_for({:?}, {})\n",
            scheme.key,
            credential(scheme)
        ),
    };
    schemes.iter().map(call).collect()
}

/// Reads a case per line and writes an outcome per line. Its first line is the crate's own base URL, and
/// the examples of types that these do not keep.
const PROGRAM: &str = r#"//! Calls operations by their id: a case a line on standard input, an outcome a line on standard output.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Duration;

#[allow(unused_imports, reason = "a document may declare no credential")]
use converse_core::Credential;
use converse_core::dynamic::Arguments;
#[allow(unused_imports, reason = "a document may have no types")]
use converse_core::testing::keeps_example;
use serde_json::{Value, json};
use the_crate::{Client, PROVIDER};

#[allow(dead_code, reason = "the examples in the docs are compiled, and not run")]
mod doc_examples;

fn main() -> Result<(), Box<dyn Error>> {
    let origin = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut out = std::io::stdout().lock();
    let kept: &[fn() -> Result<(), String>] = &[
            // examples
    ];
    let lost: Vec<String> = kept.iter().filter_map(|check| check().err()).collect();
    writeln!(out, "{}", json!({ "base_url": PROVIDER.base_url, "lost": lost }))?;
    out.flush()?;
    let client = |base: &str| {
        Client::builder()
            .base_url(format!("{origin}{base}"))
            // credentials
            .timeout(Duration::from_secs(20))
            .build()
    };
    let mut current = (String::new(), client("")?);
    for line in std::io::stdin().lock().lines() {
        let mut case: Value = serde_json::from_str(&line?)?;
        let base = case["base"].as_str().unwrap_or_default();
        if base != current.0 {
            current = (base.to_owned(), client(base)?);
        }
        let operation = case["operation"].as_str().unwrap_or_default().to_owned();
        let arguments = Arguments::try_from(case["arguments"].take())?;
        let outcome = match runtime.block_on(current.1.call(&operation, arguments)) {
            Ok(response) => json!({ "status": response.status().as_u16(), "value": *response }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(out, "{outcome}")?;
        out.flush()?;
    }
    Ok(())
}
"#;

/// The result of building one program.
pub enum Program {
    Built(PathBuf),
    /// The compiler's messages.
    Failed(String),
}

/// Builds the programs of all `names`, each as far as possible.
pub fn build(home: &Path, names: &[String], jobs: usize) -> Result<BTreeMap<String, Program>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(home)
        .args(["build", "--quiet", "--keep-going"])
        .args(["--message-format=json", "--jobs", &jobs.to_string()])
        .env("CARGO_TARGET_DIR", home.join("target"));
    for name in names {
        command.args(["--package", &package(name)]);
    }
    let output = command.output().map_err(|error| {
        Problem::file(
            home,
            format!("cargo does not run: {error}"),
            "install cargo",
        )
    })?;
    let mut programs = BTreeMap::new();
    let mut first_error = None;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        if let (Some(target), Some(program)) = (
            message["target"]["name"].as_str(),
            message["executable"].as_str(),
        ) {
            programs.insert(target.to_owned(), PathBuf::from(program));
        }
        if message["message"]["level"] == "error" {
            let message = message["message"]["message"].as_str().unwrap_or_default();
            first_error.get_or_insert_with(|| message.to_owned());
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let reason = first_error
        .or_else(|| stderr.lines().next().map(str::to_owned))
        .unwrap_or_default();
    Ok(names
        .iter()
        .map(|name| match programs.remove(&package(name)) {
            Some(path) => (name.clone(), Program::Built(path)),
            None => (name.clone(), Program::Failed(reason.clone())),
        })
        .collect())
}

/// A running program.
pub struct Driver {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    /// The base URL of the crate.
    pub base_url: String,
    /// The examples of types that these do not keep.
    pub lost: Vec<String>,
}

impl Driver {
    /// Starts the program against the server at `origin`.
    pub fn start(program: &Path, origin: &str) -> Result<Self, String> {
        let mut child = Command::new(program)
            .arg(origin)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the program has no pipes".to_owned());
        };
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(|line| line.ok()) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut driver = Self {
            child,
            input,
            lines,
            base_url: String::new(),
            lost: Vec::new(),
        };
        let hello = driver.next()?;
        driver.base_url = hello["base_url"].as_str().unwrap_or_default().to_owned();
        let lost = hello["lost"].as_array().into_iter().flatten();
        driver.lost = lost.map(Value::to_string).collect();
        Ok(driver)
    }

    /// Makes one call and waits for its outcome.
    pub fn call(&mut self, case: &Value) -> Result<Value, String> {
        let written = writeln!(self.input, "{case}").and_then(|()| self.input.flush());
        written.map_err(|_| self.last_words())?;
        self.next()
    }

    fn next(&mut self) -> Result<Value, String> {
        let line = match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => {
                // It is ours, and nothing of it is needed any more.
                let _ = self.child.kill();
                return Err("the call did not end in time".to_owned());
            }
            Err(RecvTimeoutError::Disconnected) => return Err(self.last_words()),
        };
        serde_json::from_str(&line).map_err(|error| format!("the outcome is not JSON: {error}"))
    }

    /// Returns why the program ended.
    fn last_words(&mut self) -> String {
        let _ = self.child.wait();
        let mut text = String::new();
        if let Some(stderr) = &mut self.child.stderr {
            let _ = stderr.take(64 * 1024).read_to_string(&mut text);
        }
        let line = text.lines().find(|line| !line.trim().is_empty());
        format!("the program ended: {}", line.unwrap_or("without a message"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
