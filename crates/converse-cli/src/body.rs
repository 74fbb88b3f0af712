//! Bodies from files, the standard input and an editor.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use clap::ArgMatches;
use converse::Blob;
use converse::dynamic::DescribedOperation;
use converse::operation::Side;
use converse::provider::Provider;
use converse::serde_json::{self, Value, json};
use converse::testing::PROVIDERS;

use crate::commands::{BODY, EDIT};
use crate::failure::Failure;

/// Returns the body that the flags name, before fields are laid over it.
pub fn given(
    provider: &Provider,
    described: &DescribedOperation,
    matches: &ArgMatches,
) -> Result<Option<Value>, Failure> {
    if described.operation().body.is_none() {
        return Ok(None);
    }
    let from_file = match matches.get_one::<String>(BODY).map(String::as_str) {
        None => None,
        Some("-") => {
            let mut text = String::new();
            let read = io::stdin().read_to_string(&mut text);
            read.map_err(|error| Failure::io("the standard input", &error))?;
            Some(parsed("the standard input", &text)?)
        }
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
            Some(parsed(path, &text)?)
        }
    };
    match matches.get_flag(EDIT) {
        false => Ok(from_file),
        true => edited(from_file.unwrap_or_else(|| documented(provider, described))).map(Some),
    }
}

/// Returns the bytes of a file, as a body has them.
pub fn file(path: &str) -> Result<Value, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::io(path, &error))?;
    let mut blob = Blob::from(bytes);
    if let Some(name) = Path::new(path).file_name() {
        blob = blob.file_name(name.to_string_lossy());
    }
    serde_json::to_value(blob).map_err(|error| Failure::usage(error.to_string()))
}

fn parsed(from: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::usage(format!("the body from {from} is not JSON: {error}")))
}

/// Returns the documented request, or one made from the document.
fn documented(provider: &Provider, described: &DescribedOperation) -> Value {
    let contract = PROVIDERS
        .iter()
        .find(|it| it.provider.name == provider.name);
    let bodies = contract
        .iter()
        .flat_map(|it| it.examples.iter().chain(it.samples));
    let id = described.operation().id;
    let mut bodies = bodies.filter(|it| it.operation == id && it.side == Side::Request);
    let body = bodies
        .next()
        .and_then(|it| serde_json::from_str(it.json).ok());
    body.unwrap_or_else(|| json!({}))
}

fn edited(body: Value) -> Result<Value, Failure> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(env::var_os);
    let editor = editor.filter(|editor| !editor.is_empty()).ok_or_else(|| {
        Failure::usage("`--edit` needs an editor: set VISUAL or EDITOR".to_owned())
    })?;
    let mut file = tempfile::Builder::new()
        .prefix("converse-")
        .suffix(".json")
        .tempfile()
        .map_err(|error| Failure::io("a file to edit", &error))?;
    writeln!(file, "{body:#}").map_err(|error| Failure::io("the file to edit", &error))?;
    let path = file.into_temp_path();
    let status = command(&editor, &path).status();
    let status = status.map_err(|error| Failure::io(&editor.to_string_lossy(), &error))?;
    if !status.success() {
        return Err(Failure::usage(
            "the editor failed, so nothing was sent".to_owned(),
        ));
    }
    let text = fs::read_to_string(&path).map_err(|error| Failure::io("the edited file", &error))?;
    parsed("the editor", &text)
}

/// Returns the command of an editor, which may have arguments: `code --wait`.
fn command(editor: &OsString, path: &Path) -> Command {
    let words: Vec<String> = editor
        .to_string_lossy()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut words = words.into_iter();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(path);
    command
}
