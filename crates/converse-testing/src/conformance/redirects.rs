//! Tests redirects to all kinds of targets: none is followed, and no other server receives anything.

use super::act::{Act, Body, End, response};
use super::canary::{self, TEXT};
use super::judge::{counted, judge};
use super::oracle;
use super::setup::Setup;
use super::site::Site;
use super::subject::Subject;
use super::suite::{ATTEMPTS, Suite, call, options, site};
use super::{KEY, SHORT};

/// Checks redirects.
pub fn no_second_host_receives_a_call(suite: &'static Suite) {
    suite.each("redirects", 1000, lane);
}

/// The servers of one operation.
struct Sites {
    /// The server that the client was given.
    first: Site,
    /// Another port, another host, and the target of their own redirects.
    others: [Site; 3],
}

impl Sites {
    fn open() -> Self {
        let others = [site("127.0.0.1"), site("127.0.0.2"), site("127.0.0.3")];
        Self {
            first: site("127.0.0.1"),
            others,
        }
    }

    /// Returns the values of `Location` to test.
    fn targets(&self) -> Vec<String> {
        let port = self.first.address.port();
        let [other_port, other_host, _] = self.others.each_ref().map(|it| it.address);
        let named = canary::hosts().into_iter();
        let named = named.map(|host| format!("https://{host}:{}/", other_host.port()));
        let plain = vec![
            "/elsewhere".to_owned(),
            "elsewhere".to_owned(),
            "?again".to_owned(),
            String::new(),
            format!("{}/elsewhere", self.first.origin()),
            format!("http://localhost:{port}/"),
            format!("https://127.0.0.1:{port}/"),
            format!("http://{other_port}/"),
            format!("https://{other_port}/"),
            format!("http://localhost:{}/", other_port.port()),
            format!("http://{other_host}/"),
            format!("https://{other_host}/"),
            format!("//{other_host}/"),
            format!("\\\\{other_host}\\"),
            format!("http://{KEY}:{TEXT}@{other_host}/{KEY}?text={TEXT}"),
            format!("http://127.0.0.1:{port}@{other_host}/"),
            format!("http://{KEY}.localhost:{}/", other_host.port()),
            format!("{KEY} {TEXT}"),
            "http://[".to_owned(),
            "javascript:alert(1)".to_owned(),
        ];
        plain.into_iter().chain(named).collect()
    }
}

async fn lane(subject: &'static Subject) -> (usize, Vec<String>) {
    let sites = Sites::open();
    // A client that follows gets a good response or another redirect.
    let [one, two, three] = &sites.others;
    let onward = format!("location: {}/\r\n", three.origin());
    let good = subject.good.clone().unwrap_or_default();
    one.play(&[Act::answers(307, &onward, b"", Body::Empty)]);
    two.play(&[Act::answers(307, &onward, b"", Body::Empty)]);
    three.play(&[Act::answers(200, "", &good, Body::Documented)]);

    let setup = |layered| Setup {
        layered,
        options: options(),
        // A kept connection would be the easiest to follow with.
        pooled: true,
        // No server here speaks TLS: a client that follows fails soon.
        connect_timeout: SHORT * 5,
        ..Setup::new(sites.first.origin())
    };
    let clients = [false, true].map(|layered| (subject.provider.connect)(setup(layered)));
    let (mut count, mut wrong) = (0, Vec::new());
    for status in (300..=308).chain([399]) {
        for (number, target) in sites.targets().into_iter().enumerate() {
            if !subject.plays(number) {
                continue;
            }
            count += 1;
            let client = &clients[(usize::from(status) + number) % 2];
            let end = End::Answer(status, Body::Empty);
            let location = format!("location: {target}\r\nconnection: close\r\n");
            let acts = [Act::writes(response(status, &location, b""), end)];
            sites.first.play(&acts);
            let verdict = oracle::verdict(subject, ATTEMPTS, &acts);
            let problem = match call(subject, &**client).await {
                Err(problem) => Some(problem),
                Ok(outcome) => {
                    let seen = sites.first.seen(1, 1).await;
                    judge(subject, &verdict, &outcome, &seen)
                        .and_then(|()| counted("connections", seen.connections, 1))
                        .err()
                }
            };
            wrong.extend(
                problem.map(|it| format!("{}, {status} to {target}: {it}", subject.name())),
            );
        }
    }
    for other in &sites.others {
        let seen = other.seen(0, 0).await;
        wrong.extend(counted("connections elsewhere", seen.connections, 0).err());
    }
    (count, wrong)
}
