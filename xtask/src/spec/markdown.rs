//! Pages of Markdown that carry fragments of a document in fenced code blocks.

use std::path::Path;

use serde_json::Value;

use super::document::Fragment;
use converse_codegen::internals::read;
use converse_codegen::{Problem, Result};

/// A fragment begins with one of these keys.
const MARKS: [&str; 4] = ["openapi", "paths", "components", "webhooks"];

/// The keys of a document's `components`. Messages have components of other kinds.
const SECTIONS: [&str; 10] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
];

/// Returns whether a file is a page, by its name.
pub fn is_page(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["md", "markdown", "mdx"].contains(&extension))
}

/// Returns the fragments of a page, in order. Ignores other code blocks, such as examples.
pub fn fragments(file: &str, page: &str) -> Result<Vec<Fragment>> {
    let mut fragments = Vec::new();
    for block in blocks(page) {
        let file = format!("{file}:{}", block.line);
        if let Some(value) = block.read(&file)? {
            fragments.push(Fragment { file, value });
        }
    }
    if fragments.is_empty() {
        return Err(Problem::file(
            file,
            "the page does not contain a fragment of an OpenAPI document",
            "a fragment is a fenced code block with an object that has `openapi`, `paths` or `components`; export the page with it",
        ));
    }
    Ok(fragments)
}

/// Sites put more than the language after a fence: a title, line numbers.
fn first_word(text: &str) -> String {
    let word = text.split(|c: char| c.is_whitespace() || c == '{').next();
    word.unwrap_or_default().to_ascii_lowercase()
}

/// A fenced code block.
struct Block {
    /// The line of its fence, from 1.
    line: usize,
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Block)> = None;
    for (number, line) in page.lines().enumerate() {
        let trimmed = line.trim();
        match &mut open {
            Some((fence, block)) => {
                let closes = trimmed.starts_with(fence.as_str())
                    && trimmed.chars().all(|c| fence.starts_with(c));
                if !closes {
                    block.text.push_str(line);
                    block.text.push('\n');
                } else if let Some((_, block)) = open.take() {
                    blocks.push(block);
                }
            }
            None => {
                let Some(sign) = ['`', '~']
                    .into_iter()
                    .find(|sign| trimmed.starts_with(*sign))
                else {
                    continue;
                };
                let language = trimmed.trim_start_matches(sign);
                let fence = &trimmed[..trimmed.len() - language.len()];
                if fence.len() >= 3 && !language.contains('`') {
                    let block = Block {
                        line: number + 1,
                        language: first_word(language),
                        text: String::new(),
                    };
                    open = Some((fence.to_owned(), block));
                }
            }
        }
    }
    // An unclosed fence reaches to the end of the page.
    blocks.extend(open.map(|(_, block)| block));
    blocks
}

impl Block {
    /// Returns the fragment, if the block is one. A block with `openapi` that cannot be read is an error.
    fn read(&self, file: &str) -> Result<Option<Value>> {
        let json = self.text.trim_start().starts_with('{');
        let says = |mark: &str| {
            let key = if json {
                format!("\"{mark}\"")
            } else {
                format!("{mark}:")
            };
            let mut lines = self.text.lines();
            lines.any(|line| {
                if json {
                    line.contains(&key)
                } else {
                    line.starts_with(&key)
                }
            })
        };
        let language = self.language.as_str();
        let other = !json && !["", "yaml", "yml"].contains(&language);
        if other || !MARKS.into_iter().any(says) {
            return Ok(None);
        }
        let read = if json {
            read::json(file, &self.text)
        } else {
            read::yaml(file, &self.text)
        };
        match read {
            Ok(value) => Ok(is_fragment(&value).then_some(value)),
            Err(_) if !says("openapi") => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

fn is_fragment(value: &Value) -> bool {
    let keys = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|object| object.keys())
    };
    value.get("openapi").is_some_and(Value::is_string)
        || keys("paths").any(|path| path.starts_with('/'))
        || keys("components").any(|section| SECTIONS.contains(&section.as_str()))
}
