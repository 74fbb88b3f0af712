//! `src/examples.rs`: the documented bodies, as data.

use super::Input;
use super::part::Part;
use super::rust::literal;
use crate::api::Example;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let mut text = input.head("The bodies that the provider documents.");
    let entries: String = part
        .calls
        .iter()
        .flat_map(|call| {
            let examples = call.operation.examples.iter();
            examples.map(|example| entry(&call.operation.id, example, &side(example)))
        })
        .chain(part.webhooks.iter().flat_map(|webhook| {
            let examples = webhook.examples.iter();
            examples.map(|example| entry(&webhook.name, example, WEBHOOK))
        }))
        .collect();
    let uses = if entries.is_empty() {
        "Example"
    } else {
        "Example, Side"
    };
    let uses = if uses.contains(',') {
        format!("{{{uses}}}")
    } else {
        uses.to_owned()
    };
    text.push_str(&format!("\nuse converse_core::operation::{uses};\n"));
    text.push_str("\n/// All documented bodies, in the order of the document.\n");
    text.push_str(&format!(
        "pub static EXAMPLES: &[Example] = &[\n{entries}];\n"
    ));
    text
}

/// The side of a webhook's example, as Rust writes it.
pub const WEBHOOK: &str = "Side::Webhook";

/// The side of an operation's example, as Rust writes it.
pub fn side(example: &Example) -> String {
    match &example.status {
        None => "Side::Request".to_owned(),
        Some(status) => format!("Side::Response({})", status_number(status)),
    }
}

/// Returns a status that represents a documented one: the first of a class.
pub fn status_number(status: &str) -> u16 {
    let first = |digit: u32| digit as u16 * 100;
    let digits: String = status
        .chars()
        .map(|c| if c.eq_ignore_ascii_case(&'x') { '0' } else { c })
        .collect();
    let class = status
        .chars()
        .next()
        .and_then(|c| c.to_digit(10))
        .map_or(500, first);
    digits.parse().unwrap_or(class)
}

fn entry(of: &str, example: &Example, side: &str) -> String {
    // Pretty JSON of a value that was JSON before cannot fail.
    let json = serde_json::to_string_pretty(&example.value).unwrap_or_default();
    format!(
        "    Example::new({}, {}, {}, {}),\n",
        literal(of),
        literal(&example.name),
        side,
        raw_literal(&json),
    )
}

/// Returns JSON as a raw literal, which shows quotes and lines as they are.
fn raw_literal(json: &str) -> String {
    let text = with_escapes(json);
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

/// Escapes what the compiler refuses in a raw literal: marks that change the direction of text. They occur
/// only within strings, where JSON has escapes.
fn with_escapes(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for next in json.chars() {
        match next {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(next)));
            }
            next => text.push(next),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_literal_holds_any_json_and_compiles() {
        let value = json!({ "a\u{202e}": "b\"#\r\u{2066}\\u{202a}", "c": "\u{2028}\0" });
        let text = raw_literal(&value.to_string());
        let literal: syn::LitStr = syn::parse_str(&text).unwrap();
        let read: Value = serde_json::from_str(&literal.value()).unwrap();
        assert_eq!(read, value);
        assert!(
            !text.contains(['\u{202a}', '\u{202e}', '\u{2066}']),
            "{text}"
        );
    }
}
