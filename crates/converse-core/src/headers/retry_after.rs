//! How long a server asks its caller to wait.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime};
use http::header::{DATE, HeaderMap, RETRY_AFTER};

/// Limit on the pause, so that a caller can add it to a point in time.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Returns the `Retry-After` header, in seconds or as a date. A date in the past is zero.
///
/// A date is compared with the server's own `Date`, if it sends one: the clock here may be wrong.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that overflow are over the limit.
        return Some(
            text.parse()
                .map_or(LONGEST, Duration::from_secs)
                .min(LONGEST),
        );
    }
    let then = date(text)?;
    let sent = headers
        .get(DATE)
        .and_then(|sent| date(sent.to_str().ok()?.trim()));
    let now = match sent {
        Some(sent) => sent,
        None => now.duration_since(SystemTime::UNIX_EPOCH).ok()?,
    };
    Some(then.saturating_sub(now).min(LONGEST))
}

/// Parses a date in any of HTTP's three formats, counted from 1970. Zero if it is before.
fn date(text: &str) -> Option<Duration> {
    // The first is that of mail with a fixed zone; the other two are obsolete, but must be accepted.
    let seconds = match DateTime::parse_from_rfc2822(text) {
        Ok(date) => date.timestamp(),
        Err(_) => ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?
            .and_utc()
            .timestamp(),
    };
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (text, expected) in [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("99999999999999999999999999", Some(LONGEST.as_secs())),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
            ("Thu, 01 Jan 1903 00:00:00 GMT", Some(0)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(LONGEST.as_secs())),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:50:37 1994", Some(60)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().expect("plain text"));
            assert_eq!(
                retry_after(&headers, now),
                expected.map(Duration::from_secs),
                "{text}"
            );
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn a_date_counts_from_the_servers_own() {
        let mut headers = HeaderMap::new();
        let at = |text: &str| text.parse().expect("plain text");
        headers.insert(RETRY_AFTER, at("Sun, 06 Nov 1994 08:50:37 GMT"));
        headers.insert(DATE, at("Sun, 06 Nov 1994 08:50:30 GMT"));
        let now = SystemTime::now();
        assert_eq!(retry_after(&headers, now), Some(Duration::from_secs(7)));
        headers.insert(DATE, at("soon"));
        assert_eq!(retry_after(&headers, now), Some(Duration::ZERO));
    }
}
