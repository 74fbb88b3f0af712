//! Pages of a list.

use converse_core::operation::{Operation, PagingStyle};
use serde_json::Value;

use crate::credential::value_of;

/// How many items a page has if nobody says.
const USUAL: usize = 20;

/// The names that the parameter of the size of a page has, where the document does not say which it is.
const SIZES: [&str; 8] = [
    "limit",
    "pageSize",
    "page_size",
    "per_page",
    "perPage",
    "maxResults",
    "size",
    "count",
];

/// Returns the documented response with the page of these items that the query asks for. `None` for a position that no
/// page named.
pub(super) fn page(
    operation: &Operation,
    query: &str,
    mut response: Value,
    items: &str,
    all: Vec<Value>,
) -> Option<Value> {
    let asked = |name: &str| query.split('&').find_map(|pair| value_of(pair, name));
    let number = |name: &str| asked(name)?.parse::<usize>().ok();
    let Some(paging) = operation.paging else {
        put(&mut response, items, all);
        return Some(response);
    };
    let total = all.len();
    let size = match paging.style {
        PagingStyle::Page {
            limit,
            default_limit,
            ..
        } => limit
            .and_then(number)
            .or_else(|| usize::try_from(default_limit?).ok()),
        _ => SIZES.into_iter().find_map(number),
    };
    let size = size.unwrap_or(USUAL).max(1);
    let start = match paging.style {
        PagingStyle::Page { first, .. } => {
            let page = number(paging.parameter).unwrap_or(first.unsigned_abs() as usize);
            page.saturating_sub(first.unsigned_abs() as usize)
                .saturating_mul(size)
        }
        _ => match asked(paging.parameter) {
            Some(text) if !text.is_empty() => text.parse().ok()?,
            _ => 0,
        },
    };
    let shown: Vec<Value> = all.into_iter().skip(start).take(size).collect();
    let end = start.saturating_add(shown.len());
    put(&mut response, items, shown);
    if let PagingStyle::Cursor { next, .. } = paging.style {
        set_next(&mut response, next, (end < total).then_some(end));
    }
    if let Some(place) = paging.total.and_then(|place| response.pointer_mut(place)) {
        *place = total.into();
    }
    Some(response)
}

fn put(response: &mut Value, place: &str, items: Vec<Value>) {
    if let Some(list) = response.pointer_mut(place) {
        *list = items.into();
    }
}

/// Writes the position of the next page: the number of its first item.
fn set_next(response: &mut Value, place: &str, next: Option<usize>) {
    let Some((parent, name)) = place.rsplit_once('/') else {
        return;
    };
    let Some(parent) = response.pointer_mut(parent).and_then(Value::as_object_mut) else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let is_number = parent.get(&name).is_some_and(Value::is_number);
    let value = match next {
        Some(next) if is_number => next.into(),
        Some(next) => next.to_string().into(),
        // A required string is empty at the end.
        None if parent.get(&name).is_some_and(Value::is_string) => "".into(),
        None => Value::Null,
    };
    parent.insert(name, value);
}

#[cfg(test)]
mod tests {
    use converse_core::operation::Paging;
    use serde_json::json;

    use super::*;

    #[test]
    fn each_page_names_the_next_and_the_last_names_none() {
        let list = Operation::get("acme", "list", "/notes")
            .paging(Paging::by_cursor("after", "/notes", "/next").total("/total"));
        let documented = json!({"notes": [7], "next": "n", "total": 1});
        let read = |query: &str| {
            let all = (1..=5).map(Value::from).collect();
            page(&list, query, documented.clone(), "/notes", all).unwrap_or_default()
        };
        assert_eq!(
            read("limit=2"),
            json!({"notes": [1, 2], "next": "2", "total": 5})
        );
        assert_eq!(
            read("after=2&limit=2"),
            json!({"notes": [3, 4], "next": "4", "total": 5})
        );
        assert_eq!(
            read("after=4&limit=2"),
            json!({"notes": [5], "next": "", "total": 5})
        );
        // Items that came before may be gone by then.
        let empty = json!({"notes": [], "next": "", "total": 5});
        assert_eq!(read("after=9"), empty);
        // No page named it.
        assert_eq!(read("after=x"), Value::Null);
    }

    #[test]
    fn numbered_pages_begin_where_the_document_says() {
        let paging = Paging::by_number("page", "", 1)
            .limit("size")
            .default_limit(2);
        let list = Operation::get("acme", "list", "/notes").paging(paging);
        let read = |query: &str| {
            let all = (1..=3).map(Value::from).collect();
            page(&list, query, json!([]), "", all).unwrap_or_default()
        };
        assert_eq!(read(""), json!([1, 2]));
        assert_eq!(read("page=2"), json!([3]));
        assert_eq!(read("page=1&size=3"), json!([1, 2, 3]));
        assert_eq!(read("page=3"), json!([]));
    }
}
