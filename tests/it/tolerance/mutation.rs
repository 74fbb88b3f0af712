//! The ways in which a body can differ from the document.

use converse_core::operation::Side;
use converse_core::testing;
use serde_json::{Value, json};

use crate::support::schema::{Kind, Place};

const NEW: &str = "somethingNew";

/// A body with one change.
pub struct Mutation {
    /// A description of the change, for messages.
    pub what: String,
    pub body: Value,
    /// Where a field was added that the type may drop.
    added_to: Option<String>,
}

/// Returns every single change of the body at these places.
pub fn all(body: &Value, places: &[Place]) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for Place { pointer, kind } in places {
        let mut add = |what: &str, added_to: Option<String>, change: &dyn Fn(&mut Value)| {
            let mut changed = body.clone();
            change(changed.pointer_mut(pointer).expect("the place exists"));
            mutations.push(Mutation {
                what: format!("{pointer}: {what}"),
                body: changed,
                added_to,
            });
        };
        match kind {
            Kind::Listed => add("a value that is not listed", None, &|it| *it = NEW.into()),
            Kind::Object { optional } => {
                add("a field more", Some(pointer.clone()), &|it| {
                    it[NEW] = json!({ "a": [1, null] })
                });
                for name in optional {
                    add(&format!("`{name}` is null"), None, &|it| {
                        it[name.as_str()] = Value::Null
                    });
                    add(&format!("`{name}` is absent"), None, &|it| {
                        it.as_object_mut().expect("it is an object").remove(name);
                    });
                }
            }
        }
    }
    mutations
}

impl Mutation {
    /// Asserts that the decoded and encoded body equals the changed one, except for an added field.
    pub fn assert_survives(&self, written: &Value) {
        let (mut expected, mut written) = (self.body.clone(), written.clone());
        if let Some(pointer) = &self.added_to {
            for side in [&mut expected, &mut written] {
                let object = side.pointer_mut(pointer).and_then(Value::as_object_mut);
                object
                    .unwrap_or_else(|| panic!("{}: the object is lost", self.what))
                    .remove(NEW);
            }
        }
        testing::value_equal(&expected, &written, Side::Response(200))
            .unwrap_or_else(|difference| panic!("{}: {difference}", self.what));
    }
}
