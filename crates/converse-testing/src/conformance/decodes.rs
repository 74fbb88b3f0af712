//! Predicts which JSON a type reads, from its shape: what a document does not list is tolerated, another type is not.

use std::str::FromStr;

use converse_core::Timestamp;
use converse_core::dynamic::{ObjectShape, Shape};
use serde_json::{Map, Value};

/// Whether the type with this shape reads the value.
pub fn decodes(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        // A union keeps what none of its variants reads.
        (Shape::Any | Shape::Union(_), _) | (Shape::Nullable(_), Value::Null) => true,
        (Shape::Nullable(inner), value) => decodes(inner(), value),
        (Shape::Boolean, value) => value.is_boolean(),
        (Shape::Integer | Shape::Number, value) => value.is_number(),
        (Shape::String | Shape::Password | Shape::Enum(_), value) => value.is_string(),
        (Shape::Uuid, Value::String(text)) => uuid::Uuid::try_parse(text).is_ok(),
        (Shape::Timestamp, Value::String(text)) => Timestamp::from_str(text).is_ok(),
        (Shape::List(item), Value::Array(items)) => items.iter().all(|it| decodes(item(), it)),
        (Shape::Map(item), Value::Object(fields)) => fields.values().all(|it| decodes(item(), it)),
        (Shape::Object(object), Value::Object(fields)) => object_decodes(object, fields),
        _ => false,
    }
}

fn object_decodes(object: &ObjectShape, fields: &Map<String, Value>) -> bool {
    let known = object.fields.iter().all(|field| {
        let found = fields.get(field.name);
        found.map_or(!field.required, |value| decodes((field.shape)(), value))
    });
    let is_listed = |name: &str| object.fields.iter().any(|field| field.name == name);
    let mut others = fields.iter().filter(|(name, _)| !is_listed(name));
    let rest = object.rest.is_none_or(|rest| match rest().not_null() {
        Shape::Map(item) => others.all(|(_, value)| decodes(item(), value)),
        _ => true,
    });
    known && rest
}

#[cfg(test)]
mod tests {
    use converse_core::dynamic::FieldShape;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_document_does_not_list_is_tolerated_and_another_type_is_not() {
        const FIELDS: &[FieldShape] = &[
            FieldShape::new("id", &[], true, || Shape::String),
            FieldShape::new("n", &[], false, || Shape::Integer),
        ];
        const OBJECT: ObjectShape = ObjectShape::new("Thing", FIELDS, None);
        let reads = |value: Value| decodes(Shape::Object(&OBJECT), &value);
        assert!(reads(json!({ "id": "a" })));
        assert!(reads(json!({ "id": "a", "n": 1, "new": [] })));
        assert!(!reads(json!({ "n": 1 })));
        assert!(!reads(json!({ "id": "a", "n": "1" })));
        assert!(!reads(json!("a")));
        assert!(decodes(Shape::Enum(&["on"]), &json!("off")));
        assert!(decodes(Shape::Nullable(|| Shape::Uuid), &Value::Null));
        assert!(!decodes(Shape::Uuid, &json!("a")));
    }
}
