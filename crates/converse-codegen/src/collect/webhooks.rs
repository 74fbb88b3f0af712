//! Webhooks: `webhooks`, or `x-webhooks` in a document of version 3.0.

use serde_json::Value;

use super::{Place, bodies, object, text};
use crate::api::{Encoding, Webhook};
use crate::document::pointer;
use crate::problem::Finding;

/// Reads the webhooks with a JSON body, in the order of the document; of several with one name, the first. None of them
/// is an operation.
pub fn read(document: &Value, warnings: &mut Vec<Finding>) -> Vec<Webhook<Value>> {
    let mut webhooks: Vec<Webhook<Value>> = Vec::new();
    for key in ["webhooks", "x-webhooks"] {
        for (name, item) in object(document.get(key)) {
            let at = pointer::join(&format!("/{key}"), name);
            for place in Place::all(document, &at, name, item) {
                let Some(found) = webhook(&place, warnings) else {
                    continue;
                };
                if webhooks.iter().any(|known| known.name == found.name) {
                    warnings.push(Finding::at(
                        place.at,
                        format!(
                            "an earlier webhook has the name `{name}` too, so this one is left out"
                        ),
                        "ignore this, or remove the other in the overlay if this one is right",
                    ));
                } else {
                    webhooks.push(found);
                }
            }
        }
    }
    webhooks
}

fn webhook(place: &Place<'_>, warnings: &mut Vec<Finding>) -> Option<Webhook<Value>> {
    let (body, examples) = bodies::read(place, warnings);
    let body = body?;
    if body.encoding != Encoding::Json {
        warnings.push(Finding::at(
            format!("{}/requestBody/content", place.at),
            format!(
                "the webhook's body is `{}`, which has no type",
                body.media_type
            ),
            "ignore this, or correct the media type in the overlay if the body is JSON",
        ));
        return None;
    }
    Some(Webhook {
        name: place.path.to_owned(),
        description: text(place.operation.get("summary"))
            .or_else(|| text(place.operation.get("description"))),
        schema: body.schema,
        shape: None,
        examples,
    })
}
