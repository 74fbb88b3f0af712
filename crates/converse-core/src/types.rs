//! The building blocks of generated types: open enums and unions, values with a form of their own.

mod choice;
mod field_value;
mod known_fields;
mod limited;
mod limits;
mod loss;
mod marks;
mod object;
mod open_enum;
mod password;
mod patch;
mod problems;
mod read_text;
mod round_trip;
mod scalar_union;
mod shape;
mod shape_of;
mod success_body;
mod tagged_union;
mod timestamp;
mod to_uuid;
mod type_example;
mod untagged_union;

pub use choice::{Case, Condition, Fixed, Kind, choose};
pub use field_value::FieldValue;
pub use known_fields::fields_of;
pub use limited::{Limited, LimitedField, check_fields};
pub use limits::Broken;
#[cfg(any(test, feature = "testing"))]
pub(crate) use loss::integer;
pub(crate) use loss::lost;
pub use marks::{Mark, Marks};
#[cfg(feature = "schemars")]
pub use object::object_schema;
pub(crate) use object::repeated;
pub use object::{
    Fields, Object, debug_object, fixed, mark, read_object, read_object_into, same_nulls, unmark,
    write_object,
};
pub use open_enum::debug_text;
#[cfg(feature = "schemars")]
pub use open_enum::open_enum_schema;
pub use password::Password;
pub use patch::Patch;
pub use problems::{Problem, ProblemKind, problems};
pub use read_text::read_text;
pub(crate) use round_trip::to_send;
pub use round_trip::{read_union, union_to_send};
pub use scalar_union::write_scalar;
pub use shape::{FieldShape, ObjectShape, Shape, UnionShape, VariantShape};
pub use shape_of::{AnyShape, ShapeOf};
pub use success_body::SuccessBody;
pub(crate) use success_body::read_success;
#[cfg(feature = "schemars")]
pub use tagged_union::tagged_union_schema;
pub use tagged_union::{serialize_tagged, tag_of};
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use to_uuid::ToUuid;
pub use type_example::{TypeExample, type_example};
#[cfg(feature = "schemars")]
pub use untagged_union::untagged_union_schema;
