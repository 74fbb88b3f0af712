//! Calling an operation by its id, with JSON in and out.
//!
//! Generated clients have `call(operation_id, arguments)` behind their feature `dynamic`. [`DynamicClient`] lists the
//! operations of a client with their arguments as data: what a command line or a form is built from.

mod any;
mod arguments;
mod contract;
mod described;
mod given;
mod operation;
mod sending;
mod typed;

pub use crate::call::Call;
pub use crate::types::{
    FieldShape, ObjectShape, Problem, ProblemKind, Shape, UnionShape, VariantShape, problems,
};
pub use any::{AnyClient, AnyProvider};
pub use arguments::{Arguments, InvalidArguments};
pub use contract::{Contract, Resource, ResourceAction};
pub use described::{ArgumentShape, body_problems};
pub use operation::{DescribedOperation, DynamicClient, DynamicOperation, call_by_id};
pub use sending::{
    TakeArguments, Untyped, UntypedPages, call, call_for_bytes, call_for_optional_bytes, pages,
    prepare, refuse, unknown_operation,
};
#[cfg(test)]
pub(crate) use sending::{untyped, untyped_bytes};
pub use typed::TypedOperation;
