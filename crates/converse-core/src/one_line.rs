//! A string in one line, for messages.

/// A text without line breaks and other control characters, and of bounded length. Nor are there marks
/// that turn the direction of what a terminal shows around it.
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
