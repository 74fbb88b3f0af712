//! The server of an operation.

use serde_json::Value;

/// The server of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The path of its URL, without a slash at the end.
    pub path: String,
    /// Whether it is not below the document's own server: a caller has to give it to the client.
    pub elsewhere: bool,
}

/// Returns the first server of the operation, its path item or the document.
pub fn read(document: &Value, item: &Value, operation: &Value) -> Server {
    let base = base_url(document);
    let own = [operation, item].into_iter().find_map(first_url);
    let url = own.clone().or(base.clone()).unwrap_or_default();
    let below = match (&own, &base) {
        (Some(own), Some(base)) => {
            let rest = own.strip_prefix(base.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => own.is_none(),
    };
    Server {
        path: path_of(&url).to_owned(),
        elsewhere: !below,
    }
}

/// Returns the URL of the document's first server, if it has scheme and host.
pub fn base_url(document: &Value) -> Option<String> {
    first_url(document)
}

fn first_url(owner: &Value) -> Option<String> {
    let server = owner.pointer("/servers/0")?;
    let mut url = server.get("url")?.as_str()?.to_owned();
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        if let Some(value) = variable.get("default").and_then(Value::as_str) {
            url = url.replace(&format!("{{{name}}}"), value);
        }
    }
    let known = url.starts_with("https://") || url.starts_with("http://");
    (known && !url.contains('{')).then(|| url.trim_end_matches('/').to_owned())
}

/// Returns the path of an absolute URL.
pub fn path_of(url: &str) -> &str {
    let after = url.split_once("://").map_or("", |(_, rest)| rest);
    after
        .find('/')
        .map_or("", |slash| after[slash..].trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_nearest_server_counts() {
        let document = json!({ "servers": [{ "url": "https://a.example/v1/" }] });
        let none = json!({});
        let deeper = json!({ "servers": [{ "url": "https://a.example/v1/beta" }] });
        let other = json!({ "servers": [{ "url": "https://b.example/x" }] });
        let server = |path: &str, elsewhere| Server {
            path: path.to_owned(),
            elsewhere,
        };
        assert_eq!(read(&document, &none, &none), server("/v1", false));
        assert_eq!(read(&document, &deeper, &none), server("/v1/beta", false));
        assert_eq!(read(&document, &deeper, &other), server("/x", true));
    }

    #[test]
    fn only_an_absolute_url_has_a_path() {
        let relative = json!({ "servers": [{ "url": "host.example/agent" }] });
        assert_eq!(read(&relative, &json!({}), &json!({})).path, "");
        let variable = json!({ "servers": [{
            "url": "https://{s}.example/sc", "variables": { "s": { "default": "app" } },
        }] });
        assert_eq!(read(&variable, &json!({}), &json!({})).path, "/sc");
    }
}
