//! Writes the first `provider.toml` of a provider, from its document.

use std::fmt::Write as _;

use heck::ToTitleCase;
use serde_json::Value;

use converse_codegen::CredentialPlace;
use converse_codegen::internals::Published;
use converse_codegen::{Problem, Result};

/// The longest keyword that the registry accepts.
const LONGEST_KEYWORD: usize = 20;

/// Returns the file's content. `title` is the provider's name as people write it, if it is given.
pub fn text(name: &str, title: Option<&str>, document: &Value, api: &Published) -> Result<String> {
    let document_title = document.pointer("/info/title").and_then(Value::as_str);
    let document_title = plain(document_title.unwrap_or_default());
    let title = match title {
        Some(given) => checked(given)?,
        None => title_in(&document_title, name),
    };
    let subject = subject(&document_title, &title);
    let variable = name.replace('-', "_").to_ascii_uppercase();
    let kind = if wants_token(api) { "TOKEN" } else { "API_KEY" };
    let mut keywords = vec!["messaging", "api", "client", "openapi"];
    if name.len() <= LONGEST_KEYWORD {
        keywords.insert(0, name);
    }
    let keywords = toml::Value::from(keywords);
    let string = |text: String| toml::Value::String(text);
    let mut text = String::new();
    let mut line = |key: &str, value: toml::Value| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{key} = {value}");
    };
    line("title", string(title.clone()));
    line(
        "description",
        string(format!("Typed client for {title}'s {subject}.")),
    );
    line("keywords", keywords);
    if let Some(page) = documentation(document) {
        line("documentation", string(page.to_owned()));
    }
    line("credential_variable", string(format!("{variable}_{kind}")));
    line("base_url_variable", string(format!("{variable}_BASE_URL")));
    Ok(text)
}

/// Refuses a title with a character that has a meaning in comments, tables or manifests.
fn checked(title: &str) -> Result<String> {
    if !title.is_empty() && plain(title) == title {
        return Ok(title.to_owned());
    }
    Err(Problem::file(
        "--title",
        format!(
            "`{}` cannot be a title: it may have letters, digits, spaces and . , & ' + / - ( )",
            title.escape_debug()
        ),
        "write the provider's name as people write it",
    ))
}

fn plain(text: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() || ".,&'+/-()".contains(c) {
            c
        } else {
            ' '
        }
    };
    let words: String = text.chars().map(kept).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the provider's name as the document spells it, if it has it.
fn title_in(document_title: &str, name: &str) -> String {
    let words: Vec<&str> = document_title.split(' ').collect();
    let parts: Vec<&str> = name.split('-').collect();
    let spelled = words.windows(parts.len()).find(|window| {
        let mut pairs = window.iter().zip(&parts);
        pairs.all(|(word, part)| word.eq_ignore_ascii_case(part))
    });
    spelled.map_or_else(|| name.to_title_case(), |window| window.join(" "))
}

/// Returns the subject of the document: its title without the provider's name.
fn subject(document_title: &str, title: &str) -> String {
    let rest = document_title.replacen(title, "", 1);
    let rest = plain(&rest);
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && !"()".contains(c));
    match rest {
        "" => "API".to_owned(),
        rest if rest.contains("API") => rest.to_owned(),
        rest => format!("{rest} API"),
    }
}

fn documentation(document: &Value) -> Option<&str> {
    let page = document.pointer("/externalDocs/url")?.as_str()?;
    let usable = page.starts_with("https://")
        && !page.contains(|c: char| c.is_whitespace() || "<>".contains(c));
    usable.then_some(page)
}

fn wants_token(api: &Published) -> bool {
    let mut schemes = api
        .operations
        .iter()
        .flat_map(|one| &one.security)
        .flatten();
    let place = schemes.next().map(|scheme| &scheme.place);
    matches!(place, Some(CredentialPlace::Header { prefix, .. }) if prefix == "Bearer ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use converse_codegen::Settings;
    use serde_json::json;

    fn settings(name: &str, title: Option<&str>, document_title: &str) -> Settings {
        let document = json!({ "info": { "title": document_title } });
        let text = text(name, title, &document, &Published::default()).unwrap();
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn the_document_says_how_the_provider_is_written() {
        for (name, document_title, title, description) in [
            (
                "line",
                "LINE Messaging API",
                "LINE",
                "Typed client for LINE's Messaging API.",
            ),
            (
                "acme-chat",
                "Talk",
                "Acme Chat",
                "Typed client for Acme Chat's Talk API.",
            ),
            (
                "acme",
                "Acme - \"Chat\"\n",
                "Acme",
                "Typed client for Acme's Chat API.",
            ),
            ("acme", "", "Acme", "Typed client for Acme's API."),
        ] {
            let settings = settings(name, None, document_title);
            assert_eq!(
                (settings.title.as_str(), settings.description.as_str()),
                (title, description)
            );
        }
    }

    #[test]
    fn a_title_that_would_break_a_table_is_refused() {
        let problem = text("a", Some("A|B"), &json!({}), &Published::default()).unwrap_err();
        assert!(
            problem.to_string().starts_with("--title: `A|B`"),
            "{problem}"
        );
        assert_eq!(settings("a", Some("A & B"), "").title, "A & B");
    }
}
