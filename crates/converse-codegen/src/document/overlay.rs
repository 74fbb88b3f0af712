//! Applies an OpenAPI Overlay 1.0 to a document; an action that changes nothing is an error.

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::{nesting, pointer, read};
use crate::problem::{Problem, Result};

/// Corrections to a document, as an [OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html).
///
/// Each action gives its reason in `description`, and the source of that in `x-source`. An action that changes nothing
/// is an error, so that a correction is removed once the provider has corrected its document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The version of the Overlay specification.
    #[serde(rename = "overlay")]
    _version: Option<String>,
    /// Title and version, for people.
    #[serde(rename = "info")]
    _info: Option<Value>,
    /// The corrections, in the order in which they apply.
    #[serde(default)]
    actions: Vec<Action>,
    /// Name of the file in messages.
    #[serde(skip)]
    file: String,
}

/// A correction to a document, as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Correction {
    /// The places that it corrects, a JSONPath.
    pub target: String,
    /// What is wrong there.
    pub reason: String,
    /// Which page or example shows it.
    pub source: String,
    /// Whether it removes the places, rather than changing them.
    pub removes: bool,
}

/// One correction, as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    target: String,
    description: Option<String>,
    #[serde(rename = "x-source")]
    source: Option<String>,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
}

impl Overlay {
    /// Reads an overlay, JSON or YAML; `file` is its name in messages.
    ///
    /// # Errors
    /// The text is not an overlay.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let overlay: Self = read::yaml(file, text)?;
        Ok(Self {
            file: file.to_owned(),
            ..overlay
        })
    }

    /// Returns the corrections, in the order in which they apply.
    pub fn corrections(&self) -> impl Iterator<Item = Correction> {
        self.actions.iter().map(|action| Correction {
            target: action.target.clone(),
            reason: action.description.clone().unwrap_or_default(),
            source: action.source.clone().unwrap_or_default(),
            removes: action.remove,
        })
    }

    /// Applies all actions to `document`.
    ///
    /// # Errors
    /// An action is invalid, matches nothing, or changes nothing.
    pub fn apply(&self, mut document: Value) -> Result<Value> {
        for (index, action) in self.actions.iter().enumerate() {
            action
                .apply(&format!("/actions/{index}"), &mut document)
                .map_err(|problem| problem.in_file(&self.file))?;
        }
        Ok(document)
    }
}

impl Action {
    fn apply(&self, at: &str, document: &mut Value) -> Result<()> {
        self.check_reasons(at)?;
        let path = JsonPath::parse(&self.target).map_err(|error| {
            Problem::at(
                "",
                format!("{at}/target"),
                format!("`{}` is not a JSONPath: {error}", self.target),
                "write the target as RFC 9535 defines it",
            )
        })?;
        let mut places: Vec<String> = path
            .query_located(document)
            .locations()
            .map(|location| location.to_json_pointer())
            .collect();
        if places.is_empty() {
            return Err(Problem::at(
                "",
                format!("{at}/target"),
                format!("the action matches nothing: `{}`", self.target),
                "if the provider has corrected its document, remove the action; else correct the target",
            ));
        }
        let changed = match &self.update {
            Some(update) => {
                let changed = update_all(document, &places, update);
                nesting::check(document).map_err(|finding| {
                    let rule = format!("after the action, {} at {}", finding.rule, finding.pointer);
                    Problem::at("", format!("{at}/update"), rule, finding.help)
                })?;
                changed
            }
            None => {
                // Later elements first, so that the pointers of the earlier ones stay valid.
                places.reverse();
                places
                    .iter()
                    .filter(|place| remove(document, place))
                    .count()
                    > 0
            }
        };
        if changed {
            return Ok(());
        }
        Err(Problem::at(
            "",
            at,
            format!(
                "the action changes nothing: `{}` already has this value",
                self.target
            ),
            "the provider has corrected its document: remove the action",
        ))
    }

    fn check_reasons(&self, at: &str) -> Result<()> {
        let problem = |rule: &str, help: &str| Err(Problem::at("", at, rule, help));
        if self
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .is_empty()
        {
            return problem(
                "the action lacks a `description`",
                "say in it what is wrong",
            );
        }
        if self.source.as_deref().unwrap_or_default().trim().is_empty() {
            return problem(
                "the action lacks an `x-source`",
                "name the page or example that shows it",
            );
        }
        if self.update.is_some() == self.remove {
            return problem(
                "an action has either `update` or `remove`",
                "give it `update: …` or `remove: true`, but not both",
            );
        }
        Ok(())
    }
}

fn update_all(document: &mut Value, places: &[String], update: &Value) -> bool {
    let mut changed = false;
    for place in places {
        if let Some(target) = document.pointer_mut(place) {
            let before = target.clone();
            merge(target, update);
            changed |= *target != before;
        }
    }
    changed
}

/// Merges objects, appends to arrays, replaces anything else.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                match target.get_mut(key) {
                    Some(present) => merge(present, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (Value::Array(target), update) => target.push(update.clone()),
        (target, update) => *target = update.clone(),
    }
}

fn remove(document: &mut Value, place: &str) -> bool {
    let Some((parent, token)) = place.rsplit_once('/') else {
        return false;
    };
    let key = pointer::unescape(token);
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => object.shift_remove(&key).is_some(),
        Some(Value::Array(array)) => match key.parse::<usize>() {
            Ok(index) if index < array.len() => {
                array.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn apply(action: Value, document: Value) -> Result<Value> {
        let mut action = action;
        action["description"] = json!("what is wrong");
        action["x-source"] = json!("a page");
        let text = json!({ "actions": [action] }).to_string();
        Overlay::parse("overlay.yaml", &text)?.apply(document)
    }

    #[test]
    fn update_merges_objects_appends_arrays_and_replaces_scalars() {
        let action = json!({ "target": "$.a", "update": { "b": { "c": 2 }, "d": [3], "e": 4 } });
        let mended = apply(
            action,
            json!({ "a": { "b": { "x": 1 }, "d": [1], "e": 1 } }),
        )
        .unwrap();
        assert_eq!(
            mended,
            json!({ "a": { "b": { "x": 1, "c": 2 }, "d": [1, 3], "e": 4 } })
        );
    }

    #[test]
    fn remove_takes_array_elements_by_value() {
        let action = json!({ "target": "$.required[?@ == 'b' || @ == 'c']", "remove": true });
        let mended = apply(action, json!({ "required": ["a", "b", "c", "d"] })).unwrap();
        assert_eq!(mended, json!({ "required": ["a", "d"] }));
    }

    #[test]
    fn an_action_that_matches_nothing_is_an_error() {
        let problem = apply(
            json!({ "target": "$.b", "remove": true }),
            json!({ "a": 1 }),
        )
        .unwrap_err();
        let text = problem.to_string();
        assert!(
            text.starts_with("overlay.yaml#/actions/0/target: the action matches nothing"),
            "{text}"
        );
    }

    #[test]
    fn an_action_that_changes_nothing_is_an_error() {
        let action = json!({ "target": "$.a", "update": { "b": 1 } });
        let text = apply(action, json!({ "a": { "b": 1 } }))
            .unwrap_err()
            .to_string();
        assert!(
            text.starts_with("overlay.yaml#/actions/0: the action changes nothing"),
            "{text}"
        );
    }

    #[test]
    fn an_action_without_a_source_is_an_error() {
        let action = json!({ "target": "$", "description": "d", "update": { "a": 1 } });
        let text = json!({ "actions": [action] }).to_string();
        let overlay = Overlay::parse("overlay.yaml", &text).unwrap();
        let text = overlay.apply(json!({})).unwrap_err().to_string();
        assert!(text.contains("x-source"), "{text}");
    }
}
