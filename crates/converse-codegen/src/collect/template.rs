//! The template of a path: its literals as they are sent, its variables, and the query that it may go on into.

use std::fmt::Write as _;

/// A key of `paths`, read.
pub struct Template {
    /// Percent-encoded, with its variables in braces.
    path: String,
    /// The pairs of the query, in the same form.
    query: Vec<String>,
    /// Whether the key has a fragment, which is not part of a request (RFC 3986, 3.5).
    pub has_fragment: bool,
}

impl Template {
    /// Reads a key of `paths`.
    pub fn read(key: &str) -> Self {
        let mut template = Self {
            path: String::new(),
            query: Vec::new(),
            has_fragment: false,
        };
        let mut rest = key;
        while let Some(first) = rest.chars().next() {
            let variable = match first {
                '{' => rest.find('}').map(|end| rest.split_at(end + 1)),
                _ => None,
            };
            if let Some((variable, after)) = variable {
                template.part().push_str(variable);
                rest = after;
                continue;
            }
            match (first, template.query.is_empty()) {
                ('#', _) => {
                    template.has_fragment = true;
                    break;
                }
                ('?', true) | ('&', false) => template.query.push(String::new()),
                (_, in_path) => encode(first, rest, in_path, template.part()),
            }
            rest = &rest[first.len_utf8()..];
        }
        template.query.retain(|pair| !pair.is_empty());
        template
    }

    /// Lists the variables, each once.
    pub fn variables(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for part in std::iter::once(&self.path).chain(&self.query) {
            for (name, _) in part
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
            {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    /// Returns whether the query has a parameter of this name.
    pub fn has_query(&self, name: &str) -> bool {
        let name = literal(name, false);
        let names = self.query.iter().map(|pair| pair.split('=').next());
        names.into_iter().any(|known| known == Some(&name))
    }

    /// Removes `name={name}` from the query. Returns whether it was there.
    pub fn take_query(&mut self, name: &str) -> bool {
        let wanted = format!("{}={{{name}}}", literal(name, false));
        let pairs = self.query.len();
        self.query.retain(|pair| *pair != wanted);
        self.query.len() < pairs
    }

    fn part(&mut self) -> &mut String {
        self.query.last_mut().unwrap_or(&mut self.path)
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        match self.query.is_empty() {
            true => Ok(()),
            false => write!(f, "?{}", self.query.join("&")),
        }
    }
}

/// Returns a literal of a path or query as it is sent.
pub fn literal(text: &str, in_path: bool) -> String {
    let mut encoded = String::new();
    for (at, char) in text.char_indices() {
        encode(char, &text[at..], in_path, &mut encoded);
    }
    encoded
}

/// Writes the first character of `rest`: as it is if RFC 3986 allows it there (3.3, 3.4), else percent-encoded. A
/// triplet is encoded already (2.1).
fn encode(char: char, rest: &str, in_path: bool, encoded: &mut String) {
    let begins_triplet = || {
        let digits = rest.as_bytes().get(1..3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let allowed = match char {
        '%' => begins_triplet(),
        // URL parsers encode it in the query of an http URL, and a request is sent as it is written.
        '\'' => in_path,
        '?' => !in_path,
        _ => char.is_ascii_alphanumeric() || "-._~!$&()*+,;=:@/".contains(char),
    };
    if allowed {
        encoded.push(char);
        return;
    }
    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a string does not fail.
        let _ = write!(encoded, "%{byte:02X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_sent_as_rfc_3986_has_it() {
        for (key, sent) in [
            ("/plain/{a}.{b}/", "/plain/{a}.{b}/"),
            ("/größe/{größe}", "/gr%C3%B6%C3%9Fe/{größe}"),
            ("/{a?b#c}/x?y={z}#w", "/{a?b#c}/x?y={z}"),
            ("/a%2fb%zz%", "/a%2fb%25zz%25"),
            ("/open{brace", "/open%7Bbrace"),
            ("/a?b=1&&c='x'?", "/a?b=1&c=%27x%27?"),
            ("/a?", "/a"),
        ] {
            assert_eq!(Template::read(key).to_string(), sent);
        }
    }

    #[test]
    fn variables_of_path_and_query_are_listed_once() {
        let template = Template::read("/{a}/{b}.{a}?c={c}#{d}");
        assert_eq!(template.variables(), ["a", "b", "c"]);
        assert!(template.has_fragment);
    }
}
