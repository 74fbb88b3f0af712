//! Points what refers to named schemas to others.

use std::collections::BTreeMap;

use crate::api::{Api, Definition, DefinitionKind, Name, SiteKind};

/// Points all references to the new names.
pub fn redirect(api: &mut Api, names: &BTreeMap<Name, Name>) {
    api.visit_mut(|site| {
        if let SiteKind::Named(name) = &mut site.kind
            && let Some(new) = names.get(name)
        {
            *name = new.clone();
        }
    });
    for schema in api.schemas.values_mut() {
        redirect_payloads(schema, names);
    }
}

/// Points a union's table of payloads to the new names.
pub fn redirect_payloads(schema: &mut Definition, names: &BTreeMap<Name, Name>) {
    if let DefinitionKind::OneOf(union) = &mut schema.kind
        && let Some(declared) = &mut union.discriminator
    {
        for (_, payload) in declared.mapping.iter_mut().flatten() {
            if let Some(new) = names.get(payload) {
                *payload = new.clone();
            }
        }
    }
}
