//! Parts that are true of a value only if a condition is: their fields are optional.

use crate::api::{AnyJson, Kind, Named, Object, Schema};

/// Returns an object with the fields that only conditional parts have. None if there are none.
pub fn conditional_fields(parts: &[Schema], conditional: &[Schema]) -> Option<Schema> {
    let mut known = Named::new();
    parts.iter().for_each(|part| collect(part, &mut known));
    let mut fields = Named::new();
    conditional
        .iter()
        .for_each(|part| collect(part, &mut fields));
    fields.retain(|name, _| !known.contains_key(name));
    (!fields.is_empty()).then(|| {
        Schema::of(Kind::Object(Object {
            fields,
            ..Object::default()
        }))
    })
}

/// Adds the fields of an object, or of all members of a union, to those that are known.
fn collect(schema: &Schema, fields: &mut Named<Schema>) {
    match &schema.kind {
        Kind::Object(object) => {
            for (name, field) in &object.fields {
                match fields.get_mut(name) {
                    None => {
                        fields.insert(name.clone(), field.clone());
                    }
                    Some(known) => reconcile(known, field),
                }
            }
        }
        Kind::OneOf(union) => union.members.iter().for_each(|it| collect(it, fields)),
        _ => {}
    }
}

/// Makes a field of which two parts say different things, each under its condition, what both allow.
fn reconcile(known: &mut Schema, other: &Schema) {
    match (&known.kind, &other.kind) {
        (_, Kind::Any(AnyJson::Free)) => {}
        (Kind::Any(AnyJson::Free), _) => *known = other.clone(),
        (one, two) if one == two => {
            if known.listed != other.listed {
                known.listed.clear();
            }
            known.nullable = known.nullable.max(other.nullable);
        }
        _ => {
            known.kind = Kind::Any(AnyJson::GivenUp(
                "a field whose type depends on a condition",
            ))
        }
    }
}
