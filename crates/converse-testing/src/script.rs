//! What a test orders for the next requests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use converse_core::http::Method;

use crate::answer::{Answer, Fault};
use crate::error_body;
use crate::received::ReceivedRequest;
use crate::route::Route;

/// The orders, and the received requests.
#[derive(Default)]
pub(crate) struct Script {
    /// The expected credential, by provider, where it is not [`CREDENTIAL`](crate::CREDENTIAL).
    pub(crate) secrets: BTreeMap<&'static str, String>,
    orders: VecDeque<Order>,
    next: u64,
    pub(crate) custom: Vec<CustomAnswer>,
    pub(crate) requests: Vec<ReceivedRequest>,
    /// How often operations are expected to be called: provider, operation, count.
    pub(crate) expected: Vec<(&'static str, &'static str, usize)>,
}

/// The response to a request that the document of a provider lacks.
pub(crate) struct CustomAnswer {
    pub(crate) provider: &'static str,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) answer: Answer,
}

/// What some of the next requests get.
pub(crate) struct Order {
    id: u64,
    /// Provider and operation. `None`: any.
    pub(crate) operation: Option<(&'static str, &'static str)>,
    pub(crate) reaction: Reaction,
    /// How many requests it is for. `None`: all from now on.
    pub(crate) times: Option<usize>,
}

/// What a request gets.
#[derive(Clone)]
pub(crate) enum Reaction {
    /// This response.
    Answer(Answer),
    /// This status: a success with the usual body, an error with the documented body.
    Status(Answer),
    /// What the function returns.
    Function(Arc<dyn Fn(&ReceivedRequest) -> Answer + Send + Sync>),
}

impl Reaction {
    /// Returns the response; `usual` makes the one without an order.
    pub(crate) fn answer(
        self,
        route: Option<&Route>,
        request: &ReceivedRequest,
        usual: impl FnOnce() -> Answer,
    ) -> Answer {
        match self {
            Self::Answer(answer) => answer,
            Self::Function(function) => function(request),
            Self::Status(ordered) => {
                let status = ordered.status();
                let body = match (status, route) {
                    (200..=299, _) => Some(usual()),
                    (_, Some(route)) => {
                        error_body::documented(route.contract, route.operation, status)
                    }
                    (_, None) => None,
                };
                ordered.around(body)
            }
        }
    }

    /// Changes the response that was ordered.
    pub(crate) fn change(&mut self, change: impl FnOnce(Answer) -> Answer) {
        if let Self::Answer(answer) | Self::Status(answer) = self {
            *answer = change(answer.clone());
        }
    }
}

impl Script {
    /// Adds an order, and returns its number.
    pub(crate) fn order(
        &mut self,
        operation: Option<(&'static str, &'static str)>,
        reaction: Reaction,
        times: Option<usize>,
    ) -> u64 {
        self.next += 1;
        self.orders.push_back(Order {
            id: self.next,
            operation,
            reaction,
            times,
        });
        self.next
    }

    /// Returns an order that was not carried out yet.
    pub(crate) fn find(&mut self, id: u64) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id)
    }

    /// Takes the first order for this operation, else the first for any.
    pub(crate) fn take(&mut self, route: Option<&Route>) -> Option<Reaction> {
        let position = self.position(route)?;
        let order = &mut self.orders[position];
        let reaction = order.reaction.clone();
        match &mut order.times {
            None => {}
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.orders.remove(position);
            }
        }
        Some(reaction)
    }

    fn position(&self, route: Option<&Route>) -> Option<usize> {
        let this = route.map(|route| (route.contract.provider.name, route.operation.id));
        // Those for a number of requests come in their order; of those for all, the last one is what the test means.
        let position = |wanted| {
            let of = |order: &Order| order.operation == wanted;
            let first = self
                .orders
                .iter()
                .position(|it| of(it) && it.times.is_some());
            first.or_else(|| self.orders.iter().rposition(of))
        };
        this.and_then(|this| position(Some(this)))
            .or_else(|| position(None))
    }

    /// Takes the first order for this operation, else the first for any, if it is to close the connection before the
    /// body of the request is read.
    pub(crate) fn take_early_disconnect(&mut self, route: Option<&Route>) -> bool {
        let is_early = |reaction: &Reaction| match reaction {
            Reaction::Answer(answer) => answer.fault == Some(Fault::DisconnectEarly),
            _ => false,
        };
        let next = self.position(route);
        let is_next = next.is_some_and(|position| is_early(&self.orders[position].reaction));
        is_next && self.take(route).is_some()
    }

    /// Returns what was expected and is not so, one line each.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let unmet =
            self.expected
                .iter()
                .filter_map(|(provider, operation, count)| {
                    let called = self.requests.iter().filter(|request| {
                        request.provider == Some(*provider) && request.operation == Some(*operation)
                    });
                    let called = called.count();
                    (called != *count).then(|| {
                format!("`{operation}` of {provider} was called {called} times, expected {count}")
            })
                });
        unmet.collect()
    }
}
