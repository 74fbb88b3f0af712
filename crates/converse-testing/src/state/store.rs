//! The resources that the server remembers.

use converse_core::Timestamp;
use converse_core::chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Map, Value};

use super::ids;
use super::plan::{Collection, Plan};

/// The resources of all providers, in the order of their creation.
pub(crate) struct Store {
    resources: Vec<Resource>,
    /// How many ids were given.
    ids: u64,
    /// How many seconds went by on the clock of the server, which every change moves.
    seconds: i64,
}

/// A resource.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    provider: &'static str,
    collection: usize,
    /// The values of the variables of the collection's path. One that is not known fits any.
    pub(super) scope: Scope,
    pub(super) id: String,
    pub(super) fields: Value,
}

/// Values of path variables, by their place in the path.
pub(super) type Scope = Vec<Option<String>>;

impl Store {
    /// Returns a store with the documented resources of the collections in which nothing can be created.
    pub(super) fn of(plans: &[Plan]) -> Self {
        let mut store = Self {
            resources: Vec::new(),
            ids: 0,
            seconds: 0,
        };
        for plan in plans {
            for collection in plan.collections.iter().filter(|it| !it.is_created) {
                let mut examples = collection.examples.clone();
                for (index, fields) in examples.iter_mut().enumerate() {
                    ids::mend_id(collection, fields, index as u64 + 1);
                    store.insert(plan, collection, Scope::new(), fields.clone());
                }
            }
        }
        store
    }

    /// Returns the next id of a collection.
    pub(super) fn next_id(&mut self, collection: &Collection) -> Value {
        loop {
            self.ids += 1;
            let id = ids::id(collection, self.ids);
            // A test may have put one in that has it.
            if !self.resources.iter().any(|it| it.id == text(&id)) {
                return id;
            }
        }
    }

    /// Returns a time later than all before it.
    pub(super) fn next_time(&mut self) -> String {
        self.seconds += 1;
        let start = DateTime::<Utc>::from_timestamp(START, 0).unwrap_or_default();
        let now = start + Duration::seconds(self.seconds);
        now.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// Adds a resource, which has its id in it, in place of one with the same.
    pub(super) fn insert(
        &mut self,
        plan: &Plan,
        collection: &Collection,
        scope: Scope,
        fields: Value,
    ) {
        let id = fields
            .get(&collection.id_field)
            .map(text)
            .unwrap_or_default();
        let (provider, index) = (plan.contract.provider.name, plan.index(collection));
        self.resources
            .retain(|it| !(it.is_of(provider, index, &scope) && it.id == id));
        self.resources.push(Resource {
            provider,
            collection: index,
            scope,
            id,
            fields,
        });
    }

    /// Returns the resources of a collection, in the order of their creation.
    pub(super) fn all<'a>(
        &'a self,
        plan: &Plan,
        collection: &Collection,
        scope: &'a Scope,
    ) -> impl Iterator<Item = &'a Resource> {
        let (provider, index) = (plan.contract.provider.name, plan.index(collection));
        let resources = self.resources.iter();
        resources.filter(move |it| it.is_of(provider, index, scope))
    }

    /// Returns a resource by its id.
    pub(super) fn find<'a>(
        &'a self,
        plan: &Plan,
        collection: &Collection,
        scope: &'a Scope,
        id: &str,
    ) -> Option<&'a Resource> {
        self.all(plan, collection, scope).find(|it| it.id == id)
    }

    pub(super) fn find_mut(
        &mut self,
        plan: &Plan,
        collection: &Collection,
        scope: &Scope,
        id: &str,
    ) -> Option<&mut Resource> {
        let (provider, index) = (plan.contract.provider.name, plan.index(collection));
        let mut resources = self.resources.iter_mut();
        resources.find(|it| it.is_of(provider, index, scope) && it.id == id)
    }

    /// Removes a resource and all that is inside of it. Returns whether there was one.
    pub(super) fn remove(
        &mut self,
        plan: &Plan,
        collection: &Collection,
        scope: &Scope,
        id: &str,
    ) -> bool {
        let provider = plan.contract.provider.name;
        let index = plan.index(collection);
        let before = self.resources.len();
        self.resources
            .retain(|it| !(it.is_of(provider, index, scope) && it.id == id));
        let is_removed = self.resources.len() < before;
        if is_removed {
            let mut inner = scope.clone();
            inner.push(Some(id.to_owned()));
            self.remove_inside(plan, collection, &inner);
        }
        is_removed
    }

    /// Removes what is inside of a resource, at any depth.
    fn remove_inside(&mut self, plan: &Plan, outer: &Collection, scope: &Scope) {
        let provider = plan.contract.provider.name;
        for (index, inside) in plan.inside(outer) {
            let gone = |it: &Resource| it.is_of(provider, index, scope);
            let ids: Vec<String> = self
                .resources
                .iter()
                .filter(|it| gone(it))
                .map(|it| it.id.clone())
                .collect();
            self.resources.retain(|it| !gone(it));
            for id in ids {
                let mut deeper = scope.clone();
                deeper.push(Some(id));
                self.remove_inside(plan, inside, &deeper);
            }
        }
    }
}

impl Resource {
    fn is_of(&self, provider: &str, collection: usize, scope: &Scope) -> bool {
        let fits = |(own, asked): (&Option<String>, &Option<String>)| match (own, asked) {
            (Some(own), Some(asked)) => own == asked,
            _ => true,
        };
        self.provider == provider
            && self.collection == collection
            && self.scope.iter().zip(scope).all(fits)
    }
}

/// When the clock of the server starts: at the beginning of 2024, so that a test is the same each time.
const START: i64 = 1_704_067_200;

/// Returns an id as it is in a path.
pub(super) fn text(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Sets the times of a resource: all of a new one that were not given, and that of the last change.
pub(super) fn set_times(fields: &mut Map<String, Value>, given: &Value, now: &str, is_new: bool) {
    for (name, value) in fields.iter_mut() {
        let is_time = value.as_str().is_some_and(|text| {
            text.contains('T') && serde_json::from_value::<Timestamp>(text.into()).is_ok()
        });
        let lower = name.to_ascii_lowercase();
        let is_of_change = lower.contains("updat") || lower.contains("modif");
        if is_time && given.get(name).is_none() && (is_new || is_of_change) {
            *value = now.into();
        }
    }
}
