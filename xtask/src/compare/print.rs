//! Prints a comparison: for people, for a pull request, for programs.

use std::fmt::Write as _;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use converse_codegen::Result;
use converse_codegen::internals::{code_cell, unwritable};
use serde_json::{Value, json};

use super::{Change, Comparison, Effect, Kind};
use crate::surface::{Item, Place};

/// The form of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
}

/// A comparison, and what was compared.
pub struct Report<'a> {
    /// The provider.
    pub name: &'a str,
    pub old: &'a str,
    pub new: &'a str,
    /// The version that the changes follow.
    pub version: &'a str,
    pub comparison: &'a Comparison,
    pub scope: Scope,
    /// What the engine reports on the documents.
    pub notes: &'a [String],
}

/// Which changes are listed. The step of the version follows from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All, by what they are about.
    Everything,
    /// Those of what programs name: what is added, changed and removed.
    Api,
}

/// The longest value in a text.
const WIDTH: usize = 100;

impl Report<'_> {
    /// Prints the report.
    pub fn print(&self, format: Format, out: &mut dyn Write) -> Result<()> {
        let text = match format {
            Format::Text => self.text(),
            Format::Markdown => self.markdown(),
            Format::Json => format!("{:#}\n", self.json()),
        };
        out.write_all(text.as_bytes()).map_err(unwritable)
    }

    /// Returns the report as JSON.
    pub fn json(&self) -> Value {
        let found = &self.shown();
        let list = |changes: &[Change]| changes.iter().map(json_change).collect::<Value>();
        let step = self.comparison.step();
        json!({
            "provider": self.name,
            "old": self.old,
            "new": self.new,
            "changes": list(&found.changes),
            "other_changes": list(&found.others),
            "docs": found.docs.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "examples": list(&found.examples),
            "notes": self.notes,
            "breaking": self.counts().0,
            "compatible": self.counts().1,
            "semver": step.part(self.version),
            "version": self.version,
            "next_version": step.next(self.version),
        })
    }

    fn text(&self) -> String {
        let shown = self.shown();
        let mut text = format!("{}: {} to {}\n", self.name, self.old, self.new);
        for (title, changes) in self.sections(&shown) {
            let _ = writeln!(text, "\n{title}");
            for change in changes {
                let (sign, style) = (sign(change.kind), style(change.effect()));
                let (place, effect) = (&change.place, word(change.effect()));
                let _ = writeln!(text, "  {sign} {style}{effect:<10}{style:#} {place}");
                for line in lines(change, cut) {
                    let _ = writeln!(text, "      {line}");
                }
            }
        }
        for (title, lines) in self.lists(&shown) {
            let _ = writeln!(text, "\n{title}");
            for line in lines {
                let _ = writeln!(text, "  {line}");
            }
        }
        let _ = writeln!(text, "\n{}", self.verdict());
        text
    }

    fn markdown(&self) -> String {
        let shown = self.shown();
        let mut text = format!("# {}: {} to {}\n", self.name, self.old, self.new);
        for (title, changes) in self.sections(&shown) {
            let _ = write!(text, "\n## {}\n\n", capital(title));
            text.push_str("| | place | effect | what changes |\n| --- | --- | --- | --- |\n");
            for change in changes {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {} |",
                    sign(change.kind),
                    code_cell(&change.place.to_string()),
                    word(change.effect()),
                    lines(change, code_cell).join("<br>")
                );
            }
        }
        for (title, lines) in self.lists(&shown) {
            let _ = write!(text, "\n## {}\n\n", capital(title));
            for line in lines {
                let _ = writeln!(text, "- {}", code_cell(&line));
            }
        }
        let _ = writeln!(text, "\n**{}**", self.verdict());
        text
    }

    /// Returns the changes that are listed.
    fn shown(&self) -> Comparison {
        match self.scope {
            Scope::Everything => self.comparison.clone(),
            Scope::Api => self.comparison.of_api(),
        }
    }

    /// Returns the changes in sections, none of which is empty.
    fn sections<'c>(&self, shown: &'c Comparison) -> Vec<(&'static str, Vec<&'c Change>)> {
        let of = |title: &'static str, is_in: &dyn Fn(&Change) -> bool| {
            let changes = shown.changes.iter().filter(|it| is_in(it));
            (title, changes.collect::<Vec<_>>())
        };
        let mut sections = match self.scope {
            Scope::Everything => {
                let titles = ["operations", "types", "crate"];
                Vec::from(titles.map(|title| of(title, &|it| topic(&it.place) == title)))
            }
            Scope::Api => {
                let kinds = [Kind::Added, Kind::Changed, Kind::Removed];
                Vec::from(kinds.map(|kind| of(kind.word(), &|it| it.kind == kind)))
            }
        };
        let others = shown.others.iter().collect();
        sections.push(("other changes of the generated code", others));
        sections.retain(|(_, changes)| !changes.is_empty());
        sections
    }

    /// Returns what is only listed.
    fn lists(&self, found: &Comparison) -> Vec<(&'static str, Vec<String>)> {
        let docs = found.docs.iter().map(ToString::to_string).collect();
        let examples = found.examples.iter();
        let examples = examples.map(|it| format!("{} {}", sign(it.kind), it.place));
        let mut lists = vec![
            ("documentation", docs),
            ("examples", examples.collect()),
            ("notes on the documents", self.notes.to_vec()),
            ("besides", self.besides(found)),
        ];
        lists.retain(|(_, lines): &(_, Vec<String>)| !lines.is_empty());
        lists
    }

    /// Counts what is not listed.
    fn besides(&self, shown: &Comparison) -> Vec<String> {
        let all = self.comparison;
        let counts = [
            (
                all.changes.len() - shown.changes.len(),
                "of what is sent, read or checked",
            ),
            (
                all.others.len() - shown.others.len(),
                "of code that follows from the rest",
            ),
            (all.docs.len() - shown.docs.len(), "of docs"),
            (all.examples.len() - shown.examples.len(), "of examples"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        counts
            .map(|(count, what)| format!("{count} {what}"))
            .collect()
    }

    /// Returns how many changes break programs, and how many do not.
    fn counts(&self) -> (usize, usize) {
        let changes = &self.comparison.changes;
        let breaking = changes.iter().filter(|it| it.effect() == Effect::Breaking);
        let breaking = breaking.count();
        (breaking, changes.len() - breaking)
    }

    fn verdict(&self) -> String {
        let (breaking, compatible) = self.counts();
        let release = self.comparison.step().release(self.version);
        let others = match self.shown().others.len() {
            0 => String::new(),
            number => format!(", {number} to look at"),
        };
        format!("{breaking} breaking, {compatible} compatible{others}: {release}")
    }
}

fn topic(place: &Place) -> &'static str {
    match place.item {
        Item::Operation(_) => "operations",
        Item::Type(_) | Item::Webhook(_) => "types",
        _ => "crate",
    }
}

fn sign(kind: Kind) -> char {
    match kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Changed => '~',
    }
}

fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::Breaking => "breaking",
        Effect::Addition | Effect::Compatible => "compatible",
    }
}

fn style(effect: Effect) -> Style {
    match effect {
        Effect::Breaking => AnsiColor::Red.on_default().bold(),
        Effect::Addition | Effect::Compatible => Style::new(),
    }
}

/// Returns the facts of a change: a line for each that differs, one for all of what is new or gone.
fn lines(change: &Change, shown: impl Fn(&str) -> String) -> Vec<String> {
    let facts = change.details.iter().map(|detail| {
        let words = detail.aspect.words();
        match (&detail.old, &detail.new) {
            (Some(old), Some(new)) => format!("{words}: {} → {}", shown(old), shown(new)),
            (Some(old), None) if change.kind == Kind::Changed => {
                format!("{words}: was {}", shown(old))
            }
            (Some(value), None) | (None, Some(value)) => format!("{words}: {}", shown(value)),
            (None, None) => words.to_owned(),
        }
    });
    let mut reasons = change.details.iter().map(|detail| detail.reason);
    match change.kind {
        Kind::Changed => facts
            .zip(reasons)
            .map(|(fact, reason)| format!("{fact} ({reason})"))
            .collect(),
        Kind::Added | Kind::Removed => {
            let facts: Vec<String> = facts.collect();
            let reason = reasons.next().unwrap_or_default();
            vec![format!("{} ({reason})", facts.join("; "))]
        }
    }
}

/// Returns a value on one line, cut if it is long.
fn cut(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WIDTH) {
        None => line,
        Some((end, _)) => format!("{} …", &line[..end]),
    }
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn json_change(change: &Change) -> Value {
    let details = change.details.iter().map(|detail| {
        json!({
            "what": detail.aspect.words(),
            "old": detail.old,
            "new": detail.new,
            "effect": word(detail.effect),
            "reason": detail.reason,
        })
    });
    json!({
        "place": change.place.to_string(),
        "about": topic(&change.place),
        "change": change.kind.word(),
        "effect": word(change.effect()),
        "details": details.collect::<Vec<_>>(),
    })
}
