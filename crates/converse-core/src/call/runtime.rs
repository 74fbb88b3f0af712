//! Whether there is a runtime.

use tokio::runtime::Handle;

/// Checks that this is polled in a tokio runtime: time and network are the runtime's, and panic without it. The error is
/// what helps.
pub(crate) fn in_runtime() -> Result<(), &'static str> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err("await it in a tokio runtime, or use the blocking form (feature `blocking`)"),
    }
}
