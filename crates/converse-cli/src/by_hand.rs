//! What the facade has beyond operations: uploads and webhooks.

use std::io::{self, Read};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use converse::dynamic::AnyProvider;
use converse::http::{HeaderMap, HeaderValue};
use converse::serde_json::{Value, json};
use converse::upload::Upload;
use converse::{Blob, ClientBuilder, bird, bridge};
use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Variables;
use crate::failure::Failure;
use crate::output;
use crate::output::{Format, Printer};

const UPLOAD: &str = "upload";
const WEBHOOK: &str = "webhook";

/// Adds the commands of a provider that are no operations.
pub fn add(command: Command, provider: &str) -> Command {
    match provider {
        "bridge" => command.subcommand(
            upload("Uploads a file, for the `mediaIds` of a message")
                .arg(id(
                    "workspace-id",
                    "Id of the workspace [env: BRIDGE_WORKSPACE_ID]",
                ))
                .arg(
                    Arg::new("type")
                        .long("type")
                        .default_value("DOCUMENT")
                        .help("The type of the file, as `create-files` has it"),
                ),
        ),
        "bird" => command
            .subcommand(
                upload("Uploads a file, for a message in a conversation")
                    .arg(id(
                        "workspace-id",
                        "Id of the workspace [env: BIRD_WORKSPACE_ID]",
                    ))
                    .arg(id("conversation-id", "Id of the conversation").required(true)),
            )
            .subcommand(
                Command::new(WEBHOOK)
                    .about("Webhooks")
                    .subcommand_required(true)
                    .subcommand(verify()),
            ),
        _ => command,
    }
}

fn upload(about: &'static str) -> Command {
    let file = Arg::new("file")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath);
    let content_type = Arg::new("content-type")
        .long("content-type")
        .value_name("TYPE")
        .help("The media type of the file");
    Command::new(UPLOAD)
        .about(about)
        .arg(file)
        .arg(content_type)
        .arg(output::format())
}

fn id(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("UUID").help(help)
}

fn verify() -> Command {
    let needed = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).required(true).help(help)
    };
    Command::new("verify")
        .about("Verifies the signature of a webhook whose body comes from the standard input; the key is in BIRD_WEBHOOK_KEY")
        .arg(needed("url", "The URL that the webhook was sent to"))
        .arg(needed("signature", "The header `messagebird-signature`"))
        .arg(needed("timestamp", "The header `messagebird-request-timestamp`"))
        .arg(
            Arg::new("now")
                .long("now")
                .value_name("SECONDS")
                .value_parser(value_parser!(u64).range(..=LAST_SECOND))
                .help("The time of the receipt in seconds since 1970 [default: now]"),
        )
}

/// Runs a command that is no operation.
pub async fn run(
    provider: &AnyProvider,
    command: &str,
    matches: &ArgMatches,
    variables: &Variables,
) -> Result<(), Failure> {
    match (provider.provider().name, command) {
        ("bridge", UPLOAD) => upload_to_bridge(matches, variables).await,
        ("bird", UPLOAD) => upload_to_bird(matches, variables).await,
        ("bird", WEBHOOK) => webhook(matches, variables),
        _ => Err(Failure::no_command()),
    }
}

async fn upload_to_bridge(matches: &ArgMatches, variables: &Variables) -> Result<(), Failure> {
    let client = ClientBuilder::<bridge::Client>::from_variables(|name| {
        variables.get(&bridge::PROVIDER, name)
    })?;
    let workspace = text(matches, "workspace-id", variables, "BRIDGE_WORKSPACE_ID")?;
    let file_type = matches.get_one::<String>("type").map_or("", String::as_str);
    let upload = bridge::upload(
        &client.build()?,
        workspace,
        file_type.into(),
        source(matches),
    );
    let uploaded = with_progress(upload)
        .send()
        .await
        .map_err(converse::Error::from)?;
    print(matches, json!({ "mediaId": uploaded.media_id }))
}

async fn upload_to_bird(matches: &ArgMatches, variables: &Variables) -> Result<(), Failure> {
    let client =
        ClientBuilder::<bird::Client>::from_variables(|name| variables.get(&bird::PROVIDER, name))?;
    let workspace = text(matches, "workspace-id", variables, "BIRD_WORKSPACE_ID")?;
    let conversation = text(matches, "conversation-id", variables, "")?;
    let upload = bird::upload(&client.build()?, workspace, conversation, source(matches));
    let uploaded = with_progress(upload)
        .send()
        .await
        .map_err(converse::Error::from)?;
    print(matches, json!({ "mediaUrl": uploaded.media_url }))
}

/// Returns the value of a flag, else of a variable.
fn text(
    matches: &ArgMatches,
    flag: &str,
    variables: &Variables,
    variable: &str,
) -> Result<String, Failure> {
    let given = matches.get_one::<String>(flag).cloned();
    let given = given.or_else(|| variables.other(variable)?.into_string().ok());
    given.ok_or_else(|| Failure::usage(format!("`--{flag}` is missing; or set {variable}")))
}

fn source(matches: &ArgMatches) -> Blob {
    let path = matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let blob = Blob::path(path);
    match matches.get_one::<String>("content-type") {
        Some(content_type) => blob.content_type(content_type),
        None => blob,
    }
}

/// Shows how much was sent, on a terminal.
fn with_progress<T>(upload: Upload<T>) -> Upload<T> {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    upload.progress(move |sent, total| {
        bar.set_length(total);
        bar.set_position(sent);
        if sent == total {
            bar.finish_and_clear();
        }
    })
}

fn print(matches: &ArgMatches, value: Value) -> Result<(), Failure> {
    Printer::new(Format::chosen(matches), None).one(&value, None)
}

fn webhook(matches: &ArgMatches, variables: &Variables) -> Result<(), Failure> {
    let (_, matches) = matches.subcommand().ok_or_else(Failure::no_command)?;
    let key = variables
        .other("BIRD_WEBHOOK_KEY")
        .and_then(|key| key.into_string().ok());
    let key = key.ok_or_else(|| {
        Failure::configuration("the signing key is missing: set BIRD_WEBHOOK_KEY".to_owned())
    })?;
    let given = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for (name, flag) in [
        (bird::webhook::SIGNATURE, "signature"),
        (bird::webhook::TIMESTAMP, "timestamp"),
    ] {
        let value = HeaderValue::from_str(&given(flag));
        let value =
            value.map_err(|_| Failure::usage(format!("`--{flag}` is not a header's value")))?;
        headers.insert(name, value);
    }
    let mut body = Vec::new();
    let read = io::stdin().read_to_end(&mut body);
    read.map_err(|error| Failure::io("the standard input", &error))?;
    let now = matches
        .get_one::<u64>("now")
        .map_or_else(SystemTime::now, |seconds| {
            SystemTime::UNIX_EPOCH + Duration::from_secs(*seconds)
        });
    let verified = bird::webhook::verify_at(&headers, &given("url"), &body, key, TOLERANCE, now);
    verified.map_err(|error| Failure::rejected(error.to_string()))?;
    Printer::text("The signature is valid.")
}

/// The last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// How old a webhook may be.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);
