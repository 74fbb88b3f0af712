//! The arguments that every benchmark takes.

use std::env;

/// How much is measured, and what.
///
/// `cargo bench --bench call -- --once "get one"` runs each contestant of that case once, to see that it runs.
pub struct Settings {
    once: bool,
    only: Vec<String>,
}

impl Settings {
    /// Reads the arguments of this process.
    pub fn from_arguments() -> Self {
        let mut settings = Self {
            once: false,
            only: Vec::new(),
        };
        for argument in env::args().skip(1) {
            match argument.as_str() {
                // Cargo adds it.
                "--bench" => {}
                "--once" => settings.once = true,
                _ => settings.only.push(argument),
            }
        }
        settings
    }

    /// Returns whether each contestant runs once only, so that the figures say nothing.
    pub fn is_once(&self) -> bool {
        self.once
    }

    /// Returns this number, or 1 if each contestant runs once only.
    pub fn count(&self, number: usize) -> usize {
        if self.once { 1 } else { number }
    }

    /// Returns those of `names` that the arguments name; all if they name none of them.
    pub fn chosen<'a>(&self, names: &[&'a str]) -> Vec<&'a str> {
        let is_named = |name: &&str| self.only.iter().any(|it| it == name);
        let named: Vec<&str> = names.iter().copied().filter(is_named).collect();
        if named.is_empty() {
            names.to_vec()
        } else {
            named
        }
    }
}
