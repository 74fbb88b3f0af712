//! Guarantees: methods, builders and setters have unique Rust names that clash with nothing of ours. A builder is named
//! after its call, `CreateMessageCall`, and no type has its name: `CreateMessage` is what the call sends.

use heck::ToUpperCamelCase;

use crate::api::Api;
use crate::collect::operation_ids::derived;
use crate::identifiers::{Taken, is_sayable, snake_case};
use crate::problem::Finding;

/// What every client has of its own, and the table of operations, whose rows have the names of the methods.
const CLIENT_METHODS: [&str; 9] = [
    "builder",
    "call",
    "clone",
    "core",
    "from_env",
    "operations",
    "request",
    "self",
    "with_options",
];

/// What every builder has of its own.
const BUILDER_METHODS: [&str; 12] = [
    "body",
    "client",
    "clone",
    "new",
    "options",
    "pages",
    "prepare",
    "send",
    "send_blocking",
    "send_stream",
    "send_stream_blocking",
    "stream",
];

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut methods = Taken::new(CLIENT_METHODS, "_operation");
    let types = api.schemas.keys().map(|name| &**name);
    let mut builders = Taken::new(types, "Builder");
    // An id of signs alone has no name, so that of the request takes its place.
    let ids = api.operations.iter().map(|it| match is_sayable(&it.id) {
        true => it.id.clone(),
        false => derived(&it.method.to_ascii_lowercase(), &it.path),
    });
    let ids: Vec<String> = ids.collect();
    let ids = ids.iter().map(String::as_str);
    let names = methods.claim_all(ids, |id| snake_case(id, "operation"));
    for (operation, name) in api.operations.iter_mut().zip(names) {
        operation.builder_name = builders.claim(&format!("{}Call", name.to_upper_camel_case()));
        operation.method_name = name;
        let mut setters = Taken::new(BUILDER_METHODS, "_parameter");
        let names = operation.parameters.iter().map(|it| it.name.as_str());
        let names = setters.claim_all(names, |name| snake_case(name, "parameter"));
        for (parameter, name) in operation.parameters.iter_mut().zip(names) {
            parameter.setter = name;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;
    use crate::collect::collect;
    use crate::collect::schema::describe;
    use crate::normalize::inline_plain;
    use crate::normalize::test_support::{run_pass, settings, sites_of};
    use serde_json::json;

    fn operations(ids: &[&str], parameters: &[&str]) -> Vec<Operation> {
        named(ids, parameters, &[])
    }

    fn named(ids: &[&str], parameters: &[&str], types: &[&str]) -> Vec<Operation> {
        let parameters: Vec<_> = parameters
            .iter()
            .map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }))
            .collect();
        let paths: serde_json::Map<_, _> = ids
            .iter()
            .map(|id| {
                (
                    format!("/{id}"),
                    json!({ "get": { "operationId": id, "parameters": parameters } }),
                )
            })
            .collect();
        let document = json!({ "openapi": "3.0.3", "servers": [{ "url": "https://a.example" }], "paths": paths });
        let api = collect(document, "", &settings()).unwrap();
        let mut api = inline_plain::run(describe(api));
        let object = json!({ "type": "object", "properties": { "x": {} } });
        let types = types
            .iter()
            .map(|name| ((*name).to_owned(), object.clone()));
        api.schemas = sites_of(types.collect()).schemas;
        run_pass(run, &mut api);
        api.operations
    }

    #[test]
    fn parameters_named_like_our_methods_step_aside() {
        let wire = ["send", "body", "client", "stream", "post", "type"];
        let operations = operations(&["listThings"], &wire);
        let setters: Vec<&str> = operations[0]
            .parameters
            .iter()
            .map(|parameter| parameter.setter.as_str())
            .collect();
        let expected = [
            "send_parameter",
            "body_parameter",
            "client_parameter",
            "stream_parameter",
            "post",
            "type_",
        ];
        assert_eq!(setters, expected);
    }

    #[test]
    fn a_builder_is_named_after_its_call_and_like_no_type() {
        let types = ["SendThing", "GetThingCall"];
        let operations = named(&["sendThing", "getThing", "get_thing", "type"], &[], &types);
        let builders: Vec<&str> = operations
            .iter()
            .map(|operation| operation.builder_name.as_str())
            .collect();
        let expected = [
            "SendThingCall",
            "GetThing2Call",
            "GetThingCallBuilder",
            "TypeCall",
        ];
        assert_eq!(builders, expected);
    }

    #[test]
    fn operations_named_like_our_methods_step_aside() {
        let operations = operations(
            &["builder", "operations", "send", "getThing", "get_thing"],
            &[],
        );
        let methods: Vec<&str> = operations
            .iter()
            .map(|operation| operation.method_name.as_str())
            .collect();
        assert_eq!(
            methods,
            [
                "builder_operation",
                "operations_operation",
                "send",
                "get_thing_2",
                "get_thing"
            ]
        );
    }
}
