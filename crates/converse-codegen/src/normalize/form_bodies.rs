//! Guarantees: a form in parts is an object with named fields, or any JSON: only fields can become parts.

use crate::api::{About, AnyJson, Api, DefinitionKind, Encoding, Site, SiteKind};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let bodies = api.operations.iter_mut().filter_map(|it| it.body.as_mut());
    for body in bodies.filter(|body| body.encoding == Encoding::Multipart) {
        let target = body.schema.named().and_then(|name| api.schemas.get(name));
        let place = match (target, &body.schema.kind) {
            (None, SiteKind::Any(_)) => continue,
            (Some(target), _) if matches!(target.kind, DefinitionKind::Object(_)) => continue,
            (Some(target), _) => target.about.place.clone(),
            (None, _) => body.schema.about.place.clone(),
        };
        let why = "a form that is not one object with named parts";
        body.schema = Site {
            about: About {
                place,
                ..About::default()
            },
            ..Site::of(SiteKind::Any(AnyJson::GivenUp(why)))
        };
    }
    Ok(())
}
