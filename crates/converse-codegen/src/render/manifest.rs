//! `Cargo.toml`.

use super::Input;
use super::part::Part;
use super::split::Split;
use crate::docs::one_line;
use crate::target::{Runtime, Target};
use crate::toml_string::toml_string;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let mark = input.mark();
    let package = input.package();
    let digest = input.digest;
    let description = toml_string(&one_line(&input.settings.description));
    let keywords: Vec<String> = input
        .settings
        .keywords
        .iter()
        .map(|keyword| toml_string(keyword))
        .collect();
    let keywords = keywords.join(", ");
    let (inherited, dependencies) = match input.target {
        Target::Standalone(runtime) => (OWN.to_owned(), standalone(runtime)),
        Target::Workspace | Target::Module => {
            let documentation = format!("documentation = \"https://docs.rs/{package}\"\n");
            (documentation + INHERITED, IN_WORKSPACE.to_owned())
        }
    };
    let (default, tags) = match part.split {
        None => ("\"rustls\"", String::new()),
        Some(split) => ("\"rustls\", \"all\"", features(split)),
    };
    format!(
        r#"# {mark}

[package]
name = "{package}"
description = {description}
keywords = [{keywords}]
categories = ["api-bindings", "web-programming::http-client"]
readme = "README.md"
{inherited}
[package.metadata.docs.rs]
all-features = true
# The docs say which feature an item needs.
rustdoc-args = ["--cfg", "docsrs"]

# What the crate was made from: the document after its overlay.
[package.metadata.converse]
document-sha256 = "{digest}"

[features]
default = [{default}]
## The client and its calls. Without it there are types and tables, and no HTTP client and no runtime.
client = ["converse-core/client"]
## `.send_blocking()` beside `.send()`, for programs without an async runtime. Implies `client`.
blocking = ["client", "converse-core/blocking"]
## TLS by rustls, with the platform's certificate store. Implies `client`.
rustls = ["client", "converse-core/rustls"]
## TLS by the operating system's library. Implies `client`.
native-tls = ["client", "converse-core/native-tls"]
## `schemars::JsonSchema` for every type.
schemars = ["dep:schemars", "converse-core/schemars"]
## Calls by operation id, with JSON in and out. Implies `client`.
dynamic = ["client", "converse-core/dynamic"]
## An example of every type, for tests: `example()`; and the documented bodies, as data.
examples = []
{tags}
{dependencies}"#
    )
}

/// Returns a feature per part, and the one that turns all of them on.
fn features(split: &Split<'_>) -> String {
    let parts = split.tags.iter();
    let all: String = parts
        .clone()
        .map(|part| format!("    \"{}\",\n", part.feature))
        .collect();
    let each: String = parts
        .map(|part| format!("## {}.\n{} = []\n", one_line(&part.about()), part.feature))
        .collect();
    format!("## All operations.\nall = [\n{all}]\n{each}")
}

const INHERITED: &str = "\
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true
";

const OWN: &str = "\
version = \"0.1.0\"
edition = \"2024\"
publish = false
";

const IN_WORKSPACE: &str = "\
[dependencies]
converse-core.workspace = true
schemars = { workspace = true, optional = true }
serde_json.workspace = true
uuid.workspace = true

[dev-dependencies]
converse-core = { workspace = true, features = [\"testing\"] }
jsonschema.workspace = true
serde.workspace = true

[lints]
workspace = true
";

/// Returns the settings that the workspace would give, for a crate outside of it.
fn standalone(runtime: &Runtime) -> String {
    let core = match runtime {
        Runtime::Version(version) => format!("version = {}", toml_string(version)),
        Runtime::Path(path) => {
            // Windows reads `/` as well, and the file is the same on every machine.
            let path = path.display().to_string().replace('\\', "/");
            format!("path = {}", toml_string(&path))
        }
    };
    format!(
        r#"[dependencies]
converse-core = {{ {core}, default-features = false }}
schemars = {{ version = "1", features = ["chrono04", "uuid1"], optional = true }}
serde_json = {{ version = "1", features = ["preserve_order"] }}
uuid = {{ version = "1", features = ["serde"] }}

[dev-dependencies]
converse-core = {{ {core}, default-features = false, features = ["testing"] }}
jsonschema = {{ version = "0.60", default-features = false }}
serde = "1"
"#
    )
}
