//! Characters of a document's prose: removes those that Rust refuses in a comment.

/// How far apart the tab stops of Markdown are.
const TAB: usize = 4;

/// Returns `text` with LF as its only line break and no space before it, without tabs, control characters
/// and marks that turn the direction of the text around.
pub fn plain(text: &str) -> String {
    let expanded = expanded(text);
    let lines = expanded.split('\n').map(|line| line.trim_end_matches(' '));
    lines.collect::<Vec<_>>().join("\n")
}

fn expanded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut column = 0;
    let mut characters = text.chars().peekable();
    while let Some(next) = characters.next() {
        match next {
            '\r' => {
                characters.next_if_eq(&'\n');
                plain.push('\n');
            }
            // Some programs break lines at these, so they break lines here too.
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\t' => {
                let width = TAB - column % TAB;
                plain.extend(std::iter::repeat_n(' ', width));
                column += width;
                continue;
            }
            // The compiler refuses these: the code shown would differ from the code compiled.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => continue,
            next if next.is_control() => plain.push(char::REPLACEMENT_CHARACTER),
            next => plain.push(next),
        }
        column = match plain.ends_with('\n') {
            true => 0,
            false => column + 1,
        };
    }
    plain
}

/// Returns `text` on one line.
pub fn one_line(text: &str) -> String {
    let plain = plain(text);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_is_the_same_one() {
        for broken in ["a\nb", "a\r\nb", "a\rb", "a\u{c}b", "a\u{b}b", "a\u{85}b"] {
            assert_eq!(plain(broken), "a\nb", "{broken:?}");
        }
        assert_eq!(plain("a\u{2028}b\u{2029}c"), "a\nb\nc");
        assert_eq!(one_line(" a\r\n\tb\u{2028}c "), "a b c");
    }

    #[test]
    fn tabs_are_spaces_up_to_the_next_stop() {
        assert_eq!(plain("\ta\n>\tb\n- ab\tc"), "    a\n>   b\n- ab    c");
        assert_eq!(plain("a  \n\t\nb\u{a0} "), "a\n\nb\u{a0}");
    }

    #[test]
    fn what_the_compiler_refuses_is_not_there() {
        assert_eq!(plain("a\u{202e}b\u{2066}c\0d"), "abc\u{fffd}d");
    }
}
