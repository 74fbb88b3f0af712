//! Prose of a document as the text of Rust docs.

use std::fmt::Write as _;

use serde_json::Value;

/// `text` as Markdown that rustdoc takes without a warning: no HTML, no links to Rust items, and
/// addresses as links.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Between backticks everything stands as it is.
    for (index, part) in text.trim().split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        if index % 2 == 0 {
            escape(part, &mut escaped)
        } else {
            escaped.push_str(part)
        }
    }
    if text.matches('`').count() % 2 == 1 {
        escaped.push('`');
    }
    escaped
}

/// `text` as doc comment lines, each after `indent` and the marker.
pub fn comment(indent: &str, marker: &str, text: &str) -> String {
    let mut lines = String::new();
    for line in markdown(text).lines() {
        let line = format!("{indent}{marker} {}", line.trim_end());
        let _ = writeln!(lines, "{}", line.trim_end());
    }
    lines
}

/// `description` with the limits that `schema` puts on a value: they make no types.
pub fn with_limits(description: String, schema: &Value) -> String {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number());
    let mut limits = Vec::new();
    match (number("minLength"), number("maxLength")) {
        (Some(least), Some(most)) => limits.push(format!("{least} to {most} characters.")),
        (None, Some(most)) => limits.push(format!("At most {most} characters.")),
        _ => {}
    }
    match (number("minimum"), number("maximum")) {
        (Some(least), Some(most)) => limits.push(format!("{least} to {most}.")),
        (Some(least), None) => limits.push(format!("At least {least}.")),
        (None, Some(most)) => limits.push(format!("At most {most}.")),
        (None, None) => {}
    }
    if let Some(most) = number("maxItems") {
        limits.push(format!("At most {most} items."));
    }
    if limits.is_empty() {
        return description;
    }
    format!("{description}\n\n{}", limits.join(" "))
}

fn escape(text: &str, escaped: &mut String) {
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let address = ["https://", "http://"]
            .iter()
            .any(|scheme| rest.starts_with(scheme));
        if address {
            let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"'".contains(c));
            let address = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':']);
            let _ = write!(escaped, "<{address}>");
            rest = &rest[address.len()..];
            continue;
        }
        if "<>[]".contains(next) {
            escaped.push('\\');
        }
        escaped.push(next);
        rest = &rest[next.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_and_brackets_are_escaped_but_not_in_code() {
        assert_eq!(
            markdown("a <b> [c] `<d> [e]`"),
            "a \\<b\\> \\[c\\] `<d> [e]`"
        );
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(
            markdown("See https://a.example/b."),
            "See <https://a.example/b>."
        );
    }

    #[test]
    fn an_open_backtick_is_closed() {
        assert_eq!(markdown("a `b"), "a `b`");
    }

    #[test]
    fn empty_lines_carry_no_trailing_space() {
        assert_eq!(comment("  ", "///", "a\n\nb"), "  /// a\n  ///\n  /// b\n");
    }
}
