//! What commands print.

mod select;
mod table;

use std::io::{self, IsTerminal, Write};

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, ValueEnum, value_parser};
use converse::serde_json::Value;

use crate::commands::OUTPUT;
use crate::failure::Failure;
pub use select::Selection;

/// How values are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    /// A line for each item.
    JsonLines,
    Yaml,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Table, Self::Json, Self::JsonLines, Self::Yaml]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Yaml => "yaml",
        }))
    }
}

/// Returns the flag of the format.
pub fn format() -> Arg {
    Arg::new(OUTPUT)
        .long(OUTPUT)
        .short('o')
        .value_name("FORMAT")
        .value_parser(value_parser!(Format))
        .help("How to print [default: `table` on a terminal, else `json`]")
}

impl Format {
    /// Returns the format that was asked for, else the one that fits the output.
    pub fn chosen(matches: &ArgMatches) -> Self {
        let asked = matches.get_one::<Self>(OUTPUT).copied();
        asked.unwrap_or_else(|| match io::stdout().is_terminal() {
            true => Self::Table,
            false => Self::Json,
        })
    }
}

/// Prints values.
pub struct Printer {
    format: Format,
    selection: Option<Selection>,
    /// The items of a table, which needs all of them.
    rows: Vec<Value>,
    count: usize,
}

impl Printer {
    pub fn new(format: Format, selection: Option<Selection>) -> Self {
        Self {
            format,
            selection,
            rows: Vec::new(),
            count: 0,
        }
    }

    /// Prints text as it is.
    pub fn text(text: &str) -> Result<(), Failure> {
        print(&format!("{}\n", text.trim_end()))
    }

    /// Prints a response; `items` is the place of its list, if it is a page.
    pub fn one(mut self, value: &Value, items: Option<&str>) -> Result<(), Failure> {
        let selected = match &self.selection {
            Some(selection) => selection.of(value),
            None => value.clone(),
        };
        // Nothing was returned.
        if selected.is_null() && self.selection.is_none() {
            return Ok(());
        }
        let list = match self.selection {
            None => items.and_then(|place| selected.pointer(place)),
            Some(_) => None,
        };
        match (self.format, list.unwrap_or(&selected)) {
            (Format::Json, _) => print(&format!("{selected:#}\n")),
            (Format::Yaml, _) => print(&yaml(&selected)?),
            (_, Value::Array(all)) => {
                let all = all.clone();
                self.selection = None;
                for item in all {
                    self.item(item)?;
                }
                self.finish()
            }
            (Format::JsonLines, _) => print(&format!("{selected}\n")),
            (Format::Table, _) => print(&table::of_one(&selected)),
        }
    }

    /// Prints an item of a list.
    pub fn item(&mut self, item: Value) -> Result<(), Failure> {
        let item = match &self.selection {
            Some(selection) => selection.of(&item),
            None => item,
        };
        self.count += 1;
        match self.format {
            Format::Table => {
                self.rows.push(item);
                Ok(())
            }
            Format::JsonLines => print(&format!("{item}\n")),
            Format::Json => {
                let begin = if self.count == 1 { "[" } else { "," };
                let text = format!("\n{item:#}").replace('\n', "\n  ");
                print(&format!("{begin}{text}"))
            }
            Format::Yaml => print(&yaml(&Value::Array(vec![item]))?),
        }
    }

    /// Ends a list.
    pub fn finish(&mut self) -> Result<(), Failure> {
        match (self.format, self.count) {
            (Format::Table, _) => print(&table::of_many(&self.rows)),
            (Format::Json, 0) => print("[]\n"),
            (Format::Json, _) => print("\n]\n"),
            (Format::Yaml, 0) => print("[]\n"),
            _ => Ok(()),
        }
    }
}

fn yaml(value: &Value) -> Result<String, Failure> {
    let text = serde_saphyr::to_string(value);
    text.map_err(|error| Failure::of_output(format!("this cannot be written as YAML: {error}")))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::reader_is_gone()),
        result => result.map_err(|error| Failure::io("the output", &error)),
    }
}
