//! A string in TOML, as key or value: quoted and on one line.

/// Returns `text` as a TOML string. Escapes what TOML does not allow, or what would be displayed as something else.
pub fn toml_string(text: &str) -> String {
    let mut string = "\"".to_owned();
    for next in text.chars() {
        match next {
            '"' | '\\' => string.extend(['\\', next]),
            '\n' => string.push_str("\\n"),
            '\t' => string.push_str("\\t"),
            // Line breaks, marks that turn the direction of the text around, and the like.
            next if next.is_control()
                || matches!(next, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                string.push_str(&format!("\\u{:04x}", u32::from(next)));
            }
            next => string.push(next),
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_character_reads_as_it_was() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for part in all.chunks(5_000) {
            let text: String = part.iter().collect();
            let line = format!("a = {}", toml_string(&text));
            assert_eq!(line.lines().count(), 1, "{line}");
            let read: toml::Table = line.parse().unwrap();
            assert_eq!(read["a"].as_str(), Some(&*text));
        }
    }

    #[test]
    fn any_text_is_one_line_that_reads_as_it_was() {
        let text = "a\n[b]\r\n\"c\" \\ 'd' \t\0\u{7f}\u{85}\u{2028}\u{202e} é # `e` | {f}";
        let line = format!("{0} = {0}", toml_string(text));
        assert_eq!(line.lines().count(), 1, "{line}");
        let read: toml::Table = line.parse().unwrap();
        assert_eq!(read[text].as_str(), Some(text));
    }
}
