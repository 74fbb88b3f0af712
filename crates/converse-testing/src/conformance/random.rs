//! Tests random bytes and headers, the same in every run: nothing panics, hangs or is read wrongly.

use fastrand::Rng;

use super::SHORT;
use super::act::{Act, End, Step};
use super::setup::Setup;
use super::subject::Subject;
use super::suite::{Suite, call, options, site};

/// Responses for each kind of operation.
const ANSWERS: usize = 300;

/// Checks random responses.
pub fn random_responses_end_every_call(suite: &'static Suite) {
    suite.each("random responses", 900, lane);
}

async fn lane(subject: &'static Subject) -> (usize, Vec<String>) {
    let site = site("127.0.0.1");
    let client = (subject.provider.connect)(Setup {
        options: options().attempt_timeout(SHORT * 10),
        ..Setup::new(site.origin())
    });
    let mut wrong = Vec::new();
    let mut count = 0;
    for number in (0..ANSWERS).filter(|number| subject.plays(*number)) {
        count += 1;
        // Each number has its own response, whichever operation plays it.
        let mut rng = Rng::with_seed(number as u64);
        let body = body(&mut rng, subject.good.as_deref().unwrap_or(b"{}"));
        let answer = answer(&mut rng, &body);
        site.play(&[Act::new([Step::Read, Step::Write(answer)], End::Broken)]);
        let problem = match call(subject, &*client).await {
            Err(hangs) => Some(hangs),
            // A wait is bounded, so that a caller can rely on it.
            Ok(Err(error)) => error
                .retry_after()
                .is_some_and(|it| it.as_secs() > 366 * 24 * 60 * 60)
                .then(|| "an unbounded wait".to_owned()),
            Ok(Ok(value)) => (!value.status().is_success()).then(|| "not a success".to_owned()),
        };
        let named = |it| format!("{}, response {number}: {it}", subject.name());
        wrong.extend(problem.map(named));
    }
    (count, wrong)
}

/// Returns a good body with a few bytes changed, cut or doubled.
fn body(rng: &mut Rng, good: &[u8]) -> Vec<u8> {
    let mut body = good.to_vec();
    for _ in 0..rng.usize(..4) {
        let at = rng.usize(..body.len().max(1));
        match rng.u8(..4) {
            0 => body.truncate(at),
            1 => body.insert(at.min(body.len()), rng.u8(..)),
            2 => body.extend_from_within(at.min(body.len())..),
            _ => {
                if let Some(byte) = body.get_mut(at) {
                    *byte = *rng.choice(b"{}[]\",:0-enull\\\xff").unwrap_or(&0);
                }
            }
        }
    }
    body
}

/// Returns a head with unusual headers, sometimes with a few bytes changed, and the body.
fn answer(rng: &mut Rng, body: &[u8]) -> Vec<u8> {
    let status = rng.u16(100..600);
    let length = body.len() + usize::from(rng.u8(..8) == 0);
    let wait: String = (0..rng.usize(..30))
        .map(|_| *rng.choice(b"0123456789 :,GMTSunNov-+.").unwrap_or(&b' ') as char)
        .collect();
    let zone = ["GMT", "+9999", "UTC", "-0000", ""][rng.usize(..5)];
    let wait = match rng.bool() {
        true => wait,
        false => format!(
            "Sun, {} Nov {} {}:{}:{} {zone}",
            rng.u8(..40),
            rng.u32(..),
            rng.u8(..30),
            rng.u8(..70),
            rng.u8(..70)
        ),
    };
    let mut answer = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nretry-after: {wait}\r\ndate: {wait}\r\n\r\n"
    )
    .into_bytes();
    if rng.u8(..4) == 0 {
        let at = rng.usize(..answer.len());
        answer[at] = rng.u8(..);
    }
    answer.extend_from_slice(body);
    answer
}
