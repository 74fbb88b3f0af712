//! Headers that a caller adds to calls: trace context, a tenant.

use std::fmt;

use reqwest::header::HeaderValue;

/// Headers that a caller adds to calls, in the order in which they were given. `Debug` shows no value.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct ExtraHeaders(Vec<ExtraHeader>);

/// A header that a caller adds to calls.
#[derive(Clone, PartialEq, Eq)]
struct ExtraHeader {
    name: Box<str>,
    /// `None` if it cannot be sent: a call then reports which header it is.
    value: Option<HeaderValue>,
}

impl ExtraHeaders {
    /// Adds a header. One of the same name is replaced.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let printable = value
            .bytes()
            .all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t');
        let value = HeaderValue::try_from(value).ok().filter(|_| printable);
        self.add(ExtraHeader {
            name: name.into(),
            value: value.map(|mut value| {
                // The HTTP client may log it, or compress it into a table that other requests share.
                value.set_sensitive(true);
                value
            }),
        });
    }

    /// Returns these headers and, of the others, those that they do not replace.
    pub(crate) fn over(mut self, others: &Self) -> Self {
        if self.0.is_empty() {
            return others.clone();
        }
        let mut all = others.clone();
        for header in self.0.drain(..) {
            all.add(header);
        }
        all
    }

    /// Returns all headers by their names; the value is `None` if it cannot be sent.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Option<&HeaderValue>)> {
        self.0.iter().map(|it| (&*it.name, it.value.as_ref()))
    }

    fn add(&mut self, header: ExtraHeader) {
        self.0
            .retain(|known| !known.name.eq_ignore_ascii_case(&header.name));
        self.0.push(header);
    }
}

impl fmt::Debug for ExtraHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|header| &header.name);
        f.debug_list().entries(names).finish()
    }
}
