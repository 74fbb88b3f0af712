//! Prose of a document as Markdown. All prose of a document that reaches a comment, a README or a
//! manifest passes through here, so that it is shown and never run as code.

mod characters;
mod code_blocks;
mod escape;
mod limits;
mod line;

pub use characters::one_line;
pub use limits::{default, limits, with_limits};
pub use line::{bars_escaped, cell, code, code_cell, in_line};

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

#[cfg(test)]
pub mod tests;
