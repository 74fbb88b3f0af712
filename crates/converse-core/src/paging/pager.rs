//! The sequence of pages: which one is next, and when there is none.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde_json::Value;

use super::position::{Position, Resume};
use crate::call::{Request, ResponseValue};
use crate::decode::DecodeError;
use crate::error::{CallError, Delivery, ErrorBody, ErrorKind, Failure};
use crate::json;
#[cfg(feature = "blocking")]
use crate::operation::Operation;
use crate::operation::{Location, Paging, PagingStyle};
use crate::parameter::text;

/// A page being fetched.
type Fetching<T, E> = Pin<Box<dyn Future<Output = Result<Fetched<T>, CallError<E>>> + Send>>;

/// A page, and the information that decides whether another one follows.
pub(super) struct Fetched<T> {
    pub(super) page: ResponseValue<T>,
    /// Number of its items.
    pub(super) count: usize,
    /// The next position, if it has one.
    pub(super) next: Option<String>,
    /// The number of the items of all pages, if it says so.
    pub(super) total: Option<u64>,
}

/// Reads page after page. `T` is the kept part of a page, `P` the type of a position.
pub(super) struct Pager<T, P, E> {
    /// The call of the first page: the other calls differ in the position.
    first: Request,
    fetch: Box<dyn Fn(Request) -> Fetching<T, E> + Send>,
    /// The position of the page that is fetched next, or could not be fetched.
    position: Resume<Value>,
    /// The cursors so far, the caller's own included.
    seen: HashSet<String>,
    /// The fingerprint of the latest numbered page.
    latest: Option<u64>,
    /// The number of the items of all pages.
    total: Option<u64>,
    state: State<T, E>,
    parameter: PhantomData<fn() -> P>,
}

enum State<T, E> {
    /// The next page was not requested yet.
    Waiting,
    Fetching(Fetching<T, E>),
    /// There is no next page, and that is an error.
    Failed(CallError<E>),
    Ended,
}

#[cfg(feature = "blocking")]
impl<T, P, E> Pager<T, P, E> {
    /// Returns the operation whose pages they are.
    #[cfg(feature = "blocking")]
    pub(super) fn operation(&self) -> &'static Operation {
        self.first.operation
    }
}

impl<T, P, E> Pager<T, P, E>
where
    P: Position,
    E: ErrorBody,
{
    pub(super) fn new<F>(first: Request, fetch: impl Fn(Request) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Fetched<T>, CallError<E>>> + Send + 'static,
    {
        let own = first.operation.paging.and_then(|paging| {
            let given = first.queried(paging.parameter).cloned();
            given.or_else(|| demanded::<P>(&first, &paging))
        });
        Self {
            first,
            fetch: Box::new(move |request| Box::pin(fetch(request))),
            seen: own.iter().map(text).collect(),
            position: own.map_or(Resume::Start, Resume::At),
            latest: None,
            total: None,
            state: State::Waiting,
            parameter: PhantomData,
        }
    }

    /// Returns the next page. Nothing follows an error.
    pub(super) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ResponseValue<T>, CallError<E>>>> {
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
        Poll::Ready(Some(outcome.and_then(|fetched| {
            let present = std::mem::replace(&mut self.position, Resume::Nowhere);
            self.total = fetched.total.or(self.total);
            if self.came_before(&fetched) {
                return Err(self.repeated(&fetched.page));
            }
            self.state = self.after(present, &fetched);
            Ok(fetched.page)
        })))
    }

    /// Returns the call of the next page.
    fn request(&self) -> Request {
        let mut request = self.first.clone();
        if let (Some(paging), Resume::At(position)) = (request.operation.paging, &self.position) {
            request.replace_query(paging.parameter, position);
        }
        request
    }

    /// Returns whether it equals the numbered page before: the provider ignores the number, or
    /// has no page of that number and returns its last one.
    fn came_before(&mut self, fetched: &Fetched<T>) -> bool {
        let fingerprint = fetched.page.fingerprint();
        let before = std::mem::replace(&mut self.latest, fingerprint);
        fetched.count > 0 && fingerprint.is_some() && fingerprint == before
    }

    /// Finds the position of the page after this one, which was at `present`.
    fn after(&mut self, present: Resume<Value>, fetched: &Fetched<T>) -> State<T, E> {
        let Some(paging) = self.first.operation.paging else {
            return State::Ended;
        };
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
                let present = match &present {
                    Resume::At(number) => text(number).parse().ok(),
                    _ => None,
                };
                let next = present.unwrap_or(i128::from(first)).saturating_add(1);
                match value::<P>(&next.to_string()) {
                    Some(next) => {
                        self.position = Resume::At(next);
                        State::Waiting
                    }
                    None => {
                        let detail =
                            format!("`{}` does not accept a greater number", paging.parameter);
                        State::Failed(CallError::plain(Failure::invalid(
                            self.first.operation,
                            &detail,
                        )))
                    }
                }
            }
        }
    }

    fn at_cursor(&mut self, paging: &Paging, next: &str, page: &ResponseValue<T>) -> State<T, E> {
        let Some(next) = value::<P>(next) else {
            let why = format!("the next position is not a value of `{}`", paging.parameter);
            let failure = self.failed(ErrorKind::Decode);
            let failure = failure.source(DecodeError::new(&why));
            return State::Failed(CallError::plain(page.add_to(failure)));
        };
        if !self.seen.insert(text(&next)) {
            return State::Failed(self.repeated(page));
        }
        self.position = Resume::At(next);
        State::Waiting
    }

    fn repeated(&self, page: &ResponseValue<T>) -> CallError<E> {
        CallError::plain(page.add_to(self.failed(ErrorKind::RepeatedPage)))
    }

    fn failed(&self, kind: ErrorKind) -> Failure {
        Failure::new(self.first.operation, kind, Delivery::Accepted)
    }

    /// Returns whether the number of its items shows that a page is the last one.
    fn is_last(&self, paging: &Paging, count: usize) -> bool {
        let PagingStyle::Page {
            limit,
            default_limit,
            ..
        } = paging.style
        else {
            return false;
        };
        // A provider may return its usual number even if more were requested: that proves nothing.
        let full = default_limit.map(|usual| {
            let asked = limit.and_then(|limit| text(self.first.queried(limit)?).parse().ok());
            asked.map_or(usual, |asked: i64| asked.min(usual))
        });
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        count == 0 || full.is_some_and(|full| count < full)
    }
}

impl<T, P, E> Pager<T, P, E> {
    pub(super) fn position(&self) -> Resume<P>
    where
        P: Position,
    {
        match &self.position {
            Resume::Start => Resume::Start,
            // A value that is not a `P` cannot be given to the setter, and is not a reason to begin anew.
            Resume::At(position) => text(position).parse().map_or(Resume::Nowhere, Resume::At),
            Resume::Nowhere => Resume::Nowhere,
        }
    }

    /// Returns the number of the items of all pages, as the latest page says it.
    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns whether neither a page nor an error can follow.
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

/// Returns a position as the parameter's type writes it. `None` if it is not a value of that type.
fn value<P: Position>(position: &str) -> Option<Value> {
    json::to_value(&position.parse::<P>().ok()?).ok()
}

/// Returns the number of the first page, if it is a required parameter: a stream begins there by itself.
fn demanded<P: Position>(first: &Request, paging: &Paging) -> Option<Value> {
    let PagingStyle::Page { first: number, .. } = paging.style else {
        return None;
    };
    let operation = first.operation;
    let parameter = operation.parameter(Location::Query, paging.parameter)?;
    match parameter.required {
        true => value::<P>(&number.to_string()),
        false => None,
    }
}
