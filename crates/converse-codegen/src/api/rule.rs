//! The limits on values that are checked before sending.

/// A limit that is checked before sending.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Rule {
    Range(i64, i64),
    Minimum(i64),
    Maximum(i64),
    MultipleOf(i64),
    /// A pattern that the runtime can check.
    Pattern(String),
    MinLength(u64),
    MaxLength(u64),
    MinItems(u64),
    MaxItems(u64),
    /// On the items of a list.
    Items(Vec<Self>),
    /// On the values of a map.
    Values(Vec<Self>),
}
