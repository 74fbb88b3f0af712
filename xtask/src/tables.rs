//! Writes the tables of providers: in the README, in the facade's documentation, and `docs/coverage.md`.

use converse_codegen::internals::{code_cell, read};
use converse_codegen::{Report, Result};

use crate::codegen::Generated;
use crate::coverage::page;
use crate::regions::{LIBRARY, MANIFEST, README, Region, Texts};

const PROVIDERS: Region = Region {
    file: README,
    name: "table",
    holds: "the table of the providers",
};

const VARIABLES: Region = Region {
    file: LIBRARY,
    name: "variables",
    holds: "the table of the environment variables, in the documentation of the crate",
};

/// Updates the tables in `texts`. The providers are sorted.
pub fn render(texts: &mut Texts, providers: &[&Generated]) -> Result<()> {
    let defaults = default_features(texts)?;
    let rows = providers.iter().map(|one| readme_row(one, &defaults));
    let head = [
        "provider",
        "feature",
        "operations",
        "credential",
        "base URL",
    ];
    PROVIDERS.replace(texts, &table("", &head, rows))?;
    let rows = providers.iter().map(|one| variables_row(one));
    let head = ["provider", "credential", "base URL"];
    VARIABLES.replace(texts, &table("//! ", &head, rows))?;
    texts.insert(page::PAGE.to_owned(), page::render(providers));
    Ok(())
}

/// Returns the lines of a table, each after `start`.
pub fn table<const N: usize>(
    start: &str,
    head: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Vec<String> {
    let line = |cells: &[String]| format!("{start}| {} |", cells.join(" | "));
    let mut lines = vec![
        line(&head.map(str::to_owned)),
        line(&head.map(|_| "---".to_owned())),
    ];
    lines.extend(rows.map(|cells| line(&cells)));
    lines
}

fn readme_row(provider: &Generated, defaults: &[String]) -> [String; 5] {
    let (name, settings) = (&provider.name, &provider.settings);
    let base_url = match provider.report.base_url.as_str() {
        "" => format!("none; from `{}`", settings.base_url_variable),
        url => code_cell(url),
    };
    let default = if defaults.contains(name) {
        " (default)"
    } else {
        ""
    };
    [
        format!("[{}](crates/providers/{name})", settings.title),
        format!("`{name}`{default}"),
        counts(provider),
        credential(&provider.report, &settings.credential_variable),
        base_url,
    ]
}

fn variables_row(provider: &Generated) -> [String; 3] {
    let settings = &provider.settings;
    [
        settings.title.clone(),
        code_cell(&settings.credential_variable),
        code_cell(&settings.base_url_variable),
    ]
}

/// Counts the operations of a provider.
pub fn counts(provider: &Generated) -> String {
    let operations = match provider.report.operations.len() {
        1 => "1 operation".to_owned(),
        number => format!("{number} operations"),
    };
    match provider.coverage.partial.len() {
        0 => operations,
        partial => format!("{operations}, {partial} partial"),
    }
}

/// Returns how the first operation with a credential takes it.
fn credential(report: &Report, variable: &str) -> String {
    let mut sets = report.operations.iter().flat_map(|one| &one.security);
    let Some(set) = sets.find(|set| !set.is_empty()) else {
        return "none".to_owned();
    };
    let shown = page::together(set);
    match set.len() {
        1 => format!("{shown}, from {}", code_cell(variable)),
        _ => shown,
    }
}

/// Returns the facade's default features.
fn default_features(texts: &Texts) -> Result<Vec<String>> {
    let text = texts.get(MANIFEST).map_or("", String::as_str);
    let manifest = toml_table(MANIFEST, text)?;
    let features = manifest.get("features");
    let default = features.and_then(|features| features.get("default")?.as_array());
    let names = default.into_iter().flatten().filter_map(|it| it.as_str());
    Ok(names.map(str::to_owned).collect())
}

/// Reads a manifest.
pub fn toml_table(file: &str, text: &str) -> Result<toml::Table> {
    read::toml(file, text)
}
