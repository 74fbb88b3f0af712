//! The base URL of the document, and the paths of operations below it.

use serde_json::Value;

use super::template::{Template, literal};
use super::{Place, object, text};
use crate::problem::{Finding, Problem, Result};
use crate::settings::Settings;

/// Returns the base URL: that of the settings, or the document's first server with its variables' defaults.
/// Empty if the document has no absolute one; the user of the crate has to give it.
pub fn base_url(document: &Value, settings: &Settings) -> Result<String> {
    if let Some(url) = &settings.base_url {
        return absolute(url).ok_or_else(|| {
            Problem::file(
                settings.file(),
                format!("`base_url` is `{url}`, which is not an absolute http URL"),
                "write it as `https://host/path`",
            )
        });
    }
    let first = document.pointer("/servers/0").map(server_url);
    Ok(first.as_deref().and_then(absolute).unwrap_or_default())
}

/// Returns the path of the operation below the base URL. A server of its own on the same host gives a longer
/// path; a server elsewhere gets a warning, since a client talks to one host.
pub fn path(place: &Place<'_>, template: &Template, warnings: &mut Vec<Finding>) -> String {
    if template.has_fragment {
        warnings.push(Finding::at(
            &place.at,
            "the path has a fragment, which is not sent",
            "ignore this if it only tells operations of one path apart",
        ));
    }
    let path = template.to_string();
    let own = [place.operation, place.item]
        .into_iter()
        .find_map(|owner| owner.pointer("/servers/0"));
    let base = place
        .document
        .pointer("/servers/0")
        .map(server_url)
        .and_then(|url| absolute(&url));
    let own = own.map(server_url).and_then(|url| absolute(&url));
    let (Some(own), Some(base)) = (own, base) else {
        return path;
    };
    match own.strip_prefix(&base) {
        Some("") => path,
        Some(below) if below.starts_with('/') => format!("{below}{path}"),
        _ => {
            warnings.push(Finding::at(
                format!("{}/servers", place.at),
                format!("the operation lives at `{own}`, and a client talks to one base URL"),
                "build a second client with that base URL for it",
            ));
            path
        }
    }
}

fn server_url(server: &Value) -> String {
    let mut url = server
        .get("url")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    for (name, variable) in object(server.get("variables")) {
        if let Some(value) = text(variable.get("default")) {
            url = url.replace(&format!("{{{name}}}"), &value);
        }
    }
    url
}

fn absolute(url: &str) -> Option<String> {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let usable = !host.is_empty()
        && !url.contains(|c: char| "{}?#".contains(c) || c.is_whitespace() || c.is_control());
    let path = host.find('/').unwrap_or(host.len()) + url.len() - host.len();
    let (origin, path) = url.split_at(path);
    usable.then(|| format!("{origin}{}", literal(path.trim_end_matches('/'), true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn variables_take_their_defaults() {
        let server = json!({
            "url": "https://{sub}.a.example/v1/",
            "variables": { "sub": { "default": "app" } },
        });
        assert_eq!(
            absolute(&server_url(&server)).as_deref(),
            Some("https://app.a.example/v1")
        );
    }

    #[test]
    fn a_fragment_is_no_part_of_a_path() {
        let nothing = json!({});
        let place = Place {
            document: &nothing,
            at: String::new(),
            path: "/messages#text",
            method: "POST".to_owned(),
            item: &nothing,
            operation: &nothing,
        };
        let mut warnings = Vec::new();
        let template = Template::read(place.path);
        assert_eq!(path(&place, &template, &mut warnings), "/messages");
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn the_path_of_a_server_is_percent_encoded() {
        let found = absolute("https://a.example/größe 1/").unwrap_or_default();
        assert_eq!(found, "");
        let found = absolute("https://a.example/größe/").unwrap_or_default();
        assert_eq!(found, "https://a.example/gr%C3%B6%C3%9Fe");
        assert_eq!(
            absolute("https://a.example/").as_deref(),
            Some("https://a.example")
        );
    }

    #[test]
    fn a_relative_server_is_no_base_url() {
        for url in ["/v1", "host.example/x", "https://{sub}.example"] {
            assert_eq!(absolute(url), None, "{url}");
        }
    }
}
