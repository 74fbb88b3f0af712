//! Rust expressions, laid out as rustfmt does: on one line if there is room, else one part per line.

/// The longest line.
const WIDTH: usize = 88;

/// An expression.
#[derive(Debug, Clone)]
pub enum Code {
    Plain(String),
    /// Parts between two brackets: a call, a list.
    Group {
        open: String,
        parts: Vec<Code>,
        close: &'static str,
    },
    /// Method calls, each of which is a group, on something.
    Chain {
        start: Box<Code>,
        calls: Vec<Code>,
    },
}

impl Code {
    /// Returns a call of a function with these arguments.
    pub fn call(function: &str, parts: Vec<Self>) -> Self {
        Self::Group {
            open: format!("{function}("),
            parts,
            close: ")",
        }
    }

    /// Returns the list of these items; `open` is what it begins with.
    pub fn list(open: &str, parts: Vec<Self>) -> Self {
        Self::Group {
            open: open.to_owned(),
            parts,
            close: "]",
        }
    }

    /// Returns the expression on one line.
    pub fn flat(&self) -> String {
        let joined = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(Self::flat).collect();
            parts.join(between)
        };
        match self {
            Self::Plain(text) => text.clone(),
            Self::Group { open, parts, close } => {
                let space = if *close == "}" && !parts.is_empty() {
                    " "
                } else {
                    ""
                };
                format!("{open}{space}{}{space}{close}", joined(parts, ", "))
            }
            Self::Chain { start, calls } => format!("{}{}", start.flat(), joined(calls, "")),
        }
    }

    /// Returns the expression as it follows other code in a line that is indented by `indent` and has `used` characters
    /// of its own, those after it included.
    pub fn laid_out(&self, indent: usize, used: usize) -> String {
        let flat = self.flat();
        let fits = indent + used + flat.chars().count() <= WIDTH;
        match self {
            Self::Plain(_) => flat,
            Self::Group { parts, .. } if fits || parts.is_empty() => flat,
            Self::Group { open, parts, close } => match parts.as_slice() {
                [Self::Plain(_)] => flat,
                // A single list or call needs no lines of its own.
                [only @ Self::Group { .. }] => {
                    let used = used + open.chars().count() + close.len();
                    format!("{open}{}{close}", only.laid_out(indent, used))
                }
                parts => {
                    let inner = indent + STEP;
                    let lines = parts.iter().map(|part| {
                        let part = part.laid_out(inner, 1);
                        format!("{:inner$}{part},\n", "")
                    });
                    let lines: String = lines.collect();
                    format!("{open}\n{lines}{:indent$}{close}", "")
                }
            },
            Self::Chain { calls, .. } if fits && calls.len() < MOST_CALLS => flat,
            Self::Chain { start, calls } => {
                let start = start.laid_out(indent, 0);
                let inner = match start.contains('\n') {
                    true => indent,
                    false => indent + STEP,
                };
                let calls = calls.iter().map(|call| {
                    let call = call.laid_out(inner, 0);
                    format!("\n{:inner$}{call}", "")
                });
                let calls: String = calls.collect();
                format!("{start}{calls}")
            }
        }
    }
}

/// How many calls of methods do not stay on one line, however short they are.
const MOST_CALLS: usize = 5;

/// By how much inner lines are indented.
const STEP: usize = 4;
