//! A blob as JSON: for calls by operation id.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::blob::{Blob, Source};
use crate::types::{FieldValue, Shape};

/// A JSON string is the content itself, an object has the bytes in `base64`, and may have `fileName`
/// and `contentType`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Json {
    Text(String),
    Encoded(Encoded),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Encoded {
    base64: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
}

/// Returns bytes as a JSON value.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Source::Memory(bytes) = &self.source else {
            return Err(ser::Error::custom("only bytes in memory can be JSON"));
        };
        let plain = self.file_name.is_none() && self.content_type.is_none();
        if plain && let Ok(text) = std::str::from_utf8(bytes) {
            return serializer.serialize_str(text);
        }
        Encoded {
            base64: base64(bytes),
            file_name: self.file_name.clone(),
            content_type: self.content_type.clone(),
        }
        .serialize(serializer)
    }
}

impl FieldValue for Blob {
    fn placeholder() -> Self {
        Vec::new().into()
    }

    fn shape() -> Shape {
        Shape::Bytes
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let encoded = match Json::deserialize(deserializer)? {
            Json::Text(text) => return Ok(text.into()),
            Json::Encoded(encoded) => encoded,
        };
        // The decoder's message shows a byte of the content.
        let bytes = STANDARD
            .decode(encoded.base64)
            .map_err(|_| de::Error::custom("not base64"))?;
        let mut blob = Self::from(bytes);
        blob.file_name = encoded.file_name;
        blob.content_type = encoded.content_type;
        Ok(blob)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Blob {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Blob".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "binary" })
    }
}
