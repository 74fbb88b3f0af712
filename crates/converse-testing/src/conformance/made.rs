//! Makes a value of a shape, for arguments of which the document has no example.

use converse_core::dynamic::{FieldShape, Shape, UnionShape};
use converse_core::operation::Rule;
use serde_json::{Map, Value, json};

/// A string that many operations take as an id.
const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// Values that need themselves end here.
const DEEPEST: usize = 16;

/// Returns a value of the shape that keeps the rules: of an object, the required fields, or the first one. A
/// pattern is not kept.
pub fn made(shape: Shape, rules: &[Rule]) -> Value {
    at(shape, rules, 0)
}

fn at(shape: Shape, rules: &[Rule], depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    match shape.not_null() {
        Shape::Boolean => json!(true),
        Shape::Integer | Shape::Number => number(rules),
        Shape::Timestamp => json!("2024-03-01T09:00:00Z"),
        Shape::Bytes => json!({ "base64": "aGVsbG8=" }),
        Shape::Enum([first, ..]) => json!(first),
        Shape::List(item) => {
            let of_items = rules.iter().find_map(|rule| match rule {
                Rule::Items(rules) => Some(*rules),
                _ => None,
            });
            let least = rules.iter().find_map(|rule| match rule {
                Rule::MinItems(least) => Some(*least),
                _ => None,
            });
            let item = at(item(), of_items.unwrap_or_default(), depth + 1);
            (0..least.unwrap_or(1)).map(|_| item.clone()).collect()
        }
        Shape::Map(_) => json!({}),
        Shape::Object(object) => Value::Object(fields(object.fields, depth)),
        Shape::Union(union) => variant(union, depth),
        _ => json!(string(rules)),
    }
}

fn fields(fields: &[FieldShape], depth: usize) -> Map<String, Value> {
    let has_required = fields.iter().any(|field| field.required);
    // An object without fields is nothing, as a parameter.
    let wanted = |(index, field): &(usize, &FieldShape)| match has_required {
        true => field.required,
        false => *index == 0 && depth == 0,
    };
    let made = fields.iter().enumerate().filter(wanted).map(|(_, field)| {
        let value = field.fixed_value();
        let value = value.unwrap_or_else(|| at((field.shape)(), field.rules, depth + 1));
        (field.name.to_owned(), value)
    });
    made.collect()
}

fn variant(union: &UnionShape, depth: usize) -> Value {
    let Some(first) = union.variants.first() else {
        return Value::Null;
    };
    let mut value = at((first.shape)(), first.rules, depth + 1);
    if let (Some(tag), Value::Object(fields)) = (union.tag, &mut value) {
        fields.insert(tag.to_owned(), json!(first.name));
    }
    value
}

fn number(rules: &[Rule]) -> Value {
    let (mut low, mut high, mut step) = (i64::MIN, i64::MAX, 1);
    for rule in rules {
        match *rule {
            Rule::Minimum(least) => low = least,
            Rule::Maximum(most) => high = most,
            Rule::Range(least, most) => (low, high) = (least, most),
            Rule::MultipleOf(of) => step = of.max(1),
            _ => {}
        }
    }
    let value = 7.max(low).min(high);
    let below = value - value.rem_euclid(step);
    let above = below.saturating_add(step);
    json!(match below {
        _ if below == value => value,
        _ if above <= high => above,
        _ => below,
    })
}

fn string(rules: &[Rule]) -> String {
    let mut text = ID.to_owned();
    for rule in rules {
        match *rule {
            Rule::MaxLength(most) => text.truncate(usize::try_from(most).unwrap_or(usize::MAX)),
            Rule::MinLength(least) => {
                let missing = usize::try_from(least)
                    .unwrap_or(0)
                    .saturating_sub(text.len());
                text.push_str(&"0".repeat(missing.min(1 << 16)));
            }
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_rules() {
        let number = |rules: &[Rule]| made(Shape::Integer, rules);
        assert_eq!(number(&[]), json!(7));
        assert_eq!(number(&[Rule::Maximum(3)]), json!(3));
        assert_eq!(number(&[Rule::Minimum(1), Rule::MultipleOf(10)]), json!(10));
        assert_eq!(number(&[Rule::Range(0, 8), Rule::MultipleOf(5)]), json!(5));
        assert_eq!(made(Shape::String, &[Rule::MaxLength(3)]), json!("b6c"));
        assert_eq!(made(Shape::Enum(&["on", "off"]), &[]), json!("on"));
        let list = made(Shape::List(|| Shape::Boolean), &[Rule::MinItems(2)]);
        assert_eq!(list, json!([true, true]));
    }
}
