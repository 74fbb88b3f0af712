//! `Patch`: a field that a request leaves as it is, clears, or sets.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a request that changes something: left unchanged, cleared, or set.
///
/// In JSON a left field is absent, a cleared one is `null`, as in a JSON merge patch ([RFC 7396]). An object knows
/// the difference, so the field needs `#[serde(default, skip_serializing_if = "Patch::is_leave")]`; anywhere else
/// both are `null`.
///
/// ```
/// # use converse_core as converse;
/// use converse::Patch;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Default, Serialize, Deserialize)]
/// struct Update {
///     #[serde(default, skip_serializing_if = "Patch::is_leave")]
///     name: Patch<String>,
/// }
///
/// let json = |name| serde_json::to_string(&Update { name });
/// assert_eq!(json(Patch::Leave)?, "{}");
/// assert_eq!(json(Patch::Clear)?, r#"{"name":null}"#);
/// assert_eq!(json("Support".to_owned().into())?, r#"{"name":"Support"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// [RFC 7396]: https://www.rfc-editor.org/rfc/rfc7396
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The field stays as it is: nothing is sent.
    #[default]
    Leave,
    /// The field is emptied: `null` is sent.
    Clear,
    /// The field gets this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Returns whether the field is left unchanged.
    pub fn is_leave(&self) -> bool {
        matches!(self, Self::Leave)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leave | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An absent field never gets here: it has the field's default.
        Option::deserialize(deserializer).map(|given| given.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Option::<T>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    struct Update {
        #[serde(default, skip_serializing_if = "Patch::is_leave")]
        name: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_leave")]
        labels: Patch<Vec<u8>>,
        #[serde(default, skip_serializing_if = "Patch::is_leave")]
        data: Patch<Value>,
    }

    #[test]
    fn three_states_go_to_json_and_back() {
        let update = |name, labels, data| Update { name, labels, data };
        for (update, written) in [
            (Update::default(), json!({})),
            (
                update(Patch::Clear, Patch::Clear, Patch::Clear),
                json!({ "name": null, "labels": null, "data": null }),
            ),
            (
                update(
                    String::new().into(),
                    Vec::new().into(),
                    json!({ "a": null }).into(),
                ),
                json!({ "name": "", "labels": [], "data": { "a": null } }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&update).unwrap(), written);
            assert_eq!(
                serde_json::from_value::<Update>(written.clone()).unwrap(),
                update,
                "{written}"
            );
        }
        assert!(serde_json::from_value::<Update>(json!({ "name": 1 })).is_err());
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn its_schema_takes_the_value_or_null_and_needs_neither() {
        let schema = schemars::schema_for!(Update);
        let validator = jsonschema::validator_for(schema.as_value()).unwrap();
        assert!(validator.is_valid(&json!({})));
        assert!(validator.is_valid(&json!({ "name": null, "labels": null })));
        assert!(validator.is_valid(&json!({ "name": "a", "labels": [1] })));
        assert!(!validator.is_valid(&json!({ "name": 1 })));
    }
}
