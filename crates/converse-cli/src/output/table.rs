//! Tables for people.

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{ContentArrangement, Table};
use converse::serde_json::Value;

use crate::failure::without_control;

/// How many columns a list has at most.
const COLUMNS: usize = 8;

/// How many characters of a value are shown in a list.
const WIDTH: usize = 60;

/// Returns an object as a table of its fields, any other value as it is.
pub fn of_one(value: &Value) -> String {
    let Value::Object(fields) = value else {
        return format!("{}\n", plain(value));
    };
    let mut table = table();
    for (name, value) in fields {
        table.add_row([name.clone(), plain(value)]);
    }
    format!("{table}\n")
}

/// Returns a list of objects as a table, with a column for each field that is no object or list; any other list line by
/// line.
pub fn of_many(items: &[Value]) -> String {
    let mut names: Vec<&String> = Vec::new();
    for item in items {
        let fields = item.as_object().into_iter().flatten();
        for (name, value) in fields {
            if !value.is_object() && !value.is_array() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.truncate(COLUMNS);
    if names.is_empty() {
        return items
            .iter()
            .map(|item| format!("{}\n", plain(item)))
            .collect();
    }
    let mut table = table();
    table.set_header(names.iter().map(|name| name.as_str()));
    for item in items {
        table.add_row(
            names
                .iter()
                .map(|name| shortened(plain(&item[name.as_str()]))),
        );
    }
    format!("{table}\n")
}

fn table() -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY);
    if let Some((width, _)) = terminal_size::terminal_size() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width.0);
    }
    table
}

/// Returns a string without quotes, nothing for null, all else as JSON.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    without_control(&text)
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}
