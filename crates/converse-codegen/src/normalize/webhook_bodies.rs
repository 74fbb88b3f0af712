//! Guarantees: each webhook names the type of its body.

use super::shapes::Nameless;
use crate::api::Api;
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut nameless = Nameless::of(api);
    for webhook in &mut api.webhooks {
        webhook.shape = Some(nameless.shape(&webhook.schema));
    }
    api.nameless = nameless.into_sites();
    Ok(())
}
