//! The words of a place, of which names of types are made.

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::api::Name;
use crate::identifiers::latin;

/// Returns the first and the last words that all places have, unless none of them is of the document.
pub fn shared_name<'a>(places: impl Iterator<Item = &'a Name>) -> Option<String> {
    let mut lists = places.map(|place| word_list(place));
    let first = lists.next()?;
    let (mut start, mut end) = (first.len(), first.len());
    for list in lists {
        let alike = |(one, other): &(&String, &String)| one == other;
        start = start.min(first.iter().zip(&list).take_while(alike).count());
        let backwards = first.iter().rev().zip(list.iter().rev());
        end = end.min(backwards.take_while(alike).count());
        // A short list must not count a word twice.
        start = start.min(list.len() - end);
    }
    let start = start.min(first.len() - end);
    let words: Vec<&str> = first[..start]
        .iter()
        .chain(&first[first.len() - end..])
        .map(String::as_str)
        .collect();
    let ours = |word: &&str| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        ["", "item", "request", "response", "value", "variant"].contains(&word)
    };
    (!words.iter().all(ours)).then(|| words.join("_").to_upper_camel_case())
}

/// Returns the words of a place one by one, those of a status with `error` in front.
fn word_list(place: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut previous = "";
    for (number, token) in place.split('/').enumerate() {
        let is_status = token.starts_with(|c: char| c.is_ascii_digit()) && token.len() == 3;
        if number == 1 && is_status {
            list.push("error".to_owned());
        }
        match previous {
            // The number of a variant belongs to the keyword in front of it.
            "oneOf" | "anyOf" => list.push(words(&format!("{previous}/{token}")).to_lowercase()),
            _ if matches!(token, "oneOf" | "anyOf") => {}
            _ => {
                let words = words(token).to_snake_case();
                list.extend(words.split('_').map(str::to_owned));
            }
        }
        previous = token;
    }
    list
}

/// Returns the words of a place as part of a name.
pub fn words(place: &str) -> String {
    let mut words = String::new();
    let mut tokens = place.split('/').filter(|token| !token.is_empty());
    while let Some(token) = tokens.next() {
        match token.trim_end_matches("()") {
            "items" => words.push_str("Item"),
            "additionalProperties" => words.push_str("Value"),
            "oneOf" | "anyOf" => {
                let number = tokens.next().and_then(|index| index.parse::<usize>().ok());
                words.push_str(&format!("Variant{}", number.unwrap_or(0) + 1));
            }
            token => words.push_str(&latin(token).to_upper_camel_case()),
        }
    }
    words
}
