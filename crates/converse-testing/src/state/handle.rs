//! The resources of a server, for the test that looks at them or puts some in.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::plan::{Collection, Plan, variable};
use super::store::{Scope, text};
use crate::serve::Shared;

/// The resources of one kind that a server remembers: [`Server::resources`](crate::Server::resources).
pub struct ResourceHandle<'a> {
    shared: &'a Shared,
    plan: &'a Plan,
    collection: &'a Collection,
    scope: Scope,
}

impl<'a> ResourceHandle<'a> {
    #[track_caller]
    pub(crate) fn new(shared: &'a Shared, provider: &str, name: &str) -> Self {
        let (plan, collection) = shared.resources().collection(provider, name);
        // Before the first use, so that a server without memory says so here.
        drop(shared.resources().store());
        let variables = collection.path.iter().filter(|it| variable(it).is_some());
        Self {
            shared,
            plan,
            collection,
            scope: variables.map(|_| None).collect(),
        }
    }

    /// Looks only at resources with this value of a variable of their path: `.under("conversationId", id)`. Those put in
    /// get it.
    ///
    /// # Panics
    /// When the path of the resources does not have the variable.
    #[track_caller]
    pub fn under(mut self, name: &str, value: impl Into<String>) -> Self {
        let variables = self.collection.path.iter().filter_map(|it| variable(it));
        let names: Vec<_> = variables.collect();
        match names.iter().position(|known| *known == name) {
            Some(index) => self.scope[index] = Some(value.into()),
            None => panic!("the path has no variable `{name}`; it has {names:?}"),
        }
        self
    }

    /// Returns all of them, in the order of their creation.
    pub fn all(&self) -> Vec<Value> {
        let store = self.shared.resources().store();
        let all = store.all(self.plan, self.collection, &self.scope);
        all.map(|it| it.fields.clone()).collect()
    }

    /// Returns all of them as a type.
    ///
    /// # Panics
    /// When one is not a value of the type.
    #[track_caller]
    pub fn all_as<T: DeserializeOwned>(&self) -> Vec<T> {
        let mut read = Vec::new();
        for one in self.all() {
            match serde_json::from_value(one) {
                Ok(one) => read.push(one),
                Err(error) => panic!("a {} is not of the type: {error}", self.collection.name),
            }
        }
        read
    }

    /// Returns the one with this id.
    pub fn get(&self, id: impl ToString) -> Option<Value> {
        let store = self.shared.resources().store();
        let found = store.find(self.plan, self.collection, &self.scope, &id.to_string());
        found.map(|it| it.fields.clone())
    }

    /// Puts one in, and returns its id: its own, or a new one if it has none.
    ///
    /// A variable of its path that neither [`under`](Self::under) nor a field of that name says is any.
    ///
    /// # Panics
    /// When the value cannot be written as a JSON object.
    #[track_caller]
    pub fn seed(&self, resource: impl Serialize) -> String {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(resource) else {
            panic!("a {} is a JSON object", self.collection.name);
        };
        let mut store = self.shared.resources().store();
        let field = &self.collection.id_field;
        if !fields
            .get(field)
            .is_some_and(|id| id.is_string() || id.is_number())
        {
            fields.insert(field.clone(), store.next_id(self.collection));
        }
        let id = fields.get(field).map(text).unwrap_or_default();
        let names = self.collection.path.iter().filter_map(|it| variable(it));
        let scope = names.zip(&self.scope).map(|(name, known)| {
            known
                .clone()
                .or_else(|| fields.get(name).filter(|it| !it.is_null()).map(text))
        });
        let scope: Scope = scope.collect();
        store.insert(self.plan, self.collection, scope, fields.into());
        id
    }

    /// Removes the one with this id, and what is inside of it. Returns whether there was one.
    pub fn remove(&self, id: impl ToString) -> bool {
        let mut store = self.shared.resources().store();
        store.remove(self.plan, self.collection, &self.scope, &id.to_string())
    }
}
