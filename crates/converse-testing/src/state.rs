//! Resources: which operations create, list, read, change and delete them, and what became of them.
//!
//! Nothing here is about a provider. Path templates, methods, the ids in documented bodies and the paging say which
//! operations belong to one collection; the overlay of a document corrects it by `x-converse-resource`.

mod handle;
mod ids;
mod lay;
mod pages;
mod plan;
mod respond;
mod store;

use std::sync::{Mutex, MutexGuard, PoisonError};

use converse_core::dynamic::Contract;
use serde_json::Value;

pub use handle::ResourceHandle;
use ids::mend;
use plan::{Collection, Plan};
use store::Store;

use crate::answer::Answer;
use crate::received::ReceivedRequest;
use crate::route::Route;
use crate::serve::Shared;

/// The resources of all providers.
pub(crate) struct Resources {
    plans: Vec<Plan>,
    /// What became of them, if the server remembers.
    store: Option<Mutex<Store>>,
}

impl Resources {
    pub(crate) fn new(contracts: &[&'static Contract], is_stateful: bool) -> Self {
        let plans: Vec<Plan> = contracts.iter().map(|it| Plan::of(it)).collect();
        let store = is_stateful.then(|| Mutex::new(Store::of(&plans)));
        Self { plans, store }
    }

    /// Returns the response of an operation on a resource, if the server remembers them.
    pub(crate) fn answer(
        &self,
        route: &Route,
        request: &ReceivedRequest,
        shared: &Shared,
    ) -> Option<Answer> {
        let plan = self.plan(route.contract.provider.name)?;
        let mut store = lock(self.store.as_ref()?);
        respond::answer(plan, &mut store, route, request, shared)
    }

    /// Replaces ids that the provider's operations refuse.
    pub(crate) fn mend_ids(&self, route: &Route, body: &mut Value) {
        if let Some(plan) = self.plan(route.contract.provider.name) {
            mend(plan, route.operation.id, body);
        }
    }

    fn plan(&self, provider: &str) -> Option<&Plan> {
        let mut plans = self.plans.iter();
        plans.find(|plan| plan.contract.provider.name == provider)
    }

    /// Returns the collection with this name, in singular or plural: `conversation`.
    #[track_caller]
    pub(crate) fn collection(&self, provider: &str, name: &str) -> (&Plan, &Collection) {
        let Some(plan) = self.plan(provider) else {
            panic!("the server does not stand in for `{provider}`");
        };
        match plan.named(name) {
            Some(found) => (plan, found),
            None => {
                let names: Vec<_> = plan.collections.iter().map(|it| &it.name).collect();
                panic!("{provider} has no resource `{name}`; known are {names:?}");
            }
        }
    }

    #[track_caller]
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        match &self.store {
            Some(store) => lock(store),
            None => panic!("the server remembers nothing: start it with `Server::stateful()`"),
        }
    }
}

fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    // No code leaves it half changed.
    store.lock().unwrap_or_else(PoisonError::into_inner)
}
