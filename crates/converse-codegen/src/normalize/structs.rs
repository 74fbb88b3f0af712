//! Guarantees: every object with fields is known with the Rust names of its fields, which are unique, with
//! its docs, and with whether requests hold it. Where requests that are JSON hold it, its optional nullable fields keep
//! whether they are `null` or absent.

use super::open_enums::variant_name;
use super::reachable::reachable;
use super::unions::enum_values;
use crate::api::{About, Api, Encoding, Field, Fixed, Object, Site, SiteKind, Struct};
use crate::collect::parameters::JSON;
use crate::docs::with_limits;
use crate::identifiers::{Taken, snake_case};
use crate::problem::Finding;

/// Name of the field for the fields that an object does not declare.
pub const EXTRA: &str = "extra";

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let in_requests = reachable(&api.schemas, bodies.map(|body| &body.schema));
    let in_json = reachable(&api.schemas, sent_as_json(api));
    let schemas = api.schemas.iter();
    let structs = schemas.filter_map(|(name, schema)| {
        Some(Struct {
            name: name.to_string(),
            description: description(&schema.about),
            fields: fields(api, schema.object()?, in_json.contains(name)),
            in_request: in_requests.contains(name),
        })
    });
    api.structs = structs.collect();
    Ok(())
}

/// Returns what requests write as JSON, in which a field that is `null` differs from one that is absent (RFC 8259,
/// section 3).
fn sent_as_json(api: &Api) -> impl Iterator<Item = &Site> {
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let bodies = bodies.filter(|body| body.encoding == Encoding::Json);
    let parameters = api.operations.iter().flat_map(|it| &it.parameters);
    let parameters = parameters.filter(|parameter| parameter.style == JSON);
    let bodies = bodies.map(|body| &body.schema);
    bodies.chain(parameters.map(|parameter| &parameter.schema))
}

fn fields(api: &Api, object: &Object<Site>, in_json: bool) -> Vec<Field> {
    let reserved = object.extra.as_ref().map(|_| EXTRA);
    let mut taken = Taken::new(reserved, "_field");
    let names = object.fields.keys().map(|name| &**name);
    let idents = taken.claim_all(names, |name| snake_case(name, "field"));
    let properties = object.fields.iter().zip(idents);
    let mut fields: Vec<Field> = properties
        .enumerate()
        .map(|(index, ((wire, property), ident))| {
            let required = object.requires(wire);
            let said = api.said(property);
            // A field that may be `null` has two values.
            let fixed = (required && !property.nullable)
                .then(|| fixed_value(api, property))
                .flatten();
            Field {
                key: format!("f{index}"),
                wire: wire.to_string(),
                description: with_limits(said.description, said.limits, said.default),
                deprecated: said.deprecated,
                required,
                fixed,
                clear: None,
                keeps_null: in_json && !required && may_be_null(property),
                ident,
            }
        })
        .collect();
    // Only now has every field the name of its setter, which a clearer must not take.
    for (field, property) in fields.iter_mut().zip(object.fields.values()) {
        if property.clearable || (field.keeps_null && property.nullable) {
            let name = format!("clear_{}", field.ident.trim_end_matches('_'));
            field.clear = Some(taken.claim(&name));
        }
    }
    fields
}

/// Returns whether a field that requests have may be `null`, which any JSON may, and whose type does not say so.
fn may_be_null(property: &Site) -> bool {
    let is_any = matches!(property.kind, SiteKind::Any(_));
    (property.nullable || is_any) && !property.clearable && !property.about.read_only
}

/// Returns the only value that the document lists for a field.
fn fixed_value(api: &Api, property: &Site) -> Option<Fixed> {
    if let [value] = property.listed.as_slice() {
        return has_type_of_value(property).then(|| Fixed::Json(value.clone()));
    }
    match enum_values(api, property)? {
        [value] => {
            let path = format!("{}::{}", property.named()?, fixed_variant(value));
            Some(Fixed::Variant(path))
        }
        _ => None,
    }
}

/// Returns whether each value of the listed type of JSON is one of the field's type.
fn has_type_of_value(field: &Site) -> bool {
    let is_free = |site: &Site| matches!(site.kind, SiteKind::Any(_));
    match &field.kind {
        SiteKind::Array(inner) | SiteKind::Map(inner) => is_free(inner),
        SiteKind::Named(_) => false,
        SiteKind::Integer(width) => field.listed.iter().all(|value| width.holds(value)),
        _ => true,
    }
}

fn fixed_variant(value: &str) -> String {
    // The enum has one value, so only our own variant can have taken the name.
    Taken::new(["Unknown"], "Value").claim(&variant_name(value))
}

fn description(about: &About) -> Option<String> {
    about.description.as_deref().map(str::to_owned)
}
