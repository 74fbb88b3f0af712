//! Tokens of generated code: reading them one by one, and printing them.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::Lit;

/// Tokens that are read one after the other.
pub struct Tokens {
    /// In reverse, so that the next one is the last.
    left: Vec<TokenTree>,
}

/// What attributes say about an item.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The lines of the docs.
    pub docs: String,
    pub deprecated: Option<String>,
    /// All others.
    pub others: String,
}

impl Tokens {
    pub fn new(tokens: TokenStream) -> Self {
        let mut left: Vec<TokenTree> = tokens.into_iter().collect();
        left.reverse();
        Self { left }
    }

    pub fn peek(&self) -> Option<&TokenTree> {
        self.left.last()
    }

    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Takes any identifier.
    pub fn ident(&mut self) -> Option<String> {
        let TokenTree::Ident(ident) = self.peek()? else {
            return None;
        };
        let ident = ident.to_string();
        self.left.pop();
        Some(ident)
    }

    /// Takes this identifier; returns whether it was there.
    pub fn word(&mut self, word: &str) -> bool {
        let is_there = matches!(self.peek(), Some(TokenTree::Ident(ident)) if ident == word);
        if is_there {
            self.left.pop();
        }
        is_there
    }

    /// Takes this sign; returns whether it was there.
    pub fn sign(&mut self, sign: char) -> bool {
        let is_there = self.peek().is_some_and(|token| is_sign(token, sign));
        if is_there {
            self.left.pop();
        }
        is_there
    }

    /// Takes a group with these delimiters.
    pub fn group(&mut self, delimiter: Delimiter) -> Option<TokenStream> {
        let group = self.peek().and_then(|token| group(token, delimiter))?;
        let stream = group.stream();
        self.left.pop();
        Some(stream)
    }

    /// Takes a string.
    pub fn string(&mut self) -> Option<String> {
        let TokenTree::Literal(literal) = self.peek()? else {
            return None;
        };
        let Lit::Str(text) = Lit::new(literal.clone()) else {
            return None;
        };
        self.left.pop();
        Some(text.value())
    }

    /// Takes the tokens up to one that ends them; that of an angle bracket is none.
    pub fn until(&mut self, ends: impl Fn(&TokenTree) -> bool) -> String {
        let (mut taken, mut angles) = (TokenStream::new(), Angles::default());
        while let Some(token) = self.peek() {
            if angles.depth == 0 && ends(token) {
                break;
            }
            angles.after(token);
            taken.extend(self.left.pop());
        }
        printed(taken)
    }

    /// Takes all that is left.
    pub fn rest(&mut self) -> String {
        self.until(|_| false)
    }

    /// Takes the attributes.
    pub fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::default();
        while self.sign('#') {
            self.sign('!');
            let inner = self.group(Delimiter::Bracket);
            attributes.add(inner.unwrap_or_default());
        }
        attributes
    }
}

impl Attributes {
    fn add(&mut self, attribute: TokenStream) {
        let mut tokens = Tokens::new(attribute.clone());
        let name = tokens.ident();
        let value = tokens.sign('=').then(|| tokens.string()).flatten();
        match (name.as_deref(), value) {
            (Some("doc"), Some(line)) => {
                let _ = writeln!(self.docs, "{line}");
            }
            (Some("deprecated"), _) => self.deprecated = Some(printed(attribute)),
            _ => {
                let _ = write!(self.others, "#[{}]", printed(attribute));
            }
        }
    }
}

/// Returns the tokens between commas.
pub fn entries(tokens: TokenStream) -> Vec<Tokens> {
    let (mut found, mut entry) = (Vec::new(), TokenStream::new());
    let mut angles = Angles::default();
    for token in tokens {
        if is_sign(&token, ',') && angles.depth == 0 {
            found.push(Tokens::new(std::mem::take(&mut entry)));
            continue;
        }
        angles.after(&token);
        entry.extend([token]);
    }
    if !entry.is_empty() {
        found.push(Tokens::new(entry));
    }
    found
}

/// Returns the tokens between commas, printed.
pub fn printed_entries(tokens: TokenStream) -> Vec<String> {
    let entries = entries(tokens).into_iter();
    entries.map(|mut entry| entry.rest()).collect()
}

/// Angle brackets that are open.
#[derive(Default)]
struct Angles {
    depth: usize,
    before: char,
}

impl Angles {
    fn after(&mut self, token: &TokenTree) {
        let sign = match token {
            TokenTree::Punct(sign) => sign.as_char(),
            _ => ' ',
        };
        match sign {
            '<' => self.depth += 1,
            // An arrow closes nothing.
            '>' if !matches!(self.before, '=' | '-') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.before = sign;
    }
}

fn group(token: &TokenTree, delimiter: Delimiter) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// Prints tokens as a person would write them. Different tokens are printed differently.
pub fn printed(tokens: TokenStream) -> String {
    let mut text = String::new();
    print(&mut text, tokens);
    text
}

fn print(text: &mut String, tokens: TokenStream) {
    let mut before = Kind::Open;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let mut kind = Kind::of(&token);
        let is_path_ahead = tokens.peek().is_some_and(|next| is_sign(next, ':'));
        // Paths of types begin with `::`, which says nothing to a reader.
        if is_sign(&token, ':') && is_path_ahead && !text.ends_with(ends_path) {
            tokens.next();
            continue;
        }
        let is_arrow = is_sign(&token, '>') && text.ends_with(['=', '-']);
        if is_arrow {
            kind = Kind::Spaced;
        } else if kind.needs_space_after(before) {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                print(text, group.stream());
                text.push_str(close);
            }
            other => {
                let _ = write!(text, "{other}");
            }
        }
        before = kind;
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}

/// Whether a path goes on after this.
fn ends_path(last: char) -> bool {
    last.is_alphanumeric() || matches!(last, '_' | '>' | ')')
}

/// How a token is spaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Word,
    Brace,
    Group,
    /// After which a space follows.
    Comma,
    /// With spaces around it.
    Spaced,
    Tight,
}

impl Kind {
    fn of(token: &TokenTree) -> Self {
        match token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => Self::Word,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Self::Brace,
            TokenTree::Group(_) => Self::Group,
            TokenTree::Punct(sign) => match sign.as_char() {
                ',' | ';' => Self::Comma,
                '=' | '|' => Self::Spaced,
                _ => Self::Tight,
            },
        }
    }

    fn needs_space_after(self, before: Self) -> bool {
        match (before, self) {
            (Self::Open, _) | (_, Self::Comma) => false,
            (Self::Comma | Self::Spaced, _) => true,
            (Self::Word | Self::Group | Self::Brace, Self::Spaced) => true,
            (Self::Word, Self::Word | Self::Brace) => true,
            (Self::Group | Self::Brace, Self::Word | Self::Brace) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Tokens {
        Tokens::new(text.parse().unwrap())
    }

    #[test]
    fn tokens_are_printed_as_people_write_them() {
        for text in [
            "Option<Vec<types::Note>>",
            "std::collections::BTreeMap<String, Option<i64>>",
            "object { required[\"a ,b\", \"c\"] }",
            "&[Rule::Range(-1, 100)]",
        ] {
            assert_eq!(tokens(text).rest(), text);
        }
        assert_eq!(tokens("Vec<::uuid::Uuid>").rest(), "Vec<uuid::Uuid>");
    }

    #[test]
    fn a_comma_in_angle_brackets_divides_nothing() {
        let stream = "0 => A(Map<String, i64>), 1 => B, ".parse().unwrap();
        assert_eq!(
            printed_entries(stream),
            ["0 => A(Map<String, i64>)", "1 => B"]
        );
    }

    #[test]
    fn attributes_are_told_apart() {
        let mut tokens = tokens("/// One.\n/// Two.\n#[deprecated = \"x\"] #[cfg(test)] rest");
        let found = tokens.attributes();
        assert_eq!(found.docs, " One.\n Two.\n");
        assert_eq!(found.deprecated.as_deref(), Some("deprecated = \"x\""));
        assert_eq!(found.others, "#[cfg(test)]");
        assert!(tokens.word("rest") && tokens.is_empty());
    }
}
