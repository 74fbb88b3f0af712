//! Tests every status.

use super::act::{Act, Body, End, echo, html, response};
use super::subject::Subject;
use super::suite::{Case, Suite};

/// Checks every status.
pub fn every_status_is_what_the_docs_say(suite: &'static Suite) {
    suite.play("statuses", 3000, cases);
}

fn cases(subject: &Subject) -> Vec<Case> {
    let odd = |status: u16| match status % 2 {
        0 => ("JSON of another kind", echo(), Body::OddJson),
        _ => ("HTML", html(), Body::Odd),
    };
    let good = subject.good.clone();
    let good = good.map(|good| ("a success's body", good, Body::Documented));
    (100..=599)
        .flat_map(|status| {
            let bodies = [odd(status)].into_iter().chain(good.clone());
            bodies.map(move |body| (status, body))
        })
        .map(|(status, (name, body, what))| {
            let end = match status {
                // A switch of protocols: what follows is not HTTP.
                101 => End::Answer(status, Body::Empty),
                // Not a final response, and nothing follows.
                100..=199 => End::Broken,
                // These have no body, whatever follows the head.
                204 | 304 => End::Answer(status, Body::Empty),
                _ => End::Answer(status, what),
            };
            let act = Act::writes(response(status, "", &body), end);
            Case::new(format!("{status}, {name}"), [act])
        })
        .collect()
}
