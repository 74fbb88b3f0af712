use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use super::*;
use crate::credential::Credential;

/// Returns `key-0`, `key-1` and so on, each after a second; counts the fetches.
fn numbered(life: Option<Duration>, fails: bool) -> (Credential, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let credential = Credential::refreshing(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if fails {
                return Err(CredentialError::new(format!("failure {number}")));
            }
            let mut token = Token::new(format!("key-{number}"));
            token.valid_for = life;
            Ok(token)
        }
    });
    (credential, asked)
}

fn text(issued: &Issued) -> String {
    issued.secret.encoded()
}

async fn many(credential: &Credential) -> Vec<Result<Issued, CredentialError>> {
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let credential = credential.clone();
            tokio::spawn(async move { credential.issue().await })
        })
        .collect();
    let mut issued = Vec::new();
    for call in calls {
        issued.push(call.await.expect("no call panics"));
    }
    issued
}

#[tokio::test(start_paused = true)]
async fn one_call_fetches_for_all_clones() {
    let (credential, asked) = numbered(None, false);
    for issued in many(&credential).await {
        assert_eq!(text(&issued.expect("it is given")), "key-0");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // All of them see it refused: it is fetched once.
    let old = credential.issue().await.expect("it is kept");
    for _ in 0..50 {
        credential.refused(&old);
    }
    for issued in many(&credential).await {
        assert_eq!(text(&issued.expect("it is given")), "key-1");
    }
    // A late refusal of the old one does not touch the new one.
    credential.refused(&old);
    assert_eq!(
        text(&credential.issue().await.expect("it is kept")),
        "key-1"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn those_that_wait_share_a_failure_and_later_calls_ask_again() {
    let (credential, asked) = numbered(None, true);
    for issued in many(&credential).await {
        let failure = issued.expect_err("it fails");
        assert_eq!(failure.to_string(), "failure 0");
    }
    let failure = credential.issue().await.expect_err("it fails again");
    assert_eq!(failure.to_string(), "failure 1");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_used_for_its_life_only() {
    let (credential, _) = numbered(Some(Duration::from_secs(60)), false);
    let issue = async || text(&credential.issue().await.expect("it is given"));
    assert_eq!(issue().await, "key-0");
    tokio::time::advance(Duration::from_secs(58)).await;
    assert_eq!(issue().await, "key-0");
    // It was a second old when it came.
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(issue().await, "key-1");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_fetch_is_taken_over() {
    let (credential, asked) = numbered(None, false);
    let first = tokio::spawn({
        let credential = credential.clone();
        async move { credential.issue().await }
    });
    tokio::task::yield_now().await;
    let second = tokio::spawn({
        let credential = credential.clone();
        async move { credential.issue().await }
    });
    tokio::task::yield_now().await;
    first.abort();
    let issued = second.await.expect("no call panics");
    assert_eq!(text(&issued.expect("it is given")), "key-1");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_is_a_failure_that_does_not_show_it() {
    let credential = Credential::refreshing(|| async { Ok(Token::new("s3cret\n")) });
    let failure = credential.issue().await.expect_err("a line break");
    assert!(!format!("{failure} {failure:?}").contains("s3cret"));
    assert!(!format!("{:?}", Token::new("s3cret")).contains("s3cret"));
}
