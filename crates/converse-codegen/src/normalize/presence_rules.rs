//! Guarantees: "one of these fields must be present", or how many, is a rule of the request's body,
//! checked before sending. Schemas keep a copy of it for `presence_docs`.

use crate::api::{Described, Kind, Presence};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let schemas = &mut api.schemas;
    let bodies = api.operations.iter_mut().filter_map(|it| it.body.as_mut());
    for body in bodies {
        let name = body.schema.reference().cloned();
        let named = name.and_then(|name| schemas.get_mut(&name));
        let schema = match named {
            Some(named) => named,
            None => &mut body.schema,
        };
        if let Kind::Object(object) = &mut schema.kind {
            let Presence { any_of, least } = &mut object.presence;
            *least = (*least).max(body.min_properties);
            let groups = any_of.iter();
            body.any_of = groups
                .map(|group| group.iter().map(ToString::to_string).collect())
                .collect();
        }
    }
    Ok(())
}
