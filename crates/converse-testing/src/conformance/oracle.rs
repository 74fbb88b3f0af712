//! Predicts the outcome of a call from the tables of the docs, not from the code.

use std::sync::OnceLock;
use std::time::Duration;

use converse_core::operation::{Content, Operation, Safety, StatusRange};
use converse_core::testing::OUTCOMES;

use super::act::{Act, Body, End};
use super::provider::content;
use super::subject::Subject;

/// The longest wait that the callers here accept.
pub const MAX_RETRY_AFTER: Duration = Duration::from_millis(500);

/// The expected outcome of a call.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    pub attempts: u32,
    /// The attempts whose request the server read.
    pub requests: usize,
    /// Kind and delivery, as the docs name them.
    pub failure: Option<(String, String)>,
    pub status: Option<u16>,
    pub retry_after: Option<Duration>,
}

/// Returns the possible outcomes of a call that plays these acts.
///
/// A connection that closes before any of it was read may have taken a request or not: each attempt may notice in time
/// that nothing was written, or not.
pub fn verdicts(subject: &Subject, most: u32, acts: &[Act]) -> Vec<Verdict> {
    let closes = |act: &Act| act.steps.is_empty() && act.end == End::Broken;
    if !acts.iter().any(closes) {
        return vec![verdict(subject, most, acts)];
    }
    let chosen = |choice: u32| -> Vec<Act> {
        (0..most)
            .map(|number| {
                let act = acts.get(number as usize).or(acts.last());
                let mut act = act.expect("an act").clone();
                if closes(&act) && choice >> number & 1 == 1 {
                    act.end = End::NoConnection;
                }
                act
            })
            .collect()
    };
    (0..1 << most)
        .map(|choice| verdict(subject, most, &chosen(choice)))
        .collect()
}

/// Returns the outcome of a call that plays these acts, the last of them for all further attempts.
pub fn verdict(subject: &Subject, most: u32, acts: &[Act]) -> Verdict {
    let operation = subject.operation;
    let mut delivery = "NotSent".to_owned();
    let mut requests = 0;
    for attempts in 1.. {
        let act = acts
            .get(attempts as usize - 1)
            .or(acts.last())
            .expect("an act");
        requests += usize::from(act.reads());
        let end = as_read(operation, act.end);
        let status = match end {
            End::Answer(status, _) => Some(status),
            _ => None,
        };
        let row = row_of(subject, end);
        if let Some((_, of_attempt)) = &row {
            if certainty(&delivery) < certainty(of_attempt) {
                delivery.clone_from(of_attempt);
            }
            let waits = act.retry_after.is_none_or(|asked| asked <= MAX_RETRY_AFTER);
            if attempts < most && waits && may_retry(operation, end) {
                continue;
            }
        }
        return Verdict {
            attempts,
            requests,
            failure: row.map(|(kind, _)| (kind, delivery)),
            status,
            retry_after: act.retry_after,
        };
    }
    unreachable!("the last act is played until the attempts are used up")
}

/// Returns how an attempt ends for the operation: the response to HEAD has no body, whatever follows its head.
fn as_read(operation: &Operation, end: End) -> End {
    match end {
        End::Answer(status, _) if operation.method == "HEAD" => End::Answer(status, Body::Empty),
        other => other,
    }
}

/// Returns the delivery of a call: that of its least certain attempt.
fn certainty(delivery: &str) -> usize {
    let order = ["NotSent", "Rejected", "Unknown", "Accepted"];
    order
        .iter()
        .position(|it| *it == delivery)
        .expect("a delivery")
}

/// Returns kind and delivery of an attempt, from the tables. `None`: it succeeded.
fn row_of(subject: &Subject, end: End) -> Option<(String, String)> {
    let operation = subject.operation;
    let first = match end {
        End::NoConnection => "no connection could be made, in time or at all".to_owned(),
        End::Late => "the time ran out before the status came".to_owned(),
        End::Broken => {
            "the connection broke before the status came, or the server did not speak HTTP"
                .to_owned()
        }
        End::Answer(status @ 200..=299, body) => match problem(subject, status, body) {
            Some(problem) => format!("2xx, and {problem}"),
            None => return None,
        },
        End::Answer(status, _) => {
            let (kind, delivery) = of_status(status);
            let delivery = match operation.retry.not_processed.contains(&status) {
                true => "Rejected".to_owned(),
                false => delivery,
            };
            return Some((kind, delivery));
        }
    };
    let row = rows().iter().find(|row| row[0] == first);
    let [_, kind, delivery] = row.unwrap_or_else(|| panic!("the docs have no row `{first}`"));
    Some((kind.clone(), delivery.clone()))
}

/// Returns what is wrong with the body of a success.
fn problem(subject: &Subject, status: u16, body: Body) -> Option<&'static str> {
    let reads = subject.reads;
    let successes = Successes::of(subject.operation);
    let without_body = matches!(status, 204 | 205);
    let is_read = match body {
        Body::Late => return Some("the time ran out"),
        Body::Broken => return Some("the connection broke"),
        Body::TooLong => return Some("the body is over the limit"),
        Body::Documented => true,
        _ if successes.differ => match (body, documented(subject.operation, status)) {
            (_, Some(Content::Empty)) => true,
            (_, Some(Content::Bytes)) if !without_body => true,
            (Body::Empty, Some(Content::Json)) => without_body,
            (Body::Odd, Some(Content::Text)) => !without_body,
            // What the document does not give the status is kept, if it is JSON.
            (Body::Odd | Body::Binary, _) => false,
            _ => true,
        },
        _ if successes.may_be_empty && (without_body || body == Body::Empty) => true,
        _ => match (body, content(subject.operation, status)) {
            (_, Content::Empty | Content::Bytes) => true,
            (Body::Binary, _) => false,
            (_, Content::Text) => true,
            (Body::OddJson, _) => reads.object,
            (Body::OddString, _) => reads.string,
            (Body::Empty, _) => subject.is_custom(),
            _ => false,
        },
    };
    (!is_read).then_some("the body does not decode")
}

/// What the document says about the successes of an operation.
#[derive(Debug)]
pub struct Successes {
    /// Their bodies differ by the status.
    differ: bool,
    /// One of them has no body.
    may_be_empty: bool,
}

impl Successes {
    /// Returns what the table says.
    pub fn of(operation: &Operation) -> Self {
        let is_success = |range| match range {
            StatusRange::Exact(status) => (200..300).contains(&status),
            StatusRange::Class(class) => class == 2,
            _ => false,
        };
        let all = || {
            let all = operation.responses.iter();
            all.filter(|it| is_success(it.status))
        };
        let first = all().next().map(|it| it.variant);
        Self {
            differ: all().any(|it| Some(it.variant) != first),
            may_be_empty: all().any(|it| it.body == Content::Empty),
        }
    }
}

/// Returns the body that the document gives the status of a success: exactly, or by its class. What is for every other
/// status is an error.
fn documented(operation: &Operation, status: u16) -> Option<Content> {
    let class = u8::try_from(status / 100).unwrap_or(0);
    let ranges = [StatusRange::Exact(status), StatusRange::Class(class)];
    let named = |range| operation.responses.iter().find(|it| it.status == range);
    ranges.into_iter().find_map(named).map(|it| it.body)
}

/// Whether an attempt with this end may be followed by another: the table of retries.
fn may_retry(operation: &Operation, end: End) -> bool {
    let harmless =
        operation.safety == Safety::Idempotent || operation.retry.idempotency_key.is_some();
    match end {
        End::NoConnection => true,
        End::Late | End::Broken => harmless,
        End::Answer(status, _) if operation.retry.never_retry.contains(&status) => false,
        End::Answer(status, _) if operation.retry.not_processed.contains(&status) => true,
        End::Answer(200..=299, body) => {
            let reads = ["GET", "HEAD", "QUERY"].contains(&operation.method);
            harmless && reads && matches!(body, Body::Late | Body::Broken)
        }
        End::Answer(408 | 429 | 500 | 502 | 503 | 504, _) => harmless,
        End::Answer(..) => false,
    }
}

/// Returns the row of a status that is not a success: an exact row, else one of its class, else that of the rest.
fn of_status(status: u16) -> (String, String) {
    let class = format!("{}xx", status / 100);
    let named = |row: &&[String; 3]| row[0].split(", ").any(|it| it == status.to_string());
    let others = [class.clone(), format!("other {class}"), "other".to_owned()];
    let by_class = || {
        others
            .iter()
            .find_map(|name| rows().iter().find(|row| row[0] == *name))
    };
    let row = rows().iter().find(named).or_else(by_class);
    let [_, kind, delivery] = row.unwrap_or_else(|| panic!("the docs have no row for {status}"));
    (kind.clone(), delivery.clone())
}

/// Returns the rows of both tables: event, kind, delivery.
fn rows() -> &'static [[String; 3]] {
    static ROWS: OnceLock<Vec<[String; 3]>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let cells = |line: &str| -> Option<[String; 3]> {
            let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
            let cells: Vec<_> = row
                .split(" | ")
                .map(|it| it.trim_matches('`').to_owned())
                .collect();
            cells.try_into().ok()
        };
        OUTCOMES.lines().filter_map(cells).collect()
    })
}
