//! The flags of an operation: one for each parameter, one for each field of its body.

use std::sync::Arc;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction, Command};
use converse::dynamic::{DescribedOperation, FieldShape, ObjectShape, Shape};
use converse::operation::{Location, Rule};
use converse::provider::Provider;
use heck::ToKebabCase;

use crate::commands;

/// Where the value of a flag goes.
#[derive(Clone, Debug)]
pub enum Target {
    Parameter(Location, &'static str),
    /// The names of the fields from the body inwards.
    Field(Vec<&'static str>),
    /// The whole body, which is not an object.
    Body,
}

/// A flag.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its name, without dashes.
    pub name: String,
    pub target: Target,
    pub shape: Shape,
    help: String,
    is_required: bool,
}

/// How deep the fields of a body have flags of their own. What is deeper is JSON.
const DEPTH: usize = 2;

/// Names of flags that every operation has.
const TAKEN: [&str; 12] = [
    commands::ALL,
    commands::BODY,
    commands::CURL,
    commands::DRY_RUN,
    commands::EDIT,
    commands::OUTPUT,
    commands::PROFILE,
    commands::QUERY,
    commands::TIMEOUT,
    commands::VERBOSE,
    "help",
    "version",
];

/// Returns the flags of an operation.
pub fn all(provider: &Provider, described: &DescribedOperation) -> Vec<Flag> {
    let mut flags = Flags::default();
    for argument in described.arguments() {
        let Some(location) = argument.location else {
            continue;
        };
        let of_client = provider
            .parameters
            .iter()
            .find(|it| it.name == argument.name && it.location == location);
        let rows = described.operation().parameters.iter();
        let row = rows
            .clone()
            .find(|it| it.name == argument.name && it.location == location);
        let mut help = help(argument.docs, row.map_or(&[], |row| row.rules));
        if let Some(shared) = of_client {
            help = format!("{help} [env: {}]", shared.variable);
        }
        flags.add(
            argument.name.to_kebab_case(),
            place(location),
            Flag {
                name: String::new(),
                target: Target::Parameter(location, argument.name),
                shape: (argument.shape)(),
                help,
                is_required: argument.required && of_client.is_none(),
            },
        );
    }
    if let Some(body) = described
        .arguments()
        .iter()
        .find(|it| it.location.is_none())
    {
        match (body.shape)().not_null() {
            Shape::Object(_) | Shape::Union(_) => flags.fields((body.shape)(), &[]),
            shape => flags.add(
                "value".to_owned(),
                "body",
                Flag {
                    name: String::new(),
                    target: Target::Body,
                    shape,
                    help: help(body.docs, body.rules),
                    is_required: false,
                },
            ),
        }
    }
    flags.0
}

#[derive(Default)]
struct Flags(Vec<Flag>);

impl Flags {
    /// Adds a flag. One whose name is taken has its place before it.
    fn add(&mut self, name: String, place: &str, flag: Flag) {
        let is_taken =
            |name: &str| TAKEN.contains(&name) || self.0.iter().any(|it| it.name == name);
        let mut name = name;
        if is_taken(&name) {
            name = format!("{place}.{name}");
        }
        if is_taken(&name) {
            return;
        }
        self.0.push(Flag { name, ..flag });
    }

    fn fields(&mut self, shape: Shape, around: &[&'static str]) {
        match shape.not_null() {
            Shape::Object(object) => self.object(object, around),
            Shape::Union(union) => {
                if let Some(tag) = union.tag {
                    let help = "Which of the variants it is.".to_owned();
                    self.field(tag, around, Shape::String, help);
                }
                for variant in union.variants {
                    if let Shape::Object(object) = (variant.shape)().not_null() {
                        self.object(object, around);
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &'static ObjectShape, around: &[&'static str]) {
        for field in object.fields.iter().filter(|it| it.fixed_value().is_none()) {
            let shape = (field.shape)();
            // Other processes see flags: what is secret comes in the body.
            if matches!(shape.not_null(), Shape::Password) {
                continue;
            }
            self.field(field.name, around, shape, of_field(field));
            let mut path = around.to_vec();
            path.push(field.name);
            let has_fields = matches!(shape.not_null(), Shape::Object(_));
            if has_fields && path.len() < DEPTH {
                self.fields(shape, &path);
            }
        }
    }

    fn field(&mut self, name: &'static str, around: &[&'static str], shape: Shape, help: String) {
        let mut path = around.to_vec();
        path.push(name);
        let names = path.iter().map(|name| name.to_kebab_case());
        let name = names.collect::<Vec<_>>().join(".");
        let known = |it: &Flag| matches!(&it.target, Target::Field(known) if *known == path);
        if self.0.iter().any(known) {
            return;
        }
        self.add(
            name,
            "body",
            Flag {
                name: String::new(),
                target: Target::Field(path),
                shape,
                help,
                is_required: false,
            },
        );
    }
}

fn of_field(field: &FieldShape) -> String {
    let required = if field.required { " [required]" } else { "" };
    format!("{}{required}", help(field.docs, field.rules))
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        _ => "cookie",
    }
}

fn help(docs: &[&str], rules: &[Rule]) -> String {
    let docs: Vec<&str> = docs.iter().map(|line| line.trim()).collect();
    let text = docs.join("\n");
    // The first paragraph; limits follow from the rules.
    let text = text
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ");
    let limits = rules.iter().filter_map(|rule| match rule {
        Rule::Minimum(low) => Some(format!("at least {low}")),
        Rule::Maximum(high) => Some(format!("at most {high}")),
        Rule::Range(low, high) => Some(format!("{low} to {high}")),
        Rule::MaxLength(most) => Some(format!("at most {most} characters")),
        Rule::MaxItems(most) => Some(format!("at most {most}")),
        _ => None,
    });
    let limits = limits.collect::<Vec<_>>().join(", ");
    match limits.is_empty() {
        true => text,
        false => format!("{text} [{limits}]"),
    }
}

impl Flag {
    /// Returns the flag as clap knows it.
    pub fn arg(&self) -> Arg {
        let shape = self.shape.not_null();
        let mut arg = Arg::new(self.name.clone())
            .long(self.name.clone())
            .help(self.help.clone())
            .required(self.is_required)
            .allow_hyphen_values(true)
            .value_name(value_name(shape));
        if let Shape::List(item) = shape {
            arg = arg.action(ArgAction::Append);
            if let Shape::Enum(values) = item().not_null() {
                arg = arg.value_parser(Listed::of(values));
            }
        }
        match shape {
            Shape::Enum(values) => arg.value_parser(Listed::of(values)),
            Shape::Boolean => arg.value_parser(["true", "false"]),
            _ => arg,
        }
    }
}

fn value_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Boolean => "BOOLEAN",
        Shape::Integer => "INTEGER",
        Shape::Number => "NUMBER",
        Shape::Uuid => "UUID",
        Shape::Timestamp => "TIME",
        Shape::Bytes => "@FILE",
        Shape::Enum(_) => "VALUE",
        Shape::List(item) => match item().not_null() {
            Shape::Object(_) | Shape::Union(_) | Shape::Map(_) | Shape::Any => "JSON",
            item => value_name(item),
        },
        Shape::Object(_) | Shape::Map(_) | Shape::Any => "JSON",
        Shape::Union(_) => "VALUE|JSON",
        _ => "STRING",
    }
}

/// Any string; the documented ones are offered.
#[derive(Clone)]
struct Listed(Arc<[&'static str]>);

impl Listed {
    fn of(values: &'static [&'static str]) -> Self {
        Self(values.into())
    }
}

impl TypedValueParser for Listed {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value.to_str().map(str::to_owned);
        text.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidUtf8).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            self.0.iter().map(|value| PossibleValue::new(*value)),
        ))
    }
}
