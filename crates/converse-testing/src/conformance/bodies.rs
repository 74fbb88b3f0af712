//! Tests wrong bodies, of successes and of errors.

use std::io::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use super::act::{Act, Body, End, Step, echo, head, html, response};
use super::canary::TEXT;
use super::subject::Subject;
use super::suite::{Case, Suite};
use super::{CAP, KEY, SHORT};

/// Checks wrong bodies of successes and of errors.
pub fn a_wrong_body_is_distinguished_from_a_failed_call(suite: &'static Suite) {
    suite.play("bodies", 480, cases);
}

fn cases(subject: &Subject) -> Vec<Case> {
    let mut cases: Vec<_> = [200, 201, 400, 404, 429, 500, 503]
        .into_iter()
        .flat_map(of_status)
        .collect();
    cases.push(Case::new("204", [Act::answers(204, "", b"", Body::Empty)]));
    if let Some(good) = &subject.good {
        cases.extend(good_ones(good));
    }
    cases
}

/// Returns valid responses in unusual forms.
fn good_ones(good: &[u8]) -> Vec<Case> {
    let end = End::Answer(200, Body::Documented);
    let fine = |name: &str, bytes: Vec<u8>| Case::new(name, [Act::writes(bytes, end)]);
    let beyond = [response(200, "", good), html()].concat();
    let no_length = [head(200, ""), good.to_vec()].concat();
    let old = [b"HTTP/1.0 200 OK\r\n\r\n", good].concat();
    let chunks: Vec<u8> = good
        .chunks(7)
        .flat_map(|it| [format!("{:x}\r\n", it.len()).as_bytes(), it, b"\r\n"].concat())
        .collect();
    let chunked = head(200, "transfer-encoding: chunked\r\n");
    let early = b"HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n".repeat(500);
    vec![
        fine("more than the stated length", beyond),
        fine(
            "as text/html",
            response(200, "content-type: text/html\r\n", good),
        ),
        fine("without a length", no_length),
        fine("HTTP/1.0", old),
        fine("chunked", [&chunked[..], &chunks, b"0\r\n\r\n"].concat()),
        fine("1xx before it", [early, response(200, "", good)].concat()),
        Case::new(
            "a byte at a time",
            [Act::new(
                [
                    Step::Read,
                    Step::Trickle(response(200, "", good), Duration::ZERO),
                ],
                end,
            )],
        ),
    ]
}

fn of_status(status: u16) -> Vec<Case> {
    let case = |name: &str, act: Act| Case::new(format!("{status}, {name}"), [act]);
    let end = |body| End::Answer(status, body);
    let whole = |name: &str, headers: &str, body: &[u8], what| {
        case(name, Act::answers(status, headers, body, what))
    };
    let writes = |name: &str, bytes: Vec<u8>, what| case(name, Act::writes(bytes, end(what)));
    let stated = |length: usize| head(status, &format!("content-length: {length}\r\n"));
    let chunked = head(status, "transfer-encoding: chunked\r\n");
    let html = html();
    // serde_json's message would contain it.
    let text = format!(r#""{KEY} {TEXT}""#).into_bytes();
    let half = [stated(html.len() + 1), html.clone()].concat();
    let chunk = format!("{:x}\r\n{}\r\n", 4096, "x".repeat(4096)).into_bytes();
    let no_chunk = [&chunked[..], b"zz\r\n", &html].concat();
    let cut = [&chunked[..], b"ffff\r\n", &html].concat();
    let long = "x".repeat(CAP + 1);
    let endless = |head: Vec<u8>, bytes: Vec<u8>| {
        let steps = [Step::Read, Step::Write(head), Step::Endless(bytes)];
        Act::new(steps, end(Body::TooLong))
    };
    let trickle = |each: Duration| {
        let steps = [
            Step::Read,
            Step::Write(stated(1 << 10)),
            Step::Trickle(html.clone(), each),
            Step::Stall,
        ];
        Act::new(steps, end(Body::Late))
    };
    vec![
        whole("HTML", "content-type: text/html\r\n", &html, Body::Odd),
        whole("nothing", "", b"", Body::Empty),
        whole("blanks", "", b" \n ", Body::Odd),
        whole("JSON of another kind", "", &echo(), Body::OddJson),
        whole("a JSON string", "", &text, Body::OddString),
        whole("half of JSON", "", &echo()[..20], Body::Odd),
        whole("deep JSON", "", &b"[".repeat(CAP), Body::Odd),
        whole("not UTF-8", "", b"\xff\xfe\x00", Body::Binary),
        whole("packed", "content-encoding: gzip\r\n", bomb(), Body::Binary),
        whole(
            "marked as compressed",
            "content-encoding: gzip\r\n",
            &html,
            Body::Odd,
        ),
        writes("half a body", half.clone(), Body::Broken),
        writes("a missing body", stated(9), Body::Broken),
        writes("invalid chunks", no_chunk, Body::Broken),
        writes("half a chunk", cut, Body::Broken),
        writes(
            "a stated length over the cap",
            stated(CAP + 1),
            Body::TooLong,
        ),
        writes(
            "a stated length beyond all memory",
            stated(1 << 62),
            Body::TooLong,
        ),
        whole("one byte over the cap", "", long.as_bytes(), Body::TooLong),
        case("chunks without end", endless(chunked.clone(), chunk)),
        case(
            "without length or end",
            endless(head(status, ""), html.repeat(50)),
        ),
        case("a body that stalls", Act::stalls(half, end(Body::Late))).impatient(),
        case("bytes one by one, then nothing", trickle(SHORT / 100)).impatient(),
        case("bytes one by one, too slowly", trickle(SHORT / 8)).hurried(),
    ]
}

/// Returns a few kilobytes that would decompress to many times the cap.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed
            .write_all(&vec![b' '; 16 * CAP])
            .expect("writing to memory succeeds");
        let packed = packed.finish().expect("writing to memory succeeds");
        assert!(packed.len() < CAP, "it is smaller than the cap");
        packed
    })
}
