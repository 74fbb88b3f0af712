//! The shape of any type: that of one that does not describe itself is any JSON.

use std::marker::PhantomData;

use super::field_value::FieldValue;
use super::shape::Shape;

/// The shape of `T`: its own if it is a [`FieldValue`], else any JSON, from [`AnyShape`].
pub struct ShapeOf<T>(PhantomData<T>);

impl<T: FieldValue> ShapeOf<T> {
    /// What describes the type.
    pub const SHAPE: fn() -> Shape = T::shape;
}

/// The shape of a type that does not describe itself. An inherent constant comes before that of a trait.
pub trait AnyShape {
    /// What describes the type.
    const SHAPE: fn() -> Shape = || Shape::Any;
}

impl<T> AnyShape for ShapeOf<T> {}
