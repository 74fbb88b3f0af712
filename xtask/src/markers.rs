//! The lines between two markers, each on a line of its own.

use std::ops::Range;

use converse_codegen::{Problem, Result};

/// The two markers of a region of a file.
pub struct Markers {
    /// The file, for messages.
    pub file: &'static str,
    /// The line above the region.
    pub begin: String,
    /// The line below it.
    pub end: String,
    /// A name of its lines, for messages.
    pub holds: String,
}

impl Markers {
    /// Returns the lines between the markers.
    pub fn lines<'a>(&self, text: &'a str) -> Result<Vec<&'a str>> {
        let lines: Vec<&str> = text.split('\n').collect();
        Ok(lines[self.place(&lines)?].to_vec())
    }

    /// Returns the text with `new` in place of the lines between the markers, indented like the first marker.
    pub fn replace(&self, text: &str, new: &[String]) -> Result<String> {
        let mut lines: Vec<&str> = text.split('\n').collect();
        let place = self.place(&lines)?;
        let begin = lines[place.start - 1];
        let indent = &begin[..begin.len() - begin.trim_start().len()];
        let new: Vec<String> = new.iter().map(|line| format!("{indent}{line}")).collect();
        lines.splice(place, new.iter().map(String::as_str));
        Ok(lines.join("\n"))
    }

    /// Returns where the lines between the markers are.
    fn place(&self, lines: &[&str]) -> Result<Range<usize>> {
        let (begin, end) = (&self.begin, &self.end);
        let (begins, ends) = (numbers(lines, begin), numbers(lines, end));
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
