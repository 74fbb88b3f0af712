//! `src/client.rs`: the client, with a method per operation.

use super::Input;
use crate::api::Operation;
use crate::docs::comment;

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let head = input.head("The client, with a method per operation.");
    let title = &input.settings.title;
    let about = comment("", "///", &about(input));
    let (credential, base_url) = (
        &input.settings.credential_variable,
        &input.settings.base_url_variable,
    );
    let methods: Vec<String> = input.api.operations.iter().map(method).collect();
    let methods = methods.join("\n");
    let root = input.root();
    format!(
        r#"{head}
use converse_core::{{BuildError, CallOptions, ProviderClient}};

use {root}::{{PROVIDER, builder}};

{about}///
/// Cheap to clone: clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {{
    pub(crate) inner: converse_core::Client,
}}

/// Builds a [`Client`].
pub type ClientBuilder = converse_core::ClientBuilder<Client>;

impl Client {{
    /// Starts a client for {title}.
    pub fn builder() -> ClientBuilder {{
        ClientBuilder::new()
    }}

    /// A client with the credential in `{credential}`, and with the base URL in `{base_url}` if it is set.
    ///
    /// # Errors
    /// The variable is not set, or what it holds cannot be used.
    pub fn from_env() -> Result<Self, BuildError> {{
        ClientBuilder::from_env()?.build()
    }}

    /// A client with other options for the calls made through it; it shares its connections with this one.
    pub fn with_options(&self, options: CallOptions) -> Self {{
        Self {{ inner: self.inner.with_options(options) }}
    }}
}}

/// The operations.
impl Client {{
{methods}}}

impl ProviderClient for Client {{
    fn provider() -> &'static converse_core::Provider {{
        &PROVIDER
    }}

    fn from_core(inner: converse_core::Client) -> Self {{
        Self {{ inner }}
    }}

    fn core(&self) -> &converse_core::Client {{
        &self.inner
    }}
}}
"#
    )
}

fn about(input: &Input<'_>) -> String {
    let title = &input.settings.title;
    if input.api.description.is_empty() {
        format!("Client for {title}.")
    } else {
        format!("Client for {title}: {}", input.api.description)
    }
}

fn method(operation: &Operation) -> String {
    let mut text = operation
        .summary
        .clone()
        .unwrap_or_else(|| format!("`{}`", operation.id));
    if !text.ends_with('.') {
        text.push('.');
    }
    if let Some(description) = &operation.description {
        text.push_str("\n\n");
        text.push_str(description);
    }
    text.push_str(&format!(
        "\n\n`{}`: `{} {}`. ",
        operation.id, operation.method, operation.path
    ));
    text.push_str(&repeats(operation));
    if operation.paging.is_some() {
        text.push_str(
            "\n\nAnswers page by page: `.send()` reads one page, `.stream()` the items of all pages, \
             `.pages()` all pages.",
        );
    }
    if operation.deprecated {
        text.push_str("\n\nDeprecated by the provider.");
    }
    if let Some(page) = &operation.documentation {
        text.push_str(&format!("\n\nThe provider's page: {page}"));
    }
    let docs = comment("    ", "///", &text);
    let (name, builder) = (&operation.method_name, &operation.builder_name);
    format!(
        "{docs}    pub fn {name}(&self) -> builder::{builder}<'_> {{\n        builder::{builder}::new(self)\n    }}\n"
    )
}

/// What is sent again by itself and what is not.
fn repeats(operation: &Operation) -> String {
    let safety = operation.safety.as_ref();
    let keyed = safety.and_then(|safety| safety.idempotency_key.as_deref());
    let mut text = match (operation.idempotent, keyed) {
        (true, _) => "Idempotent: sent twice, it does the same as once, so a failed attempt is repeated.".to_owned(),
        (false, Some(key)) => format!(
            "Sent with a key in `{key}`, by which the provider knows a repeated request, so a failed attempt is repeated."
        ),
        (false, None) => {
            "Not idempotent: sent twice, it may do its work twice, so it is repeated only if nothing was sent.".to_owned()
        }
    };
    let Some(safety) = safety else {
        return text;
    };
    if !safety.not_processed.is_empty() {
        let listed = statuses(&safety.not_processed);
        text.push_str(&format!(
            " After {listed} it is repeated too: nothing was done."
        ));
    }
    if !safety.never_retry.is_empty() {
        let listed = statuses(&safety.never_retry);
        text.push_str(&format!(
            " After {listed} it is never repeated: waiting does not help."
        ));
    }
    text.push_str(&format!(
        " Source: {}.",
        safety.source.trim().trim_end_matches('.')
    ));
    text
}

fn statuses(list: &[u16]) -> String {
    let list: Vec<String> = list.iter().map(u16::to_string).collect();
    list.join(" or ")
}
