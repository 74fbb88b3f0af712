//! Runs recursive work on a stack whose size does not depend on the caller.

use std::panic::resume_unwind;
use std::thread;

use crate::problem::{Problem, Result};

/// The size of the stack. In a debug build, the deepest documents need half of it.
const SIZE: usize = 16 << 20;

/// Runs `work` on a stack of its own. A panic of it is one of this function.
///
/// # Errors
/// The thread cannot be started.
pub fn on_own_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(SIZE);
        let thread = builder.spawn_scoped(scope, work);
        let thread = thread.map_err(|error| no_stack(&error))?;
        Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

fn no_stack(error: &std::io::Error) -> Problem {
    Problem::file(
        "converse-codegen",
        format!("the thread that reads documents and generates code cannot be started: {error}"),
        format!("allow the process {} MiB for its stack", SIZE >> 20),
    )
}
