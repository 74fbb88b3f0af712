//! Shows how two versions of a file differ, line by line.

use std::io::Write;
use std::time::Duration;

use anstyle::AnsiColor;
use converse_codegen::Result;
use converse_codegen::internals::unwritable;
use similar::{ChangeTag, TextDiff};

/// How many changed lines of a file are shown.
const SHOWN: usize = 60;

/// How long to search for the shortest list of changes; after that, a longer one is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Prints the path, then the lines that are removed (`-`) and added (`+`), each with its number.
pub fn show(out: &mut dyn Write, path: &str, old: &str, new: &str) -> Result<()> {
    writeln!(out, "{path}").map_err(unwritable)?;
    changes(out, old, new)
}

/// Prints the lines that are removed and added.
pub fn changes(out: &mut dyn Write, old: &str, new: &str) -> Result<()> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let (mut text, mut number) = (String::new(), 0);
    for change in diff.iter_all_changes() {
        let (sign, color, index) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => ('-', AnsiColor::Red, change.old_index()),
            ChangeTag::Insert => ('+', AnsiColor::Green, change.new_index()),
        };
        number += 1;
        if number <= SHOWN {
            let (style, line) = (color.on_default(), index.unwrap_or_default() + 1);
            let shown = format!("{line:>5} {sign} {}", change.value());
            text.push_str(&format!("{style}{}{style:#}\n", shown.trim_end()));
        }
    }
    if number > SHOWN {
        text.push_str(&format!("      … {} more lines\n", number - SHOWN));
    }
    out.write_all(text.as_bytes()).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let mut printed = anstream::StripStream::new(Vec::new());
        show(&mut printed, "a.txt", old, new).unwrap();
        String::from_utf8(printed.into_inner()).unwrap()
    }

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(
            shown("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n"),
            "a.txt\n    2 - b\n    2 + B\n    5 + e\n"
        );
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let printed = shown("", &"line\n".repeat(100));
        assert_eq!(printed.lines().count(), 1 + SHOWN + 1);
        assert!(printed.ends_with("      … 40 more lines\n"), "{printed}");
    }
}
