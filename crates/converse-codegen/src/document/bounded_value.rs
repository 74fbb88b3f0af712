//! Reads JSON and YAML into values, and stops at the first that nests too deep.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{I128Deserializer, U128Deserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::nesting::{LEVELS, too_deep};
use crate::problem::Finding;

/// Reads a value by `parse`, which gets the seed of it. Fails with a finding if the value nests too deep; the result
/// inside is the parser's.
pub fn read<E>(
    parse: impl FnOnce(Bounded<'_>) -> Result<Value, E>,
) -> Result<Result<Value, E>, Finding> {
    let place = RefCell::default();
    let read = parse(Bounded {
        left: LEVELS,
        place: &place,
    });
    match place.into_inner() {
        None => Ok(read),
        Some(tokens) => Err(too_deep(tokens.into_iter().rev())),
    }
}

/// The seed of a value.
#[derive(Clone, Copy)]
pub struct Bounded<'a> {
    /// How many levels the value may have.
    left: usize,
    /// The tokens of the pointer to the value that nests too deep, the innermost first; `None` if there is none.
    place: &'a RefCell<Option<Vec<String>>>,
}

impl Bounded<'_> {
    /// Returns the seed of a value one level below.
    fn below<E: Error>(self) -> Result<Self, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => {
                self.place.replace(Some(Vec::new()));
                Err(E::custom("nested too deep"))
            }
        }
    }

    /// Adds a token to the place that is too deep, if the error is about one.
    fn add(self, token: impl ToString) {
        if let Some(tokens) = self.place.borrow_mut().as_mut() {
            tokens.push(token.to_string());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Makes what the visitor of `Value` makes.
impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Value::deserialize(I128Deserializer::new(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Value::deserialize(U128Deserializer::new(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut array = Vec::new();
        while let Some(item) = items
            .next_element_seed(below)
            .inspect_err(|_| self.add(array.len()))?
        {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries
                .next_value_seed(below)
                .inspect_err(|_| self.add(&key))?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
