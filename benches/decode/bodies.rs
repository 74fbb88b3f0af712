//! The bodies that are decoded and encoded.

use converse::operation::Side;
use converse_benches::documented::documented;
use serde_json::{Value, json};

/// Returns a page of so many messages of Bird: those documented, by turns.
pub fn bird_page(messages: usize) -> Value {
    let page = documented(
        "bird",
        "listMessages",
        "sent-and-received",
        Side::Response(200),
    );
    let documented = page["results"].as_array().expect("it is a list");
    let messages: Vec<&Value> = documented.iter().cycle().take(messages).collect();
    json!({ "results": messages })
}

/// Returns a message of Bird whose body has sections in sections.
pub fn bird_sections() -> Value {
    let mut body = json!({ "type": "text", "text": { "text": "Hey, listen!" } });
    for _ in 0..10 {
        let image = json!({ "mediaUrl": "https://media.example/1.png", "altText": "A plan" });
        let image = json!({ "type": "image", "image": { "images": [image] } });
        body = json!({ "type": "section", "section": { "items": [image, body] } });
    }
    with_body(body)
}

/// Returns messages of Bird with each of the eleven bodies.
pub fn bird_bodies() -> Value {
    let url = "https://media.example/1";
    let link = json!({ "type": "link", "link": { "text": "More", "url": "https://example.com" } });
    let reply = json!({ "type": "reply", "reply": { "text": "Yes" } });
    let item = json!({ "title": "One", "mediaUrl": url, "actions": [link] });
    let text = json!({ "text": "Hey, listen!", "actions": [reply] });
    let bodies = [
        ("text", text.clone()),
        (
            "html",
            json!({ "html": "<p>Hey</p>", "metadata": { "subject": "Hey" } }),
        ),
        (
            "image",
            json!({ "images": [{ "mediaUrl": url, "altText": "A plan" }] }),
        ),
        ("gif", json!({ "mediaUrl": url, "altText": "A dance" })),
        (
            "file",
            json!({ "files": [{ "mediaUrl": url, "contentType": "text/csv" }] }),
        ),
        (
            "location",
            json!({
                "coordinates": { "latitude": 52.37, "longitude": 4.89 },
                "location": { "address": "Keizersgracht 1", "label": "Office" }
            }),
        ),
        ("carousel", json!({ "text": "Two", "items": [item, item] })),
        ("list", json!({ "title": "Two", "items": [item, item] })),
        (
            "section",
            json!({ "items": [{ "type": "text", "text": text }] }),
        ),
        (
            "authentication",
            json!({ "otp": { "disclaimer": true, "expirationTime": 300 } }),
        ),
        (
            "action",
            json!({ "action": "permissionRequest", "permissionRequest": { "resource": "call" } }),
        ),
    ];
    let bodies = bodies.map(|(kind, content)| json!({ "type": kind, kind: content }));
    Value::from_iter(bodies)
}

/// Returns a message of Bird with free-form fields: some that are listed, and some that are not.
pub fn bird_free_form() -> Value {
    let field = |number: usize| {
        let value =
            json!({ "name": format!("field {number}"), "tags": ["a", "b"], "rank": number });
        (format!("field-{number}"), value)
    };
    let mut message = with_body(json!({ "type": "text", "text": { "text": "Hey, listen!" } }));
    message["meta"] = (0..20).map(field).collect();
    let fields = message.as_object_mut().expect("it is an object");
    fields.extend((0..20).map(field));
    message
}

fn with_body(body: Value) -> Value {
    let mut message = documented("bird", "getMessage", "text", Side::Response(200));
    message["body"] = body;
    message
}
