//! A provider under test: its contract, and clients of it behind one interface.

use std::fmt::Debug;

use converse_core::dynamic::{Arguments, Contract, DynamicClient, Shape, Untyped, call_by_id};
use converse_core::http::Method;
use converse_core::operation::{Content, Operation, Safety, Side, StatusRange};
use converse_core::{CallError, CallOptions, ResponseValue};
use serde_json::Value;

use super::setup::Setup;

/// A provider whose crate the suite checks.
#[derive(Clone, Copy)]
pub struct Provider {
    pub(super) contract: &'static Contract,
    pub(super) connect: fn(Setup) -> Box<dyn Caller>,
    success: fn(&str) -> Shape,
    pub(super) except: &'static [&'static str],
}

impl Provider {
    /// Returns the provider of a generated client and its contract.
    pub const fn of<C: DynamicClient + Debug>(contract: &'static Contract) -> Self {
        Self {
            contract,
            connect: |setup| Box::new(setup.client::<C>()),
            success: |id| C::dynamic_operation(id).map_or(Shape::Any, |known| known.success()),
            except: &[],
        }
    }

    /// Leaves out the operations with these ids.
    pub const fn except(mut self, operations: &'static [&'static str]) -> Self {
        self.except = operations;
        self
    }

    pub(super) fn name(&self) -> &'static str {
        self.contract.provider.name
    }

    /// Returns the value of an operation's success.
    pub(super) fn success(&self, operation: &str) -> Shape {
        (self.success)(operation)
    }

    /// Returns the documented requests of an operation, then those made from the document.
    pub(super) fn requests(&self, operation: &str) -> impl Iterator<Item = Value> {
        self.examples(operation, |side| side == Side::Request)
    }

    /// Returns the body of a documented success, else one made from the document.
    pub(super) fn response(&self, operation: &str) -> Option<Value> {
        let is_success = |side| matches!(side, Side::Response(200..=299));
        self.examples(operation, is_success).next()
    }

    fn examples(&self, operation: &str, wanted: fn(Side) -> bool) -> impl Iterator<Item = Value> {
        let all = self.contract.examples.iter().chain(self.contract.samples);
        let own = all.filter(move |it| it.operation == operation && wanted(it.side));
        own.filter_map(|it| serde_json::from_str(it.json).ok())
    }
}

/// The outcome of a call by operation id.
pub type Outcome = Result<ResponseValue<Value>, CallError>;

/// A client of any provider.
pub trait Caller: Debug + Send + Sync {
    /// Returns the same client with other settings for its calls.
    fn with_options(&self, options: CallOptions) -> Box<dyn Caller>;

    /// Calls an operation by its id.
    fn call(&self, operation: &str, arguments: Arguments) -> Untyped;

    /// Sends a request that the document lacks, with the method and the safety of that row and a text in its path.
    fn request(&self, row: &Operation, text: &str) -> Untyped;
}

impl<C: DynamicClient + Debug> Caller for C {
    fn with_options(&self, options: CallOptions) -> Box<dyn Caller> {
        Box::new(C::from_core(self.core().with_options(options)))
    }

    fn call(&self, operation: &str, arguments: Arguments) -> Untyped {
        call_by_id(self, operation, arguments)
    }

    fn request(&self, row: &Operation, text: &str) -> Untyped {
        let method = Method::from_bytes(row.method.as_bytes()).expect("a row has a method");
        let request = self.core().custom_request(method, "/rooms/{room}");
        let request = request.path("room", text);
        let request = request.idempotent(row.safety == Safety::Idempotent);
        Box::pin(match row.method {
            "GET" => request.send(),
            _ => request.json(serde_json::json!({ "name": "n" })).send(),
        })
    }
}

/// Returns the kind of body of the operation's success.
pub fn content(operation: &Operation, status: u16) -> Content {
    let responses = || operation.responses.iter();
    let exact = responses().find(|it| it.status == StatusRange::Exact(status));
    let first = responses().find(|it| match it.status {
        StatusRange::Exact(status) => (200..300).contains(&status),
        StatusRange::Class(class) => class == 2,
        _ => false,
    });
    exact.or(first).map_or(Content::Json, |it| it.body)
}
