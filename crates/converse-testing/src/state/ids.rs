//! Ids that the operations of a provider take.

use converse_core::dynamic::{Shape, problems};
use converse_core::operation::Location;
use serde_json::Value;

use super::plan::{Collection, IdParameter, Plan, items_of};

/// Returns the id with this number, in the form that the operations take and the document shows.
pub(super) fn id(collection: &Collection, number: u64) -> Value {
    let shown = &collection.example_id;
    let is_uuid = |text: &str| uuid::Uuid::try_parse(text).is_ok();
    match (collection.id.map(|id| id.shape.not_null()), shown) {
        (Some(Shape::Uuid), _) => uuid(number).into(),
        (Some(Shape::Integer), _) => number.into(),
        (_, Value::Number(_)) => number.into(),
        (_, Value::String(text)) if is_uuid(text) => uuid(number).into(),
        _ => {
            let plain = Value::from(format!("{}-{number}", collection.name));
            match is_taken(collection, &plain) {
                true => plain,
                false => uuid(number).into(),
            }
        }
    }
}

/// Returns whether the operations of a collection take an id.
fn is_taken(collection: &Collection, id: &Value) -> bool {
    let refused = |it: IdParameter| !problems(it.shape, it.rules, id).is_empty();
    !collection.id.is_some_and(refused)
}

/// A UUID v4 with this number.
pub(super) fn uuid(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// Replaces the ids in a documented body that operations refuse: those of the resources that it shows, and values of
/// fields that have the name of a parameter.
pub(super) fn mend(plan: &Plan, operation: &str, body: &mut Value) {
    let contract = plan.contract;
    if let Some((_, collection)) = plan.step(operation) {
        let mut operations = contract.operations.iter();
        let row = operations.find(|it| it.id == operation);
        let items = row.and_then(|row| items_of(row, body));
        let listed = items.and_then(|items| body.pointer_mut(&items)?.as_array_mut());
        match listed {
            Some(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    mend_id(collection, item, index as u64 + 1);
                }
            }
            None => {
                for place in ["", "/data"] {
                    if let Some(one) = body.pointer_mut(place) {
                        mend_id(collection, one, 1);
                    }
                }
            }
        }
    }
    let path = contract.operations.iter().flat_map(|operation| {
        let arguments = contract.arguments(operation.id).iter();
        arguments.filter(|it| it.location == Some(Location::Path))
    });
    let uuids: Vec<&str> = path
        .filter(|it| matches!((it.shape)().not_null(), Shape::Uuid))
        .map(|it| it.name)
        .collect();
    mend_named(&uuids, body);
}

pub(super) fn mend_id(collection: &Collection, resource: &mut Value, number: u64) {
    if let Some(place) = resource.get_mut(&collection.id_field)
        && !is_taken(collection, place)
    {
        *place = id(collection, number);
    }
}

fn mend_named(names: &[&str], value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mend_named(names, item)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if names.contains(&name.as_str()) => {
                        if uuid::Uuid::try_parse(text).is_err() {
                            *text = uuid(1);
                        }
                    }
                    _ => mend_named(names, value),
                }
            }
        }
        _ => {}
    }
}
