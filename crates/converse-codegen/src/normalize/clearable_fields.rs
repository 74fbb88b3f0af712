//! Guarantees: an optional field that may be `null` in the body of a PATCH says that it can be cleared
//! as well as left. Anywhere else `null` and absent are the same, so a schema that others hold too becomes two:
//! the one of the PATCH is at `patch()` below the other's place.

use std::collections::{BTreeMap, BTreeSet};

use super::reachable::reachable;
use super::redirect::redirect_payloads;
use crate::api::{Api, Definition, Encoding, Name, Named, Object, Operation, Site, SiteKind, Step};
use crate::problem::Finding;

/// What the place of the schema of a PATCH ends with, if there is another one for responses.
pub const PATCH: &str = "/patch()";

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let (patched, held) = {
        let operations = api.operations.iter();
        let (patches, others): (Vec<_>, Vec<_>) = operations.clone().partition(|it| is_patch(it));
        let reached = Reached::of(&api.schemas, patches.into_iter().filter_map(body));
        let parameters = operations.clone().flat_map(|it| &it.parameters);
        let webhooks = api.webhooks.iter().map(|webhook| &webhook.schema);
        let elsewhere = operations
            .flat_map(responses)
            .chain(others.into_iter().filter_map(body))
            .chain(parameters.map(|parameter| &parameter.schema))
            .chain(webhooks)
            .chain(reached.items);
        (reached.names, reachable(&api.schemas, elsewhere))
    };
    let leading = leading_to_clearable(&api.schemas);
    let copies: BTreeMap<Name, Name> = patched
        .keys()
        .filter(|name| held.contains(*name) && leading.contains(*name))
        .map(|name| (name.clone(), format!("{name}{PATCH}").into()))
        .collect();
    for (name, copy) in &copies {
        if let Some(schema) = api.schemas.get(name).cloned() {
            api.schemas.insert(copy.clone(), schema);
        }
    }
    for (name, outermost) in &patched {
        let own = copies.get(name);
        if own.is_none() && held.contains(name) {
            continue;
        }
        let Some(schema) = api.schemas.get_mut(own.unwrap_or(name)) else {
            continue;
        };
        for (step, child) in schema.children_mut() {
            if let Some(outermost) = patched_by(step, *outermost) {
                redirect_patched(child, outermost, &copies);
            }
        }
        redirect_payloads(schema, &copies);
        if let Some(object) = schema.object_mut() {
            for field in clearable(object) {
                if let Some(field) = object.fields.get_mut(&field) {
                    field.clearable = true;
                }
            }
        }
    }
    let operations = api.operations.iter_mut().filter(|it| is_patch(it));
    for body in operations.filter_map(|it| it.body.as_mut()) {
        body.clears = true;
        redirect_patched(&mut body.schema, true, &copies);
    }
    Ok(())
}

/// Returns whether what is absent from the body stays unchanged (RFC 5789, RFC 7396).
fn is_patch(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| {
        let essence = body.media_type.split(';').next().unwrap_or_default().trim();
        body.encoding == Encoding::Json
            && (operation.method == "PATCH"
                || essence.eq_ignore_ascii_case("application/merge-patch+json"))
    })
}

fn body(operation: &Operation) -> Option<&Site> {
    operation.body.as_ref().map(|body| &body.schema)
}

fn responses(operation: &Operation) -> impl Iterator<Item = &Site> {
    let errors = operation.errors.iter().map(|response| &response.schema);
    let items = operation.stream.iter().filter_map(|it| it.item.as_ref());
    operation.success.schemas().chain(errors).chain(items)
}

/// The schemas that the bodies of PATCHes lead to.
struct Reached<'a> {
    /// Schemas in which an absent field is left unchanged, each with whether it is outermost.
    names: BTreeMap<Name, bool>,
    /// The items of lists: a list is replaced as a whole, so nothing in it is left unchanged.
    items: Vec<&'a Site>,
}

impl<'a> Reached<'a> {
    fn of(schemas: &'a Named<Definition>, bodies: impl Iterator<Item = &'a Site>) -> Self {
        let mut names: BTreeMap<Name, bool> = BTreeMap::new();
        let mut items = Vec::new();
        let mut open: Vec<(&Site, bool)> = bodies.map(|body| (body, true)).collect();
        while let Some((site, outermost)) = open.pop() {
            let mut below: Vec<(Step<'_>, &Site)> = site.child().into_iter().collect();
            if let Some(name) = site.named()
                && names.get(name).is_none_or(|known| outermost && !known)
            {
                names.insert(name.clone(), outermost);
                below.extend(schemas.get(name).into_iter().flat_map(Definition::children));
            }
            for (step, child) in below {
                match patched_by(step, outermost) {
                    Some(outermost) => open.push((child, outermost)),
                    None => items.push(child),
                }
            }
        }
        Self { names, items }
    }
}

/// Returns whether a schema one step further is still outermost; `None` if it is replaced as a whole, as all
/// lists are but one that is the body itself.
fn patched_by(step: Step<'_>, outermost: bool) -> Option<bool> {
    match step {
        Step::Field(_) | Step::Values => Some(false),
        Step::Member(..) | Step::Part => Some(outermost),
        Step::Items => outermost.then_some(true),
    }
}

/// Points the references of a PATCH to the copies.
fn redirect_patched(site: &mut Site, outermost: bool, copies: &BTreeMap<Name, Name>) {
    if let SiteKind::Named(name) = &mut site.kind
        && let Some(copy) = copies.get(name)
    {
        *name = copy.clone();
    }
    if let Some((step, child)) = site.child_mut()
        && let Some(outermost) = patched_by(step, outermost)
    {
        redirect_patched(child, outermost, copies);
    }
}

/// Returns the schemas with clearable fields, and all that lead to them.
fn leading_to_clearable(schemas: &Named<Definition>) -> BTreeSet<Name> {
    let mut holders: BTreeMap<Name, Vec<&Name>> = BTreeMap::new();
    for (name, schema) in schemas {
        let mut open: Vec<(Step<'_>, &Site, bool)> = Vec::new();
        let children = schema.children().into_iter();
        open.extend(children.map(|(step, child)| (step, child, true)));
        while let Some((step, site, outermost)) = open.pop() {
            let Some(outermost) = patched_by(step, outermost) else {
                continue;
            };
            if let Some(held) = site.named() {
                holders.entry(held.clone()).or_default().push(name);
            }
            open.extend(site.child().map(|(step, child)| (step, child, outermost)));
        }
    }
    let has_clearable = |schema: &Definition| {
        schema
            .object()
            .is_some_and(|object| !clearable(object).is_empty())
    };
    let mut open: Vec<&Name> = schemas
        .iter()
        .filter(|(_, schema)| has_clearable(schema))
        .map(|(name, _)| name)
        .collect();
    let mut leading = BTreeSet::new();
    while let Some(name) = open.pop() {
        if leading.insert(name.clone()) {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    leading
}

/// Returns the fields that may be absent and may be `null` (any JSON may) and that a request has at all.
fn clearable(object: &Object<Site>) -> Vec<Name> {
    let fields = object.fields.iter();
    let fields = fields.filter(|(name, field)| {
        (field.nullable || matches!(field.kind, SiteKind::Any(_)))
            && !field.about.read_only
            && !object.requires(name)
    });
    fields.map(|(name, _)| name.clone()).collect()
}
