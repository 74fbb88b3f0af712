//! Where a stream of pages is.

use std::str::FromStr;

use serde::Serialize;

/// The type of a position: text, a number, whatever a query parameter may be.
pub trait Position: FromStr + Serialize {}

impl<T: FromStr + Serialize> Position for T {}

/// Where a stream goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resume<P> {
    /// At the first page, with the arguments of the call as they are: none was read yet.
    Start,
    /// At the page of this position: what the builder's setter takes.
    At(P),
    /// Nowhere. The last page was read; or an error says why none can be asked for after the pages
    /// that were read: the next position is no value of the parameter
    /// ([`Decode`](crate::ErrorKind::Decode), [`Invalid`](crate::ErrorKind::Invalid) for a number that
    /// is too great), or the pages repeat
    /// ([`RepeatedPage`](crate::ErrorKind::RepeatedPage)).
    Nowhere,
}
