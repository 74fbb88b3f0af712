//! The crates of all rules in one workspace, with one program that runs the cases. Only files that a change of the
//! rules affects are written again, so nothing compiles twice.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::internals::as_modules;
use serde_json::{Map, Value, json};

use crate::rule::{Rule, core};
use crate::walks;

/// Sources of the program that do not depend on the rules.
const SOURCES: [(&str, &str); 4] = [
    ("driver/src/main.rs", include_str!("driver/main.rs")),
    ("driver/src/case.rs", include_str!("driver/case.rs")),
    ("driver/src/exchange.rs", include_str!("driver/exchange.rs")),
    ("driver/src/walk.rs", include_str!("driver/walk.rs")),
];

/// Compiles the crates and runs the cases.
///
/// # Errors
/// The output of the compiler or the program.
pub fn run(rules: &[Rule]) -> Result<(), String> {
    let target = target();
    let home = target.join("test-data");
    write(&home, &files(rules));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    // Always ours, so that cargo adds the crates to it and resolves no version anew.
    std::fs::copy(lock, home.join("Cargo.lock")).map_err(|error| error.to_string())?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&home)
        .args([
            "run",
            "--offline",
            "--quiet",
            "--package",
            "rules-driver",
            "--",
        ])
        .arg(home.join("cases.json"))
        .env("CARGO_TARGET_DIR", &target)
        // As our workspace has it: with another setting, all dependencies would be built once more.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .map_err(|error| format!("cargo does not run: {error}"))?;
    let (printed, warned) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    print!("{printed}");
    if output.status.success() && warned.trim().is_empty() {
        return Ok(());
    }
    let failed: String = printed
        .lines()
        .skip_while(|line| line.starts_with("ok "))
        .filter(|line| !line.starts_with("ok "))
        .map(|line| format!("{line}\n"))
        .collect();
    Err(format!("{failed}{warned}"))
}

/// Returns the folder that cargo builds in: the dependencies are shared with other tests.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap_or(temporary).to_path_buf()
}

fn files(rules: &[Rule]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("Cargo.toml".to_owned(), workspace_manifest(rules));
    files.insert("driver/Cargo.toml".to_owned(), driver_manifest(rules));
    files.insert("driver/src/crates.rs".to_owned(), dispatch(rules));
    files.insert("driver/src/doc_examples.rs".to_owned(), doc_examples(rules));
    for (path, text) in SOURCES {
        files.insert(path.to_owned(), text.to_owned());
    }
    let cases: Map<String, Value> = rules
        .iter()
        .map(|rule| (rule.name.clone(), json!(rule.cases)))
        .collect();
    files.insert(
        "cases.json".to_owned(),
        format!("{:#}\n", Value::Object(cases)),
    );
    for rule in rules {
        for (path, text) in &rule.files {
            files.insert(format!("crates/{}/{path}", rule.name), text.clone());
        }
    }
    files
}

/// Returns the examples in the docs of all crates: compiled here, they need not be compiled crate by crate.
fn doc_examples(rules: &[Rule]) -> String {
    let mut text = "//! The examples in the docs.\n#![allow(dead_code, unused_mut, reason = \"they are not run\")]\n".to_owned();
    for rule in rules {
        let modules = as_modules(&rule.files);
        let name = rule.package().replace('-', "_");
        let _ = writeln!(text, "\nmod {name} {{\n{modules}}}");
    }
    text
}

fn workspace_manifest(rules: &[Rule]) -> String {
    let mut text =
        "[workspace]\nresolver = \"3\"\nmembers = [\"driver\", \"crates/*\"]\n".to_owned();
    for rule in rules {
        // Debug information is not needed, and without it they compile sooner.
        let _ = write!(
            text,
            "\n[profile.dev.package.{}]\ndebug = false\n",
            rule.package()
        );
    }
    text
}

fn driver_manifest(rules: &[Rule]) -> String {
    let core = core();
    let support = core.with_file_name("test-support");
    let mut text = format!(
        r#"[package]
name = "rules-driver"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
converse-core = {{ path = {core:?}, default-features = false, features = ["testing"] }}
converse-test-support = {{ path = {support:?} }}
futures-util = {{ version = "0.3", default-features = false }}
serde = "1"
serde_json = {{ version = "1", features = ["preserve_order"] }}
tokio = {{ version = "1", features = ["rt"] }}
uuid = "1"
"#
    );
    for rule in rules {
        let all = if rule.is_split() { ", \"all\"" } else { "" };
        let _ = writeln!(
            text,
            "{} = {{ path = \"../crates/{}\", default-features = false, features = [\"dynamic\", \"examples\", \"schemars\"{all}] }}",
            rule.package(),
            rule.name,
        );
    }
    text
}

/// Maps the names of rules and types to the crates.
fn dispatch(rules: &[Rule]) -> String {
    let [
        mut types,
        mut examples,
        mut clients,
        mut walks,
        mut streamed,
    ] = [const { String::new() }; 5];
    for rule in rules {
        let (name, in_rust) = (&rule.name, rule.package().replace('-', "_"));
        for (known, function, whole) in rule.examples() {
            let of = format!("{in_rust}::types::{known}");
            let kept = match whole {
                true => format!("keeps_example::<{of}>()"),
                false => "Ok(())".to_owned(),
            };
            let _ = writeln!(
                examples,
                "    found({name:?}, {known:?}, {kept}.and_then(|()| shown(&{of}::{function}())));"
            );
        }
        for known in rule.types("type") {
            let _ = writeln!(
                types,
                "        ({name:?}, {known:?}) => read::<{in_rust}::types::{known}>(json),"
            );
        }
        let _ = writeln!(clients, "        {name:?} => call!({in_rust}),");
        walks.push_str(&walks::arms(rule, &in_rust));
        streamed.push_str(&walks::streamed_arms(rule, &in_rust));
    }
    DISPATCH
        .replace("        /types/\n", &types)
        .replace("    /examples/\n", &examples)
        .replace("        /clients/\n", &clients)
        .replace("        /walks/\n", &walks)
        .replace("        /streamed/\n", &streamed)
}

const DISPATCH: &str = r#"//! From the names of rules and types to the crates.
#![allow(deprecated, reason = "some rules are about what nobody should use")]

use converse_core::{CallError, Credential, ResponseValue, RetryPolicy};
use converse_core::dynamic::Arguments;
use converse_core::operation::CredentialPlace;
use converse_core::testing::keeps_example;
use serde_json::{Value, json};

use crate::case::{Read, read, shown};
use crate::walk::{Given, Walked, collect, drain};

/// Reads and writes `json` as a type of a rule's crate.
pub fn round_trip(rule: &str, name: &str, json: &str) -> Read {
    match (rule, name) {
        /types/
        _ => Err(format!("unknown type {rule}: {name}")),
    }
}

/// Calls `found` with the rule, the type, and the example of each type of all crates.
pub fn examples(mut found: impl FnMut(&str, &str, Read)) {
    /examples/
}

/// A client of a rule's crate that talks to the server.
macro_rules! client {
    ($name:ident, $origin:expr) => {{
        let path = $name::PROVIDER.base_url.splitn(4, '/').nth(3);
        let base_url = format!("{}/{}", $origin, path.unwrap_or_default());
        let mut builder = $name::Client::builder()
            .retry(RetryPolicy::none())
            .base_url(base_url);
        for scheme in $name::PROVIDER.security.iter().copied().flatten() {
            let credential = match scheme.place {
                CredentialPlace::Basic => Credential::basic("user", "password"),
                _ => Credential::new("key-1"),
            };
            builder = builder.credential_for(scheme.name, credential);
        }
        builder.build().map_err(|error| error.to_string())?
    }};
}

/// Calls an operation of a rule's crate.
pub async fn call(
    rule: &str,
    origin: &str,
    operation: &str,
    arguments: Arguments,
) -> Result<Result<ResponseValue<Value>, CallError>, String> {
    macro_rules! call {
        ($name:ident) => {{
            let client = client!($name, origin);
            Ok(client.call(operation, arguments).await)
        }};
    }
    match rule {
        /clients/
        _ => Err(format!("unknown rule {rule}")),
    }
}

/// Goes through all pages, or all items, of an operation of a rule's crate.
pub async fn walk(
    rule: &str,
    origin: &str,
    method: &str,
    whole: bool,
    mut given: Given,
) -> Result<Walked, String> {
    macro_rules! walk {
        ($name:ident, $method:ident, $($setter:ident: $taken:ty),*) => {{
            let client = client!($name, origin);
            let mut call = client.$method();
            $(
                if let Some(value) = given.take::<$taken>(stringify!($setter))? {
                    call = call.$setter(value);
                }
            )*
            given.finish()?;
            Ok(match whole {
                true => drain!(call.pages(), |page: &ResponseValue<_>| serde_json::to_value(&**page)),
                false => drain!(call.stream(), serde_json::to_value),
            })
        }};
    }
    match (rule, method) {
        /walks/
        _ => Err(format!("unknown pages {rule}: {method}")),
    }
}

/// Reads the response of an operation of a rule's crate as it comes.
pub async fn streamed(
    rule: &str,
    origin: &str,
    method: &str,
    mut given: Given,
) -> Result<Walked, String> {
    macro_rules! streamed {
        ($name:ident, $method:ident, $shown:expr, $($setter:ident: $taken:ty),*) => {{
            let client = client!($name, origin);
            let call = client.$method();
            $(
                let call = match given.take::<$taken>(stringify!($setter))? {
                    Some(value) => call.$setter(value),
                    None => call,
                };
            )*
            given.finish()?;
            Ok(collect!(call.send_stream(), $shown))
        }};
    }
    match (rule, method) {
        /streamed/
        _ => Err(format!("unknown stream {rule}: {method}")),
    }
}
"#;

/// Writes the files that differ, so that cargo finds the rest unchanged, and removes leftovers.
fn write(home: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = home.join(path);
        if std::fs::read_to_string(&path).is_ok_and(|present| present == *text) {
            continue;
        }
        let parent = path.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(parent).expect("the target folder is writable");
        std::fs::write(&path, text).expect("the target folder is writable");
    }
    let crates = home.join("crates");
    for entry in std::fs::read_dir(&crates).expect("the crates were just written") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        if !files.contains_key(&format!("crates/{name}/Cargo.toml")) {
            std::fs::remove_dir_all(entry.path()).expect("the target folder is writable");
        }
    }
}
