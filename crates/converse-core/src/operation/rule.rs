//! Rules on the value of a parameter, or on a body.

use serde_json::Value;

use super::pattern::matches;

/// A limit on the value of a parameter. Checked before anything is sent.
///
/// A rule on numbers does not apply to strings, nor a rule on lengths to numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A number of at least this.
    Minimum(i64),
    /// A number of at most this.
    Maximum(i64),
    /// A number between the two, both included.
    Range(i64, i64),
    /// A number that is a multiple of this, which is positive.
    MultipleOf(i64),
    /// A string of at least this many characters.
    MinLength(u64),
    /// A string of at most this many characters.
    MaxLength(u64),
    /// A string in which this regular expression finds a match, of those that mean the same in ECMA-262 and in
    /// `regex-lite`. One that is none holds of every string.
    Pattern(&'static str),
    /// An array of at least this many items.
    MinItems(u64),
    /// An array of at most this many items.
    MaxItems(u64),
    /// An array whose items satisfy these rules.
    Items(&'static [Rule]),
    /// An object whose values satisfy these rules.
    Values(&'static [Rule]),
}

/// What rules are about: a value, without the values in it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Measured<'a> {
    Text(&'a str),
    Integer(i128),
    Number(f64),
    /// An array with so many items.
    Array(usize),
    /// A value that no rule is about.
    Other,
}

/// A rule on a request body that its type does not express.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyRule {
    /// At least one of these top-level fields is present, and not `null`.
    AnyOf(&'static [&'static str]),
    /// At least one of these top-level fields is present. One that is `null` counts: it is cleared.
    AnyOfOrNull(&'static [&'static str]),
    /// The object has at least this many fields. One that is `null` counts: it clears something.
    MinProperties(usize),
}

impl Rule {
    /// Returns the violated rule: the end of a sentence that starts with the parameter's name.
    ///
    /// It does not contain the value, which may be personal. Rules on the values inside of it are not checked here.
    pub(crate) fn broken_by(self, value: Measured<'_>) -> Option<String> {
        let holds = match self {
            Rule::Minimum(low) => value.at_least(low),
            Rule::Maximum(high) => value.at_most(high),
            Rule::Range(low, high) => value.at_least(low) && value.at_most(high),
            Rule::MultipleOf(step) => value.is_multiple_of(step),
            Rule::Pattern(pattern) => value.text().is_none_or(|text| matches(pattern, text)),
            Rule::MinLength(low) => value.characters().is_none_or(|count| count >= low),
            Rule::MaxLength(high) => value.characters().is_none_or(|count| count <= high),
            Rule::MinItems(low) => value.items().is_none_or(|count| count >= low),
            Rule::MaxItems(high) => value.items().is_none_or(|count| count <= high),
            Rule::Items(_) | Rule::Values(_) => true,
        };
        if holds {
            return None;
        }
        Some(match self {
            Rule::Minimum(low) => format!("must be at least {low}"),
            Rule::Maximum(high) => format!("must be at most {high}"),
            Rule::Range(low, high) => format!("must be in {low}..={high}"),
            Rule::MultipleOf(step) => format!("must be a multiple of {step}"),
            Rule::Pattern(pattern) => format!("must match `{pattern}`"),
            Rule::MinLength(low) => format!("must have at least {low} characters"),
            Rule::MaxLength(high) => format!("must have at most {high} characters"),
            Rule::MinItems(low) => format!("must have at least {low} items"),
            Rule::MaxItems(high) => format!("must have at most {high} items"),
            // They hold of every value.
            Rule::Items(_) | Rule::Values(_) => return None,
        })
    }
}

impl BodyRule {
    /// Returns the violated rule: the end of a sentence that starts with "the body".
    ///
    /// What is no object has no fields to ask for.
    pub(crate) fn broken_by(self, body: &Value) -> Option<String> {
        let body = body.as_object()?;
        let (fields, null_counts) = match self {
            Self::AnyOf(fields) => (fields, false),
            Self::AnyOfOrNull(fields) => (fields, true),
            Self::MinProperties(least) => {
                let plural = if least == 1 { "" } else { "s" };
                return (body.len() < least)
                    .then(|| format!("must have at least {least} field{plural}"));
            }
        };
        let is_present = |field: &&str| match body.get(*field) {
            None => false,
            Some(value) => null_counts || !value.is_null(),
        };
        if fields.iter().any(is_present) {
            return None;
        }
        let names: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
        let is_null = fields.iter().any(|field| body.contains_key(*field));
        let but = if is_null { ", and not as `null`" } else { "" };
        Some(format!("must have one of {}{but}", names.join(", ")))
    }
}

impl<'a> Measured<'a> {
    /// Returns what rules are about in a value.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::Array(items.len()),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => Self::Integer(integer.into()),
                (None, Some(integer)) => Self::Integer(integer.into()),
                (None, None) => number.as_f64().map_or(Self::Other, Self::Number),
            },
            Value::Null | Value::Bool(_) | Value::Object(_) => Self::Other,
        }
    }

    fn at_least(self, low: i64) -> bool {
        match self {
            Self::Integer(integer) => integer >= low.into(),
            Self::Number(number) => number >= low as f64,
            _ => true,
        }
    }

    fn at_most(self, high: i64) -> bool {
        match self {
            Self::Integer(integer) => integer <= high.into(),
            Self::Number(number) => number <= high as f64,
            _ => true,
        }
    }

    fn is_multiple_of(self, step: i64) -> bool {
        match self {
            Self::Integer(integer) => integer.checked_rem(step.into()) == Some(0),
            // Fractions of two are exact, and a multiple of an integer is an integer.
            Self::Number(number) => number % step as f64 == 0.0,
            _ => true,
        }
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn characters(self) -> Option<u64> {
        self.text().map(|text| text.chars().count() as u64)
    }

    fn items(self) -> Option<u64> {
        match self {
            Self::Array(items) => Some(items as u64),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_multiple_and_a_pattern_are_named() {
        let broken = |rule: Rule, value: Value| rule.broken_by(Measured::of(&value));
        for good in [json!(10), json!(-5), json!(0), json!(15.0), json!(u64::MAX)] {
            assert_eq!(broken(Rule::MultipleOf(5), good.clone()), None, "{good}");
        }
        for bad in [json!(7), json!(10.5), json!(-4)] {
            let said = broken(Rule::MultipleOf(5), bad);
            assert_eq!(said.as_deref(), Some("must be a multiple of 5"));
        }
        let pattern = Rule::Pattern("^[a-z]{2}$");
        assert_eq!(broken(pattern, json!("de")), None);
        assert_eq!(broken(pattern, json!(7)), None, "no string");
        for bad in ["", "d", "deu", "de\n", "DE"] {
            let said = broken(pattern, json!(bad));
            assert_eq!(said.as_deref(), Some("must match `^[a-z]{2}$`"), "{bad:?}");
        }
        // Somewhere in the text.
        assert_eq!(broken(Rule::Pattern("[0-9]"), json!("a1b")), None);
        assert_eq!(broken(Rule::Pattern("("), json!("a")), None, "no pattern");
    }

    #[test]
    fn limits_are_inclusive_and_named() {
        let range = Rule::Range(1, 100);
        for good in [json!(1), json!(100), json!(1.0), json!(99.5), json!("text")] {
            assert_eq!(range.broken_by(Measured::of(&good)), None, "{good}");
        }
        for bad in [
            json!(0),
            json!(101),
            json!(-1),
            json!(0.5),
            json!(100.5),
            json!(u64::MAX),
        ] {
            assert_eq!(
                range.broken_by(Measured::of(&bad)).as_deref(),
                Some("must be in 1..=100"),
                "{bad}"
            );
        }
        assert_eq!(
            Rule::Minimum(1)
                .broken_by(Measured::of(&json!(0)))
                .as_deref(),
            Some("must be at least 1")
        );
        assert_eq!(
            Rule::Minimum(1).broken_by(Measured::of(&json!(u64::MAX))),
            None
        );
        assert_eq!(
            Rule::Maximum(9)
                .broken_by(Measured::of(&json!(10)))
                .as_deref(),
            Some("must be at most 9")
        );
    }

    #[test]
    fn lengths_count_characters_and_items() {
        assert_eq!(
            Rule::MaxLength(2).broken_by(Measured::of(&json!("éé"))),
            None
        );
        assert!(
            Rule::MaxLength(2)
                .broken_by(Measured::of(&json!("abc")))
                .is_some()
        );
        assert!(
            Rule::MinLength(1)
                .broken_by(Measured::of(&json!("")))
                .is_some()
        );
        assert_eq!(Rule::MinLength(9).broken_by(Measured::of(&json!(1))), None);
        assert!(
            Rule::MinItems(1)
                .broken_by(Measured::of(&json!([])))
                .is_some()
        );
        assert!(
            Rule::MaxItems(1)
                .broken_by(Measured::of(&json!([1, 2])))
                .is_some()
        );
        assert_eq!(Rule::MaxItems(1).broken_by(Measured::of(&json!([1]))), None);
    }

    #[test]
    fn a_field_that_is_null_does_not_count() {
        let rule = BodyRule::AnyOf(&["a", "b"]);
        let missing = "must have one of `a`, `b`";
        let not_null = "must have one of `a`, `b`, and not as `null`";
        for (bad, expected) in [
            (json!({}), missing),
            (json!({"c": 1}), missing),
            (json!({"a": null}), not_null),
        ] {
            assert_eq!(rule.broken_by(&bad).as_deref(), Some(expected), "{bad}");
        }
        for good in [
            json!({"a": ""}),
            json!({"b": []}),
            json!({"b": {}}),
            json!({"a": null, "b": {"c": null}}),
        ] {
            assert_eq!(rule.broken_by(&good), None, "{good}");
        }
    }

    /// JSON Schema Validation 2020-12, 6.5.3: `required` says nothing about other values.
    #[test]
    fn fields_are_asked_of_objects_alone() {
        for rule in [
            BodyRule::AnyOf(&["a"]),
            BodyRule::AnyOfOrNull(&["a"]),
            BodyRule::MinProperties(1),
        ] {
            for good in [json!(null), json!([]), json!(1), json!("a")] {
                assert_eq!(rule.broken_by(&good), None, "{rule:?} {good}");
            }
        }
    }

    #[test]
    fn a_field_that_is_cleared_counts_where_fields_can_be() {
        let rule = BodyRule::AnyOfOrNull(&["a", "b"]);
        for bad in [json!({}), json!({"c": null})] {
            assert!(rule.broken_by(&bad).is_some(), "{bad}");
        }
        for good in [json!({"a": null}), json!({"b": 1}), json!({"b": {}})] {
            assert_eq!(rule.broken_by(&good), None, "{good}");
        }
    }

    #[test]
    fn fields_are_counted_null_or_not() {
        let rule = BodyRule::MinProperties(1);
        assert_eq!(
            rule.broken_by(&json!({})).as_deref(),
            Some("must have at least 1 field")
        );
        for good in [json!({"a": 1}), json!({"a": null}), json!([])] {
            assert_eq!(rule.broken_by(&good), None, "{good}");
        }
        let rule = BodyRule::MinProperties(2);
        assert_eq!(
            rule.broken_by(&json!({"a": 1})).as_deref(),
            Some("must have at least 2 fields")
        );
    }
}
