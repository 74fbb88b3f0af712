//! `Timestamp`: an instant, read leniently and written as RFC 3339 in UTC.

mod reading;
mod writing;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::read_text::read_text;
use reading::read_usual;
use writing::Written;

/// An instant in UTC, precise to the nanosecond.
///
/// Providers write times in several ways, sometimes in one response. This reads RFC 3339 with any offset, with a
/// space in place of the `T`, with a fraction of any length (digits beyond the ninth are dropped), and without an
/// offset, which is taken for UTC. It is written as RFC 3339 with `Z` and the digits with which it was read; one that
/// was not read from a string has as many digits as it needs. They do not matter for comparisons.
///
/// It can be made from such a string (`parse`, `TryFrom`), a [`SystemTime`] or a `chrono::DateTime<Utc>`; a parameter
/// of a call accepts each of them.
///
/// ```
/// # use converse_core as converse;
/// use converse::Timestamp;
///
/// let timestamp: Timestamp = "2024-03-01T10:30:00.25+01:00".parse()?;
/// assert_eq!(timestamp.to_string(), "2024-03-01T09:30:00.25Z");
/// assert_eq!(timestamp, "2024-03-01 09:30:00.25".parse()?);
/// assert_eq!(timestamp.timestamp(), 1_709_285_400); // everything that `chrono::DateTime` has
/// assert_eq!(Timestamp::from(std::time::UNIX_EPOCH), "1970-01-01 00:00:00".parse()?);
/// # Ok::<(), converse::value::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timestamp {
    time: DateTime<Utc>,
    /// The digits of the fraction with which it is written. `None`: as many as it needs.
    digits: Option<u8>,
}

/// A string that is not a [`Timestamp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((time, digits)) = read_usual(text) {
            let digits = Some(digits);
            return Ok(Self { time, digits });
        }
        let parse = |text: &str| text.parse::<DateTime<FixedOffset>>();
        let time = parse(text)
            .or_else(|_| parse(&format!("{text}Z")))
            .map_err(|_| InvalidTimestamp)?;
        Ok(Self {
            time: time.to_utc(),
            digits: Some(fraction_digits(text)),
        })
    }
}

/// Returns how many digits the fraction of a time has: at most nine, since a timestamp has no more.
fn fraction_digits(text: &str) -> u8 {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit);
    digits.take(9).fold(0, |count, _| count + 1)
}

impl TryFrom<&str> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl TryFrom<&String> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: &String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A time beyond the years that chrono supports, some 262,000 either way, becomes the last one that it does.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let epoch = DateTime::<Utc>::UNIX_EPOCH;
        let time = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => TimeDelta::from_std(after)
                .ok()
                .and_then(|after| epoch.checked_add_signed(after))
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
            Err(before) => TimeDelta::from_std(before.duration())
                .ok()
                .and_then(|before| epoch.checked_sub_signed(before))
                .unwrap_or(DateTime::<Utc>::MIN_UTC),
        };
        time.into()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = Written::new(self.time, self.digits) {
            return formatter.pad(written.as_str());
        }
        formatter.pad(&match self.digits {
            None => self.time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            Some(digits) => self.with_fraction(usize::from(digits)),
        })
    }
}

impl Timestamp {
    /// Returns the time with this many digits, at most nine, behind the point.
    fn with_fraction(&self, digits: usize) -> String {
        let all = self.time.to_rfc3339_opts(SecondsFormat::Nanos, true);
        // It ends with nine digits and `Z`.
        let point = all.len() - "000000000Z".len();
        let end = match digits {
            0 => point - 1,
            digits => point + digits,
        };
        format!("{}Z", &all[..end])
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.time == other.time
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time.cmp(&other.time)
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.time.hash(state);
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Timestamp({self})")
    }
}

impl Deref for Timestamp {
    type Target = DateTime<Utc>;

    fn deref(&self) -> &Self::Target {
        &self.time
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self { time, digits: None }
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.time
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Written::new(self.time, self.digits) {
            Some(written) => serializer.serialize_str(written.as_str()),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The error does not repeat the string: a provider's value does not belong into an error message.
        read_text(deserializer, |text| text.parse())?.map_err(de::Error::custom)
    }
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a timestamp, such as 2024-03-01T09:00:00Z")
    }
}

impl std::error::Error for InvalidTimestamp {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<Timestamp>()
            .ok()
            .map(|timestamp| timestamp.to_string())
    }

    #[test]
    fn every_usual_spelling_is_read() {
        for (text, written) in [
            ("2024-03-01T09:00:00Z", "2024-03-01T09:00:00Z"),
            ("2024-03-01t09:00:00z", "2024-03-01T09:00:00Z"),
            ("2024-03-01T09:00:00+05:30", "2024-03-01T03:30:00Z"),
            ("2024-03-01T09:00:00-0800", "2024-03-01T17:00:00Z"),
            ("2024-03-01 09:00:00", "2024-03-01T09:00:00Z"),
            ("2024-03-01 09:00:00+01:00", "2024-03-01T08:00:00Z"),
            ("2024-03-01T09:00:00", "2024-03-01T09:00:00Z"),
            ("2024-03-01T09:00:00.1", "2024-03-01T09:00:00.1Z"),
            ("2024-03-01T09:00:00.25Z", "2024-03-01T09:00:00.25Z"),
            ("2024-03-01T09:00:00.000Z", "2024-03-01T09:00:00.000Z"),
            ("2024-03-01T09:00:00.250+01:00", "2024-03-01T08:00:00.250Z"),
            (
                "2024-03-01T09:00:00.0000001Z",
                "2024-03-01T09:00:00.0000001Z",
            ),
            (
                "2024-03-01T09:00:00.12345678901234567890",
                "2024-03-01T09:00:00.123456789Z",
            ),
        ] {
            assert_eq!(read(text).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn a_leap_second_survives() {
        for text in ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.500Z"] {
            assert_eq!(read(text).as_deref(), Some(text));
        }
        assert_eq!(
            read("2017-01-01T08:59:60+09:00").as_deref(),
            Some("2016-12-31T23:59:60Z")
        );
    }

    #[test]
    fn what_is_no_time_is_refused_without_a_panic() {
        for text in [
            "",
            "Z",
            "now",
            "1709283600",
            "2024-03-01",
            "2024-02-30T00:00:00Z",
            "2024-03-01T24:00:00Z",
            "2024-03-01T09:00:00ZZ",
            "2024-03-01T09:00:00.Z",
            "2024-03-01T09:00:00+99:99",
            "2024-03-01T09:00:00é",
            "２024-03-01T09:00:00",
            "99999-01-01T00:00:00Z",
            // Inside the range of years, but not in UTC.
            "-262143-01-01T00:00:00+23:59",
            "+262142-12-31T23:59:59-23:59",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_are_written_and_read() {
        for time in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let timestamp = Timestamp::from(time);
            assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
            assert_eq!(DateTime::from(timestamp), time);
        }
    }

    #[test]
    fn the_clock_of_the_system_is_read_before_and_after_its_epoch() {
        let span = Duration::from_millis(1_500);
        for (time, written) in [
            (UNIX_EPOCH, "1970-01-01T00:00:00Z"),
            (UNIX_EPOCH + span, "1970-01-01T00:00:01.500Z"),
            (UNIX_EPOCH - span, "1969-12-31T23:59:58.500Z"),
        ] {
            assert_eq!(Timestamp::from(time).to_string(), written);
        }
    }

    #[test]
    fn a_time_of_the_system_beyond_the_ends_becomes_the_end() {
        // 100 million years, if the system can represent them; then more than chrono supports.
        for seconds in [3_155_760_000_000_000, i64::MAX as u64] {
            let far = Duration::from_secs(seconds);
            for (time, end) in [
                (UNIX_EPOCH.checked_add(far), DateTime::<Utc>::MAX_UTC),
                (UNIX_EPOCH.checked_sub(far), DateTime::<Utc>::MIN_UTC),
            ] {
                if let Some(time) = time {
                    assert_eq!(Timestamp::from(time), Timestamp::from(end));
                }
            }
        }
    }

    #[test]
    fn json_is_a_text_and_errors_keep_it_to_themselves() {
        let timestamp: Timestamp = serde_json::from_str(r#""2024-03-01T09:00:00.5""#).unwrap();
        assert_eq!(
            serde_json::to_string(&timestamp).unwrap(),
            r#""2024-03-01T09:00:00.5Z""#
        );
        assert_eq!(
            format!("{timestamp:?}"),
            "Timestamp(2024-03-01T09:00:00.5Z)"
        );

        let error = serde_json::from_str::<Timestamp>(r#""+4915112345""#).unwrap_err();
        assert!(!error.to_string().contains("4915112345"), "{error}");
    }

    #[test]
    fn order_is_that_of_the_instants() {
        let [earlier, later]: [Timestamp; 2] =
            ["2024-03-01T09:00:00+02:00", "2024-03-01T08:00:00Z"].map(|text| text.parse().unwrap());
        assert!(earlier < later);
        let [short, long] =
            ["2024-03-01T08:00:00.5Z", "2024-03-01T08:00:00.500Z"].map(str::parse::<Timestamp>);
        assert_eq!(short, long);
        assert_eq!(later.timestamp() - earlier.timestamp(), 3600);
    }
}
