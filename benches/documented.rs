//! The bodies that the providers document.

use converse::operation::{Example, Side};
use converse::serde_json::{self, Value};
use converse::{bird, bridge, pingback};

/// Returns the documented body of an operation.
pub fn documented(provider: &str, operation: &str, name: &str, side: Side) -> Value {
    let examples: &[Example] = match provider {
        "bird" => bird::EXAMPLES,
        "bridge" => bridge::EXAMPLES,
        _ => pingback::EXAMPLES,
    };
    let example = examples
        .iter()
        .find(|it| (it.operation, it.name, it.side) == (operation, name, side));
    let example = example.unwrap_or_else(|| panic!("{provider} documents {operation}: {name}"));
    serde_json::from_str(example.json).expect("an example is JSON")
}

/// Returns a conversation of Bridge: 621 bytes.
pub fn conversation() -> Value {
    let success = Side::Response(200);
    documented("bridge", "createConversation", "new-conversation", success)
}

/// Returns a page of 100 conversations of Bridge: 55 KB.
pub fn page_of_conversations() -> Value {
    serde_json::json!({ "conversations": vec![conversation(); 100], "cursor": null })
}
