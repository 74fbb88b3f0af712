//! `Cargo.toml`.

use super::Input;
use super::rust::literal;

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let mark = input.mark();
    let package = input.package();
    let description = literal(&input.settings.description);
    let keywords: Vec<String> = input
        .settings
        .keywords
        .iter()
        .map(|keyword| literal(keyword))
        .collect();
    let keywords = keywords.join(", ");
    format!(
        r#"# {mark}

[package]
name = "{package}"
description = {description}
keywords = [{keywords}]
categories = ["api-bindings", "web-programming::http-client"]
readme = "README.md"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true

[package.metadata.docs.rs]
all-features = true

[features]
default = ["rustls"]
## TLS by rustls, with the platform's certificate store.
rustls = ["converse-core/rustls"]
## TLS by the operating system's library.
native-tls = ["converse-core/native-tls"]
## `schemars::JsonSchema` for every type.
schemars = ["dep:schemars", "converse-core/schemars"]
## Calls by operation id, with JSON in and out.
dynamic = []
## The documented bodies, as data.
examples = []

[dependencies]
converse-core.workspace = true
schemars = {{ workspace = true, optional = true }}
serde.workspace = true
serde_json.workspace = true
uuid.workspace = true

[dev-dependencies]
converse-core = {{ workspace = true, features = ["testing"] }}
jsonschema.workspace = true

[lints]
workspace = true
"#
    )
}
