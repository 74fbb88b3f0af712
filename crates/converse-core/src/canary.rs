//! Finds a secret in a text, in pieces and in other spellings.

use std::collections::HashSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// How many characters in a row are a leak.
const PIECE: usize = 6;

/// A string that must not be shown, to be searched for in output.
///
/// Six letters or digits of it in a row are found: in upper and lower case, with other characters in
/// between, percent-encoded, in hex, in base64, as escapes of JSON or Rust, and in host names, full-width
/// letters included.
pub struct Canary {
    plain: Pieces,
    hex: Pieces,
    base64: Pieces,
}

impl Canary {
    #[cfg(any(test, feature = "testing"))]
    /// Creates a canary of this string, which has at least six letters or digits.
    pub fn new(secret: &str) -> Self {
        Self::of([secret])
    }

    /// A canary of each of these strings: a text is read once for all of them.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        // An empty one is in every text, and in none.
        let secrets = secrets.into_iter().filter(|secret| !secret.is_empty());
        let secrets: Vec<&str> = secrets.collect();
        let in_each_case = |secret: &&str| {
            [
                secret.to_string(),
                secret.to_lowercase(),
                secret.to_uppercase(),
            ]
        };
        let cases: Vec<String> = secrets.iter().flat_map(in_each_case).collect();
        let hex = |text: &String| {
            text.bytes().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        };
        // The position of the string within three bytes decides its encoding.
        let base64 = cases.iter().flat_map(|text| {
            [0, 1, 2].map(|shift| {
                let encoded =
                    STANDARD_NO_PAD.encode([&[b' '; 2][..shift], text.as_bytes()].concat());
                // Characters that the bytes before or after it would change.
                let (first, last) = ((shift * 8).div_ceil(6), (shift + text.len()) * 8 / 6);
                encoded[first..last].to_owned()
            })
        });
        Self {
            plain: Pieces::new(PIECE, secrets.iter().map(|secret| squeezed(secret))),
            hex: Pieces::new(2 * PIECE, cases.iter().map(hex)),
            // Six bytes hold seven whole characters, wherever they begin.
            base64: Pieces::new(PIECE * 8 / 6 - 1, base64),
        }
    }

    /// Returns the first piece of the secret that the string contains, in lower case and without
    /// punctuation, or else in the encoding that it was found in.
    pub fn find_in(&self, text: &str) -> Option<String> {
        let mut spelled = vec![squeezed(text)];
        let mut decoded = text.to_owned();
        // An encoded string may be encoded once more.
        for _ in 0..2 {
            if !decoded.contains(['%', '\\']) {
                break;
            }
            let next = unescaped(&percent_decoded(&decoded));
            if next == decoded {
                break;
            }
            spelled.push(squeezed(&next));
            decoded = next;
        }
        let found = spelled.iter().find_map(|text| {
            let found = self.plain.find_in(text);
            found.or_else(|| self.hex.find_in(text))
        });
        found.or_else(|| {
            let text = kept(text, |byte| match byte {
                b'-' => Some(b'+'),
                b'_' => Some(b'/'),
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'/' => Some(byte),
                _ => None,
            });
            self.base64.find_in(&text)
        })
    }
}

/// All pieces of some strings, of one length.
struct Pieces {
    length: usize,
    pieces: HashSet<Vec<u8>>,
    /// The first two bytes of every piece: they make the search of long traces fast.
    starts: Vec<bool>,
}

impl Pieces {
    fn new(length: usize, texts: impl IntoIterator<Item = String>) -> Self {
        let mut pieces = HashSet::new();
        for text in texts {
            pieces.extend(text.as_bytes().windows(length).map(<[u8]>::to_vec));
        }
        let mut starts = vec![false; 1 << 16];
        for piece in &pieces {
            // A piece is longer than that.
            starts[usize::from(piece[0]) << 8 | usize::from(piece[1])] = true;
        }
        Self {
            length,
            pieces,
            starts,
        }
    }

    fn find_in(&self, text: &str) -> Option<String> {
        let (bytes, starts) = (text.as_bytes(), self.starts.as_slice());
        let mut at = 0;
        while at + self.length <= bytes.len() {
            let start = (bytes[at] as usize) << 8 | bytes[at + 1] as usize;
            if starts[start] && self.pieces.contains(&bytes[at..at + self.length]) {
                let found = &bytes[at..at + self.length];
                return Some(String::from_utf8_lossy(found).into_owned());
            }
            at += 1;
        }
        None
    }
}

/// The letters and digits, in lower case; full-width ones as those that hosts turn them into.
fn squeezed(text: &str) -> String {
    if text.is_ascii() {
        return kept(text, |byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' => Some(byte),
            b'A'..=b'Z' => Some(byte | 0x20),
            _ => None,
        });
    }
    let folded = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    });
    let kept = folded.filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// What is kept of a text, as ASCII. Traces are long, and tests run without optimization: hence bytes and a plain loop.
fn kept(text: &str, keep: impl Fn(u8) -> Option<u8>) -> String {
    let mut kept = Vec::with_capacity(text.len());
    for byte in text.as_bytes() {
        if let Some(byte @ ..=0x7f) = keep(*byte) {
            kept.push(byte);
        }
    }
    // All of it is ASCII.
    String::from_utf8(kept).unwrap_or_default()
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

/// Replaces `\u006d`, `\u{6d}` and `\x6d` by their characters.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (digits, length) = if let Some(braced) = escape.strip_prefix("u{") {
            let end = braced.find('}').unwrap_or(0);
            (braced.get(..end), "u{}".len() + end)
        } else if escape.starts_with('u') {
            (escape.get(1..5), 5)
        } else if escape.starts_with('x') {
            (escape.get(1..3), 3)
        } else {
            (None, 0)
        };
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                rest = &escape[length..];
            }
            None => rest = escape,
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "zw3lf-B0xk4mpf_jag3n";

    #[test]
    fn six_characters_are_found_in_any_spelling() {
        let canary = Canary::new(SECRET);
        for start in 0..=SECRET.len() - PIECE - 1 {
            // A mark of punctuation may be among them.
            let piece = &SECRET[start..start + PIECE + 1];
            let mut spellings = vec![
                piece.to_owned(),
                piece.to_uppercase(),
                piece.split("").collect::<Vec<_>>().join("."),
                piece.bytes().map(|it| format!("%{it:02x}")).collect(),
                piece.bytes().map(|it| format!("%25{it:02X}")).collect(),
                piece.bytes().map(|it| format!("\\u{it:04x}")).collect(),
                piece.bytes().map(|it| format!("\\u{{{it:x}}}")).collect(),
                piece.bytes().map(|it| format!("\\x{it:02x}")).collect(),
                piece.bytes().map(|it| format!("{it:02X}:")).collect(),
                piece
                    .bytes()
                    .filter_map(|it| char::from_u32(u32::from(it) + 0xfee0))
                    .collect(),
            ];
            for before in ["", "a", "ab"] {
                let text = format!("{before}{piece}b");
                spellings.push(STANDARD_NO_PAD.encode(&text));
                spellings.push(base64::prelude::BASE64_URL_SAFE.encode(&text));
                spellings.push(STANDARD_NO_PAD.encode(text.to_lowercase()));
            }
            for spelling in spellings {
                let text = format!("said `{spelling}`, and more");
                assert!(canary.find_in(&text).is_some(), "{piece} as {spelling}");
            }
        }
    }

    #[test]
    fn each_of_several_is_found() {
        let canary = Canary::of(["first-secret", SECRET]);
        for text in ["a FIRST secret", "Basic Zmlyc3Qtc2VjcmV0", SECRET] {
            assert!(canary.find_in(text).is_some(), "{text}");
        }
        assert_eq!(canary.find_in("second thoughts"), None);
    }

    #[test]
    fn less_is_not_found() {
        let canary = Canary::new(SECRET);
        for text in [
            "",
            "zw3lf",
            "b0xk4 !",
            "\\u",
            "\\u{",
            "\\u{6d",
            "\\x6",
            "\\ué",
            "%7",
            "a server said no: 127.0.0.1:8080, \"https://api.example.com/v1\"",
            "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        ] {
            assert_eq!(canary.find_in(text), None, "{text}");
        }
    }
}
