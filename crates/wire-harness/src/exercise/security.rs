//! The credentials that an operation requires, and how each is presented.

use serde_json::{Map, Value};

use super::contract::{Contract, Parameter, Place, follow};

/// The user and the password of all schemes that take them.
pub const USER: &str = "user";
pub const PASSWORD: &str = "pass word";

/// What an operation requires: one of several sets of credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Security {
    /// Each set is presented as a whole. The client has all credentials, so the first set counts; an empty one makes
    /// all of them optional.
    pub sets: Vec<Vec<Scheme>>,
}

/// One way to present a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub key: String,
    pub place: Place,
    /// The name of the parameter or header.
    pub name: String,
    pub kind: Kind,
}

/// How a credential is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Plain,
    /// After the name of an HTTP authentication scheme.
    Prefixed(String),
    /// A user and a password (RFC 7617).
    Basic,
}

impl Scheme {
    /// Returns the secret. No two schemes of a document share one, so that a mix-up is seen.
    pub fn secret(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let name: String = self.key.chars().map(plain).collect();
        format!("secret-{}-{name}", self.key.len())
    }

    /// Returns the value that presents the credential.
    pub fn value(&self) -> String {
        match &self.kind {
            Kind::Plain => self.secret(),
            Kind::Prefixed(prefix) => format!("{prefix} {}", self.secret()),
            // `user:pass word` in base64.
            Kind::Basic => "Basic dXNlcjpwYXNzIHdvcmQ=".to_owned(),
        }
    }
}

/// Returns the requirement of an operation. A parameter in the place of a declared scheme is that credential, not an
/// argument.
pub fn read(document: &Value, op: &Value, parameters: &mut Vec<Parameter>) -> Security {
    let all = schemes(document);
    let mut as_parameter = None;
    parameters.retain(|it| {
        let same_name = |name: &str| match it.place {
            Place::Header => name.eq_ignore_ascii_case(&it.name),
            _ => name == it.name,
        };
        let found = all
            .iter()
            .find(|scheme| scheme.place == it.place && same_name(&scheme.name));
        as_parameter = as_parameter.take().or_else(|| found.cloned());
        found.is_none()
    });
    let stated = op.get("security").or_else(|| document.get("security"));
    let stated = stated
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    if stated.is_empty() {
        let sets = as_parameter
            .map(|scheme| vec![scheme])
            .into_iter()
            .collect();
        return Security { sets };
    }
    let declared = document
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    let known = |name: &str| declared.is_some_and(|all| all.contains_key(name));
    let mut sets = Vec::new();
    for set in stated {
        let names = set.as_object().into_iter().flat_map(Map::keys);
        let names: Vec<&str> = names.map(String::as_str).collect();
        // A scheme that is declared nowhere says nothing.
        if !names.is_empty() && !names.iter().any(|name| known(name)) {
            continue;
        }
        let of_name = |name: &&str| all.iter().find(|scheme| scheme.key == **name).cloned();
        let schemes: Vec<Scheme> = names.iter().filter_map(of_name).collect();
        // A set with a certificate, which the client is not given, or with a scheme that is not declared.
        sets.push((names.len() == schemes.len(), schemes));
    }
    let any_whole = sets.iter().any(|(is_whole, _)| *is_whole);
    let may_be_absent = !sets.is_empty() && !any_whole;
    let sets = sets.into_iter().filter(|set| set.0 || !any_whole);
    let mut sets: Vec<Vec<Scheme>> = sets.map(|(_, schemes)| schemes).collect();
    sets.extend(may_be_absent.then(Vec::new));
    Security { sets }
}

/// Returns the declared schemes that put something into a request.
pub fn schemes(document: &Value) -> Vec<Scheme> {
    let declared = document.pointer("/components/securitySchemes");
    let declared = declared.and_then(Value::as_object);
    let declared = declared.into_iter().flatten();
    declared
        .filter_map(|(key, value)| scheme(key, follow(document, value)))
        .collect()
}

fn scheme(key: &str, value: &Value) -> Option<Scheme> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let authorization = |kind: Kind| Scheme {
        key: key.to_owned(),
        place: Place::Header,
        name: "authorization".to_owned(),
        kind,
    };
    Some(match text("type") {
        "apiKey" => Scheme {
            key: key.to_owned(),
            place: match text("in") {
                "query" => Place::Query,
                "cookie" => Place::Cookie,
                _ => Place::Header,
            },
            name: text("name").to_owned(),
            kind: Kind::Plain,
        },
        "http" => authorization(match text("scheme") {
            basic if basic.eq_ignore_ascii_case("basic") => Kind::Basic,
            scheme => Kind::Prefixed(scheme.to_owned()),
        }),
        "oauth2" | "openIdConnect" => authorization(Kind::Prefixed("bearer".to_owned())),
        _ => return None,
    })
}

/// Returns the schemes whose credentials the client of a document needs.
pub fn used<'c>(contracts: impl Iterator<Item = &'c Contract>) -> Vec<Scheme> {
    let mut used: Vec<Scheme> = Vec::new();
    for scheme in contracts.flat_map(|it| it.security.sets.iter().flatten()) {
        if !used.iter().any(|it| it.key == scheme.key) {
            used.push(scheme.clone());
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        json!({
            "security": [{ "id": [], "key": [] }],
            "components": { "securitySchemes": {
                "id": { "type": "apiKey", "in": "header", "name": "X-Id" },
                "key": { "type": "apiKey", "in": "query", "name": "key" },
                "login": { "type": "http", "scheme": "Basic" },
                "token": { "type": "oauth2" },
                "certificate": { "type": "mutualTLS" },
            } },
        })
    }

    fn keys(op: &Value) -> Vec<Vec<String>> {
        let sets = read(&document(), op, &mut Vec::new()).sets;
        let keys = |set: Vec<Scheme>| set.into_iter().map(|scheme| scheme.key).collect();
        sets.into_iter().map(keys).collect()
    }

    #[test]
    fn a_requirement_is_one_of_several_sets() {
        assert_eq!(keys(&json!({})), [["id", "key"]]);
        let either = json!({ "security": [{ "id": [] }, { "token": [] }, {}] });
        assert_eq!(keys(&either), [vec!["id"], vec!["token"], vec![]]);
        assert_eq!(keys(&json!({ "security": [] })), [[""; 0]; 0]);
        let certificate = json!({ "security": [{ "certificate": [] }] });
        assert_eq!(keys(&certificate), [[""; 0], []]);
        let other = json!({ "security": [{ "certificate": [] }, { "id": [] }] });
        assert_eq!(keys(&other), [["id"]]);
    }

    #[test]
    fn a_scheme_that_is_not_declared_says_nothing() {
        let lost = json!({ "security": [{ "gone": [] }, { "token": [] }] });
        assert_eq!(keys(&lost), [["token"]]);
        // What is left of it may be presented.
        let in_part = json!({ "security": [{ "token": [], "gone": [] }] });
        assert_eq!(keys(&in_part), [vec!["token"], vec![]]);
        assert_eq!(keys(&json!({ "security": [{ "gone": [] }] })), [[""; 0]; 0]);
    }
    #[test]
    fn a_credential_is_written_as_its_scheme_says() {
        let value = |key: &str| {
            let schemes = schemes(&document());
            schemes.iter().find(|it| it.key == key).map(Scheme::value)
        };
        assert_eq!(value("id").as_deref(), Some("secret-2-id"));
        assert_eq!(value("token").as_deref(), Some("bearer secret-5-token"));
        let basic = "Basic dXNlcjpwYXNzIHdvcmQ=";
        assert_eq!(value("login").as_deref(), Some(basic));
        assert_eq!(value("certificate"), None);
    }
}
