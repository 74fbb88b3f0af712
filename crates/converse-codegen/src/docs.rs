//! Prose of a document as Markdown. All prose of a document that reaches a comment, a README or a
//! manifest passes through here, so that it is shown and never run as code.

mod characters;
mod code_blocks;
mod escape;
mod limits;

pub use characters::one_line;
pub use limits::{default, limits, with_limits};

/// Returns `text` as Markdown that rustdoc accepts without a warning and compiles no part of: no HTML, no
/// links to Rust items, addresses as links, code blocks labelled as text.
pub fn markdown(text: &str) -> String {
    let plain = characters::plain(text);
    code_blocks::labelled(&escape::escaped(plain.trim()))
}

/// Joins paragraphs as Markdown. Each is closed, so that none swallows those after it.
pub fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts = texts.into_iter().map(markdown);
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    code_blocks::labelled(&texts.join("\n\n"))
}

/// Returns `text` as doc comment lines, each after `indent` and the marker.
pub fn comment(indent: &str, marker: &str, text: &str) -> String {
    comment_of(indent, marker, [text])
}

/// Returns paragraphs as doc comment lines, each after `indent` and the marker.
pub fn comment_of<'a>(
    indent: &str,
    marker: &str,
    texts: impl IntoIterator<Item = &'a str>,
) -> String {
    let text = paragraphs(texts);
    // Markdown that was parsed keeps its form, to the last space.
    let lines = text.lines().map(|line| match line.is_empty() {
        true => format!("{indent}{marker}\n"),
        false => format!("{indent}{marker} {line}\n"),
    });
    lines.collect()
}

/// Returns `text` as Markdown on one line, after other words: nothing in it begins a block.
pub fn in_line(text: &str) -> String {
    escape::escaped_in_line(&one_line(text))
}

/// Returns `text` as the cell of a table: on one line, and without a bar that would end it.
pub fn cell(text: &str) -> String {
    bars_escaped(&in_line(text))
}

/// Returns `text` as code within a line.
pub fn code(text: &str) -> String {
    let line = one_line(text);
    let run = code_blocks::longest_run(&line);
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
fn bars_escaped(line: &str) -> String {
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

#[cfg(test)]
pub mod tests;
