//! Guarantees: `allOf` is gone. Its parts are one schema, spread over the variants of a union
//! where one of them is a union; conditions on presence are kept for `presence_rules`.

mod conditional;
mod crossed;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use super::inherited_unions::is_fields;
use crate::api::{AnyJson, Described, Kind, Name, Named, Object, OneOf, Schema};
use crate::problem::Finding;
use conditional::conditional_fields;
use crossed::{crossed, variants};
use parts::{adopt, merge};

/// Limit on the variants of a union into which the fields beside it are spread. Unions of unions
/// multiply, and real documents stay far below.
const VARIANT_LIMIT: usize = 256;

/// How many unions with fields beside them may be inside each other: the variants of each are types of their own.
const UNION_LIMIT: usize = 16;

/// How many schemas of a circle, and parts in them, may be merged inside each other. Others are merged before those that
/// inherit from them, so they are not inside each other.
const CIRCLE_LIMIT: usize = 128;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let named = api.schemas.clone();
    let mut merger = Merger::new(&named);
    for name in parents_first(&named) {
        merger.begin(Name::from(""));
        merger.resolved(&Schema::of(Kind::Reference(name)));
    }
    for (place, schema) in api.placed_roots_mut() {
        let is_named = named.contains_key(&*place);
        merger.begin(place.into());
        for (_, child) in schema.children_mut() {
            child.visit_mut(&mut |schema| {
                if let Some(merged) = merger.merged(schema, false) {
                    *schema = merged;
                }
            });
        }
        if let Some(merged) = merger.merged(schema, is_named) {
            *schema = merged;
        }
    }
    // All heirs have been merged, so the helper schemas can go.
    api.schemas.retain(|name, _| !is_fields(name));
    Ok(())
}

/// Returns the named schemas that have parts, or are parts, each after those that it has as parts but for circles.
fn parents_first(named: &Named<Schema>) -> Vec<Name> {
    let mut order = Vec::new();
    let mut known: BTreeSet<Name> = BTreeSet::new();
    for (root, schema) in named {
        if !matches!(schema.kind, Kind::AllOf(_)) || !known.insert(root.clone()) {
            continue;
        }
        let mut open = vec![(root.clone(), parents(schema))];
        while let Some((name, left)) = open.last_mut() {
            match left.pop() {
                Some(above) => {
                    if let Some(schema) = named.get(&above)
                        && known.insert(above.clone())
                    {
                        let left = parents(schema);
                        open.push((above, left));
                    }
                }
                None => {
                    order.push(name.clone());
                    open.pop();
                }
            }
        }
    }
    order
}

/// Returns the named schemas that are merged into this one: parts, and members of unions among the parts.
fn parents(schema: &Schema) -> Vec<Name> {
    let mut names = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        match &schema.kind {
            Kind::Reference(name) => names.push(name.clone()),
            Kind::AllOf(parts) => open.extend(parts),
            Kind::OneOf(union) => open.extend(&union.members),
            _ => {}
        }
    }
    names
}

/// Merges schemas, each named one once: parts that share an ancestor would multiply otherwise.
struct Merger<'a> {
    named: &'a Named<Schema>,
    /// The place being merged, and the named schemas that led from it to this one.
    open: Vec<Name>,
    /// Results for named schemas.
    merged: BTreeMap<Name, Schema>,
    /// Results for schemas in a circle, which differ by where the circle was entered: for one place.
    in_circle: BTreeMap<Name, Schema>,
    /// The first of `open` that a reference led back to.
    back_to: Option<usize>,
    /// How many schemas are being resolved, each inside the one before.
    depth: usize,
}

impl<'a> Merger<'a> {
    fn new(named: &'a Named<Schema>) -> Self {
        Self {
            named,
            open: Vec::new(),
            merged: BTreeMap::new(),
            in_circle: BTreeMap::new(),
            back_to: None,
            depth: 0,
        }
    }

    fn begin(&mut self, place: Name) {
        self.open = vec![place];
        self.in_circle.clear();
        self.back_to = None;
    }

    /// Returns `schema` without `allOf`; `None` if it has none. Only a reference is left of a named schema that adds
    /// nothing to it; of one without a name, also if it repeats that it is an object.
    fn merged(&mut self, schema: &Schema, is_named: bool) -> Option<Schema> {
        let Kind::AllOf(parts) = &schema.kind else {
            return None;
        };
        let adds = |part: &&Schema| is_named || !part.is_bare_object();
        let mut adding = parts.iter().filter(adds);
        if let (Some(only), None) = (adding.next(), adding.next())
            && !only.is_conditional
            && only.reference().is_some_and(|name| !is_fields(name))
        {
            let mut site = only.clone();
            for other in parts.iter().filter(|part| !adds(part)).chain([schema]) {
                adopt(&mut site.about, &other.about);
                site.nullable = other.nullable.or(site.nullable);
            }
            return Some(site);
        }
        // A plain loop: the frames of iterators would be on the stack once for each level.
        let (mut resolved, mut conditional) = (Vec::new(), Vec::new());
        for part in parts {
            if let Some(found) = self.resolved(part) {
                match part.is_conditional {
                    true => conditional.push(found),
                    false => resolved.push(found),
                }
            }
        }
        resolved.extend(conditional_fields(&resolved, &conditional));
        let own = Schema {
            about: schema.about.clone(),
            nullable: schema.nullable,
            ..Schema::default()
        };
        Some(self.combined(resolved.into_iter().chain([own])))
    }

    /// Returns a part with its references and its own `allOf` resolved; `None` inside a circle.
    fn resolved(&mut self, part: &Schema) -> Option<Schema> {
        self.depth += 1;
        let resolved = self.resolved_inside(part);
        self.depth -= 1;
        resolved
    }

    fn resolved_inside(&mut self, part: &Schema) -> Option<Schema> {
        let Some(name) = part.reference() else {
            return self.followed(part);
        };
        if let Some(at) = self.open.iter().position(|open| open == name) {
            self.back_to = Some(self.back_to.map_or(at, |known| known.min(at)));
            return None;
        }
        if let Some(known) = self.merged.get(name) {
            return Some(known.clone());
        }
        if self.open.len() > 1
            && let Some(known) = self.in_circle.get(name)
        {
            self.back_to = Some(0);
            return Some(known.clone());
        }
        if self.depth > CIRCLE_LIMIT {
            self.back_to = Some(0);
            return Some(Schema::of(Kind::Any(AnyJson::GivenUp(
                "too many schemas that inherit from each other",
            ))));
        }
        let target = self.named.get(name)?;
        let at = self.open.len();
        if at == 1 {
            // What was left out of a circle depends on where the merge entered it, and this is another merge.
            self.in_circle.clear();
        }
        let outside = self.back_to.take();
        self.open.push(name.clone());
        let found = self.followed(target);
        self.open.pop();
        let inside = self.back_to.filter(|back_to| *back_to < at);
        self.back_to = outside.into_iter().chain(inside).min();
        let known = match inside {
            None => &mut self.merged,
            Some(_) => &mut self.in_circle,
        };
        let found = found?;
        known.insert(name.clone(), found.clone());
        Some(found)
    }

    /// Returns a named schema without `allOf`. Of one that only refers to another, the other.
    fn followed(&mut self, target: &Schema) -> Option<Schema> {
        let merged = self.merged(target, true);
        let schema = merged.as_ref().unwrap_or(target);
        if schema.reference().is_none() {
            return merged.or_else(|| Some(target.clone()));
        }
        let mut found = self.resolved(schema)?;
        adopt(&mut found.about, &schema.about);
        found.nullable = schema.nullable.or(found.nullable);
        Some(found)
    }

    /// Returns the schema that says what all parts say, none of which has parts of its own.
    fn combined(&mut self, parts: impl IntoIterator<Item = Schema>) -> Schema {
        let mut base = Schema::default();
        // The union, and its members with their references resolved.
        let mut union: Option<(OneOf<Schema>, Vec<Schema>)> = None;
        for mut part in parts {
            if let Kind::OneOf(mut found) = part.kind {
                let members = found.members.into_iter();
                let both = members.filter_map(|it| Some((self.resolved(&it)?, it)));
                let (resolved, members): (Vec<Schema>, Vec<Schema>) = both.unzip();
                // References stay where no fields are spread, so that members keep the document's names.
                let members = members.into_iter().zip(&resolved);
                let members = members.map(|(member, resolved)| match member.reference() {
                    Some(_) => member,
                    None => resolved.clone(),
                });
                found.members = members.collect();
                part.kind = match (presence_only(&resolved), &union) {
                    (Some(group), _) => with_presence(group),
                    (None, None) => {
                        union = Some((found, resolved));
                        Kind::default()
                    }
                    (None, Some((_, known))) if *known == resolved => Kind::default(),
                    (None, Some((first, known))) => {
                        let both = |one, other| self.combined([one, other]);
                        match crossed(known, &resolved, VARIANT_LIMIT, both) {
                            Some(members) => {
                                let keyword = first.keyword;
                                let of_both = OneOf {
                                    keyword,
                                    members: members.clone(),
                                    discriminator: None,
                                };
                                union = Some((of_both, members));
                                Kind::default()
                            }
                            None => Kind::Any(AnyJson::GivenUp("two unions at once")),
                        }
                    }
                };
            }
            merge(&mut base, part);
        }
        let Some((mut union, members)) = union else {
            return base;
        };
        if matches!(base.kind, Kind::Any(AnyJson::GivenUp(_))) {
            return base;
        }
        let given_up = members.iter().find_map(|member| match member.kind {
            Kind::Any(AnyJson::GivenUp(why)) => Some(why),
            _ => None,
        });
        let too_many = members.iter().map(variants).sum::<usize>() > VARIANT_LIMIT
            || unions_below(&members) >= UNION_LIMIT;
        if let Some(why) = given_up.or(too_many.then_some(TOO_MANY)) {
            base.kind = Kind::Any(AnyJson::GivenUp(why));
            return base;
        }
        let own = std::mem::take(&mut base.kind);
        if matches!(&own, Kind::Object(object) if !object.fields.is_empty()) {
            let with_fields = |member: Schema| match member.kind {
                // Fields say nothing about a value that is no object.
                Kind::String(_)
                | Kind::Enum(_)
                | Kind::Integer(_)
                | Kind::Number
                | Kind::Boolean
                | Kind::Array(_) => member,
                _ => self.combined([Schema::of(own.clone()), member]),
            };
            union.members = members.into_iter().map(with_fields).collect();
            // The values that it lists belong to the members as they were.
            union.discriminator = None;
        }
        base.kind = Kind::OneOf(union);
        base
    }
}

/// Why a union is any JSON.
const TOO_MANY: &str = "a union of unions with fields beside them, which has too many variants";

/// Counts the unions that are inside each other among the members of a union.
fn unions_below(members: &[Schema]) -> usize {
    let below = members.iter().filter_map(|member| match &member.kind {
        Kind::OneOf(inner) => Some(1 + unions_below(&inner.members)),
        _ => None,
    });
    below.max().unwrap_or_default()
}

/// Returns the fields that each member requires, if the members have no other content.
fn presence_only(members: &[Schema]) -> Option<Vec<Name>> {
    let groups: Option<Vec<Name>> = members
        .iter()
        .map(|member| {
            let Kind::Object(object) = &member.kind else {
                return None;
            };
            let says_nothing = |field: &Schema| matches!(field.kind, Kind::Any(_) | Kind::Null);
            let plain = object.extra.is_none() && object.fields.values().all(says_nothing);
            match object.required.as_slice() {
                [field] if plain => Some(field.clone()),
                _ => None,
            }
        })
        .collect();
    groups.filter(|groups| !groups.is_empty())
}

fn with_presence(group: Vec<Name>) -> Kind {
    let mut object = Object::default();
    object.presence.any_of.push(group);
    Kind::Object(object)
}

#[cfg(test)]
mod tests;
