//! The parts of a crate: a module and a feature per tag, with the operations of the tag and the types that only they
//! reach, and the types that several tags share.

use std::collections::{BTreeMap, BTreeSet};

use super::placement::{Shared, Uses, place, unreached};
use super::tag_names::{self, OTHER_TYPES, UNTAGGED, WEBHOOKS};
use crate::api::{Api, Operation};
use crate::docs::code;
use crate::identifiers::Taken;
use crate::problem::{Problem, Result};
use crate::report;
use crate::settings::{Settings, SplitByTag};
use crate::target::Target;

/// The operations from which on a crate is split without being asked to. To check so many takes about ten seconds.
pub const LARGE: usize = 300;

/// The parts of a crate.
#[derive(Debug)]
pub struct Split<'a> {
    /// By the names of their modules.
    pub tags: Vec<TagPart<'a>>,
    /// The types that several of them reach, by these.
    pub shared: Vec<SharedPart<'a>>,
    /// The number of the part of each operation.
    part_of: Vec<usize>,
}

/// What the tags of one name have to themselves.
#[derive(Debug, Default)]
pub struct TagPart<'a> {
    pub module: String,
    /// The feature that turns the module on.
    pub feature: String,
    /// The tags as the document writes them; none for what is not tagged.
    pub tags: Vec<&'a str>,
    /// The numbers of the operations, in the order of the document.
    pub operations: Vec<usize>,
    /// The types that only this part reaches.
    pub types: BTreeSet<&'a str>,
    /// The shared types that the part reaches, by their module.
    pub imports: Vec<(String, BTreeSet<&'a str>)>,
}

/// Types that several parts reach.
#[derive(Debug)]
pub struct SharedPart<'a> {
    /// The module below `types`. It is private: users name the types by `types` alone.
    pub module: String,
    /// The features of which one must be on.
    pub features: Vec<String>,
    pub types: BTreeSet<&'a str>,
    /// The types of other shared parts that its code names, by their module.
    pub imports: Vec<(String, BTreeSet<&'a str>)>,
}

/// Returns whether the crate of `api` is split.
///
/// # Errors
/// A module cannot be, but is to be.
pub fn is_split(api: &Api, settings: &Settings, target: &Target) -> Result<bool> {
    let is_module = *target == Target::Module;
    match settings.split_by_tag {
        SplitByTag::Never => Ok(false),
        SplitByTag::Always if is_module => Err(Problem::file(
            settings.file(),
            "a module cannot be split by tag: it has no features of its own",
            "leave `split_by_tag` out, or generate a crate; an overlay removes operations that are not needed",
        )),
        SplitByTag::Always => Ok(true),
        SplitByTag::Auto => {
            let tags: BTreeSet<String> = api.operations.iter().map(module_of).collect();
            Ok(!is_module && tags.len() > 1 && api.operations.len() >= LARGE)
        }
    }
}

impl<'a> Split<'a> {
    /// Splits the crate of `api`. `named` are the types that the code of each operation names, `uses` those that the code
    /// of each type names, and `events` those of webhooks.
    pub fn of(
        api: &'a Api,
        named: &[BTreeSet<&'a str>],
        uses: &Uses<'a>,
        events: &BTreeSet<&'a str>,
    ) -> Self {
        let modules: Vec<String> = api.operations.iter().map(module_of).collect();
        let mut parts: BTreeMap<&str, (TagPart<'a>, BTreeSet<&'a str>)> = BTreeMap::new();
        for (number, (operation, module)) in api.operations.iter().zip(&modules).enumerate() {
            let (part, names) = parts.entry(module).or_default();
            part.operations.push(number);
            let tag = operation.tag.as_deref();
            part.tags.extend(tag.filter(|tag| !part.tags.contains(tag)));
            names.extend(&named[number]);
        }
        if !api.webhooks.is_empty() {
            parts.entry(WEBHOOKS).or_default().1.extend(events);
        }
        // Whoever turns on a tag does not need what nothing names.
        let rest = unreached(parts.values().flat_map(|(_, names)| names), uses);
        if !rest.is_empty() {
            parts.entry(OTHER_TYPES).or_default().1.extend(rest);
        }
        let numbers: BTreeMap<&str, usize> = parts.keys().copied().zip(0..).collect();
        let part_of = modules.iter().map(|module| numbers[module.as_str()]);
        let part_of = part_of.collect();
        let (mut tags, mut named) = (Vec::new(), Vec::new());
        for (module, (part, names)) in parts {
            tags.push(TagPart {
                module: module.to_owned(),
                feature: tag_names::feature(module),
                ..part
            });
            named.push(names);
        }
        let placed = place(&named, uses);
        for (tag, types) in tags.iter_mut().zip(placed.own) {
            tag.types = types;
        }
        let mut shared = share(&mut tags, placed.shared);
        import(&mut shared, uses);
        Self {
            tags,
            shared,
            part_of,
        }
    }

    /// Returns the parts, for the report.
    pub fn report(&self) -> Vec<report::GeneratedPart> {
        let tags = self.tags.iter();
        tags.map(|tag| report::GeneratedPart {
            feature: tag.feature.clone(),
            module: tag.module.clone(),
            tags: tag.tags.iter().map(|&tag| tag.to_owned()).collect(),
            operations: tag.operations.len(),
        })
        .collect()
    }

    /// Returns the part of an operation, by its number.
    pub fn of_operation(&self, number: usize) -> &TagPart<'a> {
        &self.tags[self.part_of[number]]
    }

    /// Returns the part of webhooks.
    pub fn of_webhooks(&self) -> Option<&TagPart<'a>> {
        self.tags.iter().find(|part| part.module == WEBHOOKS)
    }
}

impl TagPart<'_> {
    /// Says in Markdown what the part has, without a full stop.
    pub fn about(&self) -> String {
        let tags: Vec<String> = self.tags.iter().map(|tag| code(tag)).collect();
        let operations = match tags.as_slice() {
            [] if self.operations.is_empty() => None,
            [] => Some("operations without a tag".to_owned()),
            [tag] => Some(format!("operations with the tag {tag}")),
            tags => Some(format!(
                "operations with one of the tags {}",
                tags.join(", ")
            )),
        };
        let more = match self.module.as_str() {
            WEBHOOKS => Some("the bodies of webhooks"),
            OTHER_TYPES => Some("types that neither operations nor webhooks name"),
            _ => None,
        };
        let all: Vec<String> = operations
            .into_iter()
            .chain(more.map(str::to_owned))
            .collect();
        let text = all.join(", and ");
        let mut rest = text.chars();
        let first = rest.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(rest).collect()
    }

    /// Returns the attribute of code that the part's feature turns on, as a line.
    pub fn condition(&self, indent: &str) -> String {
        condition(indent, [self.feature.as_str()])
    }

    /// Whether the part has a module of types.
    pub fn has_types(&self) -> bool {
        !(self.types.is_empty() && self.imports.is_empty())
    }
}

/// Returns the attribute of code that one of the features turns on, as its own line.
pub fn condition<'a>(indent: &str, features: impl IntoIterator<Item = &'a str>) -> String {
    let features: Vec<String> = features
        .into_iter()
        .map(|feature| format!("feature = \"{feature}\""))
        .collect();
    match features.as_slice() {
        [one] => format!("{indent}#[cfg({one})]\n"),
        all => format!("{indent}#[cfg(any({}))]\n", all.join(", ")),
    }
}

fn module_of(operation: &Operation) -> String {
    tag_names::module(operation.tag.as_deref().unwrap_or(UNTAGGED))
}

/// Names the modules of shared types, and lets the tags that reach them import them.
fn share<'a>(tags: &mut [TagPart<'a>], groups: Vec<Shared<'a>>) -> Vec<SharedPart<'a>> {
    let mut taken = Taken::new([], "");
    let groups = groups.into_iter().map(|group| {
        let of: Vec<&TagPart<'_>> = group.parts.iter().map(|part| &tags[*part]).collect();
        let module = taken.claim(&shared_module(&of));
        let features = of.iter().map(|part| part.feature.clone()).collect();
        for part in group.parts {
            let import = (module.clone(), group.types.clone());
            tags[part].imports.push(import);
        }
        SharedPart {
            module,
            features,
            types: group.types,
            imports: Vec::new(),
        }
    });
    groups.collect()
}

/// Lets shared parts import from each other what they name.
fn import<'a>(shared: &mut [SharedPart<'a>], uses: &Uses<'a>) {
    let homes: BTreeMap<&str, (usize, String)> = shared
        .iter()
        .enumerate()
        .flat_map(|(home, part)| {
            let types = part.types.iter();
            types.map(move |name| (*name, (home, part.module.clone())))
        })
        .collect();
    for (number, part) in shared.iter_mut().enumerate() {
        let mut imports: BTreeMap<&String, BTreeSet<&'a str>> = BTreeMap::new();
        for used in part
            .types
            .iter()
            .filter_map(|name| uses.get(name))
            .flatten()
        {
            // Whatever a shared type names is shared, too.
            if let Some((home, module)) = homes.get(used)
                && *home != number
            {
                imports.entry(module).or_default().insert(used);
            }
        }
        let imports = imports.into_iter();
        part.imports = imports
            .map(|(module, types)| (module.clone(), types))
            .collect();
    }
}

/// The longest name of a shared module that lists all its tags.
const LONGEST: usize = 80;

/// Returns a name for the types that the parts share.
fn shared_module(parts: &[&TagPart<'_>]) -> String {
    let names: Vec<&str> = parts
        .iter()
        .map(|part| part.module.trim_end_matches('_'))
        .collect();
    let listed = names.join("_and_");
    match listed.len() > LONGEST {
        true => format!("{}_and_{}_more", names[0], names.len() - 1),
        false => listed,
    }
}

#[cfg(test)]
mod tests;
