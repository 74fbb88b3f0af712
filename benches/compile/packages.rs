//! The packages of generated clients.

use std::collections::BTreeMap;

use converse_codegen::Target;

use crate::documents::PROVIDERS;
use crate::generators;
use crate::scratch::Scratch;

/// A package in the scratch workspace.
pub struct Package {
    pub name: String,
    /// What cargo is told when it compiles the package.
    pub arguments: &'static [&'static str],
    /// Its lines of code.
    pub lines: usize,
}

/// Generates the client of a document. Its client is compiled without TLS, which is none of its code.
pub fn converse(scratch: &Scratch, name: &str, document: &str) -> Result<Package, String> {
    let provider = PROVIDERS.contains(&name).then_some(name);
    let files = generators::converse(document, provider, Target::Workspace)?;
    let lines = generators::lines(&files);
    let name = format!("converse-{}", provider.unwrap_or(generators::OTHER));
    write(scratch, &name, &files);
    Ok(Package {
        name,
        arguments: &["--no-default-features", "--features", "client"],
        lines,
    })
}

/// Generates the client of a document by stock progenitor.
pub fn stock(scratch: &Scratch, name: &str, document: &str) -> Result<Package, String> {
    let code = generators::stock(document)?;
    let name = format!("stock-{name}");
    let manifest = format!("[package]\nname = \"{name}\"\n{STOCK_MANIFEST}");
    let files = [("Cargo.toml", manifest), ("src/lib.rs", code)];
    let files = files.map(|(file, text)| (file.to_owned(), text)).into();
    write(scratch, &name, &files);
    Ok(Package {
        name,
        arguments: &[],
        lines: generators::lines(&files),
    })
}

/// The end of the manifest of a client of stock progenitor: the dependencies that its documentation lists, and those of
/// the formats in the documents.
const STOCK_MANIFEST: &str = r#"version.workspace = true
edition = "2021"

[dependencies]
bytes.workspace = true
chrono = { workspace = true, features = ["serde"] }
futures-core.workspace = true
progenitor-client.workspace = true
reqwest = { workspace = true, features = ["json", "query", "stream"] }
serde.workspace = true
serde_json.workspace = true
uuid.workspace = true
"#;

fn write(scratch: &Scratch, package: &str, files: &BTreeMap<String, String>) {
    for (file, text) in files {
        scratch.write_in(package, file, text);
    }
}
