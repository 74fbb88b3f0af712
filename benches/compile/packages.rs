//! The packages of generated clients.

use std::collections::BTreeMap;

use converse_codegen::Target;

use crate::documents::PROVIDERS;
use crate::generators::{self, CONVERSE, STOCK};
use crate::scratch::Scratch;

/// A package in the scratch workspace.
pub struct Package {
    pub name: String,
    /// The client: this package, or the one that it calls.
    pub client: String,
    pub generator: &'static str,
    /// What cargo is told when it compiles the package.
    pub arguments: &'static [&'static str],
    /// The lines of code that are compiled.
    pub lines: usize,
}

impl Package {
    /// Returns whether this is a program, with the client that it calls.
    pub fn is_program(&self) -> bool {
        self.name != self.client
    }
}

/// Generates the client of a document. Its client is compiled without TLS, which is none of its code.
pub fn converse(scratch: &Scratch, name: &str, document: &str) -> Result<Package, String> {
    let provider = PROVIDERS.contains(&name).then_some(name);
    let files = generators::converse(document, provider, Target::Workspace)?;
    let lines = generators::lines(&files);
    let name = format!("converse-{}", provider.unwrap_or(generators::OTHER));
    write(scratch, &name, &files);
    Ok(Package {
        client: name.clone(),
        generator: CONVERSE,
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
        client: name.clone(),
        generator: STOCK,
        name,
        arguments: &[],
        lines: generators::lines(&files),
    })
}

/// Writes a program that calls so many operations of a client whose document is synthetic.
pub fn calling(scratch: &Scratch, client: Package, operations: usize) -> Package {
    let name = format!("calls-{}", client.name);
    let library = client.name.replace('-', "_");
    let is_ours = client.generator == CONVERSE;
    let calls = (0..operations).map(|number| match is_ours {
        true => format!(
            "    let call = client.save_thing{number}().thing_id(\"{ID}\").limit(some::<i64>());\n    \
             black_box(call.body(some::<types::NewThing{number}>()).send().await.is_ok());\n"
        ),
        false => format!(
            "    black_box(client.save_thing{number}(&some(), some(), &some()).await.is_ok());\n"
        ),
    });
    let calls: String = calls.collect();
    let features = if is_ours { CLIENT_ALONE } else { "" };
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion.workspace = true\nedition.workspace = true\n\n\
         [dependencies]\n{} = {{ path = \"../{}\"{features} }}\n\
         tokio = {{ workspace = true, features = [\"macros\", \"rt\"] }}\n",
        client.name, client.name,
    );
    let main = format!(
        "#![allow(unused_imports)]\n\
         use std::hint::black_box;\n\
         use {library}::{{Client, types}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() {{\n    let client: Client = some();\n{calls}}}\n\n\
         fn some<T>() -> T {{\n    black_box(None).expect(\"it is never run\")\n}}\n"
    );
    scratch.write_in(&name, "Cargo.toml", &manifest);
    scratch.write_in(&name, "src/main.rs", &main);
    Package {
        name,
        lines: client.lines + main.lines().count(),
        arguments: &[],
        ..client
    }
}

const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// How a program depends on a client without TLS.
const CLIENT_ALONE: &str = ", default-features = false, features = [\"client\"]";

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
