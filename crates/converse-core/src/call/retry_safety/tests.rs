use reqwest::StatusCode;

use super::*;
use crate::operation::RetryRules;
use crate::operation::test_support::{CREATE, GET};

fn operation(method: &'static str, safety: Safety) -> Operation {
    Operation {
        method,
        safety,
        ..GET.clone()
    }
}

fn leak(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

fn with_status(operation: &Operation, status: u16) -> Failure {
    let status = StatusCode::from_u16(status).expect("three digits");
    let kind = ErrorKind::of_status(status);
    Failure {
        status: Some(status),
        ..Failure::new(operation, kind, Delivery::of_status(operation, status))
    }
}

#[test]
fn transient_statuses_are_retried_if_that_is_harmless() {
    for (operation, has_idempotency_key, harmless) in [
        (leak(operation("GET", Safety::Idempotent)), false, true),
        (leak(operation("PUT", Safety::Idempotent)), false, true),
        (leak(operation("GET", Safety::NotIdempotent)), false, false),
        (&CREATE, false, false),
        (&CREATE, true, true),
    ] {
        let safety = RetrySafety::new(operation, has_idempotency_key);
        for status in 100..=999 {
            let transient = matches!(status, 408 | 429 | 500 | 502 | 503 | 504);
            assert_eq!(
                safety.allows_after(&with_status(operation, status)),
                transient && harmless,
                "{} {has_idempotency_key} {status}",
                operation.id
            );
        }
    }
}

#[test]
fn what_the_table_lists_comes_first() {
    let listed = leak(Operation {
        retry: RetryRules::new()
            .not_processed(&[401, 429, 503])
            .never_retry(&[500]),
        ..CREATE.clone()
    });
    let safety = RetrySafety::new(listed, false);
    for (status, allowed) in [
        (429, true),
        (503, true),
        (502, false),
        (500, false),
        (400, false),
    ] {
        let failure = with_status(listed, status);
        assert_eq!(safety.allows_after(&failure), allowed, "{status}");
        if allowed {
            assert_eq!(failure.delivery, Delivery::Rejected);
        }
    }
    assert!(safety.allows_new_credential(&with_status(listed, 401)));
    let monthly = leak(Operation {
        retry: RetryRules::new().never_retry(&[401, 429]),
        ..GET.clone()
    });
    for has_idempotency_key in [false, true] {
        let safety = RetrySafety::new(monthly, has_idempotency_key);
        assert!(!safety.allows_after(&with_status(monthly, 429)));
        assert!(!safety.allows_new_credential(&with_status(monthly, 401)));
        assert!(safety.allows_after(&with_status(monthly, 503)));
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
        let allowed = |operation, has_idempotency_key| {
            let failure = Failure::new(operation, kind, delivery);
            RetrySafety::new(operation, has_idempotency_key).allows_after(&failure)
        };
        assert_eq!(allowed(&CREATE, false), unsafe_, "{kind}");
        assert_eq!(allowed(&CREATE, true), harmless, "{kind}");
        assert_eq!(allowed(&GET, false), harmless, "{kind}");
    }
}

#[test]
fn a_response_that_got_lost_is_only_read_again() {
    for (method, safety, allowed) in [
        ("GET", Safety::Idempotent, true),
        ("HEAD", Safety::Idempotent, true),
        ("GET", Safety::NotIdempotent, false),
        ("PUT", Safety::Idempotent, false),
        ("DELETE", Safety::Idempotent, false),
        ("POST", Safety::Idempotent, false),
        ("POST", Safety::NotIdempotent, false),
    ] {
        let operation = leak(operation(method, safety));
        for (kind, broke) in [
            (ErrorKind::Timeout, true),
            (ErrorKind::Transport, true),
            (ErrorKind::TooLarge, false),
            (ErrorKind::Decode, false),
        ] {
            let failure = Failure {
                kind,
                ..with_status(operation, 200)
            };
            let safety = RetrySafety::new(operation, false);
            assert_eq!(
                safety.allows_after(&failure),
                allowed && broke,
                "{} {kind}",
                operation.method
            );
        }
    }
}

#[test]
fn a_new_credential_is_tried_only_if_that_is_harmless() {
    let allowed = |operation, has_idempotency_key, status| {
        RetrySafety::new(operation, has_idempotency_key)
            .allows_new_credential(&with_status(operation, status))
    };
    assert!(allowed(&GET, false, 401));
    assert!(allowed(&CREATE, true, 401));
    assert!(!allowed(&CREATE, false, 401));
    assert!(!allowed(&GET, false, 403));
}
