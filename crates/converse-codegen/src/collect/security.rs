//! How operations require their credentials, from `securitySchemes`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::parameters::belongs_to_connection;
use super::references::follow;
use super::{Place, object};
use crate::api::{CredentialPlace, Location, Parameter, SecurityScheme};
use crate::document::pointer;
use crate::problem::Finding;

/// The schemes that a document declares, and what it requires of operations that do not say.
pub struct Security {
    schemes: Vec<(String, Declared)>,
    usual: Alternatives,
}

/// Each is enough. An empty one allows a call without a credential.
pub type Alternatives = Vec<Vec<SecurityScheme>>;

/// A declared scheme.
enum Declared {
    Sent(SecurityScheme),
    /// A client certificate, which is no part of a request.
    Certificate,
    /// Why no request can carry it.
    Unusable(String),
}

impl Security {
    /// Reads the schemes of a document and its requirements.
    pub fn read(document: &Value, warnings: &mut Vec<Finding>) -> Self {
        let declared = object(document.pointer("/components/securitySchemes"));
        let schemes = declared.iter().map(|(name, scheme)| {
            let declared = read_scheme(name, follow(document, scheme));
            (name.clone(), declared)
        });
        let mut security = Self {
            schemes: schemes.collect(),
            usual: Vec::new(),
        };
        for (name, declared) in &security.schemes {
            if let Declared::Certificate = declared {
                warnings.push(Finding::at(
                    pointer::join("/components/securitySchemes", name),
                    "the client certificate is not a part of requests, so no call asks for it",
                    "give it to `.configure_http(..)` of the client's builder",
                ));
            }
        }
        if let Some(usual) = document.get("security") {
            security.usual = security.alternatives(usual, "/security", warnings);
        }
        security
    }

    /// Returns the alternatives of an operation: its own, or those of the document. A parameter in the place of a
    /// declared scheme is that credential, not an argument; it is required where only such parameters say so.
    pub fn of(
        &self,
        place: &Place<'_>,
        parameters: &mut Vec<Parameter<Value>>,
        warnings: &mut Vec<Finding>,
    ) -> Alternatives {
        let mut alternatives = match place.operation.get("security") {
            Some(own) => self.alternatives(own, &pointer::join(&place.at, "security"), warnings),
            None => self.usual.clone(),
        };
        let mut taken = Vec::new();
        parameters.retain(|parameter| {
            let mut sent = self
                .schemes
                .iter()
                .filter_map(|(_, declared)| match declared {
                    Declared::Sent(scheme) => Some(scheme),
                    _ => None,
                });
            let scheme = sent.find(|scheme| is_place_of(parameter, &scheme.place));
            taken.extend(scheme.map(|scheme| (scheme.clone(), parameter.required)));
            scheme.is_none()
        });
        if alternatives.is_empty() && !taken.is_empty() {
            // Of several that are optional, one is enough.
            let all_optional = !taken.iter().any(|(_, required)| *required);
            let taken = taken.into_iter();
            let taken = taken.filter(|(_, required)| *required || all_optional);
            let mut schemes: Vec<_> = taken.map(|(scheme, _)| scheme).collect();
            if all_optional {
                schemes.truncate(1);
            }
            alternatives.push(schemes);
        }
        alternatives
    }

    /// Reads a list of requirements. One that cannot be met is dropped and reported; without any other, the operation
    /// is called without a credential.
    fn alternatives(&self, listed: &Value, at: &str, warnings: &mut Vec<Finding>) -> Alternatives {
        let mut alternatives = Alternatives::new();
        for (index, requirement) in listed.as_array().into_iter().flatten().enumerate() {
            let at = format!("{at}/{index}");
            match self.requirement(requirement, &at, warnings) {
                Ok(schemes) if !alternatives.contains(&schemes) => alternatives.push(schemes),
                Ok(_) => {}
                Err(finding) => warnings.push(finding.invalid()),
            }
        }
        match alternatives.iter().all(Vec::is_empty) {
            true => Alternatives::new(),
            false => alternatives,
        }
    }

    /// Reads the schemes of a requirement, each in a place of its own.
    fn requirement(
        &self,
        requirement: &Value,
        at: &str,
        warnings: &mut Vec<Finding>,
    ) -> Result<Vec<SecurityScheme>, Finding> {
        let mut schemes: Vec<SecurityScheme> = Vec::new();
        let mut places = BTreeSet::new();
        for name in requirement.as_object().into_iter().flat_map(Map::keys) {
            let mut declared = self.schemes.iter();
            let declared = declared.find(|(known, _)| known == name);
            match declared.map(|(_, declared)| declared) {
                Some(Declared::Sent(scheme)) => {
                    let is_sent = |other: &SecurityScheme| other.place == scheme.place;
                    if places.insert(slot(&scheme.place)) {
                        schemes.push(scheme.clone());
                    } else if !schemes.iter().any(is_sent) {
                        warnings.push(second_of_a_place(at, name).invalid());
                    }
                }
                Some(Declared::Certificate) => {}
                Some(Declared::Unusable(why)) => {
                    return Err(Finding::at(
                        at,
                        format!("the security scheme `{name}` {why}; the requirement is dropped"),
                        format!(
                            "correct the scheme in the overlay: an action with `target: \
                             $.components.securitySchemes['{name}']`"
                        ),
                    ));
                }
                None => {
                    return Err(Finding::at(
                        at,
                        format!(
                            "the security scheme `{name}` is not declared; the requirement is dropped"
                        ),
                        format!(
                            "declare it in the overlay: an action with `target: $.components` and \
                             `update: {{ securitySchemes: {{ {name}: … }} }}`"
                        ),
                    ));
                }
            }
        }
        Ok(schemes)
    }
}

/// Returns the finding about a scheme in the place of another: a field holds one credential (RFC 9110, 11.6.2).
fn second_of_a_place(at: &str, name: &str) -> Finding {
    Finding::at(
        at,
        format!(
            "the security scheme `{name}` has the place of an earlier scheme of the requirement, and is dropped from it"
        ),
        "make them alternatives in the overlay: an action that removes one from the requirement, and one that adds \
         a requirement with it",
    )
}

fn is_place_of(parameter: &Parameter<Value>, place: &CredentialPlace) -> bool {
    match (parameter.location, place) {
        (Location::Header, CredentialPlace::Header { name, .. }) => {
            name.eq_ignore_ascii_case(&parameter.name)
        }
        (Location::Query, CredentialPlace::Query { name })
        | (Location::Cookie, CredentialPlace::Cookie { name }) => *name == parameter.name,
        _ => false,
    }
}

/// Returns what a request has once.
fn slot(place: &CredentialPlace) -> (&'static str, &str) {
    match place {
        CredentialPlace::Header { name, .. } => ("header", name),
        CredentialPlace::Basic => ("header", AUTHORIZATION),
        CredentialPlace::Query { name } => ("query", name),
        CredentialPlace::Cookie { name } => ("cookie", name),
    }
}

const AUTHORIZATION: &str = "authorization";

fn read_scheme(name: &str, scheme: &Value) -> Declared {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let field = text("name").to_owned();
    let header = |prefix: &str| CredentialPlace::Header {
        name: AUTHORIZATION.to_owned(),
        prefix: prefix.to_owned(),
    };
    let place = match (text("type"), text("in"), text("scheme")) {
        ("apiKey", ..) if field.is_empty() => {
            return Declared::Unusable("has no `name`".to_owned());
        }
        ("apiKey", "query", _) => CredentialPlace::Query { name: field },
        ("apiKey", "cookie", _) => CredentialPlace::Cookie { name: field },
        ("apiKey", ..) if belongs_to_connection(&field) => {
            return Declared::Unusable(format!(
                "is the header `{field}`, which belongs to the connection"
            ));
        }
        ("apiKey", ..) => CredentialPlace::Header {
            name: field.to_ascii_lowercase(),
            prefix: String::new(),
        },
        ("http", _, "") => return Declared::Unusable("has no `scheme`".to_owned()),
        // The names of schemes have no case (RFC 9110, 11.1).
        ("http", _, scheme) if scheme.eq_ignore_ascii_case("basic") => CredentialPlace::Basic,
        ("http", _, scheme) if scheme.eq_ignore_ascii_case("bearer") => header("Bearer "),
        ("http", _, scheme) => header(&format!("{scheme} ")),
        // Both issue a bearer token.
        ("oauth2" | "openIdConnect", ..) => header("Bearer "),
        ("mutualTLS", ..) => return Declared::Certificate,
        (kind, ..) => return Declared::Unusable(format!("has the unknown `type` `{kind}`")),
    };
    Declared::Sent(SecurityScheme {
        name: name.to_owned(),
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(document: &Value, operation: &Value) -> (Alternatives, Vec<Finding>) {
        let mut warnings = Vec::new();
        let security = Security::read(document, &mut warnings);
        let place = Place {
            document,
            at: "/x".to_owned(),
            path: "/",
            method: "get".to_owned(),
            item: operation,
            operation,
        };
        let alternatives = security.of(&place, &mut Vec::new(), &mut warnings);
        (alternatives, warnings)
    }

    #[test]
    fn a_provider_s_own_scheme_keeps_its_spelling() {
        let document = json!({
            "security": [{ "key": [] }],
            "components": { "securitySchemes": { "key": { "type": "http", "scheme": "AccessKey" } } },
        });
        let place = CredentialPlace::Header {
            name: "authorization".to_owned(),
            prefix: "AccessKey ".to_owned(),
        };
        let name = "key".to_owned();
        let expected = vec![vec![SecurityScheme { name, place }]];
        assert_eq!(of(&document, &json!({})), (expected, vec![]));
        // An operation can need no credential.
        let none = json!({ "security": [] });
        assert_eq!(of(&document, &none), (vec![], vec![]));
    }

    #[test]
    fn an_invalid_requirement_is_reported_where_it_is_and_once() {
        let document = json!({
            "security": [{ "gone": [] }],
            "components": { "securitySchemes": { "host": { "type": "apiKey", "in": "header", "name": "Host" } } },
        });
        let own = json!({ "security": [{ "host": [] }] });
        for (operation, at, words) in [
            (json!({}), vec!["/security/0"], "`gone` is not declared"),
            (
                own,
                vec!["/security/0", "/x/security/0"],
                "belongs to the connection",
            ),
        ] {
            let (alternatives, warnings) = of(&document, &operation);
            assert_eq!(alternatives, Alternatives::new());
            let found: Vec<_> = warnings.iter().map(|it| it.pointer.as_str()).collect();
            assert_eq!(found, at);
            assert!(warnings.iter().all(|it| it.invalid));
            assert!(warnings.last().is_some_and(|it| it.rule.contains(words)));
        }
    }
}
