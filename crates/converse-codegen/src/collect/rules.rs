//! Limits on values, which are checked before sending.

use serde_json::Value;

use super::patterns::is_checkable;
use crate::api::Rule;

/// Reads the limits that a schema puts on a value in a body.
pub fn rules(schema: &Value) -> Vec<Rule> {
    let length = |key: &str| schema.get(key).and_then(Value::as_u64);
    let (least, most) = (length("minItems"), length("maxItems"));
    let mut rules = parameter_rules(schema);
    rules.extend(least.filter(|n| *n > 0).map(Rule::MinItems));
    rules.extend(most.map(Rule::MaxItems));
    // What nothing can satisfy is a mistake of the document.
    let length_of = |rule: fn(&Rule) -> Option<u64>| rules.iter().find_map(rule);
    let shortest = length_of(|rule| match rule {
        Rule::MinLength(least) => Some(*least),
        _ => None,
    });
    let longest = length_of(|rule| match rule {
        Rule::MaxLength(most) => Some(*most),
        _ => None,
    });
    let is_empty = |least: Option<u64>, most: Option<u64>| most.is_some_and(|it| Some(it) < least);
    let (no_length, no_count) = (is_empty(shortest, longest), is_empty(least, most));
    rules.retain(|rule| match rule {
        Rule::Range(least, most) => least <= most,
        Rule::MinLength(_) | Rule::MaxLength(_) => !no_length,
        Rule::MinItems(_) | Rule::MaxItems(_) => !no_count,
        _ => true,
    });
    rules
}

/// Reads the numeric limits of a parameter's schema.
pub fn parameter_rules(schema: &Value) -> Vec<Rule> {
    let integer = |key: &str| schema.get(key).and_then(Value::as_i64);
    let length = |key: &str| schema.get(key).and_then(Value::as_u64);
    let step = schema.get("multipleOf").and_then(Value::as_i64);
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let whole = schema.get("type").is_some_and(|kind| kind == "integer");
    // Of other numbers the bound itself is let through: the provider refuses it.
    let exclusive = |key: &str| whole && schema.get(key) == Some(&Value::Bool(true));
    let older_minimum =
        integer("minimum").map(|n| n.saturating_add(exclusive("exclusiveMinimum").into()));
    let older_maximum =
        integer("maximum").map(|n| n.saturating_sub(exclusive("exclusiveMaximum").into()));
    // Since 3.1 an exclusive bound is a number of its own. For integers it is the adjacent number.
    let newer = |key: &str| integer(key).filter(|_| whole);
    let minimum = older_minimum.max(newer("exclusiveMinimum").map(|n| n.saturating_add(1)));
    let newer_maximum = newer("exclusiveMaximum").map(|n| n.saturating_sub(1));
    let maximum = older_maximum.into_iter().chain(newer_maximum).min();
    let range = match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => Some(Rule::Range(minimum, maximum)),
        (Some(minimum), None) => Some(Rule::Minimum(minimum)),
        (None, Some(maximum)) => Some(Rule::Maximum(maximum)),
        (None, None) => None,
    };
    range
        .into_iter()
        .chain(length("minLength").filter(|n| *n > 0).map(Rule::MinLength))
        .chain(length("maxLength").map(Rule::MaxLength))
        .chain(step.filter(|step| *step > 1).map(Rule::MultipleOf))
        .chain(
            pattern
                .filter(|it| is_checkable(it))
                .map(|it| Rule::Pattern(it.into())),
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_range_is_one_rule() {
        let rules = parameter_rules(&json!({ "type": "integer", "minimum": 1, "maximum": 100 }));
        assert_eq!(rules, [Rule::Range(1, 100)]);
    }

    #[test]
    fn what_nothing_can_satisfy_is_no_rule() {
        let text = json!({ "minLength": 2, "maxLength": 1, "minItems": 1, "maxItems": 1 });
        assert_eq!(rules(&text), [Rule::MinItems(1), Rule::MaxItems(1)]);
        let list = json!({ "minimum": 2, "maximum": 1, "minItems": 2, "maxItems": 1 });
        assert_eq!(rules(&list), []);
    }

    #[test]
    fn a_pattern_is_a_rule_if_it_means_the_same_here() {
        let code = json!({ "type": "string", "pattern": "^[A-Z]{2}$", "multipleOf": 5 });
        let expected = [Rule::MultipleOf(5), Rule::Pattern("^[A-Z]{2}$".into())];
        assert_eq!(parameter_rules(&code), expected);
        let around = json!({ "type": "string", "pattern": "^(?!a)", "multipleOf": 0.5 });
        assert_eq!(parameter_rules(&around), []);
    }

    #[test]
    fn exclusive_bounds_leave_the_bound_out() {
        let rules =
            parameter_rules(&json!({ "type": "integer", "minimum": 0, "exclusiveMinimum": true }));
        assert_eq!(rules, [Rule::Minimum(1)]);
        let newer = json!({ "type": "integer", "exclusiveMinimum": 0, "maximum": 9, "exclusiveMaximum": 9 });
        assert_eq!(parameter_rules(&newer), [Rule::Range(1, 8)]);
        let share = json!({ "type": "number", "exclusiveMinimum": 0 });
        assert_eq!(parameter_rules(&share), []);
        let older = json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true });
        assert_eq!(parameter_rules(&older), [Rule::Minimum(0)]);
    }

    #[test]
    fn lengths_are_rules_of_strings() {
        let rules = parameter_rules(&json!({ "type": "string", "minLength": 1, "maxLength": 60 }));
        assert_eq!(rules, [Rule::MinLength(1), Rule::MaxLength(60)]);
    }
}
