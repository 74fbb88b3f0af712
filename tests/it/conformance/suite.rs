//! Plays scenarios with operations of every kind and compares the outcomes with the docs.

use converse_test_support::Request;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use converse::{CallOptions, RetryPolicy};
use converse_core::operation::CredentialPlace;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use crate::support::providers::{Caller, Outcome};
use crate::support::setup::Setup;
use crate::support::{KEY, canary};

use super::act::{Act, End};
use super::oracle::{self, MAX_RETRY_AFTER, Verdict};
use super::site::{Seen, Site};
use super::subject::{self, Subject, TEXT};
use super::{BUFFERS, CAP, SHORT};

/// A header that each call has.
const TENANT: &str = "x-tenant";
const TEXT_OF_TENANT: &str = "shop 7";

/// The attempts of a call of the suite.
pub const ATTEMPTS: u32 = 3;
/// No call takes longer than this: a bound for calls that hang, not a measurement.
const FOREVER: Duration = Duration::from_secs(60);
/// A call whose attempts end after `SHORT` has ended by then, even on a busy machine.
const LATE: Duration = Duration::from_secs(15);
/// How often a timed case is played again: on a busy machine the limit may end an attempt too early.
const AGAIN: usize = 5;
/// How many calls of one operation run at once.
const LANES: usize = 6;
/// How many calls run at once in total: more would slow each other down, and some of them are measured.
const AT_ONCE: usize = 30;

/// One scenario.
pub struct Case {
    pub name: String,
    pub acts: Vec<Act>,
    pub options: CallOptions,
    /// Whether a time limit ends an attempt.
    timed: bool,
}

impl Case {
    pub fn new(name: impl Into<String>, acts: impl Into<Vec<Act>>) -> Self {
        Self {
            name: name.into(),
            acts: acts.into(),
            options: options(),
            timed: false,
        }
    }

    /// Sets a short limit for an attempt.
    pub fn hurried(mut self) -> Self {
        self.options = self.options.attempt_timeout(SHORT);
        self.timed = true;
        self
    }

    /// Sets a short limit for a body that stalls.
    pub fn impatient(mut self) -> Self {
        self.options = self.options.read_timeout(SHORT);
        self.timed = true;
        self
    }
}

/// Small pauses, few bytes.
pub fn options() -> CallOptions {
    let policy = RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(2))
        .max_retry_after(MAX_RETRY_AFTER);
    let options = CallOptions::new().retry(policy).body_limit(CAP);
    options.header(TENANT, TEXT_OF_TENANT)
}

/// Returns the runtime for calls: everything that is traced there is searched.
pub fn callers() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| runtime("callers", canary::watch_this_thread))
}

/// Returns the runtime for servers.
pub fn servers() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| runtime("servers", || ()))
}

fn runtime(name: &str, start: fn()) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(name)
        .on_thread_start(start)
        .enable_all()
        .build()
        .expect("threads can be started")
}

/// Starts a server on that address of this machine.
pub fn site(host: &str) -> Site {
    let _servers = servers().enter();
    Site::open(host)
}

/// Plays each case with one operation of every kind: see [`Subject::plays`].
pub fn play(family: &str, least: usize, cases: fn(&Subject) -> Vec<Case>) {
    let mut lanes = Vec::new();
    for subject in subjects() {
        let mut split: Vec<Vec<Case>> = (0..LANES).map(|_| Vec::new()).collect();
        let shared = cases(subject).into_iter().enumerate();
        let own = shared.filter(|(number, _)| subject.plays(*number));
        for (index, (_, case)) in own.enumerate() {
            split[index % LANES].push(case);
        }
        let split = split.into_iter().enumerate();
        lanes.extend(split.map(|(index, cases)| lane(subject, index % 2 == 1, cases)));
    }
    run(family, least, lanes);
}

/// Returns all operations that can be called.
pub fn subjects() -> &'static [Subject] {
    static SUBJECTS: OnceLock<Vec<Subject>> = OnceLock::new();
    SUBJECTS.get_or_init(|| {
        let (subjects, refused) = std::thread::scope(|scope| {
            let found = scope.spawn(|| servers().block_on(subject::all()));
            found.join().expect("every operation can be tried")
        });
        let (without, carrying): (Vec<_>, Vec<_>) =
            subjects.iter().partition(|it| !it.carries_text);
        let names = |of: Vec<&Subject>| of.into_iter().map(Subject::name).collect::<Vec<_>>();
        println!("{} operations carry a message", carrying.len());
        println!("carry none: {:?}; not called: {refused:?}", names(without));
        assert!(
            refused.is_empty(),
            "no arguments can be made from the table for {refused:?}"
        );
        subjects
    })
}

/// Waits for the lanes, which return the number of their cases and what went wrong, and prints the figures.
pub fn run<L>(family: &str, least: usize, lanes: Vec<L>)
where
    L: Future<Output = (usize, Vec<String>)> + Send + 'static,
{
    static TOTAL: AtomicUsize = AtomicUsize::new(0);
    /// One family at a time: they would slow each other down, and some of the time is measured.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let start = Instant::now();
    let (mut count, mut wrong) = (0, Vec::new());
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    callers().block_on(async {
        let admitted = |lane| {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move {
                let _admission = gate.acquire().await;
                lane.await
            })
        };
        let lanes: Vec<_> = lanes.into_iter().map(admitted).collect();
        for lane in lanes {
            match lane.await {
                Ok((cases, problems)) => {
                    count += cases;
                    wrong.extend(problems);
                }
                Err(panic) => wrong.push(panic.to_string()),
            }
        }
    });
    let total = TOTAL.fetch_add(count, Ordering::SeqCst) + count;
    let (lines, leaks) = canary::traced();
    println!(
        "{family}: {count} cases in {:.1} s; {total} so far; {lines} traced lines",
        start.elapsed().as_secs_f32()
    );
    let shown = wrong.iter().take(20).cloned().collect::<Vec<_>>();
    assert!(
        wrong.is_empty(),
        "{} of {count} cases:\n{}",
        wrong.len(),
        shown.join("\n")
    );
    assert!(leaks.is_empty(), "traced: {}", leaks[0]);
    assert!(lines > 0, "nothing was traced");
    assert!(count >= least, "{count} cases, {least} expected");
}

/// Plays cases one after the other with one server and one client, which has layers or none.
async fn lane(subject: &'static Subject, layered: bool, cases: Vec<Case>) -> (usize, Vec<String>) {
    let site = site("127.0.0.1");
    let setup = Setup {
        layered,
        ..Setup::new(site.origin())
    };
    let client = (subject.provider.connect_as)(setup);
    let mut wrong = Vec::new();
    for case in &cases {
        let start = Instant::now();
        let mut ended = meet(subject, &*client, &site, case).await;
        for _ in 0..if case.timed { AGAIN } else { 0 } {
            // An attempt that the limit did not end at all is wrong, not early.
            if ended.is_err() && start.elapsed() < LATE {
                ended = meet(subject, &*client, &site, case).await;
            }
        }
        let named = |it| format!("{}, {}: {it}", subject.name(), case.name);
        wrong.extend(ended.err().map(named));
    }
    (cases.len(), wrong)
}

/// Plays one case.
async fn meet(
    subject: &Subject,
    client: &dyn Caller,
    site: &Site,
    case: &Case,
) -> Result<(), String> {
    site.play(&case.acts);
    let verdicts = oracle::verdicts(subject, ATTEMPTS, &case.acts);
    let caller = client.with_options(case.options.clone());
    let start = Instant::now();
    let outcome = call(subject, &*caller).await?;
    if case.timed && start.elapsed() > LATE {
        return Err("the limit did not end the call".to_owned());
    }
    let attempts = match &outcome {
        Ok(response) => response.attempts(),
        Err(error) => error.attempts(),
    };
    let verdict = verdicts.iter().find(|it| it.attempts == attempts);
    let requests = verdict.map_or(0, |it| it.requests);
    let connections = attempts as usize;
    let seen = site.seen(connections, requests).await;
    one_of(subject, &verdicts, &outcome, &seen)?;
    counted("connections", seen.connections, connections)?;
    bounded(&case.acts, connections, seen.written)
}

/// Makes the call.
pub async fn call(subject: &Subject, caller: &dyn Caller) -> Result<Outcome, String> {
    if !canary::is_clean(&format!("{caller:?} {caller:#?}")) {
        return Err("the client shows its key".to_owned());
    }
    let call = match subject.is_custom() {
        true => caller.request(subject.operation, TEXT),
        false => caller.call(subject.operation.id, subject.arguments.clone()),
    };
    let ended = tokio::time::timeout(FOREVER, call).await;
    ended.map_err(|_| "the call hangs".to_owned())
}

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
    // An operation whose response is any JSON shows the JSON.
    let shows_data = outcome.is_ok() && subject.any_json;
    if !shows_data && !canary::is_clean(&printed) {
        return Err(format!("shown: {printed}"));
    }
    let names = |error: &converse::Error| {
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
fn bounded(acts: &[Act], attempts: usize, written: usize) -> Result<(), String> {
    let timed = acts.iter().any(|act| act.end == End::Late);
    match timed || written <= attempts * CAP + BUFFERS {
        true => Ok(()),
        false => Err(format!("the server could write {written} bytes")),
    }
}

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
    counted("credentials", request.occurrences(KEY), schemes.len())?;
    for scheme in schemes {
        if let CredentialPlace::Header { name, prefix, .. } = scheme.place {
            let values = request.header(name);
            if values != [format!("{prefix}{KEY}")] {
                return Err(format!("the key is not only in `{name}`"));
            }
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
