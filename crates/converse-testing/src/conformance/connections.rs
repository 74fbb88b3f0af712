//! Tests connections that cannot be made, and kept ones that close during a call.

use converse_core::retry::RetryBudget;
use tokio::net::{TcpSocket, TcpStream};

use super::SHORT;
use super::act::{Act, Body, End, Step, response};
use super::judge::{counted, judge, one_of};
use super::oracle::{self, Verdict};
use super::provider::Caller;
use super::setup::Setup;
use super::site::{Seen, Site};
use super::subject::Subject;
use super::suite::{ATTEMPTS, Suite, call, options, site};

/// Checks servers that cannot be reached.
pub fn a_call_that_finds_no_connection_was_not_sent(suite: &'static Suite) {
    suite.each("no connection", 8, nobody);
}

/// Checks connections that close while they are kept.
pub fn a_kept_connection_that_closes_sends_nothing_twice(suite: &'static Suite) {
    suite.each("kept connections", 200, kept);
}

/// Checks that the budget of retries bounds those of all calls.
pub fn an_outage_is_not_multiplied(suite: &'static Suite) {
    suite.each("budget", 8, outage);
}

/// Calls a port that is taken and has no listener, and one whose queue is full.
async fn nobody(subject: &'static Subject) -> (usize, Vec<String>) {
    let any = "127.0.0.1:0".parse().expect("an address");
    let taken = TcpSocket::new_v4().expect("a socket can be opened");
    taken.bind(any).expect("loopback has free ports");
    let taken_at = taken.local_addr().expect("it is bound");

    let full = TcpSocket::new_v4().expect("a socket can be opened");
    full.bind(any).expect("loopback has free ports");
    let full = full.listen(1).expect("it is bound");
    let full_at = full.local_addr().expect("it is bound");
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(SHORT / 4, TcpStream::connect(full_at)).await {
        waiting.push(stream);
        assert!(waiting.len() < 64, "the queue is full at some point");
    }

    let verdict = oracle::verdict(subject, ATTEMPTS, &[Act::new([], End::NoConnection)]);
    let mut wrong = Vec::new();
    for (name, address) in [("refused", taken_at), ("full", full_at)] {
        let setup = Setup {
            options: options(),
            connect_timeout: SHORT / 2,
            ..Setup::new(format!("http://{address}"))
        };
        let client = (subject.provider.connect)(setup);
        let problem = match call(subject, &*client).await {
            Ok(outcome) => judge(subject, &verdict, &outcome, &Seen::default()).err(),
            Err(problem) => Some(problem),
        };
        wrong.extend(problem.map(|it| format!("{}, {name}: {it}", subject.name())));
    }
    (2, wrong)
}

/// Plays a connection that succeeds once and then closes: at once, or when the second request arrives.
async fn kept(subject: &'static Subject) -> (usize, Vec<String>) {
    const ROUNDS: usize = 20;
    let Some(good) = &subject.good else {
        return (0, Vec::new());
    };
    let end = End::Answer(200, Body::Documented);
    let closing = Act::answers(200, "connection: close\r\n", good, Body::Documented);
    let verdict = |broken: &[Act]| {
        let acts = [broken, std::slice::from_ref(&closing)].concat();
        oracle::verdict(subject, ATTEMPTS, &acts)
    };
    let read = || vec![verdict(&[Act::writes(b"", End::Broken)])];
    let unread = || verdict(&[Act::new([], End::Broken)]);
    let half = Step::Write(b"HTTP/1.1 200 OK\r\nx".to_vec());
    let (mut count, mut wrong) = (0, Vec::new());
    for (name, then, verdicts) in [
        ("unanswered", vec![Step::Read], read()),
        ("half answered", vec![Step::Read, half], read()),
        ("unread", vec![Step::Peek], vec![unread()]),
        // The pool may or may not have noticed that it closed.
        ("closed while idle", vec![], vec![unread(), verdict(&[])]),
    ] {
        let first = [Step::Read, Step::Write(response(200, "", good))];
        let closes = Act::new([&first[..], &then].concat(), end);
        let site = site("127.0.0.1");
        let client = (subject.provider.connect)(Setup {
            options: options(),
            pooled: true,
            ..Setup::new(site.origin())
        });
        for _ in (0..ROUNDS).filter(|number| subject.plays(*number)) {
            count += 1;
            site.play(&[closes.clone(), closing.clone()]);
            let found = pair(subject, &*client, &site, &verdicts).await;
            let named = |it| format!("{}, {name}: {it}", subject.name());
            wrong.extend(found.err().map(named));
        }
    }
    (count, wrong)
}

/// Makes two calls. The second one must end in one of these ways.
async fn pair(
    subject: &Subject,
    client: &dyn Caller,
    site: &Site,
    verdicts: &[Verdict],
) -> Result<(), String> {
    let first = call(subject, client).await?;
    first.map_err(|error| format!("the first call: {error}"))?;
    let outcome = call(subject, client).await?;
    let mut seen = site.seen(1, 1).await;
    seen.requests.remove(0);
    one_of(subject, verdicts, &outcome, &seen)
}

/// Several calls that all fail have few retries in total.
async fn outage(subject: &'static Subject) -> (usize, Vec<String>) {
    const CALLS: usize = 10;
    const RETRIES: usize = 3;
    let mut wrong = Vec::new();
    let acts = [
        Act::answers(503, "", b"", Body::Empty),
        Act::writes(b"", End::Broken),
    ];
    for act in &acts {
        let site = site("127.0.0.1");
        site.play(std::slice::from_ref(act));
        let client = (subject.provider.connect)(Setup {
            options: options(),
            budget: RetryBudget::new(RETRIES as u32),
            ..Setup::new(site.origin())
        });
        for _ in 0..CALLS {
            wrong.extend(call(subject, &*client).await.err());
        }
        let alone = oracle::verdict(subject, ATTEMPTS, std::slice::from_ref(act));
        let retries = if alone.attempts > 1 { RETRIES } else { 0 };
        let seen = site.seen(CALLS + retries, CALLS + retries).await;
        let found = counted("requests", seen.requests.len(), CALLS + retries);
        wrong.extend(found.err().map(|it| format!("{}: {it}", subject.name())));
    }
    (acts.len(), wrong)
}
