//! Orders for one operation: what its next calls get.

use std::marker::PhantomData;
use std::time::Duration;

use converse_core::dynamic::{Call, TypedOperation};
use converse_core::operation::{Operation, StatusRange};
use serde::Serialize;
use serde_json::Value;

use crate::answer::Answer;
use crate::received::ReceivedRequest;
use crate::script::{Order, Reaction};
use crate::serve::Shared;

/// What the next calls of an operation get: [`Server::on`](crate::Server::on).
///
/// A method that orders a response is for the next call alone; [`times`](Ordered::times) and [`always`](Ordered::always) say
/// otherwise. Orders for a number of calls are carried out one after the other. A request that is refused takes none.
pub struct On<'a, C> {
    shared: &'a Shared,
    operation: PhantomData<fn() -> C>,
}

impl<'a, C: Call> On<'a, C> {
    pub(crate) fn new(shared: &'a Shared, _: TypedOperation<C>) -> Self {
        Self {
            shared,
            operation: PhantomData,
        }
    }

    /// Orders a success with this body, which has the type that the operation returns.
    ///
    /// # Panics
    /// When the value cannot be written as JSON.
    #[track_caller]
    pub fn respond(self, body: impl Into<C::Success>) -> Ordered<'a, C>
    where
        C::Success: Serialize,
    {
        let body: C::Success = body.into();
        let json = json(&body);
        // A success of nothing is one without a body.
        let answer = match json {
            Value::Null => Answer::new(success(C::OPERATION, 204), ()),
            json => Answer::new(success(C::OPERATION, 200), json),
        };
        self.answer(answer)
    }

    /// Orders an error with this body, which has the type that the operation's errors have.
    ///
    /// # Panics
    /// When the status is not in 200..=999, or the value cannot be written as JSON.
    #[track_caller]
    pub fn error(self, status: u16, body: impl Into<C::Error>) -> Ordered<'a, C>
    where
        C::Error: Serialize,
    {
        let body: C::Error = body.into();
        self.answer(Answer::new(status, json(&body)))
    }

    /// Orders this status: a success with the usual body, an error with the documented body of that status, or without
    /// one.
    ///
    /// # Panics
    /// When the status is not in 200..=999.
    #[track_caller]
    pub fn status(self, status: u16) -> Ordered<'a, C> {
        self.order(Reaction::status(Answer::new(status, ())))
    }

    /// Orders these statuses, one for each of the next calls: `[503, 503, 200]`.
    ///
    /// # Panics
    /// When a status is not in 200..=999, or when there is none.
    #[track_caller]
    pub fn statuses(self, statuses: impl IntoIterator<Item = u16>) -> Ordered<'a, C> {
        let statuses = statuses.into_iter();
        let ids: Vec<u64> = statuses
            .map(|status| self.add(Reaction::status(Answer::new(status, ()))))
            .collect();
        assert!(!ids.is_empty(), "a sequence of no statuses orders nothing");
        Ordered { on: self, ids }
    }

    /// Orders this response.
    pub fn answer(self, answer: Answer) -> Ordered<'a, C> {
        self.order(Reaction::answer(answer))
    }

    /// Orders what the function returns for a request.
    pub fn respond_with(
        self,
        respond: impl Fn(&ReceivedRequest) -> Answer + Send + Sync + 'static,
    ) -> Ordered<'a, C> {
        self.order(Reaction::function(respond))
    }

    /// Orders no response at all: [`Answer::hang`].
    pub fn hang(self) -> Ordered<'a, C> {
        self.answer(Answer::hang())
    }

    /// Orders that the connection closes after the request is read: [`Answer::disconnect`].
    pub fn disconnect(self) -> Ordered<'a, C> {
        self.answer(Answer::disconnect())
    }

    /// Orders that the connection closes before the body of the request is read: [`Answer::disconnect_early`].
    pub fn disconnect_early(self) -> Ordered<'a, C> {
        self.answer(Answer::disconnect_early())
    }

    /// Orders a usual response that breaks off in the middle of its body: [`Answer::break_off`].
    pub fn break_off(self) -> Ordered<'a, C> {
        self.order(Reaction::usual(Answer::new(200, ()).break_off()))
    }

    /// Orders the usual response with a body that is no JSON: the request is carried out. See also [`Answer::garbage`].
    pub fn garbage(self) -> Ordered<'a, C> {
        self.order(Reaction::spoiled())
    }

    /// Orders the usual response after a time.
    pub fn delay(self, delay: Duration) -> Ordered<'a, C> {
        self.order(Reaction::usual(Answer::new(200, ()).delay(delay)))
    }

    /// Expects that the operation is called so often, from the start of the server to its end. Otherwise the server
    /// panics when it is dropped.
    pub fn expect(self, calls: usize) -> Self {
        let operation = C::OPERATION;
        let expected = (operation.provider, operation.id, calls);
        self.shared.script().expected.push(expected);
        self
    }

    fn order(self, reaction: Reaction) -> Ordered<'a, C> {
        let ids = vec![self.add(reaction)];
        Ordered { on: self, ids }
    }

    fn add(&self, reaction: Reaction) -> u64 {
        let operation = (C::OPERATION.provider, C::OPERATION.id);
        self.shared
            .script()
            .order(Some(operation), reaction, Some(1))
    }
}

/// Returns the documented status of a success, else the usual one.
fn success(operation: &Operation, usual: u16) -> u16 {
    let statuses = operation.responses.iter().filter_map(|it| match it.status {
        StatusRange::Exact(status @ 200..=299) => Some(status),
        _ => None,
    });
    statuses.min().unwrap_or(usual)
}

#[track_caller]
fn json(body: &impl Serialize) -> Value {
    match serde_json::to_value(body) {
        Ok(json) => json,
        Err(error) => panic!("the body cannot be written: {error}"),
    }
}

/// An order that was given, to say more about it.
pub struct Ordered<'a, C> {
    on: On<'a, C>,
    /// Several, if they were ordered together.
    ids: Vec<u64>,
}

impl<'a, C: Call> Ordered<'a, C> {
    /// Carries the order out for so many calls.
    ///
    /// # Panics
    /// When it is zero.
    #[track_caller]
    pub fn times(self, calls: usize) -> Self {
        assert!(calls > 0, "an order for no call orders nothing");
        self.change(|order| order.times = Some(calls))
    }

    /// Carries the order out for all calls that no order for a number of calls is for.
    pub fn always(self) -> Self {
        self.change(|order| order.times = None)
    }

    /// Carries the request out before the connection closes or nothing more happens: [`Answer::after_carrying_out`].
    pub fn after_carrying_out(self) -> Self {
        self.change(|order| order.reaction.change(Answer::after_carrying_out))
    }

    /// Adds a header to the response.
    ///
    /// # Panics
    /// When name or value is not valid in a header.
    #[track_caller]
    pub fn header(self, name: &str, value: &str) -> Self {
        // Here, where the caller is known.
        let _ = Answer::new(200, ()).header(name, value);
        self.change(|order| order.reaction.change(|answer| answer.header(name, value)))
    }

    /// Makes the response the last one of the server: [`Answer::last`].
    pub fn last(self) -> Self {
        self.change(|order| order.reaction.change(Answer::last))
    }

    /// Waits before the response, in real time.
    pub fn delay(self, delay: Duration) -> Self {
        self.change(|order| order.reaction.change(|answer| answer.delay(delay)))
    }

    /// Orders what the calls after get.
    pub fn then(self) -> On<'a, C> {
        self.on
    }

    fn change(self, change: impl Fn(&mut Order)) -> Self {
        let mut script = self.on.shared.script();
        for id in &self.ids {
            if let Some(order) = script.find(*id) {
                change(order);
            }
        }
        drop(script);
        self
    }
}
