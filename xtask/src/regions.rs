//! Marked regions of files that people write: the lines from `providers: begin NAME` to `providers: end NAME`, each
//! marker in a comment of its own.

use std::collections::BTreeMap;
use std::ops::Range;

use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::{Problem, Result};

use crate::workspace::Workspace;

/// The workspace's manifest.
pub const WORKSPACE_MANIFEST: &str = "Cargo.toml";
/// The facade's manifest.
pub const MANIFEST: &str = "crates/converse/Cargo.toml";
/// The facade's root.
pub const LIBRARY: &str = "crates/converse/src/lib.rs";
/// The testing server's list of providers.
pub const CONTRACTS: &str = "crates/converse/src/testing/providers.rs";
/// The facade's list of clients of any provider.
pub const CLIENTS: &str = "crates/converse/src/dynamic.rs";
/// The page that introduces the workspace.
pub const README: &str = "README.md";

/// The contents of files, by path in the workspace.
pub type Texts = BTreeMap<String, String>;

/// Reads the files that have regions.
pub fn read(workspace: &Workspace) -> Result<Texts> {
    let files = [
        WORKSPACE_MANIFEST,
        MANIFEST,
        LIBRARY,
        CONTRACTS,
        CLIENTS,
        README,
    ];
    let text = |file: &str| {
        let path = workspace.root().join(file);
        Ok((file.to_owned(), read::text(&path, file, DOCUMENT_LIMIT)?))
    };
    files.into_iter().map(text).collect()
}

/// A marked region.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// The file.
    pub file: &'static str,
    /// The name in its markers.
    pub name: &'static str,
    /// A name of its lines, for messages.
    pub holds: &'static str,
}

impl Region {
    /// Returns the lines between the markers.
    pub fn lines<'a>(&self, texts: &'a Texts) -> Result<Vec<&'a str>> {
        let lines = self.all_lines(texts);
        Ok(lines[self.place(&lines)?].to_vec())
    }

    /// Replaces the lines between the markers with `new`, indented like the first marker.
    pub fn replace(&self, texts: &mut Texts, new: &[String]) -> Result<()> {
        let mut lines = self.all_lines(texts);
        let place = self.place(&lines)?;
        let begin = lines[place.start - 1];
        let indent = &begin[..begin.len() - begin.trim_start().len()];
        let new: Vec<String> = new.iter().map(|line| format!("{indent}{line}")).collect();
        lines.splice(place, new.iter().map(String::as_str));
        let text = lines.join("\n");
        texts.insert(self.file.to_owned(), text);
        Ok(())
    }

    fn all_lines<'a>(&self, texts: &'a Texts) -> Vec<&'a str> {
        let text = texts.get(self.file).map_or("", String::as_str);
        text.split('\n').collect()
    }

    /// Returns where the lines between the markers are.
    fn place(&self, lines: &[&str]) -> Result<Range<usize>> {
        let (begin, end) = (self.marker("begin"), self.marker("end"));
        let (begins, ends) = (numbers(lines, &begin), numbers(lines, &end));
        let rule = match (begins.as_slice(), ends.as_slice()) {
            ([begin], [end]) if begin < end => return Ok(begin + 1..*end),
            ([_], [_]) => format!("the marker `{end}` is above `{begin}`"),
            ([], []) => format!("the markers `{begin}` and `{end}` are missing"),
            ([], _) => format!("the marker `{begin}` is missing"),
            (_, []) => format!("the marker `{end}` is missing"),
            ([_], many) => format!("the marker `{end}` is on lines {}", listed(many)),
            (many, _) => format!("the marker `{begin}` is on lines {}", listed(many)),
        };
        let help = format!(
            "put `{begin}` once on a line above {}, and `{end}` once on a line below",
            self.holds
        );
        Err(Problem::file(self.file, rule, help))
    }

    /// Returns a marker's line, as a comment of the file's language.
    fn marker(&self, edge: &str) -> String {
        let text = format!("providers: {edge} {}", self.name);
        match self.file.rsplit('.').next() {
            Some("rs") => format!("// {text}"),
            Some("md") => format!("<!-- {text} -->"),
            _ => format!("# {text}"),
        }
    }
}

fn numbers(lines: &[&str], marker: &str) -> Vec<usize> {
    let lines = lines.iter().enumerate();
    let found = lines.filter(|(_, line)| line.trim() == marker);
    found.map(|(number, _)| number).collect()
}

fn listed(numbers: &[usize]) -> String {
    let numbers = numbers.iter().map(|number| (number + 1).to_string());
    numbers.collect::<Vec<_>>().join(", ")
}
