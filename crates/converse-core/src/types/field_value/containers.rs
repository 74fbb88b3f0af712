//! Fields that hold other values: options, lists, maps, boxes and JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{AsField, FieldValue};
use crate::decode::{Grows, Growth};
use crate::operation::{Measured, Rule};
use crate::types::limits::{Broken, check_one};
use crate::types::patch::Patch;
use crate::types::shape::Shape;

impl<T: FieldValue> FieldValue for Option<T> {
    fn placeholder() -> Self {
        None
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        self.as_ref().map_or(Ok(()), |value| value.check(rules))
    }

    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = None;
        value.read_into(deserializer)?;
        Ok(value)
    }

    fn read_into<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(OptionVisitor(self))
    }
}

impl<T: FieldValue> FieldValue for Patch<T> {
    fn placeholder() -> Self {
        Self::Leave
    }

    fn is_unset(&self) -> bool {
        self.is_leave()
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        match self {
            Self::Leave | Self::Clear => Ok(()),
            Self::Set(value) => value.check(rules),
        }
    }

    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read(deserializer).map(|given| given.map_or(Self::Clear, Self::Set))
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        check_one(rules, Measured::Array(self.len()))?;
        check_items(rules, self)
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Self::new();
        list.read_into(deserializer)?;
        Ok(list)
    }

    fn read_into<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(ListVisitor(self))
    }
}

impl<T: FieldValue> FieldValue for BTreeMap<String, T> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        check_values(rules, self.values())
    }

    fn shape() -> Shape {
        Shape::Map(T::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

/// A box ends a cycle of types.
impl<T: FieldValue> FieldValue for Box<T> {
    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }

    fn is_unset(&self) -> bool {
        T::is_unset(self)
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        T::check(self, rules)
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Self::placeholder();
        value.read_into(deserializer)?;
        Ok(value)
    }

    fn read_into<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        T::read_into(self, deserializer)
    }
}

impl FieldValue for Value {
    fn placeholder() -> Self {
        Self::Null
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        check_json(rules, self)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl FieldValue for Map<String, Value> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        check_values(rules, self.values())
    }

    fn shape() -> Shape {
        Shape::Map(Value::shape)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// Checks JSON.
fn check_json(rules: &'static [Rule], value: &Value) -> Result<(), Broken> {
    check_one(rules, Measured::of(value))?;
    match value {
        Value::Array(items) => check_items(rules, items),
        Value::Object(fields) => check_values(rules, fields.values()),
        _ => Ok(()),
    }
}

/// Checks the items of a list.
fn check_items<T: FieldValue>(rules: &'static [Rule], items: &[T]) -> Result<(), Broken> {
    let of_items = rules.iter().find_map(|rule| match rule {
        Rule::Items(rules) => Some(*rules),
        _ => None,
    });
    for (index, item) in items.iter().enumerate() {
        item.check(of_items.unwrap_or_default())
            .map_err(|broken| broken.in_item(index))?;
    }
    Ok(())
}

/// Checks the values of a map.
fn check_values<'a, T: FieldValue + 'a>(
    rules: &'static [Rule],
    values: impl Iterator<Item = &'a T>,
) -> Result<(), Broken> {
    let of_values = rules.iter().find_map(|rule| match rule {
        Rule::Values(rules) => Some(*rules),
        _ => None,
    });
    for value in values {
        value
            .check(of_values.unwrap_or_default())
            .map_err(Broken::in_map)?;
    }
    Ok(())
}

struct OptionVisitor<'a, T>(&'a mut Option<T>);

impl<'de, T: FieldValue> Visitor<'de> for OptionVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.insert(T::placeholder()).read_into(deserializer)
    }
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<'de, T: FieldValue> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.clear();
        let mut growth = Growth::new(Grows::Doubling);
        while let Some(()) = items.next_element_seed(NextItem(self.0, &mut growth))? {}
        Ok(())
    }
}

/// Reads one more item of a list, in the list.
struct NextItem<'a, T>(&'a mut Vec<T>, &'a mut Growth);

impl<'de, T: FieldValue> DeserializeSeed<'de> for NextItem<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.1.item::<T>().map_err(D::Error::custom)?;
        self.0.push(T::placeholder());
        match self.0.last_mut() {
            Some(item) => item.read_into(deserializer),
            // It was pushed.
            None => Ok(()),
        }
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: FieldValue> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = fields.next_key::<String>()? {
            map.insert(name, fields.next_value_seed(AsField::new())?);
        }
        Ok(map)
    }
}
