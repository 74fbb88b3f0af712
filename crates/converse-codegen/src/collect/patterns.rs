//! Which patterns of a document can be checked before sending.

use regex_lite::Regex;
use regex_syntax::ast::{self, Ast, ClassPerlKind, ClassSetItem, LiteralKind, Visitor};

/// Returns whether a pattern, which is one of ECMA-262 (OpenAPI 3.1.1, 4.3.2), refuses nothing in `regex-lite` that it
/// accepts there.
///
/// A form that is wider here is fine: what it lets through is left to the provider. There is no negation but that of
/// classes, so a wider part makes a wider whole.
pub fn is_checkable(pattern: &str) -> bool {
    // Empty classes and open counts are literals there, or mean something else.
    let odd = [
        "[]", "[^]", "{,", "(?i", "(?m", "(?s", "(?x", "(?U", "(?R", "(?-",
    ];
    if pattern.is_empty() || odd.iter().any(|odd| pattern.contains(odd)) {
        return false;
    }
    let Ok(tree) = ast::parse::Parser::new().parse(pattern) else {
        return false;
    };
    ast::visit(&tree, Checker).is_ok() && Regex::new(pattern).is_ok()
}

/// Returns whether a text matches a pattern that can be checked.
pub fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

/// Finds what has another meaning.
struct Checker;

/// It has another meaning, or might.
struct Differs;

impl Checker {
    fn literal(literal: &ast::Literal) -> Result<(), Differs> {
        match literal.kind {
            LiteralKind::Verbatim | LiteralKind::Meta | LiteralKind::Superfluous => Ok(()),
            // `\t` and the like, without the bell, which is a letter there.
            LiteralKind::Special(
                ast::SpecialLiteralKind::Bell | ast::SpecialLiteralKind::Space,
            ) => Err(Differs),
            LiteralKind::Special(_) => Ok(()),
            LiteralKind::HexFixed(ast::HexLiteralKind::X | ast::HexLiteralKind::UnicodeShort) => {
                Ok(())
            }
            _ => Err(Differs),
        }
    }

    /// The spaces of ECMA-262 are more than those here, and `\S` less.
    fn perl(class: &ast::ClassPerl, excluded: bool) -> Result<(), Differs> {
        match class.kind {
            ClassPerlKind::Space if class.negated == excluded => Err(Differs),
            _ => Ok(()),
        }
    }
}

impl Visitor for Checker {
    type Output = ();
    type Err = Differs;

    fn finish(self) -> Result<(), Differs> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Differs> {
        match ast {
            Ast::Flags(_) | Ast::ClassUnicode(_) => Err(Differs),
            Ast::Literal(literal) => Self::literal(literal),
            Ast::ClassPerl(class) => Self::perl(class, false),
            Ast::Assertion(assertion) => match assertion.kind {
                ast::AssertionKind::StartLine
                | ast::AssertionKind::EndLine
                | ast::AssertionKind::WordBoundary
                | ast::AssertionKind::NotWordBoundary => Ok(()),
                _ => Err(Differs),
            },
            Ast::ClassBracketed(class) => {
                // Every item of a negated class makes it smaller.
                let excluded = class.negated;
                match &class.kind {
                    ast::ClassSet::Item(item) => class_items(item, excluded),
                    ast::ClassSet::BinaryOp(_) => Err(Differs),
                }
            }
            _ => Ok(()),
        }
    }
}

fn class_items(item: &ClassSetItem, excluded: bool) -> Result<(), Differs> {
    match item {
        ClassSetItem::Empty(_) => Ok(()),
        ClassSetItem::Literal(literal) => Checker::literal(literal),
        ClassSetItem::Range(range) => {
            Checker::literal(&range.start)?;
            Checker::literal(&range.end)
        }
        ClassSetItem::Perl(class) => Checker::perl(class, excluded),
        ClassSetItem::Union(union) => {
            let mut items = union.items.iter();
            items.try_for_each(|item| class_items(item, excluded))
        }
        ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) | ClassSetItem::Bracketed(_) => {
            Err(Differs)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_can_be_checked() {
        for pattern in [
            "^[a-z0-9_-]+$",
            r"^\+[1-9]\d{1,14}$",
            r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
            r"^\S+@\S+\.\S+$",
            r"^[^\s]+$",
            r"^https?:\/\/",
            r"\bword\b",
            r"^(?:a|b)*?$",
            r"^\u00e9\x41$",
            "^.{1,3}$",
        ] {
            assert!(is_checkable(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_means_something_else_is_left_to_the_provider() {
        for pattern in [
            "",
            "(",
            "^(?!a)b",
            r"(a)\1",
            r"^\s+$",
            r"^[\s]$",
            r"^[^\S]$",
            r"\p{L}",
            r"\A\d",
            r"a\z",
            "[[a]]",
            "[a&&b]",
            "[[:alpha:]]",
            "[]a]",
            "a{,3}",
            "(?i)a",
            "x{",
            r"\a",
        ] {
            assert!(!is_checkable(pattern), "{pattern}");
        }
    }
}
