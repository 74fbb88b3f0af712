//! Prose and code of a document within a line of ours.

use super::characters::one_line;
use super::code_blocks::longest_run;
use super::escape::escaped_in_line;

/// Returns `text` as Markdown on one line, after other words: nothing in it begins a block.
pub fn in_line(text: &str) -> String {
    escaped_in_line(&one_line(text))
}

/// Returns `text` as the cell of a table: on one line, and without a bar that would end it.
pub fn cell(text: &str) -> String {
    bars_escaped(&in_line(text))
}

/// Returns `text` as code within a line.
pub fn code(text: &str) -> String {
    let line = one_line(text);
    let run = longest_run(&line);
    let fence = "`".repeat(run + 1);
    // Backticks at an end would lengthen the fence.
    let space = if run > 0 { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

/// Returns `text` as code in a cell of a table.
pub fn code_cell(text: &str) -> String {
    bars_escaped(&code(text))
}

/// Escapes bars: after an odd number of backslashes a bar does not separate cells, not even in code.
pub fn bars_escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut is_after_backslash = false;
    for next in line.chars() {
        if next == '|' && !is_after_backslash {
            escaped.push('\\');
        }
        is_after_backslash = next == '\\' && !is_after_backslash;
        escaped.push(next);
    }
    escaped
}
