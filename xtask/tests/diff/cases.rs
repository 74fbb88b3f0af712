//! Each kind of change once: `cases.yaml`.

use std::path::Path;

use converse_codegen::{Document, Overlay};
use serde::Deserialize;
use serde_json::{Value, json};
use xtask::compare::Format;
use xtask::spec::{self, Command};
use xtask::workspace::Workspace;

/// One change of the document, and what users are told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    target: String,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    expect: Vec<String>,
    #[serde(default)]
    docs: Vec<String>,
    semver: String,
}

/// Returns the document in which one thing changes at a time.
pub fn base() -> Document {
    Document::parse("base.yaml", include_str!("base.yaml")).expect("it is a document")
}

#[test]
fn each_kind_of_change_is_named_with_its_place_and_its_effect() {
    let cases: Vec<Case> =
        serde_saphyr::from_str(include_str!("cases.yaml")).expect("the cases are read");
    let mut wrong = Vec::new();
    for case in &cases {
        let report = report(case);
        let found = told(&report);
        let docs: Vec<&str> = texts(&report["docs"]);
        let is_right = found == case.expect
            && case.docs.iter().all(|place| docs.contains(&place.as_str()))
            && report["semver"] == case.semver.as_str();
        if !is_right {
            wrong.push(format!(
                "{}: {} {found:#?} {docs:?}",
                case.name, report["semver"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares the document with itself after the change.
fn report(case: &Case) -> Value {
    let mut action = json!({
        "target": case.target,
        "description": case.name,
        "x-source": "a test",
    });
    match &case.update {
        Some(update) => action["update"] = update.clone(),
        None => action["remove"] = case.remove.into(),
    }
    let overlay = json!({ "overlay": "1.0.0", "actions": [action] }).to_string();
    let overlay = Overlay::parse(&case.name, &overlay).expect("it is an overlay");
    let changed = overlay.apply(base().into_value());
    let mut changed = changed.unwrap_or_else(|problem| panic!("{}: {problem}", case.name));
    drop_nulls(&mut changed);
    let folder = tempfile::tempdir().expect("the system has a folder for these");
    let [old, new] = ["old", "new"].map(|name| {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).expect("the folder is ours");
        folder.join("base.json")
    });
    for (path, value) in [(&old, base().value()), (&new, &changed)] {
        std::fs::write(path, value.to_string()).expect("the folder is ours");
    }
    diff(&Workspace::current(), None, "HEAD", Some(vec![old, new]))
}

/// An update cannot rename a key: it sets the old one to null.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Runs the command, and returns what it prints as JSON.
pub fn diff(
    workspace: &Workspace,
    provider: Option<&str>,
    revision: &str,
    files: Option<Vec<std::path::PathBuf>>,
) -> Value {
    let command = Command::Diff {
        provider: provider.map(str::to_owned),
        revision: revision.to_owned(),
        files,
        format: Format::Json,
    };
    let mut printed = Vec::new();
    spec::run(workspace, &command, &mut printed).unwrap_or_else(|problem| panic!("{problem}"));
    serde_json::from_slice(&printed).expect("it prints JSON")
}

/// Returns the changes: how, what it does to programs, where, and which facts differ.
pub fn told(report: &Value) -> Vec<String> {
    let lists = ["changes", "other_changes"].map(|list| report[list].as_array());
    let changes = lists.into_iter().flatten().flatten();
    let lines = changes.map(|change| {
        let sign = match change["change"].as_str() {
            Some("added") => "+",
            Some("removed") => "-",
            _ => "~",
        };
        let details = change["details"].as_array().expect("it has facts");
        let facts: Vec<&str> = details
            .iter()
            .filter_map(|it| it["what"].as_str())
            .collect();
        let facts = match sign {
            "~" => format!(": {}", facts.join(", ")),
            _ => String::new(),
        };
        let (effect, place) = (&change["effect"], &change["place"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!("{sign} {} {}{facts}", text(effect), text(place))
    });
    lines.collect()
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

/// Returns the folder with the documents of the rules of the generator.
pub fn rules() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/converse-codegen/test_data")
}
