//! Ids of operations: as published where they are unique, else derived from method and path.

use std::collections::BTreeSet;

use super::{Place, text};
use crate::identifiers::latin;
use crate::problem::Finding;

/// The ids assigned so far.
#[derive(Default)]
pub struct Ids {
    given: BTreeSet<String>,
}

impl Ids {
    /// Returns the id of the operation.
    pub fn claim(&mut self, place: &Place<'_>, warnings: &mut Vec<Finding>) -> String {
        let published = text(place.operation.get("operationId"));
        let derived = derived(&place.method.to_lowercase(), place.path);
        let wanted = published.unwrap_or_else(|| derived.clone());
        let mut id = wanted.clone();
        let mut number = 1;
        while !self.given.insert(id.clone()) {
            id = if number == 1 {
                derived.clone()
            } else {
                format!("{wanted}_{number}")
            };
            number += 1;
        }
        if id != wanted {
            warnings.push(Finding::at(
                format!("{}/operationId", place.at),
                format!("the id `{wanted}` is taken by another operation; this one is `{id}`"),
                "give it an id of its own in the overlay",
            ));
        }
        id
    }
}

/// Derives an id: `GET /users/{id}/posts` is `get_users_by_id_posts`.
pub fn derived(method: &str, path: &str) -> String {
    let mut words = vec![method.to_owned()];
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let plain: String = latin(segment)
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let plain = plain.trim_matches('_').to_owned();
        words.push(if segment.starts_with('{') {
            format!("by_{plain}")
        } else {
            plain
        });
    }
    words.retain(|word| !word.is_empty());
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_derived_from_method_and_path() {
        assert_eq!(
            derived("get", "/users/{user-id}/posts.json"),
            "get_users_by_user_id_posts_json"
        );
        assert_eq!(derived("post", "/"), "post");
        assert_eq!(derived("get", "/größe"), "get_grosse");
    }
}
