//! Whether limits allow all that others allow.

use proc_macro2::{Delimiter, TokenStream};

use crate::surface::Tokens;

/// Returns whether whatever the old limits allow is allowed by the new ones.
pub fn is_wider(old: Option<&str>, new: Option<&str>) -> bool {
    let read = |limits: Option<&str>| {
        let mut bounds = Vec::new();
        let stream: Option<TokenStream> = limits.unwrap_or_default().parse().ok();
        read("", stream?, &mut bounds).then_some(bounds)
    };
    let (Some(old), Some(new)) = (read(old), read(new)) else {
        return false;
    };
    new.iter()
        .all(|new| old.iter().any(|old| new.allows_all_of(old)))
}

/// A single bound.
#[derive(Debug, PartialEq)]
struct Bound {
    /// Its kind, after those of the lists and maps around it.
    kind: String,
    value: Value,
}

#[derive(Debug, PartialEq)]
enum Value {
    Least(i128),
    Most(i128),
    Multiple(i128),
    /// What can only be compared.
    Text(String),
}

impl Bound {
    fn allows_all_of(&self, old: &Self) -> bool {
        let is_wider = match (&self.value, &old.value) {
            (Value::Least(new), Value::Least(old)) => new <= old,
            (Value::Most(new), Value::Most(old)) => new >= old,
            (Value::Multiple(new), Value::Multiple(old)) => *new != 0 && old % new == 0,
            (Value::Text(new), Value::Text(old)) => new == old,
            _ => false,
        };
        self.kind == old.kind && is_wider
    }
}

/// Reads rules: `[Range(1, 100), Items(&[MinLength(1)])]`, with the path of their type or without. Returns whether all
/// were read.
fn read(around: &str, limits: TokenStream, bounds: &mut Vec<Bound>) -> bool {
    let mut tokens = Tokens::new(limits);
    while !tokens.is_empty() {
        if tokens.sign('&') || tokens.sign(',') || tokens.sign(':') || tokens.word("Rule") {
            continue;
        }
        if let Some(list) = tokens.group(Delimiter::Bracket) {
            if !read(around, list, bounds) {
                return false;
            }
            continue;
        }
        let rule = tokens.ident().zip(tokens.group(Delimiter::Parenthesis));
        let Some((name, arguments)) = rule else {
            return false;
        };
        if name == "Items" || name == "Values" {
            if !read(&format!("{around}{name}."), arguments, bounds) {
                return false;
            }
            continue;
        }
        let text = arguments.to_string().replace(' ', "");
        let numbers: Vec<i128> = text.split(',').filter_map(|it| it.parse().ok()).collect();
        let values = match (name.as_str(), numbers.as_slice()) {
            ("Range", [least, most]) => vec![
                ("value", Value::Least(*least)),
                ("value", Value::Most(*most)),
            ],
            ("Minimum", [least]) => vec![("value", Value::Least(*least))],
            ("Maximum", [most]) => vec![("value", Value::Most(*most))],
            ("MultipleOf", [step]) => vec![("multiple", Value::Multiple(*step))],
            ("MinLength", [least]) => vec![("length", Value::Least(*least))],
            ("MaxLength", [most]) => vec![("length", Value::Most(*most))],
            ("MinItems", [least]) => vec![("items", Value::Least(*least))],
            ("MaxItems", [most]) => vec![("items", Value::Most(*most))],
            (name, _) => vec![(name, Value::Text(text))],
        };
        bounds.extend(values.into_iter().map(|(kind, value)| Bound {
            kind: format!("{around}{kind}"),
            value,
        }));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_compared_by_what_they_allow() {
        for (old, new, wider) in [
            ("[Range(1, 100)]", "[Range(1, 200)]", true),
            ("[Range(1, 100)]", "[Range(2, 200)]", false),
            ("[Range(1, 100)]", "[Minimum(1)]", true),
            ("[Minimum(-1)]", "[Range(-1, 5)]", false),
            ("Rule::MaxLength(5)", "Rule::MaxLength(6)", true),
            (
                "[MinItems(1), Items(&[MinLength(2)])]",
                "[Items(&[MinLength(1)])]",
                true,
            ),
            ("[Items(&[MinLength(1)])]", "[MinLength(1)]", false),
            ("[MultipleOf(10)]", "[MultipleOf(5)]", true),
            ("[MultipleOf(5)]", "[MultipleOf(10)]", false),
            ("[Pattern(\"a\")]", "[Pattern(\"b\")]", false),
            ("", "[]", true),
            ("", "[MaxLength(1)]", false),
            ("[MaxLength(1)]", "", true),
            ("[New]", "[New]", false),
        ] {
            assert_eq!(is_wider(Some(old), Some(new)), wider, "{old} to {new}");
        }
    }
}
