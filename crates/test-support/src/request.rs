//! A request as received.

use std::fmt;

use serde_json::Value;

/// The bytes of one request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// Returns the request, if the bytes are complete. Bytes beyond the `Content-Length` belong to the body too, so that a
    /// test sees them.
    pub fn whole(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).expect("our heads are ASCII");
        let request = Self {
            head,
            body: bytes[end + 4..].to_vec(),
        };
        if request.is_chunked() {
            return unchunked(&request.body).map(|_| request);
        }
        let length = match request.header("content-length").as_slice() {
            [] => 0,
            [length] => length.parse().expect("a length is a number"),
            lengths => panic!("several lengths: {lengths:?}"),
        };
        (request.body.len() >= length).then_some(request)
    }

    /// Returns the request line: method, target and version.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// Returns the method.
    pub fn method(&self) -> &str {
        self.line().split(' ').next().unwrap_or_default()
    }

    /// Returns path and query, as sent.
    pub fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap_or_default()
    }

    /// Returns the header lines, as sent.
    pub fn header_lines(&self) -> impl Iterator<Item = &str> {
        self.head.lines().skip(1)
    }

    /// Returns the header lines with names in lower case, sorted.
    pub fn sorted_headers(&self) -> Vec<String> {
        let in_lower_case = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header has a colon");
            format!("{}:{value}", name.to_ascii_lowercase())
        };
        let mut lines: Vec<String> = self.header_lines().map(in_lower_case).collect();
        lines.sort();
        lines
    }

    /// Returns all values of a header.
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.header_lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }

    /// Returns the body, as sent.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body without the chunked encoding, if it has any.
    pub fn content(&self) -> Vec<u8> {
        let content = self.is_chunked().then(|| unchunked(&self.body));
        content.flatten().unwrap_or_else(|| self.body.clone())
    }

    /// Returns head and body as a string, as sent.
    pub fn text(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        format!("{}\r\n\r\n{body}", self.head)
    }

    /// Returns the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns how often a string occurs anywhere in the request.
    pub fn occurrences(&self, text: &str) -> usize {
        format!("{self:?}").matches(text).count()
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding") == ["chunked"]
    }
}

/// Returns the content of a chunked body, if it is complete.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let line = body.windows(2).position(|window| window == b"\r\n")?;
        let length = std::str::from_utf8(&body[..line]).ok();
        let length = length.and_then(|length| usize::from_str_radix(length, 16).ok());
        let length = length.expect("our clients send chunks without extensions");
        // A line break ends each chunk.
        let end = line + 2 + length;
        content.extend_from_slice(body.get(line + 2..end)?);
        body = body.get(end + 2..)?;
        if length == 0 {
            return Some(content);
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n\n{}",
            self.head,
            String::from_utf8_lossy(&self.body)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_whole_once_its_body_is() {
        let stated = b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}";
        let chunks =
            b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nb\r\n0123456789a\r\n0\r\n\r\n";
        for (bytes, content) in [(&stated[..], "{}"), (chunks, "{}0123456789a")] {
            for length in 0..bytes.len() {
                assert_eq!(Request::whole(&bytes[..length]), None, "{length}");
            }
            let request = Request::whole(bytes).expect("all of it is there");
            assert_eq!(request.content(), content.as_bytes());
            assert_eq!(request.text().as_bytes(), bytes);
        }
    }
}
