//! How the pages of an operation are requested.

/// How the response of an operation comes in pages.
///
/// Pointers are JSON Pointers (RFC 6901) into the body of a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The query parameter that takes a page's position.
    pub parameter: &'static str,
    /// Where the list of items is. Empty: the body is the list.
    pub items: &'static str,
    /// How the next position is found.
    pub style: PagingStyle,
    /// Where the number of the items of all pages is, if the document says so.
    pub total: Option<&'static str>,
}

/// How the position of the next page is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingStyle {
    /// Each page names the next one. A page that names none, or an empty one, is the last.
    #[non_exhaustive]
    Cursor {
        /// Where the next position is.
        next: &'static str,
    },
    /// Pages have numbers. An empty page is the last, and so is one with fewer items than
    /// `default_limit`, or than the caller asked for if that is less: a full page is taken to have the
    /// documented default of items.
    #[non_exhaustive]
    Page {
        /// The number of the page that the provider sends if the request names none. A stream asks for it
        /// if the parameter is required.
        first: i64,
        /// The query parameter that says how many items a page holds at most.
        limit: Option<&'static str>,
        /// How many items a page holds at most if the caller sets no limit.
        default_limit: Option<i64>,
    },
}

impl Paging {
    /// Returns paging in which each page has its list at `items` and names the next page at `next`.
    pub const fn by_cursor(
        parameter: &'static str,
        items: &'static str,
        next: &'static str,
    ) -> Self {
        Self {
            parameter,
            items,
            style: PagingStyle::Cursor { next },
            total: None,
        }
    }

    /// Returns paging in which each page has its list at `items`, and pages are numbered from `first`.
    pub const fn by_number(parameter: &'static str, items: &'static str, first: i64) -> Self {
        Self {
            parameter,
            items,
            style: PagingStyle::Page {
                first,
                limit: None,
                default_limit: None,
            },
            total: None,
        }
    }

    /// Sets where the number of the items of all pages is.
    pub const fn total(mut self, total: &'static str) -> Self {
        self.total = Some(total);
        self
    }

    /// Sets the query parameter that says how many items a numbered page holds at most.
    pub const fn limit(mut self, parameter: &'static str) -> Self {
        if let PagingStyle::Page { limit, .. } = &mut self.style {
            *limit = Some(parameter);
        }
        self
    }

    /// Sets how many items a numbered page holds at most if the caller sets no limit.
    pub const fn default_limit(mut self, items: i64) -> Self {
        if let PagingStyle::Page { default_limit, .. } = &mut self.style {
            *default_limit = Some(items);
        }
        self
    }
}
