//! Calls every operation of every provider by its id, with documented bodies, against the server in the process: what it
//! returns decodes, and it refuses none of the documented requests.
#![cfg(all(
    feature = "testing",
    feature = "bird",
    feature = "bridge",
    feature = "pingback"
))]

use converse::dynamic::{Arguments, DynamicClient, Shape};
use converse::operation::{Location, Side};
use converse::serde_json::{self, Value, json};
use converse::testing::{Contract, Server};
use converse::{ErrorKind, bird, bridge, pingback};

const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// Returns arguments of an operation: an id for each path parameter, and the documented body.
fn arguments<C: DynamicClient>(contract: &Contract, id: &str) -> Arguments {
    let operation = C::dynamic_operation(id).expect("it is one of the provider");
    let mut arguments = Arguments::new();
    for argument in operation.arguments() {
        let value = match (argument.shape)().not_null() {
            Shape::Enum([first, ..]) => json!(first),
            Shape::Integer => json!(1),
            _ => json!(ID),
        };
        match argument.location {
            Some(Location::Path) => arguments = arguments.path(argument.name, value),
            Some(Location::Query) if argument.required => {
                arguments = arguments.query(argument.name, value);
            }
            None => arguments = arguments.body(body(contract, id)),
            _ => {}
        }
    }
    arguments
}

fn body(contract: &Contract, id: &str) -> Value {
    let mut bodies = contract.examples.iter().chain(contract.samples);
    let body = bodies.find(|it| it.operation == id && it.side == Side::Request);
    let body = body.unwrap_or_else(|| panic!("{id} has a request"));
    serde_json::from_str(body.json).expect("an example is JSON")
}

/// `may_lack`: whether the server knows only what it was told.
async fn call_all<C: DynamicClient>(server: &Server, contract: &Contract, may_lack: bool) {
    let client = server.client::<C>();
    let mut failed = Vec::new();
    for operation in C::dynamic_operations() {
        let id = operation.operation().id;
        let called = operation.call(&client, arguments::<C>(contract, id)).await;
        if let Err(error) = called
            && !(may_lack && error.kind() == ErrorKind::NotFound)
        {
            failed.push(format!("{error:#?} {:?}", error.raw_body()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[tokio::test]
async fn documented_bodies_decode_and_documented_requests_are_taken() {
    for (server, may_lack) in [(Server::start(), false), (Server::stateful(), true)] {
        call_all::<bridge::Client>(&server, &bridge::CONTRACT, may_lack).await;
        call_all::<bird::Client>(&server, &bird::CONTRACT, may_lack).await;
        call_all::<pingback::Client>(&server, &pingback::CONTRACT, may_lack).await;
        assert_eq!(server.problems(), [""; 0]);
    }
}
