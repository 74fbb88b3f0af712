//! Lines of one form in a hand-written file, one group per provider: puts a group at its sorted place, or takes it out.

use std::ops::Range;

use converse_codegen::{Problem, Result};

/// The forms of lines that name a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `pub mod bird;` with the attributes above it.
    Module,
    /// `#![cfg_attr(feature = "bird", doc = "| [`bird`] | … |")]`.
    DocRow,
    /// `Contract::new(&crate::bird::PROVIDER, …),` with the attribute above it.
    Contract,
    /// `| [Bird](crates/providers/bird) | … |`.
    ReadmeRow,
}

/// The lines that stand for `key`.
#[derive(Debug)]
struct Group {
    key: String,
    lines: Range<usize>,
}

/// `text` with the lines of `key` before the first group with a greater key, or after the last.
pub fn put(file: &str, text: &str, form: Form, key: &str, new: &[String]) -> Result<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let groups = form.groups(&lines);
    let place = sorted_place(groups.iter().map(|group| group.key.as_str()), key);
    let at = match place {
        Some(place) => groups
            .get(place)
            .map_or_else(|| groups[place - 1].lines.end, |next| next.lines.start),
        None => return Err(not_found(file, form.told(), &new.join("\n"))),
    };
    lines.splice(at..at, new.iter().map(String::as_str));
    Ok(lines.join("\n"))
}

/// `text` without the lines of `key`.
pub fn take(text: &str, form: Form, key: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let groups = form.groups(&lines);
    for group in groups.into_iter().rev().filter(|group| group.key == key) {
        lines.drain(group.lines);
    }
    lines.join("\n")
}

/// `text` with `` `name` `` in the lists of all providers, `` `bird`, `bridge` ``; `known` has it too.
pub fn put_in_list(file: &str, text: &str, known: &[String], name: &str) -> Result<String> {
    let form = "a line that begins with the list of all providers";
    let edited = edit_lists(text, known, name, |list| {
        let place = sorted_place(list.iter().map(String::as_str), name).unwrap_or(list.len());
        list.insert(place, name.to_owned());
    });
    edited.ok_or_else(|| not_found(file, form, &format!("`{name}`")))
}

/// `text` without `` `name` `` in the lists of all providers.
pub fn take_from_list(text: &str, known: &[String], name: &str) -> String {
    let edited = edit_lists(text, known, name, |list| list.retain(|one| one != name));
    edited.unwrap_or_else(|| text.to_owned())
}

/// Where `key` goes in a list: before the first greater key, or after the last. None if there is no
/// list to go by. The order of what is there is people's own and stays.
pub fn sorted_place<'a>(keys: impl Iterator<Item = &'a str>, key: &str) -> Option<usize> {
    let keys: Vec<&str> = keys.collect();
    if keys.is_empty() {
        return None;
    }
    let greater = keys.iter().position(|present| *present > key);
    Some(greater.unwrap_or(keys.len()))
}

/// The file no longer has the form that the command knows.
pub fn not_found(file: &str, form: &str, line: &str) -> Problem {
    Problem::file(
        file,
        format!("no place for the provider: {form} is not found"),
        format!(
            "bring the file back into that form with another provider's lines as the pattern; what is missing is\n{line}"
        ),
    )
}

impl Form {
    fn told(self) -> &'static str {
        match self {
            Form::Module => "`pub mod PROVIDER;`",
            Form::DocRow => "`#![cfg_attr(feature = \"PROVIDER\", doc = \"| [`PROVIDER`] … |\")]`",
            Form::Contract => "`Contract::new(&crate::PROVIDER::PROVIDER, …)`",
            Form::ReadmeRow => "`| [Title](crates/providers/PROVIDER) | … |`",
        }
    }

    fn groups(self, lines: &[&str]) -> Vec<Group> {
        let mut groups = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let found = match self {
                Form::Module => between(line, "pub mod ", ";")
                    .map(|key| (key, above(lines, number)..number + 1)),
                Form::Contract => {
                    between(line.trim_start(), "Contract::new(&crate::", "::PROVIDER")
                        .map(|key| (key, above(lines, number)..number + 1))
                }
                Form::ReadmeRow => readme_target(line).map(|key| (key, number..number + 1)),
                Form::DocRow => attribute(lines, number).and_then(|range| {
                    let text = lines[range.clone()].concat();
                    let (_, row) = text.split_once("doc = \"| [`")?;
                    Some((row.split_once("`]")?.0.to_owned(), range))
                }),
            };
            groups.extend(found.map(|(key, lines)| Group { key, lines }));
        }
        groups
    }
}

fn between(line: &str, before: &str, after: &str) -> Option<String> {
    let (name, _) = line.strip_prefix(before)?.split_once(after)?;
    Some(name.to_owned())
}

fn readme_target(line: &str) -> Option<String> {
    let (_, link) = line
        .strip_prefix("| [")?
        .split_once("](crates/providers/")?;
    Some(link.split_once(')')?.0.to_owned())
}

/// The first line of the attributes and comments that stand directly above `number`.
fn above(lines: &[&str], number: usize) -> usize {
    let belongs = |line: &&&str| {
        let line = line.trim_start();
        line.starts_with("#[") || line.starts_with("///")
    };
    number - lines[..number].iter().rev().take_while(belongs).count()
}

/// The lines of the attribute that begins at `number`.
fn attribute(lines: &[&str], number: usize) -> Option<Range<usize>> {
    lines[number].strip_prefix("#![cfg_attr(")?;
    let length = lines[number..]
        .iter()
        .position(|line| line.ends_with(")]"))?;
    Some(number..number + length + 1)
}

/// Rewrites every line of a table or list that begins with the names of all providers but `name`,
/// which may be among them.
fn edit_lists(
    text: &str,
    known: &[String],
    name: &str,
    edit: impl Fn(&mut Vec<String>),
) -> Option<String> {
    let mut found = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let starts = ["| ", "//! - "];
        let start = starts.into_iter().find(|start| {
            line.strip_prefix(start)
                .is_some_and(|list| list.starts_with('`'))
        });
        let start = start.unwrap_or_default();
        let (mut list, rest) = leading_names(&line[start.len()..]);
        let all = known.iter().all(|one| one == name || list.contains(one));
        let only = list.iter().all(|one| known.contains(one));
        if start.is_empty() || list.is_empty() || !all || !only {
            lines.push(line.to_owned());
            continue;
        }
        found = true;
        edit(&mut list);
        let list: Vec<String> = list.iter().map(|name| format!("`{name}`")).collect();
        lines.push(format!("{start}{}{rest}", list.join(", ")));
    }
    found.then(|| lines.join("\n"))
}

/// The names of `` `a`, `b` rest ``, and the rest.
fn leading_names(text: &str) -> (Vec<String>, &str) {
    let (mut names, mut rest) = (Vec::new(), text);
    while let Some((name, after)) = rest.strip_prefix('`').and_then(|text| text.split_once('`')) {
        names.push(name.to_owned());
        match after
            .strip_prefix(", ")
            .filter(|next| next.starts_with('`'))
        {
            Some(next) => rest = next,
            None => return (names, after),
        }
    }
    (names, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_about_one_provider_is_no_list_of_all() {
        let known = ["bird", "bridge", "acme"].map(str::to_owned);
        let text =
            "| `bird` | about it |\n| `bird`, `bridge` | all |\n| `bird`, `bridge`, `tls` | more |";
        let edited = put_in_list("a.md", text, &known, "acme").unwrap();
        let line = "| `acme`, `bird`, `bridge` | all |";
        assert_eq!(edited.lines().nth(1), Some(line));
        assert_eq!(take_from_list(&edited, &known, "acme"), text);
    }
}
