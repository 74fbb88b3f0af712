//! The position of a stream of pages.

use std::str::FromStr;

use serde::Serialize;

/// The type of a position: a string, a number, any type of a query parameter.
pub trait Position: FromStr + Serialize {}

impl<T: FromStr + Serialize> Position for T {}

/// Where a stream resumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resume<P> {
    /// At the first page, with the arguments of the call unchanged: no page was read yet.
    Start,
    /// At the page with this position, a value for the builder's setter.
    At(P),
    /// Nowhere. The last page was read; or an error says why no page can be requested after the pages
    /// that were read: the next position is not a value of the parameter
    /// ([`Decode`](crate::ErrorKind::Decode), [`Invalid`](crate::ErrorKind::Invalid) for a number that
    /// is too great), or the pages repeat
    /// ([`RepeatedPage`](crate::ErrorKind::RepeatedPage)).
    Nowhere,
}
