//! Writes times of years with four digits, into no memory but its own.

use chrono::{DateTime, Datelike, Timelike, Utc};

/// The bytes of `2024-03-01T09:00:00.123456789Z`.
const LONGEST: usize = 30;

/// A time as a string of ASCII.
pub(super) struct Written {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Written {
    /// Writes a time with this many digits behind the point, at most nine, or with as many as it needs: none, three, six
    /// or nine. `None` for a year of another length, and for a leap second.
    pub(super) fn new(time: DateTime<Utc>, digits: Option<u8>) -> Option<Self> {
        let (date, time) = (time.date_naive(), time.time());
        let year = u32::try_from(date.year())
            .ok()
            .filter(|year| *year < 10_000)?;
        let nanos = Some(time.nanosecond()).filter(|nanos| *nanos < 1_000_000_000)?;
        let digits = match digits {
            Some(digits) => usize::from(digits.min(9)),
            None if nanos == 0 => 0,
            None if nanos % 1_000_000 == 0 => 3,
            None if nanos % 1_000 == 0 => 6,
            None => 9,
        };
        let mut bytes = *b"0000-00-00T00:00:00.000000000Z";
        write(&mut bytes[..4], year);
        write(&mut bytes[5..7], date.month());
        write(&mut bytes[8..10], date.day());
        write(&mut bytes[11..13], time.hour());
        write(&mut bytes[14..16], time.minute());
        write(&mut bytes[17..19], time.second());
        write(&mut bytes[20..29], nanos);
        let end = match digits {
            0 => 19,
            digits => 20 + digits,
        };
        bytes[end] = b'Z';
        Some(Self {
            bytes,
            length: end + 1,
        })
    }

    pub(super) fn as_str(&self) -> &str {
        // It is ASCII.
        str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// Writes the number with as many digits as there is room for.
fn write(room: &mut [u8], mut number: u32) {
    for byte in room.iter_mut().rev() {
        *byte = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;

    use super::*;

    #[test]
    fn what_is_written_is_what_chrono_writes() {
        for seconds in [0, -1, 1_709_285_400, 253_402_300_799, -62_167_219_200] {
            for nanos in [0, 1, 999_999_999, 250_000_000, 250_000, 1_000] {
                let time = DateTime::from_timestamp(seconds, nanos).expect("it is in range");
                let written = Written::new(time, None).expect("its year has four digits");
                let expected = time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                assert_eq!(written.as_str(), expected);
            }
        }
        for seconds in [253_402_300_800, -62_167_219_201] {
            let time = DateTime::from_timestamp(seconds, 0).expect("it is in range");
            assert!(Written::new(time, None).is_none(), "{time}");
        }
    }
}
