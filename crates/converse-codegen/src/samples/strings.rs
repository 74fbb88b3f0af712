//! Strings of formats, and of a length.

/// Returns a string of a format, one of several that `count` selects. `None` if the format is not known.
pub fn formatted(format: &str, count: usize) -> Option<String> {
    let digits = count % 10;
    Some(match format {
        // Three notations of instants, which documents mix.
        "date-time" => match count % 3 {
            0 => format!("2024-04-1{digits}T09:30:00Z"),
            1 => format!("2024-03-1{digits}T09:30:00.25Z"),
            _ => format!("2024-03-2{digits}T10:30:00+01:00"),
        },
        "date" => format!("2024-03-1{digits}"),
        "time" => format!("09:30:0{digits}Z"),
        "duration" => format!("PT{}M", count % 60),
        "uuid" => format!("0d8b7a9c-1c2d-4e3f-8a9b-{count:012x}"),
        "email" | "idn-email" => format!("a+{count}@mail.example"),
        "uri" | "url" | "iri" => format!("https://a.example/p/{count}?q=1&r=a%20b#f"),
        "uri-reference" => format!("/p/{count}"),
        "hostname" => format!("h{count}.example"),
        "ipv4" | "ip" => format!("192.0.2.{}", count % 250),
        "ipv6" => format!("2001:db8::{}", digits + 1),
        "byte" => "Y29udmVyc2U=".to_owned(),
        _ => return None,
    })
}

/// Returns the beginning of a string that is not longer than `most` characters, filled up to `least`. No space is at its
/// end: a header would not keep it.
pub fn fitted(text: &str, least: Option<f64>, most: Option<f64>) -> String {
    let most = most.map_or(usize::MAX, |most| most as usize);
    let cut: String = text.chars().take(most).collect();
    let mut text = cut.trim().to_owned();
    let least = least.map_or(0, |least| least as usize).min(LONGEST);
    let missing = least.saturating_sub(text.chars().count());
    text.extend(std::iter::repeat_n('x', missing));
    text
}

/// No string is filled up to more characters than this.
const LONGEST: usize = 10_000;
