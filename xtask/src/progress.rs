//! What a run is at, shown on a terminal and nowhere else.

use std::io::{IsTerminal, Write};

/// A line that is overwritten as the work goes on.
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// Shown if standard error is a terminal.
    pub fn on_terminal() -> Self {
        Self {
            shown: std::io::stderr().is_terminal(),
        }
    }

    /// Says what is being worked on.
    pub fn doing(&mut self, what: &str) {
        if self.shown {
            let dim = anstyle::Style::new().dimmed();
            eprint!("\r\x1b[K{dim}generating {what} …{dim:#}\r");
            // Progress that cannot be shown is no reason to stop.
            let _ = std::io::stderr().flush();
        }
    }

    /// Takes the line away.
    pub fn done(&mut self) {
        if self.shown {
            eprint!("\r\x1b[K");
        }
    }
}
