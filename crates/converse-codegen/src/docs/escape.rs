//! Escapes what has a meaning for rustdoc that the document did not intend: HTML, and links to Rust items.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

/// Returns `text` with HTML and brackets as plain characters, and addresses as links. Code is unchanged.
pub fn escaped(text: &str) -> String {
    match may_change(text) {
        true => parsed(text),
        false => text.to_owned(),
    }
}

/// Returns the same as [`escaped`], and parses any text for that.
pub fn parsed(text: &str) -> String {
    let mut code = Vec::new();
    let mut prose: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => code.push(range),
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            }) if is_address(&dest_url) => code.push(range),
            Event::Text(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::Link { .. } | Tag::Image { .. })
                // The text of a link is within the link.
                if prose.last().is_none_or(|last| last.end <= range.start) =>
            {
                prose.push(range);
            }
            _ => {}
        }
    }
    let mut escaped = String::with_capacity(text.len());
    let mut from = 0;
    for kept in code {
        // The content of a block has no code of its own.
        if kept.start >= from {
            escape(text, from..kept.start, &prose, &mut escaped);
            escaped.push_str(&text[kept.clone()]);
            from = kept.end;
        }
    }
    escape(text, from..text.len(), &prose, &mut escaped);
    escaped
}

/// Returns `false` only for a text without anything to escape: most texts need not be parsed.
fn may_change(text: &str) -> bool {
    text.contains(ESCAPED) || SCHEMES.iter().any(|scheme| text.contains(scheme))
}

/// Characters that are escaped, at least at some places.
const ESCAPED: [char; 5] = ['<', '[', ']', '`', '>'];

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Returns `text` as [`escaped`] does, within a line: nothing in it begins a block.
pub fn escaped_in_line(line: &str) -> String {
    let text = format!("{WORD}{line}");
    escaped(&text)[WORD.len()..].to_owned()
}

/// After a word, Markdown begins no block.
const WORD: &str = "a ";

fn is_address(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| text.starts_with(scheme))
}

/// Adds a part of `text` without code. Outside of `prose`, a `>` opens a quote.
fn escape(text: &str, range: Range<usize>, prose: &[Range<usize>], escaped: &mut String) {
    let mut at = range.start;
    while let Some(next) = text[at..range.end].chars().next() {
        let rest = &text[at..range.end];
        if is_address(rest) {
            let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"'`\\".contains(c));
            let address = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':']);
            let _ = write!(escaped, "<{address}>");
            at += address.len();
            continue;
        }
        let mut length = next.len_utf8();
        match next {
            // The document has escaped it.
            '\\' => {
                let after = rest[1..].chars().next();
                length += usize::from(after.is_some_and(|c| c.is_ascii_punctuation()));
            }
            '<' | '[' | ']' | '`' => escaped.push('\\'),
            '>' if is_prose(prose, at) => escaped.push('\\'),
            _ => {}
        }
        escaped.push_str(&rest[..length]);
        at += length;
    }
}

/// The ranges are in order, and none overlaps another.
fn is_prose(prose: &[Range<usize>], at: usize) -> bool {
    let after = prose.partition_point(|range| range.end <= at);
    prose.get(after).is_some_and(|range| range.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_brackets_are_escaped_but_not_in_code() {
        for (text, expected) in [
            ("a <b> [c] `<d> [e]`", "a \\<b\\> \\[c\\] `<d> [e]`"),
            ("``a ` <b>`` <c>", "``a ` <b>`` \\<c\\>"),
            ("~~~\n<a>\n~~~\n<b>", "~~~\n<a>\n~~~\n\\<b\\>"),
            (
                "a\n\n    <b>\n\n<!-- c -->",
                "a\n\n    <b>\n\n\\<!-- c --\\>",
            ),
            ("an open ` <b>", "an open \\` \\<b\\>"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn what_is_escaped_stays_so() {
        assert_eq!(escaped("\\<a> \\\\<b> c\\"), "\\<a\\> \\\\\\<b\\> c\\");
    }

    #[test]
    fn quotes_stay_quotes() {
        assert_eq!(escaped("> a > b\n> c <d>"), "> a \\> b\n> c \\<d\\>");
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(
            escaped("See https://a.example/b. <https://c.example> [d](http://e.example)"),
            "See <https://a.example/b>. <https://c.example> \\[d\\](<http://e.example>)"
        );
    }
}
