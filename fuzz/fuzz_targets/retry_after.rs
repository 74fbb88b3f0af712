//! Takes any `Retry-After` and `Date`: no panic, and no wait of more than a year.
//!
//! `cargo +nightly fuzz run retry_after`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|headers: (&str, &str)| {
    let (wait, date) = headers;
    if wait.contains(['\r', '\n']) || date.contains(['\r', '\n']) {
        return;
    }
    let answer = format!(
        "HTTP/1.1 503 x\r\nretry-after: {wait}\r\ndate: {date}\r\ncontent-length: 0\r\n\r\n"
    );
    let error = converse_fuzz::call(1, answer.as_bytes()).expect_err("the status is an error");
    let longest = std::time::Duration::from_secs(366 * 24 * 60 * 60);
    assert!(error.retry_after().is_none_or(|it| it <= longest));
});
