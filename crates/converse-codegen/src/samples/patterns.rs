//! A string that matches a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Returns a string that matches a regular expression, of about this many characters; `None` for one that looks
/// around or that is none.
pub fn matching(pattern: &str, count: usize) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, count, &mut text)?;
    Some(text)
}

/// More repetitions than this are not written.
const LONG: u32 = 512;

fn write(hir: &Hir, count: usize, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            // Readable characters first.
            let ranges = || class.ranges().iter();
            let has = |c: char| ranges().any(|range| range.start() <= c && c <= range.end());
            let readable = ('a'..='z').chain('0'..='9').chain('A'..='Z');
            let mut readable: Vec<char> = readable.filter(|c| has(*c)).collect();
            readable.extend(ranges().next().map(|range| range.start()));
            let length = readable.len();
            text.push(*readable.get((count + text.len()) % length.max(1))?);
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.push(char::from(class.ranges().first()?.start()));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(LONG);
            let times = repetition.min.max(1).min(most);
            if times > LONG {
                return None;
            }
            for _ in 0..times {
                write(&repetition.sub, count, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, count, text)?,
        HirKind::Concat(all) => {
            for hir in all {
                write(hir, count, text)?;
            }
        }
        HirKind::Alternation(all) => write(all.get(count % all.len().max(1))?, count, text)?,
    }
    Some(())
}
