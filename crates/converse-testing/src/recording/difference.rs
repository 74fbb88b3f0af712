//! The recorded request that is nearest to one without a recording, and how they differ.

use serde_json::Value;

use super::exchange::{Asked, Content};

/// Returns how far two requests are apart, and in what. The words name places, no values.
pub(super) fn difference(recorded: &Asked, asked: &Asked) -> (u32, String) {
    if recorded.operation != asked.operation || recorded.method != asked.method {
        let words = format!("it calls `{}`", recorded.operation);
        return (1000, words);
    }
    if recorded.path != asked.path {
        return (100, format!("its path is `{}`", recorded.path));
    }
    if recorded.query != asked.query {
        let names = |one: &Asked, other: &Asked| {
            let only = one.query.iter().filter(|pair| !other.query.contains(pair));
            only.map(|(name, _)| format!("`{name}`"))
                .collect::<Vec<_>>()
        };
        let mut names = [names(recorded, asked), names(asked, recorded)].concat();
        names.sort();
        names.dedup();
        return (10, format!("its query differs in {}", names.join(", ")));
    }
    match (&recorded.body, &asked.body) {
        (recorded, asked) if recorded == asked => (0, "it was replayed before".to_owned()),
        (Content::Json(recorded), Content::Json(asked)) => {
            let place = place(recorded, asked, String::new());
            (1, format!("its body differs at `{place}`"))
        }
        _ => (2, "its body differs".to_owned()),
    }
}

/// Returns the first place at which two values differ.
fn place(one: &Value, other: &Value, at: String) -> String {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys());
            let mut differing = names.filter(|name| one.get(*name) != other.get(*name));
            let Some(name) = differing.next() else {
                return at;
            };
            let at = match at.is_empty() {
                true => name.clone(),
                false => format!("{at}.{name}"),
            };
            match (one.get(name), other.get(name)) {
                (Some(one), Some(other)) => place(one, other, at),
                _ => at,
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            let index = one.iter().zip(other).position(|(one, other)| one != other);
            match index {
                Some(index) => place(&one[index], &other[index], format!("{at}[{index}]")),
                None => format!("{at}[{}]", one.len().min(other.len())),
            }
        }
        _ => at,
    }
}
