//! Resolves references between URIs, as RFC 3986 (5.2) does.

/// Returns the URI that `reference` means at `base`, without the fragment, and the fragment.
pub fn resolve<'a>(base: &str, reference: &'a str) -> (String, &'a str) {
    let (reference, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    (target(base, reference), fragment)
}

fn target(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (scheme, rest) = base.split_once(':').unwrap_or(("", base));
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = path.split('?').next().unwrap_or_default();
    let (own, query) = match reference.split_once('?') {
        Some((own, query)) => (own, format!("?{query}")),
        None => (reference, String::new()),
    };
    let path = if own.is_empty() {
        path.to_owned()
    } else if own.starts_with('/') {
        without_dots(own)
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        without_dots(&format!("{folder}/{own}"))
    };
    format!("{scheme}://{authority}{path}{query}")
}

/// Returns whether a reference names its scheme.
pub fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    // One letter is a drive.
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_of_scheme)
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_resolves_at_its_base() {
        // RFC 3986, 5.4.
        for (reference, expected) in [
            ("gg:h", "gg:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../../g", "http://a/g"),
        ] {
            let found = resolve("http://a/b/c/d;p?q", reference);
            assert_eq!(found, (expected.to_owned(), ""), "{reference}");
        }
        let base = "http://a/b?q";
        assert_eq!(resolve(base, "#s"), (base.to_owned(), "s"));
    }
}
