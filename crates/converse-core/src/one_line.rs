//! A string in one line, for messages.

/// Returns a string without line breaks and other control characters, of bounded length. It also has no marks
/// that turn the direction of the text around it on a terminal.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST: usize = 400;
    let plain = |c: char| match c {
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    let mut line: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
