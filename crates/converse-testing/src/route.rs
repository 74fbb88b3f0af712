//! Finds the operation that a request calls, by the raw bytes of its path.

use converse_core::http::{Method, StatusCode};
use converse_core::operation::Operation;

use converse_core::dynamic::Contract;

use crate::credential::decoded;
use crate::refusal::Refusal;

/// An operation and its provider.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) contract: &'static Contract,
    pub(crate) operation: &'static Operation,
}

/// Returns the provider that the first segment names.
pub(crate) fn provider(
    contracts: &[&'static Contract],
    target: &str,
) -> Result<&'static Contract, Refusal> {
    let name = target.strip_prefix('/').unwrap_or(target);
    let name = name.split(['/', '?']).next().unwrap_or(name);
    let known = contracts
        .iter()
        .copied()
        .find(|contract| contract.provider.name == name);
    known.ok_or_else(|| {
        let names: Vec<_> = contracts
            .iter()
            .map(|contract| format!("`/{}`", contract.provider.name))
            .collect();
        let problem = format!(
            "the path must begin with a provider's name, one of {}; see `Server::base_url`",
            names.join(", ")
        );
        Refusal::new(StatusCode::NOT_FOUND, problem)
    })
}

/// Returns the operation with this method and path, as the provider itself would see them.
pub(crate) fn operation(
    contract: &'static Contract,
    method: &Method,
    path: &str,
) -> Result<Route, Refusal> {
    let title = contract.provider.title;
    let Some(path) = path.strip_prefix(contract.base_path()) else {
        let problem = format!(
            "every path of {title} begins with `{}`",
            contract.base_path()
        );
        return Err(Refusal::new(StatusCode::NOT_FOUND, problem));
    };
    let matching: Vec<_> = contract
        .operations
        .iter()
        .filter(|operation| matches(operation.path, path))
        .collect();
    let of_method = matching.iter().filter(|it| it.method == *method);
    // A fixed segment takes precedence over a variable: `/messages/search` is not a message.
    let closest = of_method.min_by_key(|operation| {
        let segments = operation.path.split('/');
        segments
            .map(|segment| segment.contains('{'))
            .collect::<Vec<_>>()
    });
    if let Some(operation) = closest {
        return Ok(Route {
            contract,
            operation,
        });
    }
    if matching.is_empty() {
        let known: Vec<_> = contract
            .operations
            .iter()
            .map(|operation| format!("`{} {}`", operation.method, operation.path))
            .collect();
        let known = known.join(", ");
        let problem = format!("no operation of {title} has this path; the paths are {known}");
        return Err(Refusal::new(StatusCode::NOT_FOUND, problem));
    }
    let methods: Vec<_> = matching.iter().map(|it| it.method).collect();
    let allow = methods.join(", ");
    let problem = format!("this path of {title} does not have the method; it has {allow}");
    Err(Refusal {
        allow: Some(allow),
        ..Refusal::new(StatusCode::METHOD_NOT_ALLOWED, problem)
    })
}

/// Returns whether a path matches a template. Each variable takes part of one segment, and at least one byte.
pub(crate) fn matches(template: &str, path: &str) -> bool {
    // A template may contain a query, which does not distinguish operations.
    let template = template.split('?').next().unwrap_or_default();
    let (mut templates, mut segments) = (template.split('/'), path.split('/'));
    loop {
        match (templates.next(), segments.next()) {
            (None, None) => return true,
            (Some(template), Some(segment)) if segment_matches(template, segment) => {}
            _ => return false,
        }
    }
}

/// Returns the values of the variables of a template that a path matches, decoded.
pub(crate) fn variables(template: &'static str, path: &str) -> Vec<(&'static str, String)> {
    let template = template.split('?').next().unwrap_or_default();
    let mut found = Vec::new();
    for (template, segment) in template.split('/').zip(path.split('/')) {
        variables_of(template, segment, &mut found);
    }
    found
}

fn variables_of(template: &'static str, segment: &str, found: &mut Vec<(&'static str, String)>) {
    let Some((before, rest)) = template.split_once('{') else {
        return;
    };
    let Some((name, after)) = rest.split_once('}') else {
        return;
    };
    let Some(value) = segment.strip_prefix(before) else {
        return;
    };
    if after.is_empty() {
        found.push((name, decoded(value)));
        return;
    }
    let mut cuts = value.char_indices().skip(1).map(|(cut, _)| cut);
    if let Some(cut) = cuts.find(|cut| segment_matches(after, &value[*cut..])) {
        found.push((name, decoded(&value[..cut])));
        variables_of(after, &value[cut..], found);
    }
}

/// Matches one segment, such as `{id}` or `{id}:send`.
fn segment_matches(template: &str, segment: &str) -> bool {
    let Some((before, (_, after))) = template
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return template == segment;
    };
    let Some(rest) = segment.strip_prefix(before) else {
        return false;
    };
    if after.is_empty() {
        return !rest.is_empty();
    }
    // The path is ASCII or valid UTF-8: `char_indices` returns the places where it may be cut.
    let mut cuts = rest.char_indices().skip(1);
    cuts.any(|(cut, _)| segment_matches(after, &rest[cut..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_from_a_path() {
        let read = |template, path| {
            let found = variables(template, path);
            let found = found.iter().map(|(name, value)| format!("{name}={value}"));
            found.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read("/a/{id}/b/{of}", "/a/1/b/x%20y"), "id=1 of=x y");
        assert_eq!(read("/a/{id}:send", "/a/:x:send"), "id=:x");
        assert_eq!(read("/a/{from}-{to}.json", "/a/1-2.json"), "from=1 to=2");
        assert_eq!(read("/a", "/a"), "");
    }

    #[test]
    fn a_path_has_the_form_of_its_template_or_not() {
        for (template, path) in [
            ("/a", "/a"),
            ("/a/", "/a/"),
            ("/a/{id}", "/a/1"),
            ("/a/{id}", "/a/%2F%2e%2E"),
            ("/a/{id}", "/a/;id=1,2"),
            ("/a/{id}/b", "/a/x/b"),
            ("/a/{id}:send", "/a/x:send"),
            ("/a/{id}:send", "/a/:send:send"),
            ("/a/{from}-{to}.json", "/a/1-2.json"),
            ("/export?app={app}", "/export"),
        ] {
            assert!(matches(template, path), "{template} {path}");
        }
        for (template, path) in [
            ("/a", "/a/"),
            ("/a/", "/a"),
            ("/a", "/A"),
            ("/a", "/%61"),
            ("/a", "//a"),
            ("/a/{id}", "/a/"),
            ("/a/{id}", "/a"),
            ("/a/{id}", "/a/1/2"),
            ("/a/{id}/b", "/a//b"),
            ("/a/{id}:send", "/a/:send"),
            ("/a/{id}:send", "/a/x:sent"),
            ("/a/{from}-{to}.json", "/a/1-.json"),
        ] {
            assert!(!matches(template, path), "{template} {path}");
        }
    }
}
