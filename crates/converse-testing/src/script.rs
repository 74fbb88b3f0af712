//! What a test orders for the next requests.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
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
    /// How often each operation was called, also by requests that the test took.
    calls: BTreeMap<(&'static str, &'static str), usize>,
    /// What was wrong with refused requests, and with functions of the test: one line each.
    pub(crate) problems: Vec<String>,
    /// What functions of the test panicked with.
    pub(crate) panics: Vec<String>,
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
pub(crate) struct Reaction {
    kind: Kind,
    /// What was ordered of it: headers, a delay, a fault; status and body where they are not the usual ones.
    ordered: Answer,
}

#[derive(Clone)]
enum Kind {
    /// The ordered response.
    Answer,
    /// The ordered status: a success with the usual body, an error with the documented body.
    Status,
    /// The usual response.
    Usual,
    /// The usual response, with a body that is no JSON.
    Spoiled,
    /// What the function returns.
    Function(Arc<dyn Fn(&ReceivedRequest) -> Answer + Send + Sync>),
}

impl Reaction {
    pub(crate) fn answer(ordered: Answer) -> Self {
        Self::of(Kind::Answer, ordered)
    }

    pub(crate) fn status(ordered: Answer) -> Self {
        Self::of(Kind::Status, ordered)
    }

    pub(crate) fn usual(ordered: Answer) -> Self {
        Self::of(Kind::Usual, ordered)
    }

    pub(crate) fn spoiled() -> Self {
        Self::of(Kind::Spoiled, Answer::new(200, ()))
    }

    pub(crate) fn function(
        function: impl Fn(&ReceivedRequest) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::of(Kind::Function(Arc::new(function)), Answer::new(200, ()))
    }

    fn of(kind: Kind, ordered: Answer) -> Self {
        Self { kind, ordered }
    }

    /// Changes what was ordered.
    pub(crate) fn change(&mut self, change: impl FnOnce(Answer) -> Answer) {
        self.ordered = change(self.ordered.clone());
    }

    /// Returns whether the connection closes before the body of the request is read.
    fn is_early(&self) -> bool {
        self.ordered.fault == Some(Fault::DisconnectEarly)
    }

    /// Returns the response; `usual` makes the one without an order, and carries the request out. The error is what a
    /// function panicked with.
    pub(crate) fn carry_out(
        self,
        route: Option<&Route>,
        request: &ReceivedRequest,
        usual: impl Fn() -> Answer,
    ) -> Result<Answer, String> {
        let ordered = self.ordered;
        let is_usual = match self.kind {
            Kind::Usual | Kind::Spoiled => true,
            Kind::Status => (200..300).contains(&ordered.status()),
            Kind::Answer | Kind::Function(_) => false,
        };
        if ordered.is_carried_out && !is_usual {
            usual();
        }
        Ok(match self.kind {
            Kind::Answer => ordered,
            Kind::Usual => usual().with(ordered),
            Kind::Spoiled => usual().spoiled().with(ordered),
            Kind::Function(function) => {
                let called = AssertUnwindSafe(|| function(request));
                catch_unwind(called).map_err(said)?.with(ordered)
            }
            Kind::Status => {
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
        })
    }
}

/// Returns the message of a panic.
fn said(panic: Box<dyn Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    text.unwrap_or_else(|| "a panic without a message".to_owned())
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
        let mut reaction = order.reaction.clone();
        if order.times != Some(1) {
            // The same order is for later calls, which must find somebody.
            reaction.change(|answer| answer.not_last());
        }
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
        let next = self.position(route);
        let is_next = next.is_some_and(|position| self.orders[position].reaction.is_early());
        is_next && self.take(route).is_some()
    }

    /// Records a request.
    pub(crate) fn record(&mut self, request: ReceivedRequest) {
        if let (Some(provider), Some(operation)) = (request.provider, request.operation) {
            *self.calls.entry((provider, operation)).or_default() += 1;
        }
        if let Some(problem) = request.problem() {
            self.problems.push(format!("{request}: {problem}"));
        }
        self.requests.push(request);
    }

    /// Returns what was expected and is not so, one line each.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let unmet =
            self.expected
                .iter()
                .filter_map(|(provider, operation, count)| {
                    let called = self
                        .calls
                        .get(&(*provider, *operation))
                        .copied()
                        .unwrap_or_default();
                    (called != *count).then(|| {
                format!("`{operation}` of {provider} was called {called} times, expected {count}")
            })
                });
        let panics = self
            .panics
            .iter()
            .map(|it| format!("a function panicked: {it}"));
        unmet.chain(panics).collect()
    }
}
