//! How an operation requires its credential, from `securitySchemes`.

use serde_json::{Map, Value};

use super::parameters::belongs_to_connection;
use super::references::follow;
use crate::api::{Location, Parameter, SecurityScheme};
use crate::document::pointer;
use crate::problem::{Finding, Result};

/// Reads the alternatives of the operation, or those of the document. `None` means without a credential.
pub fn read(document: &Value, at: &str, operation: &Value) -> Result<Vec<SecurityScheme>, Finding> {
    let (owner, at) = match operation.get("security") {
        Some(own) => (own, pointer::join(at, "security")),
        None => match document.get("security") {
            Some(global) => (global, "/security".to_owned()),
            None => return Ok(Vec::new()),
        },
    };
    let mut alternatives = Vec::new();
    for (index, requirement) in owner.as_array().into_iter().flatten().enumerate() {
        for name in requirement.as_object().into_iter().flat_map(Map::keys) {
            let scheme = scheme(document, name).ok_or_else(|| unknown(&at, index, name))?;
            if let SecurityScheme::Header { name, .. } = &scheme
                && belongs_to_connection(name)
            {
                return Err(of_the_connection(&at, index, name));
            }
            if !alternatives.contains(&scheme) {
                alternatives.push(scheme);
            }
        }
    }
    Ok(alternatives)
}

/// Removes header parameters that are the credential, and requires it where only such a parameter said so.
pub fn drop_credential_parameters(
    document: &Value,
    parameters: &mut Vec<Parameter<Value>>,
    security: &mut Vec<SecurityScheme>,
) {
    let schemes = document
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    let known: Vec<SecurityScheme> = schemes
        .into_iter()
        .flat_map(Map::keys)
        .filter_map(|name| scheme(document, name))
        .collect();
    parameters.retain(|parameter| {
        let credential = known.iter().find(|scheme| match scheme {
            SecurityScheme::Header { name, .. } => {
                parameter.location == Location::Header && name.eq_ignore_ascii_case(&parameter.name)
            }
            SecurityScheme::Query { name } => {
                parameter.location == Location::Query && *name == parameter.name
            }
            SecurityScheme::Cookie { name } => {
                parameter.location == Location::Cookie && *name == parameter.name
            }
        });
        if let Some(scheme) = credential
            && security.is_empty()
        {
            security.push(scheme.clone());
        }
        credential.is_none()
    });
}

fn scheme(document: &Value, name: &str) -> Option<SecurityScheme> {
    let scheme = document.pointer("/components/securitySchemes")?.get(name)?;
    let scheme = follow(document, scheme);
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = text("name").to_owned();
    Some(match (text("type"), text("in")) {
        ("apiKey", "query") => SecurityScheme::Query { name },
        ("apiKey", "cookie") => SecurityScheme::Cookie { name },
        ("apiKey", _) => SecurityScheme::Header {
            name: name.to_ascii_lowercase(),
            prefix: String::new(),
        },
        ("http", _) => authorization(&prefix(text("scheme"))),
        // oauth2 and openIdConnect issue a bearer token.
        _ => authorization("Bearer "),
    })
}

fn authorization(prefix: &str) -> SecurityScheme {
    SecurityScheme::Header {
        name: "authorization".to_owned(),
        prefix: prefix.to_owned(),
    }
}

/// Returns the scheme's name: registered schemes as their specifications spell them, others as the document does.
fn prefix(scheme: &str) -> String {
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => "Bearer ".to_owned(),
        "basic" => "Basic ".to_owned(),
        _ => format!("{scheme} "),
    }
}

fn of_the_connection(at: &str, index: usize, header: &str) -> Finding {
    Finding::at(
        format!("{at}/{index}"),
        format!(
            "the credential would go into the header `{header}`, which belongs to the connection"
        ),
        "correct the scheme under `components.securitySchemes` in the overlay",
    )
}

fn unknown(at: &str, index: usize, name: &str) -> Finding {
    Finding::at(
        format!("{at}/{index}"),
        format!("the security scheme `{name}` is not declared"),
        "declare it under `components.securitySchemes` in the overlay",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_provider_s_own_scheme_keeps_its_spelling() {
        let document = json!({
            "security": [{ "key": [] }],
            "components": { "securitySchemes": { "key": { "type": "http", "scheme": "AccessKey" } } },
        });
        let expected = SecurityScheme::Header {
            name: "authorization".to_owned(),
            prefix: "AccessKey ".to_owned(),
        };
        assert_eq!(read(&document, "", &json!({})), Ok(vec![expected]));
    }

    #[test]
    fn an_operation_can_need_no_credential() {
        let document = json!({ "security": [{ "key": [] }] });
        assert_eq!(read(&document, "", &json!({ "security": [] })), Ok(vec![]));
    }

    #[test]
    fn a_credential_in_a_header_of_the_connection_is_an_error() {
        let document = json!({
            "security": [{ "key": [] }],
            "components": { "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "Host" } } },
        });
        let text = read(&document, "", &json!({}))
            .unwrap_err()
            .in_file("")
            .to_string();
        assert!(
            text.starts_with("#/security/0: the credential would go into the header `host`"),
            "{text}"
        );
    }

    #[test]
    fn an_undeclared_scheme_is_an_error() {
        let document = json!({ "security": [{ "key": [] }] });
        let text = read(&document, "", &json!({}))
            .unwrap_err()
            .in_file("")
            .to_string();
        assert!(
            text.starts_with("#/security/0: the security scheme `key` is not declared"),
            "{text}"
        );
    }
}
