//! Guarantees: "one of these fields must be present", or how many, is a rule of the request's body, checked before
//! sending; the object that has the fields knows how many, too, for its docs.

use crate::api::{Api, Definition};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let bodies = api.operations.iter_mut().filter_map(|it| it.body.as_mut());
    for body in bodies {
        let named = body.schema.named();
        let definition = named.and_then(|name| api.schemas.get_mut(name));
        if let Some(object) = definition.and_then(Definition::object_mut) {
            let presence = &mut object.presence;
            presence.least = presence.least.max(body.min_properties);
            let groups = presence.any_of.iter();
            body.any_of = groups
                .map(|group| group.iter().map(ToString::to_string).collect())
                .collect();
        }
    }
    Ok(())
}
