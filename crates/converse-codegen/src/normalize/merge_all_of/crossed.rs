//! Two unions of one value: it is a member of each.

use std::mem::discriminant;

use crate::api::{Kind, Schema};

/// Returns the members of a union that says what both unions say: each of one with each of the other, as far as a value
/// can be both. None if there are none, or more than the limit.
pub fn crossed(
    members: &[Schema],
    others: &[Schema],
    limit: usize,
    mut both: impl FnMut(Schema, Schema) -> Schema,
) -> Option<Vec<Schema>> {
    let count = |members: &[Schema]| members.iter().map(variants).sum::<usize>();
    if count(members).saturating_mul(count(others)) > limit {
        return None;
    }
    let mut found = Vec::new();
    for one in members {
        for other in others.iter().filter(|other| may_be_both(one, other)) {
            found.push(both(one.clone(), other.clone()));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Counts the variants of a schema: those of its union, one by one.
pub fn variants(schema: &Schema) -> usize {
    match &schema.kind {
        Kind::OneOf(union) => union.members.iter().map(variants).sum(),
        _ => 1,
    }
}

fn may_be_both(one: &Schema, other: &Schema) -> bool {
    let is_scalar = |kind: &Kind| !matches!(kind, Kind::Any(_) | Kind::Object(_) | Kind::OneOf(_));
    match (&one.kind, &other.kind) {
        (Kind::Any(_), _) | (_, Kind::Any(_)) => true,
        (Kind::String(_) | Kind::Enum(_), Kind::String(_) | Kind::Enum(_)) => true,
        (one, other) if is_scalar(one) || is_scalar(other) => {
            discriminant(one) == discriminant(other)
        }
        _ => true,
    }
}
