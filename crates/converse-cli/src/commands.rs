//! All commands, as clap knows them.

use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use converse::dynamic::{AnyProvider, DescribedOperation, PROVIDERS};
use heck::ToKebabCase;

use crate::{by_hand, flags, output};

pub const AUTH: &str = "auth";
pub const COMPLETIONS: &str = "completions";
pub const MAN: &str = "man";
pub const SERVE: &str = "serve";

/// The flags of every operation.
pub const ALL: &str = "all";
pub const BODY: &str = "body";
pub const CURL: &str = "curl";
pub const DRY_RUN: &str = "dry-run";
pub const EDIT: &str = "edit";
pub const OUTPUT: &str = "output";
pub const PROFILE: &str = "profile";
pub const QUERY: &str = "query";
pub const TIMEOUT: &str = "timeout";
pub const VERBOSE: &str = "verbose";

/// Returns the whole command line. The operations of a provider are added when its name is read.
pub fn all() -> Command {
    let command = Command::new("converse")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Calls the operations of messaging providers")
        .after_help(EXIT_CODES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new(PROFILE)
                .long(PROFILE)
                .global(true)
                .value_name("NAME")
                .help("The profile of the configuration file [default: `default`, or CONVERSE_PROFILE]"),
        );
    let providers = PROVIDERS.iter().map(|provider| {
        let provider = provider.provider();
        Command::new(provider.name)
            .about(format!("Operations of {}", provider.title))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .defer(operations)
    });
    command
        .subcommands(providers)
        .subcommand(
            Command::new(AUTH)
                .about("Credentials")
                .subcommand_required(true)
                .subcommand(
                    Command::new("status")
                        .about("Lists which credentials are set, for all providers")
                        .arg(output::format()),
                ),
        )
        .subcommand(
            Command::new(SERVE)
                .about("Runs a server on this machine that stands in for providers, for tests in any language")
                .arg(
                    Arg::new("provider")
                        .num_args(0..)
                        .value_parser(PROVIDERS.iter().map(|it| it.provider().name).collect::<Vec<_>>())
                        .help("The providers whose variables are printed; all of them if none is named"),
                )
                .arg(
                    Arg::new("port")
                        .long("port")
                        .value_parser(value_parser!(u16))
                        .default_value("0")
                        .help("The port; 0 is any free one"),
                )
                .arg(
                    Arg::new("stateful")
                        .long("stateful")
                        .action(ArgAction::SetTrue)
                        .help("Remember what is created"),
                ),
        )
        .subcommand(
            Command::new(COMPLETIONS)
                .about("Prints the completions of a shell")
                .arg(
                    Arg::new("shell")
                        .required(true)
                        .value_parser(value_parser!(clap_complete::Shell)),
                ),
        )
        .subcommand(
            Command::new(MAN).about("Writes the man pages into a folder").arg(
                Arg::new("folder")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf))
                    .value_hint(ValueHint::DirPath),
            ),
        )
}

/// Returns the provider of a command.
pub fn provider(name: &str) -> Option<&'static AnyProvider> {
    PROVIDERS.iter().find(|it| it.provider().name == name)
}

/// Returns the operation of a command.
pub fn operation(provider: &AnyProvider, command: &str) -> Option<&'static DescribedOperation> {
    let mut operations = provider.operations();
    operations.find(|it| it.operation().id.to_kebab_case() == command)
}

/// Adds the operations of the provider that has the command's name.
fn operations(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let Some(provider) = provider(&name) else {
        return command;
    };
    let operations = provider.operations().map(|it| one(provider, it));
    by_hand::add(command.subcommands(operations), &name)
}

fn one(provider: &AnyProvider, described: &DescribedOperation) -> Command {
    let operation = described.operation();
    let docs = described.docs();
    let (title, rest) = docs.split_once("\n\n").unwrap_or((docs, ""));
    let line = format!("{} {}", operation.method, operation.path);
    let long = match rest {
        "" => format!("{title}\n\n{line}"),
        rest => format!("{title}\n\n{rest}\n\n{line}"),
    };
    let mut command = Command::new(operation.id.to_kebab_case())
        .about(title.to_owned())
        .long_about(long)
        .next_help_heading("Arguments of the operation")
        .args(
            flags::all(provider.provider(), described)
                .iter()
                .map(|it| it.arg()),
        );
    command = command.next_help_heading("Options");
    if operation.body.is_some() {
        command = command
            .arg(
                Arg::new(BODY)
                    .long(BODY)
                    .value_name("FILE")
                    .value_hint(ValueHint::FilePath)
                    .help("The body, from a file of JSON; `-` is the standard input. Flags are laid over it"),
            )
            .arg(
                Arg::new(EDIT)
                    .long(EDIT)
                    .action(ArgAction::SetTrue)
                    .help("Write the body in an editor (VISUAL, EDITOR), beginning with the documented one"),
            );
    }
    if operation.paging.is_some() {
        command = command.arg(
            Arg::new(ALL)
                .long(ALL)
                .action(ArgAction::SetTrue)
                .help("The items of all pages, each fetched when it is needed"),
        );
    }
    command
        .arg(output::format())
        .arg(
            Arg::new(QUERY)
                .long(QUERY)
                .value_name("PATH")
                .help("Print a part of the response: a JSON Pointer (`/id`) or JSONPath (`$..id`)"),
        )
        .arg(
            Arg::new(DRY_RUN)
                .long(DRY_RUN)
                .action(ArgAction::SetTrue)
                .help("Print the request, with the credential masked, and send nothing"),
        )
        .arg(
            Arg::new(CURL)
                .long(CURL)
                .action(ArgAction::SetTrue)
                .conflicts_with(DRY_RUN)
                .help("Print the request as a command of curl, and send nothing"),
        )
        .arg(
            Arg::new(TIMEOUT)
                .long(TIMEOUT)
                .value_name("SECONDS")
                .value_parser(value_parser!(u64).range(1..))
                .help("The time for the call with all its attempts"),
        )
        .arg(
            Arg::new(VERBOSE)
                .long(VERBOSE)
                .short('v')
                .action(ArgAction::SetTrue)
                .help("Show each attempt on the standard error"),
        )
}

/// What the exit codes say.
const EXIT_CODES: &str = "\
Exit codes:
   0  success
   1  something on this machine failed: a file, the output
   2  the command or an argument is wrong; nothing was sent
   3  a credential is missing or cannot be used; nothing was sent
   4  nothing was sent: no connection, say. It can be run again
   5  the provider refused the request
   6  the provider refused the credential (401, 403)
   7  it does not exist (404)
   8  it conflicts with something that exists (409)
   9  too many requests (429)
  10  unknown: the request may have been carried out. Check before you run it again
  11  carried out, but the response could not be read

Credentials come from the environment or from the configuration file, never from flags:
  ~/.config/converse/config.toml has a table of variables for each profile, as in
  [default]
  BRIDGE_API_KEY = \"...\"
A profile that is chosen (--profile, CONVERSE_PROFILE) is used alone. Otherwise a provider's credentials and base URL
come from the environment if that has a credential, else from [default].";
