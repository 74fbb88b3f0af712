//! Guarantees: a named schema is an object with fields, an enum or a union, and what refers to it is a site. Arrays,
//! maps, scalars and names for other names are inline where they are used, or they would become newtypes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api::{
    About, AnyJson, Api, Definition, DefinitionKind, Described, Discriminator, Kind, Name, Named,
    Object, OneOf, Schema, Site, SiteKind,
};

/// How deep lists and maps of lists and maps may be. Deeper ones are any JSON.
const DEPTH: usize = 64;

/// Runs the pass.
pub fn run(mut api: Described) -> Api {
    let schemas = std::mem::take(&mut api.schemas);
    let (kept, plain): (Named<Schema>, Named<Schema>) = schemas
        .into_iter()
        .partition(|(_, schema)| schema.needs_name());
    let inliner = Inliner { plain };
    let kept = kept.into_iter();
    let kept = kept.filter_map(|(name, schema)| Some((name, inliner.definition(schema)?)));
    let schemas = kept.collect();
    api.map(schemas, |schema| {
        inliner.site(&schema, &mut BTreeSet::new(), 0)
    })
}

struct Inliner {
    plain: Named<Schema>,
}

impl Inliner {
    fn definition(&self, schema: Schema) -> Option<Definition> {
        let site = |schema: &Schema| self.site(schema, &mut BTreeSet::new(), 0);
        let kind = match schema.kind {
            Kind::Object(object) => DefinitionKind::Object(Object {
                fields: object
                    .fields
                    .iter()
                    .map(|(name, field)| (name.clone(), site(field)))
                    .collect(),
                extra: object.extra.map(|extra| Box::new(site(&extra))),
                required: object.required,
                presence: object.presence,
                combines: object.combines,
            }),
            Kind::OneOf(union) => DefinitionKind::OneOf(OneOf {
                keyword: union.keyword,
                members: union.members.iter().map(site).collect(),
                discriminator: union
                    .discriminator
                    .map(|it| self.targets(it, &union.members)),
            }),
            Kind::Enum(values) => DefinitionKind::Enum(values),
            _ => return None,
        };
        Some(Definition {
            about: schema.about,
            kind,
        })
    }

    /// Returns the discriminator of a union of `members`, with the schemas that are meant where its table, or a member,
    /// has another name for them.
    fn targets(&self, mut declared: Discriminator, members: &[Schema]) -> Discriminator {
        let listed = declared.mapping.get_or_insert_default();
        let members: Vec<&Name> = members.iter().filter_map(Schema::reference).collect();
        let meant: Vec<&Name> = members.iter().map(|name| self.meant(name)).collect();
        for (name, target) in members.iter().zip(&meant) {
            let shared = meant.iter().filter(|other| *other == target).count() > 1;
            let is_listed = listed.iter().any(|(_, listed)| listed == *name);
            // Without a table, the value for a member is the member's name.
            if (name != target || shared) && !is_listed {
                listed.push(((*name).clone(), (*name).clone()));
            }
        }
        for (_, target) in listed {
            *target = self.meant(target).clone();
        }
        declared
    }

    /// Follows names for other names.
    fn meant<'a>(&'a self, name: &'a Name) -> &'a Name {
        let mut name = name;
        // A chain that is longer than all names is a circle.
        for _ in 0..self.plain.len() {
            match self.plain.get(name).and_then(Schema::reference) {
                Some(next) => name = next,
                None => break,
            }
        }
        name
    }

    /// Returns the site that a schema is, with the plain schemas that it refers to. `open` are those that led here.
    ///
    /// A name for a name leads further without nesting, so such names are followed in a loop.
    fn site(&self, schema: &Schema, open: &mut BTreeSet<Name>, depth: usize) -> Site {
        let mut end = schema;
        let mut references: Vec<(&Schema, &Name)> = Vec::new();
        while let Some(name) = end.reference()
            && let Some(target) = self.plain.get(name)
        {
            if !open.insert(name.clone()) {
                break;
            }
            references.push((end, name));
            end = target;
        }
        let is_circle = end.reference().is_some_and(|name| open.contains(name));
        let mut site = match is_circle {
            true => holds_itself(end),
            false => self.own_site(end, open, depth + usize::from(!references.is_empty())),
        };
        for (reference, name) in references.into_iter().rev() {
            open.remove(name);
            say_what_reference_says(&mut site, reference);
        }
        site
    }

    /// Returns the site that a schema is which does not refer to a plain one.
    fn own_site(&self, schema: &Schema, open: &mut BTreeSet<Name>, depth: usize) -> Site {
        let mut below = |schema: &Schema| Box::new(self.site(schema, &mut *open, depth + 1));
        let kind = match &schema.kind {
            _ if depth > DEPTH => given_up("lists and maps that are nested too deep"),
            Kind::Any(any) => SiteKind::Any(any.clone()),
            Kind::Null => SiteKind::Any(AnyJson::Null),
            Kind::Boolean => SiteKind::Boolean,
            Kind::Integer(integer) => SiteKind::Integer(*integer),
            Kind::Number => SiteKind::Number,
            Kind::String(text) => SiteKind::String(*text),
            Kind::Array(items) => SiteKind::Array(below(items)),
            Kind::Object(Object {
                extra: Some(values),
                ..
            }) => SiteKind::Map(below(values)),
            Kind::Object(_) => SiteKind::Map(Box::new(Site::of(SiteKind::Any(AnyJson::Free)))),
            Kind::Reference(name) => SiteKind::Named(name.clone()),
            // `hoist` and `merge_all_of` left none of these at a site.
            Kind::Enum(_) | Kind::OneOf(_) | Kind::AllOf(_) => {
                given_up("a type at a place where none can have a name")
            }
        };
        Site {
            about: schema.about.clone(),
            nullable: schema.nullable == Some(true),
            clearable: false,
            listed: match schema.kind {
                Kind::Null => vec![Value::Null],
                _ => schema.listed.clone(),
            },
            kind,
        }
    }
}

/// Returns what is at a reference to a list or map that led there.
fn holds_itself(reference: &Schema) -> Site {
    let mut site = Site {
        about: About {
            place: reference.about.place.clone(),
            ..About::default()
        },
        ..Site::of(given_up("a list or map that holds itself"))
    };
    say_what_reference_says(&mut site, reference);
    site
}

/// Adds to a plain schema at the site of a reference what the reference says.
fn say_what_reference_says(inlined: &mut Site, reference: &Schema) {
    let about = &reference.about;
    if about.description.is_some() {
        inlined.about.description = about.description.clone();
    }
    if about.limits.is_some() {
        inlined.about.limits = about.limits.clone();
    }
    if !about.rules.is_empty() {
        inlined.about.rules = about.rules.clone();
    }
    inlined.about.hints.add(&about.hints);
    if about.default.is_some() {
        inlined.about.default = about.default.clone();
    }
    inlined.about.deprecated |= about.deprecated;
    inlined.about.read_only |= about.read_only;
    inlined.about.write_only |= about.write_only;
    inlined.nullable = reference.nullable.unwrap_or(inlined.nullable);
}

fn given_up(why: &'static str) -> SiteKind {
    SiteKind::Any(AnyJson::GivenUp(why))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::api::as_json::definition_json;
    use crate::normalize::test_support::sites_of;

    #[test]
    fn a_named_array_is_inline_where_it_is_used() {
        let api = sites_of(json!({
            "A": { "type": "object", "properties": { "l": { "$ref": "#/components/schemas/L", "nullable": true } } },
            "L": { "type": "array", "items": { "$ref": "#/components/schemas/S" } },
            "S": { "type": "string" },
        }));
        let expected = json!({ "type": "array", "items": { "type": "string" }, "nullable": true });
        assert_eq!(
            definition_json(&api.schemas["A"])["properties"]["l"],
            expected
        );
        assert_eq!(api.schemas.len(), 1);
    }

    #[test]
    fn a_list_of_itself_ends() {
        let api = sites_of(json!({
            "A": { "type": "object", "properties": { "l": { "$ref": "#/components/schemas/L" } } },
            "L": { "type": "array", "items": { "$ref": "#/components/schemas/L" } },
        }));
        assert_eq!(
            definition_json(&api.schemas["A"])["properties"]["l"],
            json!({ "type": "array", "items": { "given up": "a list or map that holds itself" } })
        );
    }
}
