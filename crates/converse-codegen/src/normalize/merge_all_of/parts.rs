//! Joins what two parts say about one value.

use std::mem::discriminant;

use serde_json::Value;

use crate::api::{About, AnyJson, Integer, Kind, Object, Schema, StringFormat};

/// Adds to `base` what `part` says, which has neither parts nor a union.
pub fn merge(base: &mut Schema, part: Schema) {
    adopt(&mut base.about, &part.about);
    // The whole may be null only if each part that says anything may.
    base.nullable = match (base.nullable, part.nullable) {
        (Some(known), Some(other)) => Some(known && other),
        (known, other) => known.or(other),
    };
    let given_up = |kind: &Kind| matches!(kind, Kind::Any(AnyJson::GivenUp(_)));
    base.kind = match (std::mem::take(&mut base.kind), part.kind) {
        (known, _) if given_up(&known) => known,
        (_, other) if given_up(&other) => other,
        (Kind::Object(mut known), Kind::Object(other)) => {
            merge_object(&mut known, other);
            Kind::Object(known)
        }
        // Fields say more than a type that contradicts them.
        (_, Kind::Object(other)) if !other.fields.is_empty() => Kind::Object(other),
        (Kind::Any(AnyJson::Free) | Kind::Null, other) => other,
        (known, Kind::Any(AnyJson::Free) | Kind::Null) => known,
        (known, other) => narrowed(known, other),
    };
    list_common(&mut base.listed, part.listed);
}

/// Keeps the values that both list; the later ones if they contradict each other.
fn list_common(listed: &mut Vec<Value>, others: Vec<Value>) {
    if others.is_empty() {
        return;
    }
    listed.retain(|value| others.contains(value));
    if listed.is_empty() {
        *listed = others;
    }
}

/// Returns the kind that says more about a value of which both are true, the earlier one if neither does.
fn narrowed(known: Kind, other: Kind) -> Kind {
    match (known, other) {
        (Kind::String(one), Kind::String(other)) => Kind::String(narrower_string(one, other)),
        (Kind::String(one), Kind::Any(AnyJson::Format(other)))
        | (Kind::Any(AnyJson::Format(other)), Kind::String(one)) => {
            Kind::String(narrower_string(one, other))
        }
        (Kind::String(_), values @ Kind::Enum(_)) => values,
        (Kind::Integer(Integer::I64), Kind::Integer(width)) => Kind::Integer(width),
        (Kind::Array(items), Kind::Array(others)) if items.is_free() => Kind::Array(others),
        (known @ Kind::Any(_), Kind::Any(_)) => known,
        (Kind::Any(_), other) => other,
        (known, _) => known,
    }
}

/// What must not be shown stays a secret, whatever else is said about it.
fn narrower_string(known: StringFormat, other: StringFormat) -> StringFormat {
    match (known, other) {
        (_, StringFormat::Password) | (StringFormat::Plain, _) => other,
        _ => known,
    }
}

fn merge_object(known: &mut Object<Schema>, other: Object<Schema>) {
    for (name, schema) in other.fields {
        match known.fields.get_mut(&name) {
            Some(present) => *present = narrower(std::mem::take(present), schema),
            None => {
                known.fields.insert(name, schema);
            }
        }
    }
    extend(&mut known.required, other.required);
    extend(&mut known.presence.any_of, other.presence.any_of);
    known.presence.least = known.presence.least.max(other.presence.least);
    known.extra = known.extra.take().or(other.extra);
}

fn extend<T: PartialEq>(known: &mut Vec<T>, others: Vec<T>) {
    for other in others {
        if !known.contains(&other) {
            known.push(other);
        }
    }
}

/// Takes over what is said about the later of two schemas for one value, where that says anything.
pub fn adopt(about: &mut About, later: &About) {
    let later = later.clone();
    about.place = later.place.or(about.place.take());
    about.description = later.description.or(about.description.take());
    about.limits = match (about.limits.take(), later.limits) {
        (Some(known), Some(more)) if known != more => Some(format!("{known} {more}").into()),
        (known, more) => known.or(more),
    };
    extend(&mut about.rules, later.rules);
    about.hints.add(&later.hints);
    about.default = later.default.or(about.default.take());
    about.deprecated |= later.deprecated;
    extend(&mut about.values, later.values);
    about.read_only |= later.read_only;
    about.write_only |= later.write_only;
    about.error_code = about.error_code.take().or(later.error_code);
}

/// Returns the later of two schemas for one field, unless that is any JSON and the earlier one is not.
fn narrower(known: Schema, other: Schema) -> Schema {
    let (mut kept, left) = match other.kind {
        Kind::Any(_) | Kind::Null => (known, other),
        _ => (other, known),
    };
    kept.about.description = kept.about.description.or(left.about.description);
    kept.about.hints.add(&left.about.hints);
    kept.about.default = kept.about.default.or(left.about.default);
    kept.about.deprecated |= left.about.deprecated;
    // A type without values says no more than the same type with values.
    if kept.listed.is_empty() && discriminant(&kept.kind) == discriminant(&left.kind) {
        kept.listed = left.listed;
    }
    kept
}
