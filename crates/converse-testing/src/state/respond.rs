//! The responses of a server that remembers.

use converse_core::dynamic::ResourceAction;
use converse_core::operation::Operation;
use serde_json::{Map, Value};

use super::lay::{lay, lay_new};
use super::pages::page;
use super::plan::{Collection, Plan, Step, envelope, items_of, segments, unwrapped, variable};
use super::store::{Scope, Store, set_times, text};
use crate::answer::Answer;
use crate::received::ReceivedRequest;
use crate::route::{Route, variables};
use crate::serve::Shared;
use crate::{documented, error_body, uploads};

/// Returns the response of an operation on a resource. `None` for an operation of which there is nothing to remember.
pub(super) fn answer(
    plan: &Plan,
    store: &mut Store,
    route: &Route,
    request: &ReceivedRequest,
    shared: &Shared,
) -> Option<Answer> {
    let path = request.path().strip_prefix(plan.contract.base_path());
    let call = Call {
        plan,
        route,
        request,
        variables: variables(route.operation.path, path.unwrap_or_default()),
        body: request.json().unwrap_or_default(),
    };
    let missing = call.missing_around(store);
    if let Some(missing) = missing.or_else(|| call.missing_in_body(store)) {
        return Some(call.not_found(missing));
    }
    let (step, collection) = plan.step(route.operation.id)?;
    let answer = call.act(store, step, collection);
    let (status, mut body) = match answer {
        Outcome::NotFound => return Some(call.not_found(collection)),
        Outcome::NoPosition => return Some(call.no_position()),
        Outcome::Success(success) => success?,
    };
    uploads::put_address(&shared.uploads, route, &mut body, shared.address);
    Some(Answer::new(status, body))
}

enum Outcome {
    NotFound,
    /// The query asks for a position that no page named.
    NoPosition,
    /// Status and body. `None` for the documented response.
    Success(Option<(u16, Value)>),
}

struct Call<'a> {
    plan: &'a Plan,
    route: &'a Route,
    request: &'a ReceivedRequest,
    variables: Vec<(&'static str, String)>,
    /// The body; null if there is none.
    body: Value,
}

impl Call<'_> {
    /// Returns the collection of a resource around the path that does not exist.
    fn missing_around<'a>(&'a self, store: &Store) -> Option<&'a Collection> {
        let around = self.plan.around(self.operation().path);
        let missing = around.into_iter().find(|(_, variable, collection)| {
            let Some(id) = self.variable(variable).filter(|_| collection.is_created) else {
                return false;
            };
            let scope = self.scope(collection);
            store.find(self.plan, collection, &scope, &id).is_none()
        });
        missing.map(|(_, _, collection)| collection)
    }

    /// Returns the collection of a resource that the body names and that does not exist: by a field that has the name of
    /// the parameter with its id.
    fn missing_in_body<'a>(&'a self, store: &Store) -> Option<&'a Collection> {
        // One that is created brings an id of its own.
        let own = self
            .plan
            .step(self.operation().id)
            .map(|(_, collection)| collection);
        let mut created = self.plan.collections.iter().filter(|it| it.is_created);
        created.find(|collection| {
            let is_own = own.is_some_and(|own| std::ptr::eq(*collection, own));
            let named = collection
                .id
                .filter(|id| !is_own && self.variable(id.name).is_none());
            let id = named.and_then(|id| self.body.get(id.name)?.as_str());
            let scope = self.scope(collection);
            id.is_some_and(|id| store.find(self.plan, collection, &scope, id).is_none())
        })
    }

    fn act(&self, store: &mut Store, step: &Step, collection: &Collection) -> Outcome {
        match step.action {
            ResourceAction::Create => Outcome::Success(self.create(store, collection)),
            ResourceAction::List => {
                let page = self.list(store, collection);
                page.unwrap_or(Outcome::Success(None))
            }
            ResourceAction::Read => self.one(store, collection, |_, _, _| {}),
            ResourceAction::Change => self.one(store, collection, |call, fields, now| {
                call.change(step, fields, now);
            }),
            ResourceAction::Delete => {
                let scope = self.scope(collection);
                let id = self.id(collection).unwrap_or_default();
                match store.remove(self.plan, collection, &scope, &id) {
                    true => Outcome::Success(None),
                    false => Outcome::NotFound,
                }
            }
            _ => Outcome::Success(None),
        }
    }

    fn create(&self, store: &mut Store, collection: &Collection) -> Option<(u16, Value)> {
        let (status, documented) = documented::success(self.route)?;
        let mut fields = lay_new(&unwrapped(&documented), &self.body);
        let scope = self.scope(collection);
        let given = self.body.get(&collection.id_field);
        let given = given.filter(|it| it.is_string() || it.is_number()).cloned();
        let id = given.unwrap_or_else(|| store.next_id(collection));
        let now = store.next_time();
        let object = fields.as_object_mut()?;
        // What other responses show of a resource, all of them show.
        for (name, value) in &collection.fields {
            object.entry(name).or_insert_with(|| value.clone());
        }
        object.insert(collection.id_field.clone(), id.clone());
        self.set_variables(object);
        set_times(object, &self.body, &now, true);
        let id = text(&id);
        let mut inner = scope.clone();
        inner.push(Some(id.clone()));
        for (_, inside) in self.plan.inside(collection) {
            for mut child in own(object, inside) {
                let own_id = store.next_id(inside);
                if let Some(child) = child.as_object_mut() {
                    child.insert(inside.id_field.clone(), own_id);
                    for name in parent_names(collection) {
                        set_existing(child, &name, &id);
                    }
                }
                store.insert(self.plan, inside, inner.clone(), child);
            }
        }
        store.insert(self.plan, collection, scope, fields);
        let fields = self.shown(store, collection, &id)?;
        Some((status, in_response(&documented, fields)))
    }

    /// Lists the resources. `None` if the documented response is no list.
    fn list(&self, store: &Store, collection: &Collection) -> Option<Outcome> {
        let (status, documented) = documented::success(self.route)?;
        let operation = self.operation();
        let place = items_of(operation, &documented)?;
        let scope = self.scope(collection);
        let all = store.all(self.plan, collection, &scope);
        let items: Vec<Value> = all
            .filter_map(|it| self.shown(store, collection, &it.id))
            .filter(|fields| self.is_asked(fields))
            .collect();
        let query = self.request.query().unwrap_or_default();
        Some(match page(operation, query, documented, &place, items) {
            Some(page) => Outcome::Success(Some((status, page))),
            None => Outcome::NoPosition,
        })
    }

    /// Reads or changes one resource.
    fn one(
        &self,
        store: &mut Store,
        collection: &Collection,
        change: impl FnOnce(&Self, &mut Map<String, Value>, &str),
    ) -> Outcome {
        let (scope, now) = (self.scope(collection), store.next_time());
        let Some(id) = self.id(collection) else {
            return Outcome::Success(None);
        };
        let Some(resource) = store.find_mut(self.plan, collection, &scope, &id) else {
            return Outcome::NotFound;
        };
        if let Some(fields) = resource.fields.as_object_mut() {
            change(self, fields, &now);
        }
        let Some((status, documented)) = documented::success(self.route) else {
            return Outcome::Success(None);
        };
        // Some operations respond with something else than the resource.
        if unwrapped(&documented).get(&collection.id_field).is_none() {
            return Outcome::Success(Some((status, documented)));
        }
        let fields = self.shown(store, collection, &id);
        Outcome::Success(fields.map(|fields| (status, in_response(&documented, fields))))
    }

    fn change(&self, step: &Step, fields: &mut Map<String, Value>, now: &str) {
        if let Value::Object(changed) = lay(&Value::Object(fields.clone()), &self.body) {
            *fields = changed;
        }
        for (name, json) in step.sets {
            let value = serde_json::from_str(json).unwrap_or_default();
            fields.insert((*name).to_owned(), self.filled(value));
        }
        set_times(fields, &self.body, now, false);
    }

    /// Returns a value in which `{name}` stands for a variable of the path.
    fn filled(&self, value: Value) -> Value {
        let variable = value.as_str().and_then(|text| {
            let name = text.strip_prefix('{')?.strip_suffix('}')?;
            self.variable(name)
        });
        variable.map_or(value, Value::from)
    }

    /// Returns a resource as responses show it: with the lists of what is inside of it.
    fn shown(&self, store: &Store, collection: &Collection, id: &str) -> Option<Value> {
        let scope = self.scope(collection);
        let resource = store.find(self.plan, collection, &scope, id)?;
        let mut fields = resource.fields.clone();
        let mut inner = resource.scope.clone();
        inner.resize(scope.len(), None);
        inner.push(Some(id.to_owned()));
        for (_, inside) in self.plan.inside(collection) {
            let name = inside.path.last().copied().unwrap_or_default();
            if let Some(Value::Array(list)) = fields.get_mut(name) {
                let children = store.all(self.plan, inside, &inner);
                *list = children.map(|child| child.fields.clone()).collect();
            }
        }
        Some(fields)
    }

    /// Returns whether a listed resource is one that the query asks for: by a field of the name of a parameter.
    fn is_asked(&self, fields: &Value) -> bool {
        let operation = self.operation();
        let paging = operation.paging.map(|paging| paging.parameter);
        let pairs = self.request.query().unwrap_or_default().split('&');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.all(|(name, value)| {
            let field = fields.get(name).filter(|_| paging != Some(name));
            match field {
                Some(field @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => {
                    text(field) == crate::credential::decoded(value)
                }
                _ => true,
            }
        })
    }

    /// Sets the fields that have the name of a variable.
    fn set_variables(&self, fields: &mut Map<String, Value>) {
        for (name, value) in &self.variables {
            set_existing(fields, name, value);
        }
    }

    /// Returns the values of the variables in the path of a collection.
    fn scope(&self, collection: &Collection) -> Scope {
        let path = segments(self.operation().path);
        let own = collection.path.iter().enumerate();
        let own = own.filter_map(|(index, segment)| Some((index, variable(segment)?)));
        own.map(|(index, name)| {
            let here = path.get(index).copied().and_then(variable);
            self.variable(name).or_else(|| self.variable(here?))
        })
        .collect()
    }

    /// Returns the id of the resource that the path names.
    fn id(&self, collection: &Collection) -> Option<String> {
        let path = segments(self.operation().path);
        let here = path.get(collection.path.len()).copied().and_then(variable);
        let here = here.and_then(|name| self.variable(name));
        here.or_else(|| self.variables.last().map(|(_, value)| value.clone()))
    }

    fn variable(&self, name: &str) -> Option<String> {
        let mut variables = self.variables.iter();
        let found = variables.find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    }

    fn operation(&self) -> &'static Operation {
        self.route.operation
    }

    fn no_position(&self) -> Answer {
        let parameter = self
            .operation()
            .paging
            .map_or("", |paging| paging.parameter);
        let message = format!("`{parameter}` is not one that a page named");
        let contract = self.plan.contract;
        error_body::answer(contract, Some(self.operation()), &[422, 400], &message)
    }

    fn not_found(&self, collection: &Collection) -> Answer {
        let message = format!("the {} does not exist", collection.name);
        let contract = self.plan.contract;
        error_body::answer(contract, Some(self.operation()), &[404], &message)
    }
}

/// Returns the list in a new resource of what is inside of it.
fn own(fields: &Map<String, Value>, inside: &Collection) -> Vec<Value> {
    let name = inside.path.last().copied().unwrap_or_default();
    let list = fields.get(name).and_then(Value::as_array);
    list.cloned().unwrap_or_default()
}

/// Returns the names that a field with the id of a resource has in what is inside of it.
fn parent_names(collection: &Collection) -> [String; 2] {
    ["Id", "_id"].map(|end| format!("{}{end}", collection.name))
}

/// Sets a field, if there is one of the name.
fn set_existing(fields: &mut Map<String, Value>, name: &str, value: &str) {
    if let Some(field) = fields.get_mut(name).filter(|field| field.is_string()) {
        *field = value.into();
    }
}

/// Returns a resource in the place that the documented response has it in.
fn in_response(documented: &Value, fields: Value) -> Value {
    let Some(pointer) = envelope(documented) else {
        return fields;
    };
    let mut response = documented.clone();
    if let Some(place) = response.pointer_mut(&pointer) {
        *place = fields;
    }
    response
}
