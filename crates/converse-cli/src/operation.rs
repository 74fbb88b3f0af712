//! Runs an operation.

use std::time::Duration;

use clap::ArgMatches;
use converse::CallOptions;
use converse::dynamic::{AnyClient, AnyProvider, Arguments, DescribedOperation, UntypedPages};
use converse::http::HeaderMap;
use converse::serde_json::Value;
use futures_util::TryStreamExt;

use crate::commands::{self, ALL, CURL, DRY_RUN, QUERY, TIMEOUT, VERBOSE};
use crate::config::{Variables, credential_variables};
use crate::failure::Failure;
use crate::output::{Format, Printer, Selection};
use crate::{arguments, by_hand};

/// Runs the command of a provider.
pub async fn run(provider: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let found = commands::provider(provider).zip(matches.subcommand());
    let (provider, (command, matches)) = found.ok_or_else(Failure::no_command)?;
    let variables = Variables::read(matches)?;
    let Some(described) = commands::operation(provider, command) else {
        return by_hand::run(provider, command, matches, &variables).await;
    };
    if matches.get_flag(VERBOSE) {
        show_attempts();
    }
    let arguments = arguments::read(provider.provider(), described, matches)?;
    let client = client(provider, described, &variables, matches)?;
    let outcome = call(&client, described, arguments.clone(), matches).await;
    // The shape of the body says more than its type.
    outcome.map_err(|failure| match failure.is_of_usage() {
        true => failure.with_details(&arguments::problems(described, &arguments)),
        false => failure,
    })
}

fn client(
    provider: &AnyProvider,
    described: &DescribedOperation,
    variables: &Variables,
    matches: &ArgMatches,
) -> Result<AnyClient, Failure> {
    let facts = provider.provider();
    variables.check(facts)?;
    // An operation without credentials can be called without: the one that returns a token, say.
    let needs_none = described.operation().security.is_empty();
    let client = provider.client(|name| {
        let value = variables.get(facts, name);
        let is_credential = || credential_variables(facts).any(|it| it == name);
        match needs_none && is_credential() {
            true => value.or_else(|| Some("unused:unused".into())),
            false => value,
        }
    })?;
    Ok(match matches.get_one::<u64>(TIMEOUT) {
        Some(seconds) => {
            client.with_options(CallOptions::new().timeout(Duration::from_secs(*seconds)))
        }
        None => client,
    })
}

async fn call(
    client: &AnyClient,
    described: &DescribedOperation,
    arguments: Arguments,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let operation = described.operation();
    let id = operation.id;
    if matches.get_flag(CURL) {
        let prepared = client.prepare(id, arguments::masked(described, arguments))?;
        return Printer::text(&prepared.to_curl());
    }
    if matches.get_flag(DRY_RUN) {
        let prepared = client.prepare(id, arguments::masked(described, arguments))?;
        let head = format!(
            "{} {}\n{}",
            prepared.method(),
            prepared.url(),
            shown(prepared.headers())
        );
        let body = prepared.body().map(String::from_utf8_lossy);
        return Printer::text(&match body {
            Some(body) => format!("{head}\n{body}"),
            None => head,
        });
    }
    let selection = matches
        .get_one::<String>(QUERY)
        .map(|text| Selection::parse(text));
    let printer = Printer::new(Format::chosen(matches), selection.transpose()?);
    let items = operation.paging.map(|paging| paging.items);
    if operation.paging.is_some() && matches.get_flag(ALL) {
        if let Some(pages) = client.pages(id, arguments) {
            return all(pages?, items.unwrap_or_default(), printer).await;
        }
        return Err(Failure::usage(format!("`{id}` has no pages")));
    }
    let response = client.call(id, arguments).await;
    let response = response.map_err(converse::Error::from)?;
    printer.one(&response, items)
}

/// Prints the items of all pages, as they come where the format allows it.
async fn all(mut pages: UntypedPages, items: &str, mut printer: Printer) -> Result<(), Failure> {
    let outcome = loop {
        match pages.try_next().await {
            Ok(Some(mut page)) => {
                let items = page.pointer_mut(items).map(Value::take);
                if let Some(Value::Array(items)) = items {
                    for item in items {
                        printer.item(item)?;
                    }
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(Failure::from(converse::Error::from(error))),
        }
    };
    // What came before an error is printed whole.
    printer.finish()?;
    outcome
}

fn shown(headers: &HeaderMap) -> String {
    let lines = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        format!("{name}: {value}\n")
    });
    lines.collect()
}

/// Prints what the client does: each attempt, each wait.
fn show_attempts() {
    use tracing_subscriber::fmt::format::FmtSpan;
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_span_events(FmtSpan::CLOSE)
        .compact()
        .without_time()
        .with_level(false)
        .with_target(false);
    // A second one would be the first one's.
    let _ = builder.try_init();
}
