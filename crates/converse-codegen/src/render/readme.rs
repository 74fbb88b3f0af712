//! `README.md`.

use super::Input;
use super::part::Part;
use super::program::Program;
use super::security::Credentials;
use crate::docs::{cell, code, code_cell, markdown};
use crate::target::Target;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>, program: &Program) -> String {
    let operations: String = part
        .calls
        .iter()
        .map(|call| {
            let operation = call.operation;
            let request = format!("{} {}", operation.method, operation.path);
            let feature = call.tag.map(|tag| format!(" `{}` |", tag.feature));
            format!(
                "| `{}` |{} {} | {} |\n",
                operation.method_name,
                feature.unwrap_or_default(),
                code_cell(&request),
                cell(operation.summary.as_deref().unwrap_or_default())
            )
        })
        .collect();
    let (head, parts) = match part.split {
        None => (HEAD, ""),
        Some(_) => (HEAD_OF_SPLIT, PARTS),
    };
    let settings = input.settings;
    let credentials = Credentials::of(input);
    let documentation = settings
        .documentation
        .as_ref()
        .map_or(String::new(), |page| {
            let said = markdown(&format!("The provider's documentation: {page}"));
            format!("\n{said}\n")
        });
    let base_url = match input.api.base_url.as_str() {
        "" => "The document has no absolute address, so set it.".to_owned(),
        url => markdown(&format!("Without it, calls go to {url}.")),
    };
    // What holds in this workspace; what a crate of somebody else is and how it is licensed, they say.
    let (part_of, license) = match input.target {
        Target::Workspace => (PART_OF, LICENSE),
        Target::Standalone(_) | Target::Module => (GENERATED, ""),
    };
    let more = match input.note {
        "" => String::new(),
        note => format!("{note}\n"),
    };
    format!(
        r#"<!-- {} -->

# {}

{}

```rust,no_run
{}```

{head}{operations}
{} read from {} by `Client::from_env()`, the base URL from {} if that is set.
{base_url}
{documentation}
## Features
{parts}{CLIENT}- `schemars`: `JsonSchema` for every type.
- `dynamic`: `Client::call` calls an operation by its id, with JSON in and out. Implies `client`.
- `examples`: an example of every type, for tests: `example()`; the documented bodies as data.

{part_of}
{}{license}"#,
        input.mark(),
        input.package(),
        markdown(&settings.description),
        program.text,
        if credentials.variables.is_empty() {
            "The credential is"
        } else {
            "The credentials are"
        },
        credentials.listed(input),
        code(&settings.base_url_variable),
        more,
    )
}

const HEAD: &str = "\
| method | request | description |
| --- | --- | --- |
";

const HEAD_OF_SPLIT: &str = "\
| method | feature | request | description |
| --- | --- | --- | --- |
";

const PARTS: &str = "\
- `all` (default): all operations. A feature of the table above turns on the operations of one tag, and their types; \
with `default-features = false` a program compiles only those that it names.
";

const CLIENT: &str = "\
- `rustls` (default) or `native-tls`: the client with this TLS backend.
- `client`: the client without a TLS backend; supply one through `.configure_http(..)`.
- with none of these: types, enums, unions and tables, without an HTTP client and without a runtime. That builds for \
`wasm32-unknown-unknown`.
";

const PART_OF: &str = "\
This crate is part of Converse and completely generated; errors, limits and transport are those of `converse-core`.
It is not made or endorsed by the provider.";

const GENERATED: &str = "This crate is completely generated; errors, limits and transport are those of `converse-core`.";

const LICENSE: &str = "
## License
MIT OR Apache-2.0
";
