//! The progress of a run, shown on a terminal only.

use std::io::{IsTerminal, Write};

/// A line that is overwritten as the work proceeds.
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// Returns a line that is shown if standard error is a terminal.
    pub fn on_terminal() -> Self {
        Self {
            shown: std::io::stderr().is_terminal(),
        }
    }

    /// Shows the current work.
    pub fn doing(&mut self, what: &str) {
        if self.shown {
            let dim = anstyle::Style::new().dimmed();
            eprint!("\r\x1b[K{dim}generating {what} …{dim:#}\r");
            // A failure to show progress must not stop the run.
            let _ = std::io::stderr().flush();
        }
    }

    /// Clears the line.
    pub fn done(&mut self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}
