//! The stream of items that a success can be: its media type, and the schema of an item.

use serde_json::{Value, json};

use super::bodies::is_stream;
use super::parts::is_binary;
use super::references::follow;
use super::{Place, object};
use crate::api::{ItemStream, StreamFormat};
use crate::document::pointer;
use crate::problem::Finding;

/// The keyword for the data of the event after which none follows, on an operation.
const END: &str = "x-converse-stream-end";

/// Reads the first stream among the successes of an operation.
pub fn read(place: &Place<'_>) -> Result<Option<ItemStream<Value>>, Finding> {
    let stream = first(place);
    let Some(end) = place.operation.get(END) else {
        return Ok(stream);
    };
    let refuse = |why: &str, help: &str| Err(Finding::at(pointer::join(&place.at, END), why, help));
    let Some(end) = end.as_str() else {
        return refuse("it is not a string", "write the data of the last event");
    };
    match stream {
        Some(stream) if stream.format == StreamFormat::Events => Ok(Some(ItemStream {
            end: Some(end.to_owned()),
            ..stream
        })),
        _ => refuse(
            "no success of the operation is `text/event-stream`",
            "declare it in the overlay, or remove the keyword",
        ),
    }
}

/// Returns whether a success of the operation has that status, and a body.
pub fn is_success(place: &Place<'_>, status: &str) -> bool {
    let bodiless = place.method == "HEAD" || matches!(status, "204" | "205");
    status.starts_with('2') && !bodiless
}

fn first(place: &Place<'_>) -> Option<ItemStream<Value>> {
    let responses = object(place.operation.get("responses")).iter();
    let successes = responses.filter(|(status, _)| is_success(place, status));
    let mut contents = successes
        .flat_map(|(_, response)| object(follow(place.document, response).get("content")).iter());
    let (name, media) = contents.find(|(name, _)| is_stream(name))?;
    let media = follow(place.document, media);
    let format = format(name);
    Some(ItemStream {
        media_type: name.trim().to_owned(),
        format,
        item: match format {
            StreamFormat::Events => data(place.document, media),
            _ => Some(item(place.document, media)),
        },
        end: None,
    })
}

fn format(media_type: &str) -> StreamFormat {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    match essence.as_str() {
        "text/event-stream" => StreamFormat::Events,
        _ if essence.ends_with("json-seq") => StreamFormat::JsonSequence,
        _ => StreamFormat::JsonLines,
    }
}

/// Returns the schema of the data of an event. `None` if that is text.
///
/// The items of an event stream are objects with the fields of an event (OpenAPI 3.2, 4.14.4). Before `itemSchema`,
/// documents describe the data alone.
fn data(document: &Value, media: &Value) -> Option<Value> {
    let described = media.get("itemSchema");
    let described = described.and_then(|item| {
        let data = follow(document, item).get("properties")?.get("data")?;
        Some(follow(document, data).get("contentSchema").unwrap_or(data))
    });
    let whole = || media.get("itemSchema").or_else(|| media.get("schema"));
    let schema = described.or_else(whole)?;
    (!is_text(document, schema)).then(|| schema.clone())
}

/// Returns the schema of an item: without `itemSchema`, that of the media type. Of a list it is its items since 3.2,
/// which takes the whole body for one list.
fn item(document: &Value, media: &Value) -> Value {
    let whole = || {
        let schema = media.get("schema")?;
        let version = document.get("openapi").and_then(Value::as_str);
        let is_list = version.is_some_and(|version| version.starts_with("3.2"));
        let items = follow(document, schema).get("items");
        items.filter(|_| is_list).or(Some(schema))
    };
    match media.get("itemSchema").or_else(whole) {
        Some(schema) if !is_text(document, schema) => schema.clone(),
        // An item of JSON is described as text if only the bytes are meant.
        _ => json!({}),
    }
}

/// Returns whether the schema is that of any text.
fn is_text(document: &Value, schema: &Value) -> bool {
    let schema = follow(document, schema);
    let is_string = schema.get("type").and_then(Value::as_str) == Some("string");
    is_string && schema.get("enum").is_none() || is_binary(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::collect;
    use crate::settings::Settings;

    #[test]
    fn the_data_of_an_event_is_found_in_each_way_to_describe_it() {
        let object = json!({ "type": "object" });
        let text = json!({ "type": "string" });
        let event = |data: &Value| json!({ "itemSchema": { "properties": { "data": data } } });
        let packed = json!({ "type": "string", "contentSchema": object });
        for (media, expected) in [
            (json!({}), None),
            (json!({ "schema": text }), None),
            (json!({ "schema": object }), Some(&object)),
            (event(&text), None),
            (event(&object), Some(&object)),
            (event(&packed), Some(&object)),
            (json!({ "itemSchema": object }), Some(&object)),
        ] {
            assert_eq!(data(&json!({}), &media).as_ref(), expected, "{media}");
        }
    }

    #[test]
    fn an_item_of_json_is_described_alone_or_as_one_of_a_list() {
        let list = json!({ "schema": { "items": { "type": "object" } } });
        let (list_of, item_of) = (&list["schema"], &list["schema"]["items"]);
        for (version, media, expected) in [
            ("3.1.0", &list, list_of),
            ("3.2.0", &list, item_of),
            ("3.0.3", &json!({ "itemSchema": item_of }), item_of),
            ("3.0.3", &json!({ "schema": item_of }), item_of),
            (
                "3.0.3",
                &json!({ "schema": { "type": "string" } }),
                &json!({}),
            ),
            ("3.0.3", &json!({}), &json!({})),
        ] {
            let found = item(&json!({ "openapi": version }), media);
            assert_eq!(found, *expected, "{version} {media}");
        }
    }

    #[test]
    fn an_end_that_no_event_can_be_is_named_with_its_place() {
        let api = |end: Value, media_type: &str| {
            let document = json!({
                "openapi": "3.0.3",
                "servers": [{ "url": "https://a.example" }],
                "paths": { "/x": { "get": {
                    "operationId": "read",
                    END: end,
                    "responses": { "200": { "description": "", "content": { media_type: {} } } },
                } } },
            });
            collect(document, "", &Settings::new("test")).expect("the document is valid")
        };
        for (end, media_type, why) in [
            (json!(1), "text/event-stream", "it is not a string"),
            (json!("x"), "application/jsonl", "no success"),
        ] {
            let skipped = api(end, media_type).skipped;
            let [left] = skipped.as_slice() else {
                panic!("{media_type} is taken");
            };
            assert_eq!(left.finding.pointer, "/paths/~1x/get/x-converse-stream-end");
            assert!(left.finding.rule.contains(why), "{:?}", left.finding);
        }
        let stream = api(json!("x"), "text/event-stream")
            .operations
            .remove(0)
            .stream;
        assert_eq!(stream.and_then(|stream| stream.end).as_deref(), Some("x"));
    }
}
