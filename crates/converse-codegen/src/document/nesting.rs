//! Bounds how deep a document nests, so that the steps after it may recurse.

use std::fmt;

use serde_json::Value;

use super::pointer;
use crate::problem::Finding;

/// How many objects and arrays of a document may be inside each other. Parsers have their own limit above it, of 128.
pub const LEVELS: usize = 100;

/// Returns `document` unless it nests too deep. Recurses neither to find that out nor to drop the document.
pub fn bounded(document: Value) -> Result<Value, Finding> {
    match check(&document) {
        Ok(()) => Ok(document),
        Err(finding) => {
            take_apart(document);
            Err(finding)
        }
    }
}

/// Fails on the first value that nests too deep.
pub fn check(document: &Value) -> Result<(), Finding> {
    let mut open = vec![children(document)];
    // The tokens of the pointer to the innermost value that is open.
    let mut tokens: Vec<Token<'_>> = Vec::new();
    while let Some(innermost) = open.last_mut() {
        match innermost.next() {
            Some((token, child @ (Value::Object(_) | Value::Array(_)))) => {
                tokens.push(token);
                if open.len() == LEVELS {
                    return Err(too_deep(tokens.iter().map(Token::to_string)));
                }
                open.push(children(child));
            }
            Some(_) => {}
            None => {
                open.pop();
                tokens.pop();
            }
        }
    }
    Ok(())
}

/// Returns what is said of a value that nests too deep; `tokens` are those of its pointer.
pub fn too_deep(tokens: impl Iterator<Item = String>) -> Finding {
    let mut at = String::new();
    tokens.for_each(|token| pointer::push(&mut at, &token));
    Finding::at(
        at,
        format!("objects and arrays are nested deeper than {LEVELS} levels"),
        "move inner schemas to `components/schemas`, and refer to them",
    )
}

/// A token of a JSON pointer.
enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

type Children<'a> = Box<dyn Iterator<Item = (Token<'a>, &'a Value)> + 'a>;

fn children(value: &Value) -> Children<'_> {
    match value {
        Value::Object(object) => {
            Box::new(object.iter().map(|(key, child)| (Token::Key(key), child)))
        }
        Value::Array(array) => {
            let indexed = array.iter().enumerate();
            Box::new(indexed.map(|(index, child)| (Token::Index(index), child)))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// Drops a value level by level: `Value` itself recurses.
fn take_apart(value: Value) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.into_iter().map(|(_, child)| child)),
            Value::Array(array) => open.extend(array),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(levels: usize, around: fn(Value) -> Value) -> Value {
        (1..levels).fold(json!({}), |inner, _| around(inner))
    }

    #[test]
    fn a_value_at_the_limit_is_returned_and_one_above_it_is_named() {
        for around in [|it| json!([1, it]), |it| json!({ "x/y": it, "z": [] })] {
            let document = nested(LEVELS, around);
            assert_eq!(bounded(document.clone()), Ok(document.clone()));
            let finding = bounded(around(document.clone())).unwrap_err();
            let innermost = around(document).pointer(&finding.pointer).cloned();
            assert_eq!(innermost, Some(json!({})), "{finding:?}");
            assert!(
                finding.rule.contains("deeper than 100 levels"),
                "{finding:?}"
            );
        }
    }

    #[test]
    fn a_value_of_any_depth_is_refused() {
        let finding = bounded(nested(1_000_000, |it| Value::Array(vec![it]))).unwrap_err();
        assert_eq!(finding.pointer, "/0".repeat(LEVELS));
    }
}
