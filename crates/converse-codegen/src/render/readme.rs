//! `README.md`.

use super::Input;
use super::library::usage;

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let operations: String = input
        .api
        .operations
        .iter()
        .map(|operation| {
            let summary = operation.summary.as_deref().unwrap_or_default();
            format!(
                "| `{}` | `{} {}` | {summary} |\n",
                operation.method_name, operation.method, operation.path
            )
        })
        .collect();
    let settings = input.settings;
    let documentation = settings
        .documentation
        .as_ref()
        .map_or(String::new(), |page| {
            format!("\nThe provider's documentation: <{page}>\n")
        });
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

| method | request | what it does |
| --- | --- | --- |
{operations}
The credential is read from `{}` by `Client::from_env()`, the base URL from `{}` if that is set.
Without it, calls go to <{}>.
{documentation}
## Features
- `rustls` (default) or `native-tls`: who does TLS.
- `schemars`: `JsonSchema` for every type.
- `dynamic`: `Client::call`, an operation by its id, with JSON in and out.
- `examples`: the documented bodies as data.

This crate is part of Converse and wholly generated; errors, limits and transport are those of `converse-core`.
It is not made or endorsed by the provider.
{}
## License
MIT OR Apache-2.0
"#,
        input.mark(),
        input.package(),
        settings.description,
        usage(input),
        settings.credential_variable,
        settings.base_url_variable,
        input.api.base_url,
        more,
    )
}
