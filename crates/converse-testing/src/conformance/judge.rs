//! Compares the outcome of a call, and what the servers received, with what the docs say.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_core::operation::CredentialPlace;
use converse_test_support::Request;

use super::act::{Act, End};
use super::canary::{self, TEXT};
use super::oracle::Verdict;
use super::provider::Outcome;
use super::site::Seen;
use super::subject::Subject;
use super::suite::{TENANT, TEXT_OF_TENANT};
use super::{BUFFERS, CAP, KEY};

/// Compares the outcome with those that the docs allow.
pub fn one_of(
    subject: &Subject,
    verdicts: &[Verdict],
    outcome: &Outcome,
    seen: &Seen,
) -> Result<(), String> {
    let judged = verdicts.iter().map(|it| judge(subject, it, outcome, seen));
    judged.reduce(Result::or).unwrap_or(Ok(()))
}

/// Compares the outcome with the one that the docs describe.
pub fn judge(
    subject: &Subject,
    verdict: &Verdict,
    outcome: &Outcome,
    seen: &Seen,
) -> Result<(), String> {
    let printed = canary::printed(outcome);
    // A response that is read shows its data.
    let shows_data = outcome.is_ok() && (subject.reads.object || subject.reads.string);
    if !shows_data && !canary::is_clean(&printed) {
        return Err(format!("shown: {printed}"));
    }
    let names = |error: &converse_core::Error| {
        (
            format!("{:?}", error.kind()),
            format!("{:?}", error.delivery()),
        )
    };
    let found = match outcome {
        Ok(response) => Verdict {
            attempts: response.attempts(),
            requests: seen.requests.len(),
            failure: None,
            status: Some(response.status().as_u16()),
            retry_after: None,
        },
        Err(error) => Verdict {
            attempts: error.attempts(),
            requests: seen.requests.len(),
            failure: Some(names(error)),
            status: error.status().map(|it| it.as_u16()),
            retry_after: error.retry_after(),
        },
    };
    if found != *verdict {
        return Err(format!("found {found:?}, expected {verdict:?}"));
    }
    if let Err(error) = outcome
        && error.raw_body().is_some_and(|body| body.len() > CAP)
    {
        return Err("more bytes than the cap are kept".to_owned());
    }
    for request in &seen.requests {
        credential(subject, request)?;
    }
    Ok(())
}

/// The server cannot write much more than the cap. Bytes that are read until a time limit have no cap.
pub fn bounded(acts: &[Act], attempts: usize, written: usize) -> Result<(), String> {
    let timed = acts.iter().any(|act| act.end == End::Late);
    match timed || written <= attempts * CAP + BUFFERS {
        true => Ok(()),
        false => Err(format!("the server could write {written} bytes")),
    }
}

/// Compares two numbers of something.
pub fn counted(what: &str, found: usize, expected: usize) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found} {what}, expected {expected}")),
    }
}

/// Checks that the key is in the request once per scheme, where the table says, and the text where the arguments have it.
fn credential(subject: &Subject, request: &Request) -> Result<(), String> {
    let operation = subject.operation;
    let mut sets = operation.security.iter().filter(|set| !set.is_empty());
    let schemes = sets.next().copied().unwrap_or_default();
    let is_plain = |place| place != CredentialPlace::Basic;
    let plain = schemes.iter().filter(|scheme| is_plain(scheme.place));
    counted("credentials", request.occurrences(KEY), plain.count())?;
    for scheme in schemes {
        let (name, expected) = match scheme.place {
            CredentialPlace::Header { name, prefix, .. } => (name, format!("{prefix}{KEY}")),
            CredentialPlace::Basic => {
                let user = STANDARD.encode(format!("{KEY}:"));
                ("authorization", format!("Basic {user}"))
            }
            _ => continue,
        };
        if request.header(name) != [expected] {
            return Err(format!("the key is not only in `{name}`"));
        }
    }
    if request.header(TENANT) != [TEXT_OF_TENANT] {
        return Err("the header of the call is not there once".to_owned());
    }
    let count = request.occurrences(TEXT);
    match (subject.carries_text, count) {
        (true, 0) | (false, 1..) => Err(format!("the message is in the request {count} times")),
        _ => Ok(()),
    }
}
