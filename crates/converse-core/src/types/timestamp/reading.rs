//! Reads the strings that providers write most times as. For these it takes a tenth of what chrono does.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Returns the time of `2024-03-01T09:00:00`, with a fraction or without, which ends with `Z`, an offset such as `+01:00`
/// or nothing, and how many digits its fraction has: at most nine.
///
/// `None` for any other string: for one that is no time, and for the other ways to write one.
pub(super) fn read_usual(text: &str) -> Option<(DateTime<Utc>, u8)> {
    let (time, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let [
        c0,
        c1,
        y0,
        y1,
        b'-',
        mo0,
        mo1,
        b'-',
        d0,
        d1,
        b'T' | b' ',
        h0,
        h1,
        b':',
        mi0,
        mi1,
        b':',
        s0,
        s1,
    ] = *time
    else {
        return None;
    };
    let year = 100 * number(c0, c1)? + number(y0, y1)?;
    let date = NaiveDate::from_ymd_opt(year as i32, number(mo0, mo1)?, number(d0, d1)?)?;
    let (nanos, digits, rest) = fraction(rest)?;
    // A leap second is none of the usual times.
    let time = date.and_hms_nano_opt(number(h0, h1)?, number(mi0, mi1)?, number(s0, s1)?, nanos)?;
    let east = match *rest {
        [] | [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hours, minutes) = (number(h0, h1)?, number(m0, m1)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = i64::from(3600 * hours + 60 * minutes);
            if sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    let utc = match east {
        0 => time,
        east => time.checked_sub_signed(TimeDelta::seconds(east))?,
    };
    Some((utc.and_utc(), digits))
}

/// Returns the nanoseconds of the fraction at the beginning, its digits, and what follows. Digits beyond the ninth are
/// dropped.
fn fraction(bytes: &[u8]) -> Option<(u32, u8, &[u8])> {
    let [b'.', after @ ..] = bytes else {
        return Some((0, 0, bytes));
    };
    let (mut nanos, mut digits, mut length) = (0, 0, 0);
    while let Some(digit) = after.get(length).and_then(|byte| digit(*byte)) {
        length += 1;
        if digits < 9 {
            nanos = 10 * nanos + digit;
            digits += 1;
        }
    }
    if length == 0 {
        return None;
    }
    Some((
        nanos * 10u32.pow(9 - digits),
        digits as u8,
        &after[length..],
    ))
}

/// Returns the number with these two digits.
fn number(tens: u8, ones: u8) -> Option<u32> {
    Some(10 * digit(tens)? + digit(ones)?)
}

fn digit(byte: u8) -> Option<u32> {
    let digit = byte.wrapping_sub(b'0');
    (digit < 10).then_some(digit.into())
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    /// Returns what chrono reads.
    fn read_any(text: &str) -> Option<DateTime<Utc>> {
        let parse = |text: &str| text.parse::<DateTime<FixedOffset>>();
        let time = parse(text).or_else(|_| parse(&format!("{text}Z")));
        time.ok().map(|time| time.to_utc())
    }

    #[test]
    fn the_usual_times_are_read() {
        for (text, digits) in [
            ("2024-03-01T09:00:00Z", 0),
            ("2024-02-29 23:59:59", 0),
            ("0000-01-01T00:00:00.000Z", 3),
            ("9999-12-31T23:59:59.123456789-23:59", 9),
            ("2024-03-01T09:00:00.1234567890123+05:30", 9),
            ("2024-03-01T09:00:00.5-00:00", 1),
        ] {
            let read = read_usual(text);
            assert_eq!(read, read_any(text).map(|time| (time, digits)), "{text}");
            assert!(read.is_some(), "{text}");
        }
    }

    /// Each byte of a time in turn becomes each of some others, and is left out: what is read is what chrono reads.
    #[test]
    fn what_is_read_is_what_chrono_reads() {
        let times = [
            "2024-02-29T23:59:59Z",
            "2024-03-31 09:10:11.250+01:00",
            "1999-12-31T00:00:00.999999999-11:59",
            "2023-02-28T12:34:56",
        ];
        let mut read = 0;
        for text in times {
            for at in 0..text.len() {
                let (before, after) = (&text[..at], &text[at + 1..]);
                let with = "0123456789:-+.TZ tz/".chars().map(String::from);
                for with in with.chain([String::new(), "é".to_owned(), "00".to_owned()]) {
                    let text = format!("{before}{with}{after}");
                    if let Some((time, _)) = read_usual(&text) {
                        assert_eq!(Some(time), read_any(&text), "{text}");
                        read += 1;
                    }
                }
            }
        }
        assert!(read > 400, "{read} times are usual");
    }
}
