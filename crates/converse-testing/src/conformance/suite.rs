//! Plays scenarios with operations of every kind and compares the outcomes with the docs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use converse_core::{CallOptions, RetryPolicy};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use super::act::Act;
use super::canary::{self, TEXT};
use super::judge::{bounded, counted, one_of};
use super::oracle::{self, MAX_RETRY_AFTER};
use super::provider::{Caller, Outcome, Provider};
use super::setup::Setup;
use super::site::Site;
use super::subject::{self, Subject};
use super::{CAP, SHORT};

/// A header that each call has.
pub const TENANT: &str = "x-tenant";
pub const TEXT_OF_TENANT: &str = "shop 7";

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

/// The suite over some providers. Made by [`conformance!`](crate::conformance!).
pub struct Suite {
    providers: &'static [Provider],
    found: OnceLock<Found>,
}

struct Found {
    subjects: Vec<Subject>,
    refused: Vec<String>,
}

impl Suite {
    /// Returns the suite over these providers.
    pub const fn new(providers: &'static [Provider]) -> Self {
        Self {
            providers,
            found: OnceLock::new(),
        }
    }

    /// Plays each case with one operation of every kind: see [`Subject::plays`]. With one provider, whichever it is,
    /// these are at least so many cases.
    pub(super) fn play(
        &'static self,
        family: &str,
        least: usize,
        cases: fn(&Subject) -> Vec<Case>,
    ) {
        let mut lanes = Vec::new();
        for subject in self.subjects() {
            let mut split: Vec<Vec<Case>> = (0..LANES).map(|_| Vec::new()).collect();
            let shared = cases(subject).into_iter().enumerate();
            let own = shared.filter(|(number, _)| subject.plays(*number));
            for (index, (_, case)) in own.enumerate() {
                split[index % LANES].push(case);
            }
            let split = split.into_iter().enumerate();
            lanes.extend(split.map(|(index, cases)| lane(subject, index % 2 == 1, cases)));
        }
        self.run(family, least, lanes);
    }

    /// Does the same with cases that each operation plays by itself.
    pub(super) fn each<L>(
        &'static self,
        family: &str,
        least: usize,
        lane: fn(&'static Subject) -> L,
    ) where
        L: Future<Output = (usize, Vec<String>)> + Send + 'static,
    {
        self.run(family, least, self.subjects().iter().map(lane).collect());
    }

    /// Returns the operations that no arguments can be made for, with the reasons.
    pub(super) fn refused(&'static self) -> &'static [String] {
        &self.found().refused
    }

    fn subjects(&'static self) -> &'static [Subject] {
        &self.found().subjects
    }

    fn found(&'static self) -> &'static Found {
        self.found.get_or_init(|| {
            let (subjects, refused) = std::thread::scope(|scope| {
                let all = subject::all(self.providers);
                let found = scope.spawn(|| servers().block_on(all));
                found.join().expect("every operation can be tried")
            });
            let (without, carrying): (Vec<_>, Vec<_>) =
                subjects.iter().partition(|it| !it.carries_text);
            let names = |of: Vec<&Subject>| of.into_iter().map(Subject::name).collect::<Vec<_>>();
            println!("{} operations carry a message", carrying.len());
            println!("carry none: {:?}; not called: {refused:?}", names(without));
            Found { subjects, refused }
        })
    }

    fn run<L>(&self, family: &str, least: usize, lanes: Vec<L>)
    where
        L: Future<Output = (usize, Vec<String>)> + Send + 'static,
    {
        let count = run(family, lanes);
        let least = least * self.providers.len();
        assert!(count >= least, "{count} cases, {least} expected");
    }
}

/// Checks that the suite can call every operation.
pub fn every_operation_can_be_called(suite: &'static Suite) {
    let refused = suite.refused();
    assert!(
        refused.is_empty(),
        "the suite can make no arguments for these operations; give a body an example in the document, or leave the \
         operation out by `except [\"id\"]` after the contract:\n{}",
        refused.join("\n")
    );
}

/// Waits for the lanes, which return the number of their cases and what went wrong. Prints the figures and returns the
/// number.
fn run<L>(family: &str, lanes: Vec<L>) -> usize
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
    count
}

/// Plays cases one after the other with one server and one client, which has layers or none.
async fn lane(subject: &'static Subject, layered: bool, cases: Vec<Case>) -> (usize, Vec<String>) {
    let site = site("127.0.0.1");
    let setup = Setup {
        layered,
        ..Setup::new(site.origin())
    };
    let client = (subject.provider.connect)(setup);
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
