//! Guarantees: each webhook names the type of its body.

use super::Context;
use super::error_bodies::shape;
use crate::api::Api;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    for webhook in &mut api.webhooks {
        webhook.shape = Some(shape(&webhook.schema, &mut api.nameless));
    }
    Ok(())
}
