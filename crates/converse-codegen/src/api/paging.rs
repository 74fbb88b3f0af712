//! Pagination of an operation.

/// How an operation is paginated.
#[derive(Debug, Clone)]
pub struct Paging {
    /// JSON pointer of the declaration in the document.
    pub at: String,
    /// The query parameter that takes the position.
    pub parameter: String,
    /// Where a page holds its items.
    pub items: FieldPath,
    pub style: PagingStyle,
    /// Where a page has the number of the items of all pages.
    pub total: Option<FieldPath>,
}

/// How the next position is found.
#[derive(Debug, Clone)]
pub enum PagingStyle {
    /// Each page names the next one.
    Cursor { next: FieldPath },
    /// Pages have numbers.
    Page {
        first: i64,
        /// The query parameter of the size of a page, and the size without it.
        limit: Option<String>,
        default_limit: Option<i64>,
    },
}

/// A place in a response.
#[derive(Debug, Clone)]
pub struct FieldPath {
    /// JSON pointer into the response.
    pub pointer: String,
    /// The same as fields of Rust types, once the pass `paging` has followed it.
    pub fields: Vec<String>,
}
