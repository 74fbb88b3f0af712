//! What a document may hold, and what rustdoc sees of it.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use syn::{Expr, ExprLit, Lit, Meta};

use super::*;

/// Parts of hostile prose.
const FRAGMENTS: [&str; 60] = [
    "```",
    "````",
    "~~~",
    "~~~~~",
    "`",
    "``",
    "rust",
    "no_run",
    "text",
    "text,rust",
    "{.rust}",
    "should_panic",
    "compile_fail",
    " ",
    "    ",
    "     ",
    "\t",
    "\n",
    "\n\n",
    "\n\n    ",
    "\n\n\t",
    "\n```\n",
    "\n```rust\n",
    "\n~~~\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\0",
    "\u{a0}",
    "\u{feff}",
    "> ",
    ">",
    "\n> ",
    "- ",
    "* ",
    "1. ",
    "10) ",
    "\n- ",
    "# ",
    "\n===\n",
    "\n---\n",
    "|",
    "\n| a | b |\n| --- | --- |\n",
    "<b>",
    "<!--",
    "-->",
    "<pre>\n\n",
    "[a]",
    "](",
    "[^1]: ",
    "\\",
    "&#96;",
    "boom();",
    "é",
];

/// How rustdoc reads docs: to find code, and to show them.
const READINGS: [Options; 2] = [
    Options::empty(),
    Options::ENABLE_TABLES
        .union(Options::ENABLE_FOOTNOTES)
        .union(Options::ENABLE_STRIKETHROUGH)
        .union(Options::ENABLE_TASKLISTS)
        .union(Options::ENABLE_SMART_PUNCTUATION),
];

/// Returns the code that rustdoc would compile.
pub fn tested(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for reading in READINGS {
        let mut is_open = false;
        for event in Parser::new_ext(text, reading) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(label))) if &*label == "text" => {
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    is_open = true;
                    found.push(String::new());
                }
                Event::End(TagEnd::CodeBlock) => is_open = false,
                Event::Text(code) if is_open => found.last_mut().unwrap().push_str(&code),
                _ => {}
            }
        }
    }
    found
}

/// Returns the docs of an item in code, as rustdoc reads them.
fn docs_of(code: &str) -> String {
    let item: syn::ItemStruct =
        syn::parse_str(code).unwrap_or_else(|error| panic!("{error}: {code}"));
    let mut docs = String::new();
    for attribute in &item.attrs {
        let Meta::NameValue(pair) = &attribute.meta else {
            panic!("{code}")
        };
        let Expr::Lit(ExprLit {
            lit: Lit::Str(line),
            ..
        }) = &pair.value
        else {
            panic!("{code}")
        };
        let line = line.value();
        assert!(line.is_empty() || line.starts_with(' '), "{line:?}");
        let _ = writeln!(docs, "{}", line.strip_prefix(' ').unwrap_or_default());
    }
    docs
}

fn random(generator: &mut fastrand::Rng) -> String {
    let length = generator.usize(1..14);
    (0..length)
        .map(|_| *generator.choice(FRAGMENTS.iter()).unwrap())
        .collect()
}

#[test]
fn of_no_prose_anything_is_compiled() {
    let mut generator = fastrand::Rng::with_seed(19);
    for _ in 0..10_000 {
        let (one, other) = (random(&mut generator), random(&mut generator));
        let code = format!("{}struct A;", comment_of("", "///", [one.as_str(), &other]));
        let docs = docs_of(&code);
        assert_eq!(
            tested(&docs),
            Vec::<String>::new(),
            "{one:?} {other:?}\n{docs}"
        );
        let refused = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}".contains(c);
        assert!(!docs.contains(refused), "{docs:?}");
    }
}

#[test]
fn no_character_is_one_that_the_compiler_refuses() {
    let refused =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for part in all.chunks(5_000) {
        let text: String = part.iter().collect();
        for line in comment("  ", "///", &text).lines() {
            assert!(line.starts_with("  ///"), "{line:?}");
            assert!(!line.contains(refused), "{line:?}");
        }
        for line in [code(&text), code_cell(&text), cell(&text), in_line(&text)] {
            assert!(!line.contains(refused), "{line:?}");
        }
    }
}

#[test]
fn no_code_in_a_line_is_a_block() {
    let mut generator = fastrand::Rng::with_seed(5);
    for _ in 0..10_000 {
        let line = code(&random(&mut generator));
        let docs = format!("{line} on the wire.");
        assert_eq!(docs.lines().count(), 1, "{docs}");
        assert_eq!(tested(&docs), Vec::<String>::new(), "{docs}");
    }
}

#[test]
fn nothing_of_the_prose_is_lost() {
    let mut generator = fastrand::Rng::with_seed(7);
    let letters =
        |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for _ in 0..5_000 {
        // Labels of blocks are ours; all else is there.
        let text = random(&mut generator)
            .replace('~', "-")
            .replace("```", "''");
        let found = markdown(&text).replace("```text", "");
        let (expected, found) = (letters(&text), letters(&found));
        assert_eq!(found, expected, "{text:?}\n{}", markdown(&text));
    }
}

#[test]
fn one_paragraph_does_not_swallow_the_next() {
    for open in [
        "```rust\nx",
        "~~~\nx",
        "- ```\n  x",
        "> ```\n> x",
        "<!-- x",
        "a `x",
    ] {
        let text = paragraphs([open, "It ends."]);
        let events: Vec<Event<'_>> = Parser::new(&text).collect();
        let last = &events[events.len() - 3..];
        assert_eq!(last[0], Event::Start(Tag::Paragraph), "{text}");
        assert_eq!(last[1], Event::Text("It ends.".into()), "{text}");
    }
}

#[test]
fn a_row_has_its_cells_whatever_they_hold() {
    let mut generator = fastrand::Rng::with_seed(3);
    for _ in 0..5_000 {
        let text = random(&mut generator);
        let table = format!(
            "| a | b | c |\n| --- | --- | --- |\n| {} | {} | end |\n",
            code_cell(&text),
            cell(&text),
        );
        assert_eq!(table.lines().count(), 3, "{table}");
        let events: Vec<Event<'_>> = Parser::new_ext(&table, Options::ENABLE_TABLES).collect();
        let count =
            |wanted: &dyn Fn(&Event<'_>) -> bool| events.iter().filter(|it| wanted(it)).count();
        let cells = count(&|event| *event == Event::Start(Tag::TableCell));
        assert_eq!(cells, 6, "{text:?}\n{table}");
        let html = count(&|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        assert_eq!(html, 0, "{text:?}\n{table}");
        let mut texts = events.into_iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            _ => None,
        });
        assert_eq!(
            texts.next_back().as_deref(),
            Some("end"),
            "{text:?}\n{table}"
        );
    }
}

#[test]
fn code_in_a_line_is_what_it_was() {
    for text in ["a", "a`b", "`a`", "``", "a ``b` c", "a <b> [c]"] {
        let line = code(text);
        let found: Vec<Event<'_>> = Parser::new(&line).collect();
        assert_eq!(found[1], Event::Code(text.into()), "{line}");
    }
}

#[test]
fn empty_lines_carry_no_trailing_space() {
    assert_eq!(comment("  ", "///", "a\n\nb"), "  /// a\n  ///\n  /// b\n");
}

#[test]
fn what_is_not_parsed_is_what_parsing_would_leave() {
    // Without most marks, so that many texts are not parsed.
    let marks = ['`', '~', '<', '>', '[', ']'];
    let plain = FRAGMENTS.into_iter().filter(|it| !it.contains(marks));
    let plain: Vec<&str> = plain.collect();
    let mut generator = fastrand::Rng::with_seed(11);
    for _ in 0..10_000 {
        let length = generator.usize(1..14);
        let parts = (0..length).map(|_| *generator.choice(plain.iter()).unwrap());
        let text = characters::plain(&parts.collect::<String>());
        assert_eq!(escape::escaped(&text), escape::parsed(&text), "{text:?}");
        assert_eq!(
            code_blocks::labelled(&text),
            code_blocks::parsed(&text),
            "{text:?}"
        );
    }
}
