//! Splits the bytes of JSON lines, or of a JSON text sequence (RFC 7464), into records.

use bytes::{Buf, Bytes};

use super::event_parser::TooLarge;

/// Splits bytes into records, wherever their chunks end.
pub(super) struct Records {
    separator: u8,
    /// The bytes of a record that are kept at most.
    limit: usize,
    record: Vec<u8>,
    begun: bool,
}

impl Records {
    /// The separator stands between records. A sequence also begins with one.
    pub(super) fn new(separator: u8, limit: usize) -> Self {
        Self {
            separator,
            limit,
            record: Vec::new(),
            begun: false,
        }
    }

    /// Returns the next record that ends in the chunk, and takes its bytes off. `None`: the chunk is used up.
    pub(super) fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Vec<u8>>, TooLarge> {
        while !chunk.is_empty() {
            let end = chunk.iter().position(|byte| *byte == self.separator);
            let part = chunk.split_to(end.unwrap_or(chunk.len()));
            if self.record.len() + part.len() > self.limit {
                return Err(TooLarge);
            }
            self.record.extend_from_slice(&part);
            if end.is_none() {
                break;
            }
            chunk.advance(1);
            if let Some(record) = self.finish() {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Returns the record that ends here, unless it is blank.
    pub(super) fn finish(&mut self) -> Option<Vec<u8>> {
        let record = std::mem::take(&mut self.record);
        let first = !std::mem::replace(&mut self.begun, true);
        let kept = match record.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if first => rest,
            _ => &record,
        };
        let kept = kept.trim_ascii();
        (!kept.is_empty()).then(|| kept.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(separator: u8, text: &str, size: usize) -> Vec<String> {
        let mut records = Records::new(separator, 16);
        let mut found = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            let mut chunk = Bytes::copy_from_slice(chunk);
            while let Some(record) = records.next(&mut chunk).expect("no record is too large") {
                found.push(record);
            }
        }
        found.extend(records.finish());
        let found = found.into_iter().map(String::from_utf8);
        found.collect::<Result<_, _>>().expect("UTF-8")
    }

    #[test]
    fn a_record_is_the_same_wherever_chunks_end() {
        for (separator, text, expected) in [
            (
                b'\n',
                "\u{feff}{\"a\":1}\n\n \r\n\"é😀\"\r\n3",
                ["{\"a\":1}", "\"é😀\"", "3"],
            ),
            (b'\n', "1\n2\n3\n", ["1", "2", "3"]),
            (
                0x1e,
                "\x1e{\"a\":\n1}\n\x1e\x1e2\n\x1e3\n",
                ["{\"a\":\n1}", "2", "3"],
            ),
        ] {
            for size in 1..=text.len() {
                assert_eq!(records(separator, text, size), expected, "{text:?} {size}");
            }
        }
    }

    #[test]
    fn a_record_over_the_limit_is_refused() {
        let mut records = Records::new(b'\n', 4);
        let mut chunk = Bytes::from("1234\n12345\n");
        assert_eq!(records.next(&mut chunk), Ok(Some(b"1234".to_vec())));
        assert_eq!(records.next(&mut chunk), Err(TooLarge));
    }
}
