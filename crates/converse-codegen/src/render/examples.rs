//! `src/examples.rs`: the documented bodies, as data.

use std::collections::BTreeSet;

use super::Input;
use super::part::Part;
use super::rust::{json_literal, literal};
use super::split::{Split, condition};
use crate::api::Example;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let mut text = input.head("The bodies that the provider documents.");
    // What turns on one of the entries.
    let mut features = BTreeSet::new();
    let mut entries = String::new();
    for call in &part.calls {
        let operation = call.operation;
        for example in &operation.examples {
            features.extend(call.tag.map(|tag| tag.feature.as_str()));
            entries.push_str(&call.condition("    "));
            entries.push_str(&entry(&operation.id, example, &side(example)));
        }
    }
    for webhook in &part.webhooks {
        for example in &webhook.examples {
            let tag = part.split.and_then(Split::of_webhooks);
            features.extend(tag.map(|tag| tag.feature.as_str()));
            entries.push_str(&part.condition_of_webhooks("    "));
            entries.push_str(&entry(&webhook.name, example, WEBHOOK));
        }
    }
    let uses = match (entries.is_empty(), features.is_empty()) {
        (true, _) => format!("use {TABLE}::Example;\n"),
        (false, true) => format!("use {TABLE}::{{Example, Side}};\n"),
        (false, false) => {
            let condition = condition("", features);
            format!("use {TABLE}::Example;\n{condition}use {TABLE}::Side;\n")
        }
    };
    text.push_str(&format!("\n{uses}"));
    text.push_str("\n/// All documented bodies, in the order of the document.\n");
    text.push_str(&format!(
        "pub static EXAMPLES: &[Example] = &[\n{entries}];\n"
    ));
    text
}

/// The module of the types of the table.
const TABLE: &str = "converse_core::operation";

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
        json_literal(&json),
    )
}
