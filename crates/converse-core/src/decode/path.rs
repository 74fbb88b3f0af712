//! Where in a body a value is that could not be decoded.
//!
//! The path is put together while the error passes the lists and objects around the value, so that a body which can be
//! decoded costs nothing. Like the budget, it belongs to the thread while it decodes.

use std::cell::RefCell;
use std::fmt::Write as _;

/// One step from a value to a value in it.
enum Step {
    /// A field that its type lists.
    Field(&'static str),
    Item(usize),
    /// A name out of the body, which may be personal.
    Name,
}

/// The longest path that is shown, in bytes. What is further inside is left out.
const LONGEST: usize = 300;

thread_local! {
    /// The innermost step first.
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the path: an error was dealt with, or decoding begins.
pub(super) fn clear() {
    STEPS.with_borrow_mut(Vec::clear);
}

/// Notes that the error was in an item of a list.
#[cold]
pub(super) fn in_item(index: usize) {
    STEPS.with_borrow_mut(|steps| steps.push(Step::Item(index)));
}

/// Notes that the error was in the value of a field. Its name is not shown, unless its type lists it.
#[cold]
pub(super) fn in_value() {
    STEPS.with_borrow_mut(|steps| steps.push(Step::Name));
}

/// Notes that the error was in a field that its type lists.
#[cold]
pub(crate) fn in_field(name: &'static str) {
    STEPS.with_borrow_mut(|steps| {
        // The deserializer noted a field already.
        if let Some(Step::Name) = steps.last() {
            steps.pop();
        }
        steps.push(Step::Field(name));
    });
}

/// Returns the path of the latest error: `conversations[3].participants.*`. Empty if it is the body as a whole.
pub(super) fn take() -> String {
    let steps = STEPS.take();
    let mut path = String::new();
    for step in steps.iter().rev() {
        if path.len() > LONGEST {
            path.push('…');
            break;
        }
        let dot = if path.is_empty() { "" } else { "." };
        // Writing to a string does not fail.
        let _ = match step {
            Step::Field(name) => write!(path, "{dot}{name}"),
            Step::Name => write!(path, "{dot}*"),
            Step::Item(index) => write!(path, "[{index}]"),
        };
    }
    path
}
