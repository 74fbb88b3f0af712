//! The key and a message's text, looked for in all that is printed and traced.

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use crate::support::KEY;
use crate::support::providers::Outcome;

use super::subject::TEXT;

thread_local! {
    /// Whether this thread makes calls: what servers trace is their own affair.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// What was traced with the key or the text in it.
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static LINES: AtomicUsize = AtomicUsize::new(0);

/// From here on all that this thread traces or logs is looked through.
pub fn watch_this_thread() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(|| Watch)
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("there is no other");
        log::set_logger(&Watch).expect("there is no other");
        log::set_max_level(log::LevelFilter::Trace);
    });
    WATCHED.set(true);
}

/// How many lines were traced so far, and those of them that tell too much.
pub fn traced() -> (usize, Vec<String>) {
    let leaks = LEAKS.lock().unwrap_or_else(PoisonError::into_inner);
    (LINES.load(Ordering::SeqCst), leaks.clone())
}

/// Whether a text is free of the key and the message.
pub fn is_clean(text: &str) -> bool {
    let lower = text.to_lowercase();
    !lower.contains(&KEY.to_lowercase()) && !lower.contains(TEXT)
}

/// Everything that an outcome prints: `Display` and `Debug` of an error and its sources, `Debug` of a response.
pub fn printed(outcome: &Outcome) -> String {
    let mut text = String::new();
    match outcome {
        Ok(response) => text = format!("{response:?} {response:#?}"),
        Err(error) => {
            let mut next: Option<&dyn StdError> = Some(error);
            while let Some(error) = next {
                let _ = write!(text, "{error} {error:#} {error:?} {error:#?} ");
                next = error.source();
            }
        }
    }
    text
}

/// Looks through what it is given.
struct Watch;

impl Watch {
    fn look(&self, text: &str) {
        if !WATCHED.get() {
            return;
        }
        LINES.fetch_add(1, Ordering::SeqCst);
        if !is_clean(text) {
            let mut leaks = LEAKS.lock().unwrap_or_else(PoisonError::into_inner);
            leaks.push(text.to_owned());
        }
    }
}

impl io::Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // An event comes in one piece.
        self.look(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Watch {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.look(&record.args().to_string());
    }

    fn flush(&self) {}
}
