//! Tests attempts with different ends: which are retried, and what the call then reports.

use super::act::{Act, Body, End, echo};
use super::subject::Subject;
use super::suite::{Case, Suite};

/// Checks attempts with different ends.
pub fn nothing_is_retried_that_may_have_been_carried_out(suite: &'static Suite) {
    suite.play("retries", 1500, cases);
}

/// Returns all sequences of three attempts.
fn cases(subject: &Subject) -> Vec<Case> {
    let answer = |status| Act::answers(status, "", &echo(), Body::OddJson);
    let mut acts = vec![
        ("close", Act::new([], End::Broken)),
        ("request, close", Act::writes(b"", End::Broken)),
        ("429", answer(429)),
        ("503", answer(503)),
        ("404", answer(404)),
        ("302", answer(302)),
        (
            "half a success",
            Act::writes(
                b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
                End::Answer(200, Body::Broken),
            ),
        ),
    ];
    if let Some(good) = &subject.good {
        acts.push(("200", Act::answers(200, "", good, Body::Documented)));
    }
    let mut cases = Vec::new();
    for (first, a) in &acts {
        for (second, b) in &acts {
            for (third, c) in &acts {
                let acts = [a.clone(), b.clone(), c.clone()];
                cases.push(Case::new(format!("{first}; {second}; {third}"), acts));
            }
        }
    }
    cases
}
