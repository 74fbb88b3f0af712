use reqwest::StatusCode;

use super::*;
use crate::operation::test_support::{CREATE, GET};

fn operation(method: Method, safety: Safety) -> Operation {
    Operation {
        method,
        safety,
        ..GET.clone()
    }
}

fn leak(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

fn with_status(operation: &Operation, status: u16) -> Report {
    let status = StatusCode::from_u16(status).expect("three digits");
    let kind = ErrorKind::of_status(status);
    Report {
        status: Some(status),
        ..Report::new(operation, kind, Delivery::of_status(operation, status))
    }
}

#[test]
fn transient_statuses_are_repeated_if_that_is_harmless() {
    for (operation, keyed, harmless) in [
        (
            leak(operation(Method::GET, Safety::Idempotent)),
            false,
            true,
        ),
        (
            leak(operation(Method::PUT, Safety::Idempotent)),
            false,
            true,
        ),
        (
            leak(operation(Method::GET, Safety::NotIdempotent)),
            false,
            false,
        ),
        (&CREATE, false, false),
        (&CREATE, true, true),
    ] {
        let repeatability = Repeatability::new(operation, keyed);
        for status in 100..=999 {
            let transient = matches!(status, 408 | 429 | 500 | 502 | 503 | 504);
            assert_eq!(
                repeatability.allows_after(&with_status(operation, status)),
                transient && harmless,
                "{} {keyed} {status}",
                operation.id
            );
        }
    }
}

#[test]
fn what_the_table_lists_comes_first() {
    let listed = leak(Operation {
        not_processed: &[401, 429, 503],
        never_retry: &[500],
        ..CREATE.clone()
    });
    let repeatability = Repeatability::new(listed, false);
    for (status, allowed) in [
        (429, true),
        (503, true),
        (502, false),
        (500, false),
        (400, false),
    ] {
        let report = with_status(listed, status);
        assert_eq!(repeatability.allows_after(&report), allowed, "{status}");
        if allowed {
            assert_eq!(report.delivery, Delivery::Rejected);
        }
    }
    assert!(repeatability.allows_new_credential(&with_status(listed, 401)));
    let monthly = leak(Operation {
        never_retry: &[401, 429],
        ..GET.clone()
    });
    for keyed in [false, true] {
        let repeatability = Repeatability::new(monthly, keyed);
        assert!(!repeatability.allows_after(&with_status(monthly, 429)));
        assert!(!repeatability.allows_new_credential(&with_status(monthly, 401)));
        assert!(repeatability.allows_after(&with_status(monthly, 503)));
    }
}

#[test]
fn without_a_status_only_what_was_not_sent_or_is_harmless() {
    use Delivery::{NotSent, Unknown};
    for (kind, delivery, unsafe_, harmless) in [
        (ErrorKind::Connect, NotSent, true, true),
        (ErrorKind::Timeout, Unknown, false, true),
        (ErrorKind::Transport, Unknown, false, true),
        // Refused here: another attempt would be too.
        (ErrorKind::Invalid, NotSent, false, false),
        (ErrorKind::MissingCredential, NotSent, false, false),
        (ErrorKind::Credential, NotSent, false, false),
        (ErrorKind::Timeout, NotSent, false, false),
    ] {
        let allowed = |operation, keyed| {
            let report = Report::new(operation, kind, delivery);
            Repeatability::new(operation, keyed).allows_after(&report)
        };
        assert_eq!(allowed(&CREATE, false), unsafe_, "{kind}");
        assert_eq!(allowed(&CREATE, true), harmless, "{kind}");
        assert_eq!(allowed(&GET, false), harmless, "{kind}");
    }
}

#[test]
fn an_answer_that_got_lost_is_only_read_again() {
    for (method, safety, allowed) in [
        (Method::GET, Safety::Idempotent, true),
        (Method::HEAD, Safety::Idempotent, true),
        (Method::GET, Safety::NotIdempotent, false),
        (Method::PUT, Safety::Idempotent, false),
        (Method::DELETE, Safety::Idempotent, false),
        (Method::POST, Safety::Idempotent, false),
        (Method::POST, Safety::NotIdempotent, false),
    ] {
        let operation = leak(operation(method, safety));
        for (kind, broke) in [
            (ErrorKind::Timeout, true),
            (ErrorKind::Transport, true),
            (ErrorKind::TooLarge, false),
            (ErrorKind::Decode, false),
        ] {
            let report = Report {
                kind,
                ..with_status(operation, 200)
            };
            let repeatability = Repeatability::new(operation, false);
            assert_eq!(
                repeatability.allows_after(&report),
                allowed && broke,
                "{} {kind}",
                operation.method
            );
        }
    }
}

#[test]
fn a_new_credential_is_tried_only_if_that_is_harmless() {
    let allowed = |operation, keyed, status| {
        Repeatability::new(operation, keyed).allows_new_credential(&with_status(operation, status))
    };
    assert!(allowed(&GET, false, 401));
    assert!(allowed(&CREATE, true, 401));
    assert!(!allowed(&CREATE, false, 401));
    assert!(!allowed(&GET, false, 403));
}
