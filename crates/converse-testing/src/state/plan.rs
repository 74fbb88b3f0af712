//! Which operations belong to which collection, read from path templates, methods and documented bodies.

use converse_core::dynamic::{Contract, ResourceAction, Shape};
use converse_core::operation::{Location, Operation, Rule};
use serde_json::{Map, Value};

use crate::documented;
use crate::route::Route;

/// The collections of a provider, and what its operations do with them.
pub(crate) struct Plan {
    pub(crate) contract: &'static Contract,
    pub(crate) collections: Vec<Collection>,
    steps: Vec<Step>,
}

/// A collection of resources, such as the conversations of a workspace.
pub(crate) struct Collection {
    /// The name of one resource: `conversation`.
    pub(crate) name: String,
    /// The segments of the path, without empty ones.
    pub(crate) path: Vec<&'static str>,
    /// The field with the id of a resource.
    pub(crate) id_field: String,
    /// The parameter that takes an id, if there is one.
    pub(crate) id: Option<IdParameter>,
    /// An id as documented.
    pub(crate) example_id: Value,
    /// The documented resources.
    pub(crate) examples: Vec<Value>,
    /// The fields that documented resources have, whichever response shows them.
    pub(crate) fields: Map<String, Value>,
    /// Whether an operation creates resources.
    pub(crate) is_created: bool,
}

/// The parameter that takes the id of a resource.
#[derive(Clone, Copy)]
pub(crate) struct IdParameter {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) rules: &'static [Rule],
}

/// What an operation does.
pub(crate) struct Step {
    operation: &'static str,
    pub(crate) action: ResourceAction,
    /// The index of the collection.
    pub(crate) collection: usize,
    /// The fields that it sets, with their JSON.
    pub(crate) sets: &'static [(&'static str, &'static str)],
}

impl Plan {
    /// Reads the plan of a provider.
    pub(crate) fn of(contract: &'static Contract) -> Self {
        let mut plan = Self {
            contract,
            collections: Vec::new(),
            steps: Vec::new(),
        };
        let roles: Vec<Role> = contract
            .operations
            .iter()
            .filter_map(|operation| Role::of(contract, operation))
            .collect();
        for role in &roles {
            plan.add(role, &roles);
        }
        plan
    }

    /// Returns what an operation does, and with which collection.
    pub(crate) fn step(&self, operation: &str) -> Option<(&Step, &Collection)> {
        let step = self.steps.iter().find(|step| step.operation == operation)?;
        Some((step, &self.collections[step.collection]))
    }

    /// Returns the collection with this name, in singular or plural.
    pub(crate) fn named(&self, name: &str) -> Option<&Collection> {
        let singular = singular(name);
        let mut collections = self.collections.iter();
        collections.find(|it| it.name == name || it.name == singular)
    }

    /// Returns the index of a collection of this plan.
    pub(crate) fn index(&self, collection: &Collection) -> usize {
        let mut collections = self.collections.iter();
        let found = collections.position(|it| std::ptr::eq(it, collection));
        found.unwrap_or_default()
    }

    /// Returns the collections whose resources are around a path, the outermost first, each with the name of the
    /// variable that has the id there.
    pub(crate) fn around(&self, path: &'static str) -> Vec<(usize, &'static str, &Collection)> {
        let path = segments(path);
        let around = self
            .collections
            .iter()
            .enumerate()
            .filter_map(|(index, it)| {
                let depth = it.path.len();
                let variable = path.get(depth).copied().and_then(variable)?;
                (path.len() > depth + 1 && same_path(&it.path, &path[..depth]))
                    .then_some((index, variable, it))
            });
        let mut around: Vec<_> = around.collect();
        around.sort_by_key(|(_, _, it)| it.path.len());
        around
    }

    /// Returns the collections that are directly inside of the resources of another.
    pub(crate) fn inside(&self, outer: &Collection) -> impl Iterator<Item = (usize, &Collection)> {
        let depth = outer.path.len();
        let all = self.collections.iter().enumerate();
        all.filter(move |(_, it)| {
            it.path.len() == depth + 2 && same_path(&outer.path, &it.path[..depth])
        })
    }

    fn add(&mut self, role: &Role, all: &[Role]) {
        let mut known = self.collections.iter();
        let index = match known.position(|it| same_path(&it.path, &role.collection)) {
            Some(index) => index,
            None => {
                let of_same: Vec<&Role> = all
                    .iter()
                    .filter(|it| same_path(&it.collection, &role.collection))
                    .collect();
                let Some(collection) = Collection::of(self.contract, &of_same) else {
                    return;
                };
                self.collections.push(collection);
                self.collections.len() - 1
            }
        };
        self.steps.push(Step {
            operation: role.operation.id,
            action: role.action,
            collection: index,
            sets: role.sets,
        });
    }
}

/// What an operation does, before the collections are known.
struct Role {
    operation: &'static Operation,
    action: ResourceAction,
    collection: Vec<&'static str>,
    sets: &'static [(&'static str, &'static str)],
}

impl Role {
    fn of(contract: &'static Contract, operation: &'static Operation) -> Option<Self> {
        let mut declared = contract.resources.iter();
        if let Some(declared) = declared.find(|it| it.operation == operation.id) {
            return (declared.action != ResourceAction::None).then(|| Self {
                operation,
                action: declared.action,
                collection: segments(declared.collection),
                sets: declared.sets,
            });
        }
        let mut collection = segments(operation.path);
        let last = collection.last()?;
        let action = match (variable(last), operation.method) {
            (Some(_), method) => {
                collection.pop();
                // Two variables in a row are a key and not an id.
                variable(collection.last()?).is_none().then_some(())?;
                match method {
                    "GET" => ResourceAction::Read,
                    "PUT" | "PATCH" | "POST" => ResourceAction::Change,
                    "DELETE" => ResourceAction::Delete,
                    _ => return None,
                }
            }
            // Part of a segment is a variable.
            (None, _) if last.contains('{') => return None,
            (None, "GET") => ResourceAction::List,
            (None, "POST") => ResourceAction::Create,
            _ => return None,
        };
        Some(Self {
            operation,
            action,
            collection,
            sets: &[],
        })
    }
}

impl Collection {
    /// Returns the collection that these operations share. `None` if their bodies show no id.
    fn of(contract: &'static Contract, roles: &[&Role]) -> Option<Self> {
        let path = roles.first()?.collection.clone();
        let name = singular(path.iter().rev().find(|it| variable(it).is_none())?);
        let by = |action: ResourceAction| {
            let mut roles = roles.iter();
            roles
                .find(|it| it.action == action && it.sets.is_empty())
                .map(|it| it.operation)
        };
        let body = |operation: &'static Operation| {
            let route = Route {
                contract,
                operation,
            };
            documented::success(&route).map(|(_, body)| body)
        };
        let one = [
            ResourceAction::Read,
            ResourceAction::Create,
            ResourceAction::Change,
        ];
        let one = one.into_iter().filter_map(|action| body(by(action)?));
        let list = by(ResourceAction::List);
        let listed = list.and_then(|operation| {
            let body = body(operation)?;
            let items = items_of(operation, &body)?;
            body.pointer(&items)?.as_array().cloned()
        });
        // A path that is read and never listed, created or addressed is a thing of its own.
        let is_collection = listed.is_some()
            || by(ResourceAction::Create).is_some()
            || by(ResourceAction::Read).is_some();
        if !is_collection {
            return None;
        }
        let parameter = roles.iter().find_map(|role| id_parameter(contract, role));
        let listed = listed.unwrap_or_default();
        let shown: Vec<Value> = one
            .map(|body| unwrapped(&body))
            .chain(listed.clone())
            .collect();
        let names = id_names(parameter.map(|it| it.name), &name);
        let id_field = names.iter().find(|name| {
            let ids = shown.iter().filter_map(|it| it.get(name.as_str()));
            ids.clone().next().is_some()
                && ids.into_iter().all(|id| id.is_string() || id.is_number())
        })?;
        let example_id = shown
            .iter()
            .find_map(|it| it.get(id_field.as_str()).cloned());
        Some(Self {
            name,
            path,
            id_field: id_field.clone(),
            id: parameter,
            example_id: example_id.unwrap_or_default(),
            fields: shown
                .iter()
                .rev()
                .filter_map(|it| it.as_object().cloned())
                .flatten()
                .collect(),
            examples: listed,
            is_created: by(ResourceAction::Create).is_some(),
        })
    }
}

/// Returns the parameter that takes the id of a resource.
fn id_parameter(contract: &'static Contract, role: &Role) -> Option<IdParameter> {
    let path = segments(role.operation.path);
    let name = path
        .get(role.collection.len())
        .copied()
        .and_then(variable)?;
    let in_path = |location| location == Location::Path;
    let mut parameters = role.operation.parameters.iter();
    let row = parameters.find(|it| in_path(it.location) && it.name == name)?;
    let mut arguments = contract.arguments(role.operation.id).iter();
    let argument = arguments.find(|it| it.location.is_some_and(in_path) && it.name == name);
    let shape = argument.map_or(Shape::Any, |argument| (argument.shape)());
    Some(IdParameter {
        name,
        shape,
        rules: row.rules,
    })
}

/// Returns the names that the field with the id may have, the most likely first.
fn id_names(parameter: Option<&str>, name: &str) -> Vec<String> {
    let mut names = vec!["id".to_owned()];
    names.extend(parameter.map(str::to_owned));
    names.extend(["Id", "_id", "ID"].map(|end| format!("{name}{end}")));
    names.extend(["uuid", "sid", "key"].map(str::to_owned));
    names
}

/// Returns where a list has its items.
pub(crate) fn items_of(operation: &Operation, body: &Value) -> Option<String> {
    if let Some(paging) = operation.paging {
        return Some(paging.items.to_owned());
    }
    match body {
        Value::Array(_) => Some(String::new()),
        Value::Object(fields) => {
            let mut lists = fields.iter().filter(|(_, value)| value.is_array());
            let (name, _) = lists.next()?;
            lists
                .next()
                .is_none()
                .then(|| format!("/{}", escaped(name)))
        }
        _ => None,
    }
}

/// Returns the resource in a response: the whole, or what its only object holds.
pub(crate) fn unwrapped(body: &Value) -> Value {
    match envelope(body).and_then(|pointer| body.pointer(&pointer)) {
        Some(inner) => inner.clone(),
        None => body.clone(),
    }
}

/// Returns the place of the resource in a response that holds nothing but it.
pub(crate) fn envelope(body: &Value) -> Option<String> {
    let mut fields = body.as_object()?.iter();
    match (fields.next(), fields.next()) {
        (Some((name, Value::Object(_))), None) => Some(format!("/{}", escaped(name))),
        _ => None,
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the segments of a path template, without empty ones.
pub(crate) fn segments(path: &'static str) -> Vec<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .collect()
}

/// Returns the name of a segment that is a variable.
pub(crate) fn variable(segment: &'static str) -> Option<&'static str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.contains(['{', '}'])).then_some(name)
}

/// Returns whether two templates are the same path, whatever their variables are called.
fn same_path(one: &[&'static str], other: &[&'static str]) -> bool {
    let same = |(one, other): (&&'static str, &&'static str)| {
        one == other || variable(one).is_some() && variable(other).is_some()
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// Returns the singular of a name in English, as far as names of collections go.
fn singular(name: &str) -> String {
    let name = name.trim_start_matches("r#");
    match name {
        _ if name.ends_with("ies") && name.len() > 4 => format!("{}y", &name[..name.len() - 3]),
        _ if name.ends_with("sses") || name.ends_with("xes") => name[..name.len() - 2].to_owned(),
        _ if name.ends_with('s') && !name.ends_with("ss") => name[..name.len() - 1].to_owned(),
        _ => name.to_owned(),
    }
}
