//! `src/client.rs`: the client, with a method per operation.

use super::Input;
use super::call_examples::CallExamples;
use super::client_parameters::{OfClient, of_client};
use super::names::streamed;
use super::part::{Call, Part};
use super::rust::{deprecation, literal};
use super::security::Credentials;
use super::split::TagPart;
use crate::api::Operation;
use crate::docs::{code, comment, comment_of, one_line};

/// Returns the file's content.
pub fn render<'a>(input: &Input<'_>, part: &Part<'a>, examples: &mut CallExamples<'a>) -> String {
    let head = input.head("The client, with a method per operation.");
    let settings = input.settings;
    let credentials = Credentials::of(input);
    let about = comment_of("", "///", about(input).iter().map(String::as_str));
    let starts = comment(
        "    ",
        "///",
        &format!("Starts a client for {}.", settings.title),
    );
    let variables = comment(
        "    ",
        "///",
        &format!(
            "Returns a client with the {} in {}, and with {} where set.",
            if credentials.variables.is_empty() {
                "credential"
            } else {
                "credentials"
            },
            credentials.listed(input),
            others_listed(input)
        ),
    );
    let (imports, methods) = match part.split {
        None if part.calls.is_empty() => ("PROVIDER", String::new()),
        None => {
            let methods = methods(part, examples);
            let methods = format!("/// The operations.\nimpl Client {{\n{methods}}}\n\n");
            ("{PROVIDER, builder}", methods)
        }
        // Each tag has its own.
        Some(_) => ("PROVIDER", String::new()),
    };
    let root = part.root;
    let setters: String = of_client(input).iter().map(OfClient::setter).collect();
    let parameters = match setters.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{\n{setters}    }}"),
    };
    format!(
        r#"{head}
use std::borrow::Cow;

use converse_core::http::Method;
use converse_core::provider::{{Provider, ProviderClient}};
use converse_core::request::CustomRequest;
use converse_core::{{BuildError, CallOptions}};

use {root}::{imports};

{about}///
/// Cheap to clone: clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {{
    pub(crate) inner: converse_core::Client,
}}

converse_core::client_builder! {{
    /// Builds a [`Client`].
    pub struct ClientBuilder(Client) {parameters}
}}

impl Client {{
{starts}    pub fn builder() -> ClientBuilder {{
        ClientBuilder::new()
    }}

{variables}    ///
    /// # Errors
    /// The variable is not set, or its value cannot be used.
    pub fn from_env() -> Result<Self, BuildError> {{
        ClientBuilder::from_env()?.build()
    }}

    /// Returns a client with other options for its calls; it shares its connections with this one.
    pub fn with_options(&self, options: CallOptions) -> Self {{
        Self {{ inner: self.inner.with_options(options) }}
    }}

    /// Begins a request that the document lacks: `path` follows the base URL, with `{{name}}` where an argument is. See
    /// [`CustomRequest`].
    pub fn request(&self, method: Method, path: impl Into<Cow<'static, str>>) -> CustomRequest {{
        self.inner.custom_request(method, path)
    }}
}}

{methods}impl ProviderClient for Client {{
    type Builder = ClientBuilder;

    fn provider() -> &'static Provider {{
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

/// Returns what the environment may hold besides credentials: the base URL, and the parameters of all calls.
fn others_listed(input: &Input<'_>) -> String {
    let base_url = format!(
        "the base URL in {}",
        code(&input.settings.base_url_variable)
    );
    let parameters = of_client(input);
    let parameters = parameters
        .iter()
        .map(|it| format!("{} in {}", code(&it.shared.name), code(&it.variable)));
    let others: Vec<String> = parameters.chain([base_url]).collect();
    others.join(" and ")
}

/// Returns the file of a tag: the methods of its operations.
pub fn render_tag<'a>(
    input: &Input<'_>,
    tag: &TagPart<'_>,
    part: &Part<'a>,
    examples: &mut CallExamples<'a>,
) -> String {
    let head = input.head("The methods of the client.");
    let about = comment("", "///", &format!("{}.", tag.about()));
    let (root, beside, methods) = (part.root, part.beside, methods(part, examples));
    format!(
        "{head}\nuse {root}::Client;\nuse {beside}::builder;\n\n{about}impl Client {{\n{methods}}}\n"
    )
}

fn methods<'a>(part: &Part<'a>, examples: &mut CallExamples<'a>) -> String {
    let calls = part.calls.iter();
    let methods = calls.map(|call| method(call, &examples.docs(call)));
    methods.collect::<Vec<_>>().join("\n")
}

fn about(input: &Input<'_>) -> Vec<String> {
    let title = &input.settings.title;
    let description = &input.api.description;
    match (description.is_empty(), starts_in_line(description)) {
        (true, _) => vec![format!("Client for {title}.")],
        (false, true) => vec![format!("Client for {title}: {description}")],
        (false, false) => vec![format!("Client for {title}."), description.clone()],
    }
}

/// Whether a description may follow our words on their line: a list, a heading or code must begin its own.
fn starts_in_line(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric) && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn method(call: &Call<'_>, example: &str) -> String {
    let operation = call.operation;
    let mut summary = match &operation.summary {
        Some(summary) => one_line(summary),
        None => code(&operation.id),
    };
    if !summary.ends_with('.') {
        summary.push('.');
    }
    let request = format!(
        "{}: {}. {}",
        code(&operation.id),
        code(&format!("{} {}", operation.method, operation.path)),
        retries(operation)
    );
    let paging = operation.paging.is_some().then_some(
        "The response comes in pages: `.send()` reads one page, `.stream()` the items of all pages, \
         `.pages()` all pages.",
    );
    let streamed = streamed(call).map(|(format, _)| match format {
        "bytes" => "`.send()` reads the response to its end, `.send_stream()` as it comes.",
        "json" => "`.send_stream()` returns the items of the response as they come.",
        _ => "`.send_stream()` returns the events of the response as they come.",
    });
    let page = operation.documentation.as_deref().map(one_line);
    let page = page.map(|page| format!("The provider's page: {page}"));
    let texts = [
        Some(summary.as_str()),
        operation.description.as_deref(),
        Some(request.as_str()),
        paging,
        streamed,
        page.as_deref(),
    ];
    let docs = comment_of("    ", "///", texts.into_iter().flatten());
    let (name, builder) = (&operation.method_name, &operation.builder_name);
    let deprecated = deprecation("    ", operation.deprecated);
    let alias = alias(&operation.id, name);
    format!(
        "{docs}{example}{alias}{deprecated}    pub fn {name}(&self) -> builder::{builder} {{\n        builder::{builder}::new(self)\n    }}\n"
    )
}

/// Returns the attribute by which the docs find the method under its id. rustdoc takes no other letters, and not the name
/// itself.
fn alias(id: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    match id != name && !id.is_empty() && id.chars().all(plain) {
        true => format!("    #[doc(alias = {})]\n", literal(id)),
        false => String::new(),
    }
}

/// Says which failed attempts are retried.
fn retries(operation: &Operation) -> String {
    let safety = operation.safety.as_ref();
    let key = safety.and_then(|safety| safety.idempotency_key.as_deref());
    let mut text = match (operation.idempotent, key) {
        (true, _) => "Idempotent: failed attempts are retried.".to_owned(),
        (false, Some(key)) => format!(
            "Sent with an idempotency key in {}, by which the provider recognizes a retry: failed attempts are retried.",
            code(key)
        ),
        (false, None) => {
            "Not idempotent: retried only if nothing was sent, since a retry could carry it out twice.".to_owned()
        }
    };
    let Some(safety) = safety else {
        return text;
    };
    if !safety.not_processed.is_empty() {
        let listed = statuses(&safety.not_processed);
        text.push_str(&format!(
            " Also retried after {listed}: the provider did not process the request."
        ));
    }
    if !safety.never_retry.is_empty() {
        let listed = statuses(&safety.never_retry);
        text.push_str(&format!(
            " Never retried after {listed}: waiting does not help."
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
