//! Runs an operation.

use std::time::Duration;

use clap::ArgMatches;
use converse::CallOptions;
use converse::dynamic::{AnyClient, AnyProvider, Arguments, DescribedOperation, UntypedPages};
use converse::http::HeaderMap;
use converse::serde_json::Value;
use futures_util::TryStreamExt;

use crate::commands::{self, ALL, CURL, DRY_RUN, QUERY, TIMEOUT, VERBOSE};
use crate::config::Variables;
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
    let client = client(provider, &variables, matches)?;
    call(&client, described, arguments, matches).await
}

fn client(
    provider: &AnyProvider,
    variables: &Variables,
    matches: &ArgMatches,
) -> Result<AnyClient, Failure> {
    let client = provider.client(|name| variables.get(name))?;
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
        let prepared = client.prepare(id, arguments)?;
        return Printer::text(&prepared.to_curl());
    }
    if matches.get_flag(DRY_RUN) {
        let prepared = client.prepare(id, arguments)?;
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
