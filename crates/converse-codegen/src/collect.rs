//! Reads operations and named schemas out of a document whose references resolve.

use serde_json::Value;

use crate::api::{Name, Operation, Published, Skipped, idempotent_by_method};
use crate::document::pointer;
use crate::problem::{Finding, Result};
use crate::settings::Settings;

pub mod bodies;
mod client_parameters;
mod examples;
mod item_stream;
mod json;
mod lift;
mod media_types;
pub mod operation_ids;
mod paging;
pub mod parameters;
mod parts;
pub mod patterns;
mod place;
mod places;
pub mod references;
mod resource;
mod responses;
mod rules;
mod safety;
pub mod schema;
mod security;
mod servers;
mod template;
mod webhooks;

pub use crate::document::role::METHODS;
pub use client_parameters::CLIENT_PARAMETERS;
pub use json::{array, object, text};
pub use place::Place;
use security::Security;
use template::Template;

/// The place of the message in the provider's error bodies.
const ERROR_MESSAGE: &str = "x-converse-error-message";

/// Reads `document`, which comes from `file`, with its webhooks. Guarantees to the passes: operations carry all of their
/// parameters under unique ids, the credential is not a parameter, every reference leads to a named schema, and each
/// schema knows its place in the document.
///
/// An operation that cannot be read is left out and reported; the others are not affected.
pub fn collect(document: Value, file: &str, settings: &Settings) -> Result<Published> {
    let base_url = servers::base_url(&document, settings);
    let mut api = read(document).map_err(|finding| finding.in_file(file))?;
    api.base_url = base_url?;
    safety::correct(&mut api, settings).map_err(|finding| finding.in_file(settings.file()))?;
    Ok(api)
}

fn read(mut document: Value) -> Result<Published, Finding> {
    check_version(&document)?;
    let (findings, mut unusable) = references::resolve(&mut document);
    let positions = places::mark(&mut document);
    let document = &document;
    let schemas = object(document.pointer("/components/schemas")).iter();
    let mut api = Published {
        description: text(document.pointer("/info/description")).unwrap_or_default(),
        schemas: schemas
            .map(|(name, schema)| (Name::from(name.as_str()), schema.clone()))
            .collect(),
        positions,
        warnings: findings,
        ..Published::default()
    };
    let security = Security::read(document, &mut api.warnings);
    let mut ids = operation_ids::Ids::default();
    for (path, item) in object(document.get("paths")) {
        let at = pointer::join("/paths", path);
        for place in Place::all(document, &at, path, item) {
            let id = ids.claim(&place, &mut api.warnings);
            let read = match unusable.remove(&place.at) {
                Some(finding) => Err(finding),
                None => read_operation(&place, &id, &security, &mut api.warnings),
            };
            match read {
                Ok(operation) => api.operations.push(operation),
                Err(finding) => api.skipped.push(Skipped {
                    operation: id,
                    finding,
                }),
            }
        }
    }
    api.warnings.extend(unusable.into_values());
    api.warnings.extend(without_responses(document));
    api.error_message = error_message(document)?;
    client_parameters::read(document, &mut api)?;
    api.webhooks = webhooks::read(document, &mut api.warnings);
    lift::lift(document, &mut api);
    Ok(api)
}

fn check_version(document: &Value) -> Result<(), Finding> {
    let version = |key: &str| document.get(key).and_then(Value::as_str);
    if let Some(version) = version("swagger") {
        return Err(Finding::at(
            "/swagger",
            format!("the document is Swagger {version}; OpenAPI 3.0 to 3.2 are read"),
            "convert it with `swagger2openapi`, or take the provider's OpenAPI 3 document",
        ));
    }
    let version = version("openapi").unwrap_or_default();
    let known = ["3.0", "3.1", "3.2"];
    if known.iter().any(|known| version.starts_with(known)) {
        return Ok(());
    }
    let found = match version {
        "" => "not OpenAPI 3".to_owned(),
        version => format!("OpenAPI `{version}`"),
    };
    Err(Finding::at(
        "/openapi",
        format!("the document is {found}; 3.0 to 3.2 are read"),
        "convert the document, or take the provider's OpenAPI 3 document",
    ))
}

/// Reads where error bodies have their message, as an extension at the root says it.
fn error_message(document: &Value) -> Result<String, Finding> {
    let pointer = match document.get(ERROR_MESSAGE) {
        None => return Ok(String::new()),
        Some(pointer) => pointer.as_str().filter(|it| it.starts_with('/')),
    };
    pointer.map(str::to_owned).ok_or_else(|| {
        Finding::at(
            pointer::join("", ERROR_MESSAGE),
            format!("`{ERROR_MESSAGE}` is not a JSON Pointer"),
            "write the place of the message in an error body, such as `/error/text`",
        )
    })
}

/// Returns a warning if most operations document no response: parts of the document may be missing.
fn without_responses(document: &Value) -> Option<Finding> {
    let items = object(document.get("paths")).iter();
    let operations = items.flat_map(|(path, item)| Place::all(document, "", path, item));
    let (mut all, mut bare) = (0, 0);
    for place in operations {
        all += 1;
        bare += usize::from(object(place.operation.get("responses")).is_empty());
    }
    (2 * bare > all).then(|| {
        Finding::at(
            "/paths",
            format!("{bare} of {all} operations document no response"),
            "check that the document is complete, with all files that it refers to",
        )
    })
}

/// Returns the method of an operation.
fn method(place: &Place<'_>) -> Result<String, Finding> {
    // RFC 9110, 9.1 and 5.6.2: it is a token, and its case matters.
    let of_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    match !place.method.is_empty() && place.method.chars().all(of_token) {
        true => Ok(place.method.clone()),
        false => Err(Finding::at(
            &place.at,
            format!("`{}` is not a method of HTTP", place.method),
            "correct the method in the overlay",
        )),
    }
}

fn read_operation(
    place: &Place<'_>,
    id: &str,
    security: &Security,
    warnings: &mut Vec<Finding>,
) -> Result<Operation<Value>, Finding> {
    let operation = place.operation;
    let mut template = Template::read(place.path);
    let mut parameters = parameters::read(place, &mut template, warnings)?;
    let security = security.of(place, &mut parameters, warnings);
    let (body, mut examples) = bodies::read(place, warnings);
    let responses = responses::read(place);
    let stream = item_stream::read(place)?;
    media_types::report_unread(place, stream.as_ref(), warnings);
    examples.extend(responses.examples);
    let paging = paging::read(place, &parameters, body.as_ref(), &responses.success)?;
    let resource = resource::read(place)?;
    let method = method(place)?;
    Ok(Operation {
        id: id.to_owned(),
        method_name: String::new(),
        builder_name: String::new(),
        path: servers::path(place, &template, warnings),
        tag: text(operation.pointer("/tags/0")),
        summary: text(operation.get("summary")),
        description: text(operation.get("description")),
        documentation: text(operation.pointer("/externalDocs/url")),
        deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
        parameters,
        body,
        success: responses.success,
        stream,
        paging,
        resource,
        accept: media_types::accepted(place, warnings),
        errors: responses.errors,
        failures: responses.failures,
        error_type: None,
        security,
        // RFC 9110, 9.2.2.
        idempotent: idempotent_by_method(&method),
        safety: None,
        method,
        examples,
    })
}
