//! The page after the documented one, so that reading all pages ends.

use converse_core::operation::{Paging, PagingStyle};
use serde_json::{Value, json};

use crate::credential::value_of;

/// Returns the last page, if the query asks for one after the documented pages.
pub(crate) fn of<'a>(
    paging: &Paging,
    query: &str,
    documented: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let mut pairs = query.split('&');
    let asked = pairs.find_map(|pair| value_of(pair, paging.parameter))?;
    let documented: Vec<Value> = documented
        .filter_map(|json| serde_json::from_str(json).ok())
        .collect();
    match paging.style {
        PagingStyle::Cursor { next, .. } => {
            let named = |page: &&Value| name(page, next).as_ref() == Some(&asked);
            let before = documented.iter().find(named)?;
            let last = documented.iter().find(|page| name(page, next).is_none());
            Some(match last {
                Some(last) => last.to_string(),
                None => emptied(before, paging, Some(next)),
            })
        }
        PagingStyle::Page { first, .. } => {
            let is_later = asked.parse::<i64>().is_ok_and(|number| number > first);
            let page = documented.first().filter(|_| is_later)?;
            Some(emptied(page, paging, None))
        }
        _ => None,
    }
}

/// Returns the next position of a page.
fn name(page: &Value, next: &str) -> Option<String> {
    match page.pointer(next)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the page without items and without a next position.
fn emptied(page: &Value, paging: &Paging, next: Option<&str>) -> String {
    let mut page = page.clone();
    if let Some(items) = page.pointer_mut(paging.items) {
        *items = json!([]);
    }
    if let Some(next) = next.and_then(|next| page.pointer_mut(next)) {
        // A required string is empty. A required number may be null, as codegen checks.
        *next = match next {
            Value::String(_) => json!(""),
            _ => Value::Null,
        };
    }
    page.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURSOR: Paging = Paging::by_cursor("page token", "/data/list", "/next");

    #[test]
    fn behind_the_cursor_of_an_example_is_the_last_page() {
        let text = r#"{"data":{"list":[1]},"next":"a&b"}"#;
        let number = r#"{"data":{"list":[1]},"next":7}"#;
        let end = r#"{"data":{"list":[2]},"next":null}"#;
        for (query, examples, expected) in [
            (
                "page%20token=a%26b",
                &[text][..],
                Some(r#"{"data":{"list":[]},"next":""}"#),
            ),
            (
                "x=1&page%20token=7",
                &[number],
                Some(r#"{"data":{"list":[]},"next":null}"#),
            ),
            ("page%20token=7", &[text, number, end], Some(end)),
            ("page%20token=7", &[text], None),
            ("page%20token=", &[end], None),
            ("", &[text], None),
        ] {
            let found = of(&CURSOR, query, examples.iter().copied());
            assert_eq!(found.as_deref(), expected, "{query} {examples:?}");
        }
    }

    #[test]
    fn behind_the_first_number_is_the_last_page() {
        let page = Paging::by_number("page", "", 1);
        for (query, expected) in [
            ("page=2&limit=9", Some("[]")),
            ("page=1", None),
            ("page=x", None),
            ("limit=9", None),
        ] {
            let found = of(&page, query, ["[1,2]", "[3]"].into_iter());
            assert_eq!(found.as_deref(), expected, "{query}");
        }
    }
}
