//! The rows of requests that a provider's document lacks.

use std::fmt;

use super::operation::Operation;
use super::retry_rules::Safety;

/// The id that such a request has in errors and traces.
const ID: &str = "request";

/// What stands for the path in traces: the caller's own may be personal.
const PATH: &str = "*";

/// The rows of requests that the document lacks: two for each method, of which one is idempotent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RequestRows([Operation; 16]);

impl RequestRows {
    pub(crate) const fn new(provider: &'static str) -> Self {
        const fn row(row: Operation, safety: Safety) -> Operation {
            row.safety(safety).accept("application/json")
        }
        const YES: Safety = Safety::Idempotent;
        const NO: Safety = Safety::NotIdempotent;
        // The first row of a method is what HTTP says of it.
        Self([
            row(Operation::get(provider, ID, PATH), YES),
            row(Operation::get(provider, ID, PATH), NO),
            row(Operation::head(provider, ID, PATH), YES),
            row(Operation::head(provider, ID, PATH), NO),
            row(Operation::put(provider, ID, PATH), YES),
            row(Operation::put(provider, ID, PATH), NO),
            row(Operation::delete(provider, ID, PATH), YES),
            row(Operation::delete(provider, ID, PATH), NO),
            row(Operation::options(provider, ID, PATH), YES),
            row(Operation::options(provider, ID, PATH), NO),
            row(Operation::query(provider, ID, PATH), YES),
            row(Operation::query(provider, ID, PATH), NO),
            row(Operation::post(provider, ID, PATH), NO),
            row(Operation::post(provider, ID, PATH), YES),
            row(Operation::patch(provider, ID, PATH), NO),
            row(Operation::patch(provider, ID, PATH), YES),
        ])
    }

    /// Returns any row, for a request that is refused.
    pub(crate) fn any(&'static self) -> &'static Operation {
        &self.0[0]
    }

    /// Returns the row of a method, with the safety that HTTP gives it if none is named.
    pub(crate) fn get(
        &'static self,
        method: &str,
        safety: Option<Safety>,
    ) -> Option<&'static Operation> {
        let mut rows = self.0.iter().filter(|row| row.method == method);
        rows.find(|row| safety.is_none_or(|safety| row.safety == safety))
    }
}

/// They are the same for all providers.
impl fmt::Debug for RequestRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestRows").finish_non_exhaustive()
    }
}
