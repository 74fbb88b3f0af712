//! Code blocks of a document are shown, never compiled: rustdoc runs every block that it takes for Rust,
//! which is each block without another label.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Label of a block that makes rustdoc only show it.
const LABEL: &str = "text";

/// Indentation of code without a fence.
const INDENT: usize = 4;

/// How rustdoc reads Markdown: with no extensions to find code to test, with these to show it.
const READINGS: [Options; 2] = [
    Options::empty(),
    Options::ENABLE_TABLES
        .union(Options::ENABLE_FOOTNOTES)
        .union(Options::ENABLE_STRIKETHROUGH)
        .union(Options::ENABLE_TASKLISTS)
        .union(Options::ENABLE_SMART_PUNCTUATION),
];

/// Returns `text` with each code block between fences that label it as text; all of them are closed.
pub fn labelled(text: &str) -> String {
    match may_hold_block(text) {
        true => parsed(text),
        false => text.to_owned(),
    }
}

/// Returns the same as [`labelled`], and parses any text for that.
pub fn parsed(text: &str) -> String {
    let rewritten = READINGS.iter().fold(text.to_owned(), |text, reading| {
        with_labels(&text, *reading)
    });
    match are_labelled(&rewritten) {
        true => rewritten,
        // Markdown is a large language: anything not understood becomes one block of text.
        false => verbatim(text),
    }
}

/// Returns `false` only for a text in which no code block can begin: most texts need not be parsed.
fn may_hold_block(text: &str) -> bool {
    ["```", "~~~", "    ", "\t"]
        .iter()
        .any(|mark| text.contains(mark))
}

/// Returns whether every code block is labelled as text, however rustdoc reads it.
pub fn are_labelled(text: &str) -> bool {
    READINGS.iter().all(|reading| {
        Parser::new_ext(text, *reading).all(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label))) => &*label == LABEL,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => false,
            _ => true,
        })
    })
}

/// Returns a fence that no line of `code` closes.
pub fn fence(code: &str) -> String {
    "`".repeat(longest_run(code).max(2) + 1)
}

/// Returns the length of the longest run of backticks.
pub fn longest_run(code: &str) -> usize {
    let runs = code.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}

fn verbatim(text: &str) -> String {
    let fence = fence(text);
    format!("{fence}{LABEL}\n{text}\n{fence}")
}

/// A code block: its place, its form and its content.
struct Block {
    range: Range<usize>,
    is_indented: bool,
    code: String,
}

fn with_labels(text: &str, reading: Options) -> String {
    let mut rewritten = String::with_capacity(text.len());
    let mut rest = 0;
    for block in blocks(text, reading) {
        let line = text[..block.range.start].rfind('\n').map_or(0, |at| at + 1);
        let mut start = block.range.start;
        if block.is_indented {
            // The spaces that made it code are not part of it; those of the list around it are.
            let spaces = text[line..start].bytes().rev();
            start -= spaces.take_while(|byte| *byte == b' ').count().min(INDENT);
        }
        rewritten.push_str(&text[rest..start]);
        push_block(&mut rewritten, &text[line..start], &block.code);
        if text[block.range.clone()].ends_with('\n') {
            rewritten.push('\n');
        }
        rest = block.range.end;
    }
    rewritten.push_str(&text[rest..]);
    rewritten
}

/// Adds a block after `before`, which opens the lists and quotes around it.
fn push_block(text: &mut String, before: &str, code: &str) {
    // A list marker is repeated as spaces, that of a quote as it is.
    let goes_on: String = before
        .chars()
        .map(|c| if c == '>' { '>' } else { ' ' })
        .collect();
    let fence = fence(code);
    text.push_str(&fence);
    text.push_str(LABEL);
    for line in code.trim_end_matches('\n').lines().chain([fence.as_str()]) {
        text.push('\n');
        text.push_str(format!("{goes_on}{line}").trim_end_matches(' '));
    }
}

fn blocks(text: &str, reading: Options) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_inside = false;
    for (event, range) in Parser::new_ext(text, reading).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                is_inside = true;
                blocks.push(Block {
                    range,
                    is_indented: kind == CodeBlockKind::Indented,
                    code: String::new(),
                });
            }
            Event::End(TagEnd::CodeBlock) => is_inside = false,
            Event::Text(code) if is_inside => {
                if let Some(block) = blocks.last_mut() {
                    block.code.push_str(&code);
                }
            }
            _ => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests;
