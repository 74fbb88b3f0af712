//! Retry safety in the settings, checked against the document.

use super::parameters::belongs_to_connection;
use crate::api::Published;
use crate::problem::{Finding, Result};
use crate::settings::{SafetyCorrection, Settings};

/// Applies the safety settings; each must name an operation and change something.
pub fn correct(api: &mut Published, settings: &Settings) -> Result<(), Finding> {
    for (id, correction) in &settings.safety {
        let operation = api
            .operations
            .iter_mut()
            .find(|operation| operation.id == *id);
        let Some(operation) = operation else {
            if api.skipped.iter().any(|left| left.operation == *id) {
                // An operation that is left out is reported with its own reason.
                continue;
            }
            return Err(refuse(
                id,
                "is not an operation",
                "remove the entry, or correct the operation's id",
            ));
        };
        if correction.idempotent == Some(operation.idempotent) {
            return Err(refuse(
                id,
                "is idempotent already by its method",
                "remove `idempotent`",
            ));
        }
        check(id, correction)?;
        if correction.idempotency_key.is_some() && operation.paging.is_some() {
            return Err(refuse(
                id,
                "has an `idempotency_key`, and the operation is paginated: a key that the \
                 caller gives would be the same for every page",
                "remove `idempotency_key`, or the operation's `x-converse-pagination`",
            ));
        }
        operation.idempotent = correction.idempotent.unwrap_or(operation.idempotent);
        operation.safety = Some(correction.clone());
    }
    Ok(())
}

fn check(id: &str, correction: &SafetyCorrection) -> Result<(), Finding> {
    let SafetyCorrection {
        idempotent,
        not_processed,
        never_retry,
        idempotency_key,
        source,
    } = correction;
    let mut statuses = not_processed.iter().chain(never_retry);
    if idempotent.is_none() && statuses.clone().next().is_none() && idempotency_key.is_none() {
        return Err(refuse(id, "is empty", "remove the entry"));
    }
    if source.trim().is_empty() {
        return Err(refuse(
            id,
            "lacks a `source`",
            "name the provider's page that says so",
        ));
    }
    if let Some(status) = statuses.find(|status| !(400..=599).contains(*status)) {
        return Err(refuse(
            id,
            &format!("lists {status}, which is not an error status"),
            "list statuses from 400 to 599",
        ));
    }
    if let Some(status) = not_processed.iter().find(|it| never_retry.contains(it)) {
        return Err(refuse(
            id,
            &format!("lists {status} as both `not_processed` and `never_retry`"),
            "keep it in one list",
        ));
    }
    let plain = |name: &str| {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !name.is_empty() && name.bytes().all(token)
    };
    if let Some(name) = idempotency_key
        && belongs_to_connection(name)
    {
        return Err(refuse(
            id,
            "has an `idempotency_key` that is a header of the connection",
            "name the header that the provider's page names",
        ));
    }
    if idempotency_key.as_ref().is_some_and(|name| !plain(name)) {
        return Err(refuse(
            id,
            "has an `idempotency_key` that is not a header name",
            "use letters, digits and hyphens",
        ));
    }
    Ok(())
}

fn refuse(id: &str, what: &str, help: &str) -> Finding {
    Finding::at("", format!("`[safety.\"{id}\"]` {what}"), help)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collect::collect;
    use crate::problem::Problem;

    fn outcome(safety: &str) -> Result<Published, Problem> {
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "servers": [{"url": "https://h"}],
            "paths": {
                "/x": {"post": {"operationId": "create", "responses": {"200": {"description": ""}}}},
                "/xs": {"get": {
                    "operationId": "list",
                    "x-converse-pagination": {"style": "page", "parameter": "page", "items": ""},
                    "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
                    "responses": {"200": {"description": "", "content": {"application/json": {}}}},
                }},
            },
        });
        let settings = format!(
            "title = ''\ndescription = ''\nkeywords = []\ncredential_variable = ''\n\
             base_url_variable = ''\n{safety}"
        );
        let settings: Settings =
            Settings::parse("provider.toml", &settings).expect("the settings are TOML");
        collect(document, "", &settings)
    }

    #[test]
    fn a_key_in_a_header_of_the_connection_is_refused() {
        let safety = "[safety.create]\nidempotency_key = 'Host'\nsource = 'page'";
        let text = outcome(safety)
            .expect_err("the header cannot hold a key")
            .to_string();
        assert!(
            text.contains("that is a header of the connection"),
            "{text}"
        );
    }

    #[test]
    fn a_correction_reaches_its_operation() {
        let api = outcome(
            "[safety.create]\nidempotent = true\nnot_processed = [503]\nnever_retry = [429]\n\
             idempotency_key = 'Idempotency-Key'\nsource = 'page'",
        )
        .expect("it is complete");
        let operation = &api.operations[0];
        assert!(operation.idempotent);
        let safety = operation.safety.as_ref().expect("it was set");
        assert_eq!(safety.not_processed, [503]);
        assert_eq!(safety.never_retry, [429]);
        assert_eq!(safety.idempotency_key.as_deref(), Some("Idempotency-Key"));
    }

    #[test]
    fn what_says_nothing_or_contradicts_is_refused() {
        for (safety, why) in [
            (
                "[safety.other]\nidempotent = true\nsource = 'page'",
                "is not an operation",
            ),
            (
                "[safety.create]\nidempotent = false\nsource = 'page'",
                "already",
            ),
            ("[safety.create]\nsource = 'page'", "is empty"),
            (
                "[safety.create]\nnever_retry = [429]\nsource = ' '",
                "`source`",
            ),
            (
                "[safety.create]\nnever_retry = [200]\nsource = 'page'",
                "not an error",
            ),
            (
                "[safety.create]\nnot_processed = [600]\nsource = 'page'",
                "not an error",
            ),
            (
                "[safety.create]\nnot_processed = [429]\nnever_retry = [429]\nsource = 'page'",
                "as both",
            ),
            (
                "[safety.create]\nidempotency_key = 'a b'\nsource = 'page'",
                "not a header",
            ),
            (
                "[safety.list]\nidempotency_key = 'Key'\nsource = 'page'",
                "is paginated",
            ),
        ] {
            let problem = outcome(safety).expect_err(why).to_string();
            assert!(problem.contains(why), "{problem}");
        }
    }
}
