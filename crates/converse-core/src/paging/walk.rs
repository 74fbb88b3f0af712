//! The way from page to page: which one is next, and when there is none.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde_json::Value;

use super::Position;
use crate::decode::DecodeError;
use crate::error::{Error, Report};
use crate::parameter::{text, to_json};
use crate::{Delivery, ErrorBody, ErrorKind, Paging, PagingStyle, Request, ResponseValue};

/// A page on its way.
type Fetching<T, E> = Pin<Box<dyn Future<Output = Result<Fetched<T>, Error<E>>> + Send>>;

/// A page, and what decides whether another one follows.
pub(super) struct Fetched<T> {
    pub(super) page: ResponseValue<T>,
    /// How many items it has.
    pub(super) count: usize,
    /// The next position, if it names one.
    pub(super) next: Option<String>,
}

/// Goes from page to page. `T` is what is kept of a page, `P` the type of a position.
pub(super) struct Walk<T, P, E> {
    /// The call of the first page: of the others the position differs.
    first: Request,
    fetch: Box<dyn Fn(Request) -> Fetching<T, E> + Send>,
    /// Where the next page is. `None`: where the first call says, or nowhere.
    position: Option<Value>,
    /// The cursors so far, the caller's own too.
    seen: HashSet<String>,
    state: State<T, E>,
    parameter: PhantomData<fn() -> P>,
}

enum State<T, E> {
    /// Nobody asked for the next page yet.
    Waiting,
    Fetching(Fetching<T, E>),
    /// There is no next page, and that is an error.
    Failed(Error<E>),
    Ended,
}

impl<T, P, E> Walk<T, P, E>
where
    P: Position,
    E: ErrorBody,
{
    pub(super) fn new<F>(first: Request, fetch: impl Fn(Request) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Fetched<T>, Error<E>>> + Send + 'static,
    {
        let paging = first.operation.paging;
        let position = paging.and_then(|paging| first.queried(paging.parameter).cloned());
        Self {
            first,
            fetch: Box::new(move |request| Box::pin(fetch(request))),
            seen: position.iter().map(text).collect(),
            position,
            state: State::Waiting,
            parameter: PhantomData,
        }
    }

    /// The next page. Nothing follows an error.
    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ResponseValue<T>, Error<E>>>> {
        if let State::Waiting = self.state {
            self.state = State::Fetching((self.fetch)(self.request()));
        }
        let outcome = match &mut self.state {
            State::Fetching(page) => ready!(page.as_mut().poll(cx)),
            _ => match std::mem::replace(&mut self.state, State::Ended) {
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                _ => return Poll::Ready(None),
            },
        };
        self.state = State::Ended;
        Poll::Ready(Some(outcome.map(|fetched| {
            self.state = self.after(&fetched);
            fetched.page
        })))
    }

    /// The call of the next page.
    fn request(&self) -> Request {
        let mut request = self.first.clone();
        if let (Some(paging), Some(position)) = (request.operation.paging, &self.position) {
            request.replace_query(paging.parameter, position);
        }
        request
    }

    /// Finds the position of the page after this one.
    fn after(&mut self, fetched: &Fetched<T>) -> State<T, E> {
        let Some(paging) = self.first.operation.paging else {
            return State::Ended;
        };
        let present = self.position.take();
        match paging.style {
            PagingStyle::Cursor { .. } => match &fetched.next {
                Some(next) if !next.is_empty() => self.at_cursor(&paging, next, &fetched.page),
                _ => State::Ended,
            },
            PagingStyle::Page { first, .. } => {
                if self.is_last(&paging, fetched.count) {
                    return State::Ended;
                }
                // Wide enough for a number of any type.
                let present = present.and_then(|number| text(&number).parse().ok());
                let next = present.unwrap_or(i128::from(first)).saturating_add(1);
                match value::<P>(&next.to_string()) {
                    Some(next) => {
                        self.position = Some(next);
                        State::Waiting
                    }
                    None => {
                        let detail = format!("`{}` takes no greater number", paging.parameter);
                        State::Failed(Error::plain(Report::invalid(self.first.operation, &detail)))
                    }
                }
            }
        }
    }

    fn at_cursor(&mut self, paging: &Paging, next: &str, page: &ResponseValue<T>) -> State<T, E> {
        let failed = |kind| Report::new(self.first.operation, kind, Delivery::Accepted);
        let Some(next) = value::<P>(next) else {
            let why = format!("the next position is not what `{}` takes", paging.parameter);
            let report = failed(ErrorKind::Decode).source(DecodeError::new(&why));
            return State::Failed(Error::plain(page.report(report)));
        };
        let is_new = self.seen.insert(text(&next));
        self.position = Some(next);
        match is_new {
            true => State::Waiting,
            false => State::Failed(Error::plain(page.report(failed(ErrorKind::RepeatedCursor)))),
        }
    }

    /// Whether a page with so many items shows that it is the last one.
    fn is_last(&self, paging: &Paging, count: usize) -> bool {
        let PagingStyle::Page {
            limit,
            default_limit,
            ..
        } = paging.style
        else {
            return false;
        };
        // Asked for more, a provider may give no more than usual: that proves nothing.
        let full = default_limit.map(|usual| {
            let asked = limit.and_then(|limit| text(self.first.queried(limit)?).parse().ok());
            asked.map_or(usual, |asked: i64| asked.min(usual))
        });
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        count == 0 || full.is_some_and(|full| count < full)
    }
}

impl<T, P, E> Walk<T, P, E> {
    pub(super) fn position(&self) -> Option<P>
    where
        P: Position,
    {
        text(self.position.as_ref()?).parse().ok()
    }

    /// Whether no further page can come, nor an error.
    pub(super) fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    pub(super) fn describe(&self, shown: &mut fmt::DebugStruct<'_, '_>) -> fmt::Result {
        let state = match self.state {
            State::Waiting => "waiting",
            State::Fetching(_) => "fetching",
            State::Failed(_) => "failed",
            State::Ended => "ended",
        };
        shown
            .field("provider", &self.first.operation.provider)
            .field("operation", &self.first.operation.id)
            .field("state", &state)
            .finish_non_exhaustive()
    }
}

/// A position as the parameter's type writes it. `None`: it is no value of that type.
fn value<P: Position>(position: &str) -> Option<Value> {
    to_json(&position.parse::<P>().ok()?)
}
