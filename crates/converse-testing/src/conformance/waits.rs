//! Tests `Retry-After`: valid, invalid, past and huge.

use std::time::Duration;

use super::KEY;
use super::act::{Act, Body, End, response};
use super::subject::Subject;
use super::suite::{Case, Suite};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Checks `Retry-After`.
pub fn retry_after_is_waited_for_or_the_call_ends_at_once(suite: &'static Suite) {
    suite.play("Retry-After", 180, cases);
}

fn cases(subject: &Subject) -> Vec<Case> {
    let seconds = |it| Some(Duration::from_secs(it));
    let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let later = |it: &str| format!("{date}retry-after: {it}\r\n");
    let hints = [
        (String::new(), None),
        ("retry-after: 0\r\n".to_owned(), seconds(0)),
        ("retry-after: 1\r\n".to_owned(), seconds(1)),
        ("retry-after: 86400\r\n".to_owned(), seconds(86_400)),
        (format!("retry-after: {}\r\n", u128::MAX), Some(YEAR)),
        (
            "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n".to_owned(),
            seconds(0),
        ),
        (
            "retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n".to_owned(),
            Some(YEAR),
        ),
        (later("Sun, 06 Nov 1994 08:49:40 GMT"), seconds(3)),
        (later("Sunday, 06-Nov-94 08:50:37 GMT"), seconds(60)),
        (later("Sun Nov  6 08:49:38 1994"), seconds(1)),
        ("retry-after: -1\r\n".to_owned(), None),
        ("retry-after: 1.5\r\n".to_owned(), None),
        ("retry-after: soon\r\n".to_owned(), None),
        ("retry-after:\r\n".to_owned(), None),
        (format!("retry-after: {KEY}\r\n"), None),
        ("retry-after: \u{ff}\r\n".to_owned(), None),
    ];
    let mut cases = Vec::new();
    for status in [429, 503] {
        for (headers, asked) in &hints {
            let end = End::Answer(status, Body::Empty);
            let act = Act {
                retry_after: *asked,
                ..Act::writes(response(status, headers, b""), end)
            };
            let name = format!("{status}, {}", headers.trim().replace("\r\n", ", "));
            cases.push(Case::new(format!("{name}, permanently"), [act.clone()]));
            if let Some(good) = &subject.good {
                let good = Act::answers(200, "", good, Body::Documented);
                cases.push(Case::new(format!("{name}, once"), [act, good]));
            }
        }
    }
    cases
}
