//! Tables in Markdown.

use std::fmt;

/// A table: a line of names, and rows of as many cells.
pub struct Table {
    lines: Vec<Vec<String>>,
    /// How many columns from the left hold words; the others hold figures.
    words: usize,
}

impl Table {
    /// Creates a table with these columns, of which the first `words` hold words.
    pub fn new(words: usize, columns: &[&str]) -> Self {
        Self {
            lines: vec![columns.iter().map(|it| (*it).to_owned()).collect()],
            words,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, cells: impl Into<Vec<String>>) {
        let cells = cells.into();
        assert_eq!(self.lines[0].len(), cells.len(), "a cell for each column");
        self.lines.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let columns = 0..self.lines[0].len();
        let rule = columns.map(|at| if at < self.words { "---" } else { "---:" });
        let rule: Vec<&str> = rule.collect();
        let (first, rest) = self.lines.split_at(1);
        writeln!(f, "| {} |", first[0].join(" | "))?;
        writeln!(f, "| {} |", rule.join(" | "))?;
        for line in rest {
            writeln!(f, "| {} |", line.join(" | "))?;
        }
        Ok(())
    }
}

/// Formats a time with three or more digits.
pub fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s => format!("{s:.1} s"),
    }
}

/// Formats a number of bytes in KiB.
pub fn kibibytes(bytes: f64) -> String {
    format!("{:.1} KiB", bytes / 1024.0)
}

/// Formats a number of bytes in MiB.
pub fn mebibytes(bytes: f64) -> String {
    format!("{:.2} MiB", bytes / 1024.0 / 1024.0)
}

/// Formats a part of 1 in percent.
pub fn percent(part: f64) -> String {
    format!("{:.0} %", part * 100.0)
}

/// Formats a ratio.
pub fn ratio(ratio: f64) -> String {
    format!("{ratio:.2}")
}

/// Formats a number of things.
pub fn count(number: f64) -> String {
    format!("{number:.0}")
}

/// Formats a figure; nothing if it was not taken.
pub fn taken(figure: Option<f64>, format: fn(f64) -> String) -> String {
    figure.map_or_else(String::new, format)
}
