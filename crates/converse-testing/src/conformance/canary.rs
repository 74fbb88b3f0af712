//! Searches everything that is printed and traced for the key and a message: six characters of them in any spelling.

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use converse_core::testing::Canary;

use super::KEY;
use super::provider::Outcome;

/// The text of a message: it is in requests, and a server may repeat it.
pub const TEXT: &str = "zw3lf-b0xk4mpf-jag3n-vikt0r";

/// Which traces of a thread are searched.
#[derive(Clone, Copy, PartialEq)]
enum Watched {
    /// None: the traces of test servers do not matter.
    Nothing,
    /// The traces of this workspace. Dependencies name hosts and certificates.
    Ours,
    Everything,
}

thread_local! {
    static WATCHED: Cell<Watched> = const { Cell::new(Watched::Nothing) };
    /// How many lines of this thread were searched.
    static LOOKED: Cell<usize> = const { Cell::new(0) };
}

/// The lines that contain the key or the text.
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());
static LINES: AtomicUsize = AtomicUsize::new(0);

/// Searches everything that this thread traces or logs from here on, also by dependencies.
pub fn watch_this_thread() {
    watch(Watched::Everything);
}

/// Searches everything that this workspace traces on this thread from here on.
pub fn watch_ours_on_this_thread() {
    watch(Watched::Ours);
}

fn watch(watched: Watched) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(|| Watch)
            .finish();
        tracing::subscriber::set_global_default(subscriber).expect("no other is installed");
        log::set_logger(&Watch).expect("no other is installed");
        log::set_max_level(log::LevelFilter::Trace);
    });
    WATCHED.set(watched);
}

/// Returns how many lines were traced so far, and those that contain the key or the text.
pub fn traced() -> (usize, Vec<String>) {
    let leaks = LEAKS.lock().unwrap_or_else(PoisonError::into_inner);
    (LINES.load(Ordering::SeqCst), leaks.clone())
}

/// Fails if no line of this thread was searched, or if any thread traced the key or the text.
pub fn assert_traces_clean() {
    assert_ne!(LOOKED.get(), 0, "nothing was searched");
    assert_eq!(traced().1, [""; 0]);
}

/// Returns the part of the key or the message that a string shows.
pub fn find(text: &str) -> Option<String> {
    static CANARY: LazyLock<Canary> = LazyLock::new(|| Canary::of([KEY, TEXT]));
    CANARY.find_in(text)
}

/// Whether a string is free of the key and the message.
pub fn is_clean(text: &str) -> bool {
    find(text).is_none()
}

/// Fails if a string shows any part of the key or the message.
pub fn assert_clean(text: &str) {
    if let Some(found) = find(text) {
        panic!("`{found}` is shown: {text}");
    }
}

/// Returns everything that an outcome prints: `Display` and `Debug` of an error and its sources, `Debug` of a response.
pub fn printed(outcome: &Outcome) -> String {
    match outcome {
        Ok(response) => format!("{response:?} {response:#?}"),
        Err(error) => printed_error(error),
    }
}

/// Returns `Display` and `Debug` of an error and its sources.
pub fn printed_error(error: &dyn StdError) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let _ = write!(text, "{error} {error:#} {error:?} {error:#?} ");
        next = error.source();
    }
    text
}

/// Returns hosts that a server makes of key and message: complete, in parts, with a letter less, in full-width letters,
/// in other encodings. A URL parser accepts all of them.
pub fn hosts() -> Vec<String> {
    [KEY, TEXT].into_iter().flat_map(hosts_of).collect()
}

fn hosts_of(secret: &str) -> Vec<String> {
    let parts = |length: usize| {
        let letters: Vec<char> = secret.chars().filter(char::is_ascii_alphanumeric).collect();
        let parts: Vec<String> = letters.chunks(length).map(String::from_iter).collect();
        parts.join(".")
    };
    let hex: String = secret.bytes().map(|it| format!("{it:02x}")).collect();
    // As a header has them, and as a parser returns them.
    let wide =
        |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_alphanumeric());
    let wide: String = secret.chars().filter_map(wide).collect();
    let percent: String = secret.bytes().map(|it| format!("%{it:02X}")).collect();
    let bytes = |text: &str| -> String { text.bytes().map(|it| format!("%{it:02X}")).collect() };
    vec![
        format!("{secret}.x"),
        format!("x.{}", secret.to_uppercase()),
        format!("{}.x", &secret[1..]),
        format!("{}.x", &secret[..secret.len() - 1]),
        format!("{}.x", &secret[10..16]),
        format!("{}.x", parts(1)),
        format!("{}.x", parts(3)),
        format!("{percent}.x"),
        format!("{}.x", bytes(&wide)),
        // In Punycode.
        format!("{}{}.x", &secret[..12], bytes("ü")),
        format!("{}.x", hex[..60.min(hex.len())].to_owned()),
    ]
}

/// Searches the lines that it receives.
struct Watch;

impl Watch {
    fn look(&self, text: &str) {
        let ours = || text.contains(" converse_core::");
        match WATCHED.get() {
            Watched::Nothing => return,
            Watched::Ours if !ours() => return,
            Watched::Ours | Watched::Everything => {}
        }
        LINES.fetch_add(1, Ordering::SeqCst);
        LOOKED.set(LOOKED.get() + 1);
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
