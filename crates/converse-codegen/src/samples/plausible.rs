//! A plausible string for a field whose name alone says what it holds.

use crate::identifiers::snake_case;

/// Strings by the last word of a field's name.
const BY_WORD: [(&str, &str); 26] = [
    ("address", "1 Main Street"),
    ("body", "Hello"),
    ("city", "Lisbon"),
    ("code", "code-1"),
    ("color", "#336699"),
    ("content", "Hello"),
    ("country", "PT"),
    ("currency", "EUR"),
    ("cursor", "cursor-1"),
    ("date", "2024-03-10"),
    ("description", "A description"),
    ("domain", "mail.example"),
    ("filename", "photo.png"),
    ("key", "key-1"),
    ("language", "en"),
    ("link", "https://a.example/1"),
    ("locale", "en"),
    ("message", "Hello"),
    ("phone", "+351210000000"),
    ("reason", "No longer needed"),
    ("subject", "Your order"),
    ("text", "Hello"),
    ("timezone", "Europe/Lisbon"),
    ("title", "Your order"),
    ("token", "token-1"),
    ("url", "https://a.example/1"),
];

/// Words before `name` that belong to a person.
const OF_PERSONS: [&str; 9] = [
    "contact", "customer", "display", "first", "full", "member", "sender", "user", "agent",
];

/// Returns a string for a field: different ones for different `index`.
pub fn plausible(field: &str, index: usize) -> String {
    let field = snake_case(field, "value");
    let words: Vec<&str> = field.split('_').filter(|word| !word.is_empty()).collect();
    let (last, before) = match words.as_slice() {
        [] => ("value", ""),
        [last] => (*last, ""),
        [.., before, last] => (*last, *before),
    };
    let is = |word: &str| last.strip_suffix('s').unwrap_or(last) == word || last == word;
    // Whatever an id looks like, an operation may want a UUID in its path.
    if is("id") || is("identifier") || is("uuid") {
        return uuid(index);
    }
    let known = BY_WORD.iter().find(|(word, _)| is(word));
    let text = match known {
        _ if words.contains(&"email") && index > 0 => return format!("ada{index}@mail.example"),
        _ if words.contains(&"email") => "ada@mail.example".to_owned(),
        Some((_, text)) => (*text).to_owned(),
        None if is("name") && before == "file" => "photo.png".to_owned(),
        None if is("name") && (before.is_empty() || OF_PERSONS.contains(&before)) => {
            "Ada".to_owned()
        }
        None if is("name") => format!("Example {before}"),
        None => words.join(" "),
    };
    match (index, text.strip_suffix('1')) {
        (0, _) => text,
        (index, Some(start)) => format!("{start}{}", index + 1),
        (index, None) => format!("{text} {}", index + 1),
    }
}

/// Returns a UUID: different ones for different `index`.
pub fn uuid(index: usize) -> String {
    format!("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a{:04}", 1234 + index % 1000)
}

/// Returns whether a documented string only says which type belongs in its place.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let is_enclosed = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    matches!(text, "" | "string" | "str" | "..." | "…")
        || is_enclosed("<", ">") && !text.contains("</")
        || is_enclosed("{", "}") && !text.contains('"')
}
