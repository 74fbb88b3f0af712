//! Takes any bytes as a response: no panic, no hang. `cargo +nightly fuzz run answer`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((operation, rest)) = bytes.split_first() else {
        return;
    };
    // Half of the runs begin behind the head, which hyper reads.
    let answer = match operation & 0x80 {
        0 => rest.to_vec(),
        _ => [b"HTTP/1.1 200 OK\r\n\r\n", rest].concat(),
    };
    if let Err(error) = converse_fuzz::call(*operation, &answer) {
        assert_eq!(error.to_string().lines().count(), 1);
    }
});
