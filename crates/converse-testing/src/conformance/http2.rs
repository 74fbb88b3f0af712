//! Tests HTTP/2: refused streams and `GOAWAY`. The HTTP client retries nothing by itself.

use converse_test_support::accept_each;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use converse_core::http::Response;
use h2::Reason;
use tokio::net::TcpStream;

use super::act::{Act, Body, End, echo};
use super::canary::TEXT;
use super::judge::{counted, judge};
use super::oracle::{self, Verdict};
use super::setup::Setup;
use super::site::Seen;
use super::subject::Subject;
use super::suite::{ATTEMPTS, Suite, call, options, servers};
use super::{KEY, SHORT};

/// Checks HTTP/2.
pub fn refused_streams_and_goodbyes_are_not_retried_by_the_pool(suite: &'static Suite) {
    suite.each("HTTP/2", 40, lane);
}

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Trick {
    Reset(Reason),
    /// `GOAWAY`, whose last stream includes the request.
    Goodbye(Reason),
    /// Headers over the limit.
    Long,
    /// A response that is reset in the middle of its body.
    Half,
    Answer(u16),
}

impl Trick {
    fn end(self) -> End {
        match self {
            Self::Reset(_) | Self::Goodbye(_) | Self::Long => End::Broken,
            Self::Half => End::Answer(200, Body::Broken),
            Self::Answer(status) => End::Answer(status, Body::Odd),
        }
    }
}

async fn lane(subject: &'static Subject) -> (usize, Vec<String>) {
    let tricks = [
        Trick::Reset(Reason::REFUSED_STREAM),
        Trick::Reset(Reason::INTERNAL_ERROR),
        Trick::Reset(Reason::CANCEL),
        Trick::Reset(Reason::ENHANCE_YOUR_CALM),
        Trick::Goodbye(Reason::NO_ERROR),
        Trick::Goodbye(Reason::ENHANCE_YOUR_CALM),
        Trick::Long,
        Trick::Half,
        Trick::Answer(307),
        Trick::Answer(404),
        Trick::Answer(503),
    ];
    let mut wrong = Vec::new();
    for trick in tricks {
        let (address, requests) = open(trick).await;
        let client = (subject.provider.connect)(Setup {
            options: options(),
            http2: true,
            pooled: true,
            ..Setup::new(format!("http://{address}"))
        });
        let act = Act::writes(b"", trick.end());
        let verdict = oracle::verdict(subject, ATTEMPTS, &[act]);
        let found = match call(subject, &*client).await {
            Ok(outcome) => {
                // The requests are counted below; none are kept here.
                let unread = Verdict {
                    requests: 0,
                    ..verdict
                };
                judge(subject, &unread, &outcome, &Seen::default()).and_then(|()| {
                    counted(
                        "requests",
                        requests.load(Ordering::SeqCst),
                        verdict.requests,
                    )
                })
            }
            Err(problem) => Err(problem),
        };
        let named = |it| format!("{}, {trick:?}: {it}", subject.name());
        wrong.extend(found.err().map(named));
    }
    (tricks.len(), wrong)
}

async fn open(trick: Trick) -> (SocketAddr, Arc<AtomicUsize>) {
    let requests = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&requests);
    let address = accept_each(move |stream| serve(stream, trick, Arc::clone(&seen)));
    let address = servers().spawn(address).await;
    (address.expect("nothing panics"), requests)
}

async fn serve(stream: TcpStream, trick: Trick, seen: Arc<AtomicUsize>) -> Result<(), h2::Error> {
    let mut connection = h2::server::handshake(stream).await?;
    while let Some(request) = connection.accept().await {
        let (_request, mut respond) = request?;
        seen.fetch_add(1, Ordering::SeqCst);
        let answer = |status: u16| {
            Response::builder()
                .status(status)
                .header("x-echo", format!("{KEY} {TEXT}"))
        };
        let whole = "headers that are short are good";
        match trick {
            Trick::Reset(reason) => respond.send_reset(reason),
            Trick::Goodbye(reason) => {
                connection.abrupt_shutdown(reason);
            }
            Trick::Long => {
                let long = answer(200).header("x-long", "x".repeat(60 * 1024));
                respond.send_response(long.body(()).expect(whole), true)?;
            }
            Trick::Half => {
                let half = answer(200).body(()).expect(whole);
                let mut body = respond.send_response(half, false)?;
                body.send_data(echo().into(), false)?;
                // Sent at once, it would overtake the frames before it.
                tokio::spawn(async move {
                    tokio::time::sleep(SHORT / 4).await;
                    body.send_reset(Reason::INTERNAL_ERROR);
                });
            }
            Trick::Answer(status) => {
                let head = answer(status).body(()).expect(whole);
                let mut body = respond.send_response(head, false)?;
                body.send_data(echo().into(), true)?;
            }
        }
    }
    Ok(())
}
