//! Any JSON, as `json!` writes it.

use serde_json::{Number, Value};

use super::super::code::Code;
use super::super::rust::literal;
use super::{Expressions, MOST};

impl Expressions<'_> {
    /// Returns any JSON.
    pub(super) fn json(&mut self, value: &Value) -> Option<Code> {
        self.imports.insert("serde_json::json");
        Some(Code::call("json!", vec![self.json_part(value)?]))
    }

    fn json_part(&mut self, value: &Value) -> Option<Code> {
        self.parts += 1;
        if self.parts > MOST {
            return None;
        }
        Some(match value {
            Value::Null | Value::Bool(_) => Code::Plain(value.to_string()),
            Value::Number(number) => Code::Plain(number_of(number)?),
            Value::String(text) => Code::Plain(literal(text)),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.json_part(item));
                Code::list("[", items.collect::<Option<_>>()?)
            }
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    Some(Code::Group {
                        open: format!("{}: ", literal(name)),
                        parts: vec![self.json_part(value)?],
                        close: "",
                    })
                });
                Code::Group {
                    open: "{".to_owned(),
                    parts: fields.collect::<Option<_>>()?,
                    close: "}",
                }
            }
        })
    }
}

/// Returns a number of JSON as a literal of its own type.
fn number_of(number: &Number) -> Option<String> {
    Some(match (number.as_i64(), number.as_u64()) {
        (Some(small), _) if i32::try_from(small).is_ok() => small.to_string(),
        (Some(whole), _) => format!("{whole}_i64"),
        (None, Some(whole)) => format!("{whole}_u64"),
        (None, None) => format!("{:?}", number.as_f64()?),
    })
}
