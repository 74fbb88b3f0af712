//! Guarantees: a parameter that a client has for all of its calls has one type in all of them, and a setter at the
//! client's builder that clashes with none of ours.

use crate::api::{Api, Parameter, SiteKind};
use crate::collect::CLIENT_PARAMETERS;
use crate::identifiers::Taken;
use crate::problem::Finding;

/// What the builder of every client has of its own.
const BUILDER_METHODS: [&str; 24] = [
    "allow_insecure_http",
    "attempt_timeout",
    "base_url",
    "body_limit",
    "build",
    "check_limits",
    "clone",
    "configure_http",
    "connect_timeout",
    "credential",
    "credential_for",
    "decode_limit",
    "default",
    "from_env",
    "header",
    "header_bytes_limit",
    "header_count_limit",
    "layer",
    "new",
    "read_timeout",
    "retry",
    "retry_budget",
    "timeout",
    "user_agent",
];

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut taken = Taken::new(BUILDER_METHODS, "_parameter");
    for shared in &mut api.client_parameters {
        let of_all = api.operations.iter().filter_map(|operation| {
            let mut own = operation.parameters.iter();
            let found = own.find(|it| it.of_client && shared.is(it))?;
            Some((operation, found))
        });
        let mut of_all = of_all.peekable();
        // `collect` found one.
        let Some((first, parameter)) = of_all.peek().copied() else {
            continue;
        };
        if let Some((other, _)) = of_all.find(|(_, it)| !is_same_type(it, parameter)) {
            return Err(Finding::at(
                format!("/{CLIENT_PARAMETERS}"),
                format!(
                    "the parameter `{}` has different types in `{}` and `{}`",
                    shared.name, first.id, other.id
                ),
                "correct the parameter in the overlay, or take it from the list",
            ));
        }
        if !is_plain(parameter) {
            return Err(Finding::at(
                format!("/{CLIENT_PARAMETERS}"),
                format!("the parameter `{}` is more than a plain value", shared.name),
                "take it from the list: calls set it",
            ));
        }
        shared.setter = taken.claim(&parameter.setter);
    }
    Ok(())
}

/// Whether it is text or a number, which the environment can hold and every crate can name.
fn is_plain(parameter: &Parameter) -> bool {
    use SiteKind::{Boolean, Integer, Number, String};
    matches!(
        parameter.schema.kind,
        Boolean | Integer(_) | Number | String(_)
    )
}

fn is_same_type(one: &Parameter, other: &Parameter) -> bool {
    one.schema.kind == other.schema.kind && one.schema.nullable == other.schema.nullable
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::normalize::test_support::normalized;

    fn document(list: Value, schemas: [Value; 2]) -> Value {
        let [one, other] = schemas.map(|schema| {
            let parameter = json!({ "name": "team", "in": "query", "schema": schema });
            json!({ "get": { "parameters": [parameter], "responses": { "204": {} } } })
        });
        json!({
            "openapi": "3.0.3",
            "servers": [{ "url": "https://a.example" }],
            "x-converse-client-parameters": list,
            "paths": { "/one": one, "/other": other },
        })
    }

    #[test]
    fn what_cannot_be_shared_is_refused_with_its_name() {
        let (text, list) = (json!({ "type": "string" }), json!(["team"]));
        let found = normalized(&document(list.clone(), [text.clone(), text.clone()]));
        let found = found.expect("it is text in both").client_parameters;
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].name.as_str(), found[0].setter.as_str()),
            ("team", "team")
        );
        for (list, schemas, why) in [
            (json!("team"), [&text, &text], "is not a list of names"),
            (
                json!(["none"]),
                [&text, &text],
                "no operation has a parameter \"none\"",
            ),
            (
                list.clone(),
                [&text, &json!({ "type": "integer" })],
                "`team` has different types",
            ),
            (
                list.clone(),
                [&json!({ "type": "array" }), &text],
                "`team` has different types",
            ),
            (
                list,
                [&json!({ "type": "array" }), &json!({ "type": "array" })],
                "`team` is more than a plain value",
            ),
        ] {
            let problem = normalized(&document(list, schemas.map(Clone::clone)));
            let problem = problem.expect_err(why).to_string();
            assert!(problem.contains(why), "{problem}");
            assert!(
                problem.contains("x-converse-client-parameters"),
                "{problem}"
            );
        }
    }
}
