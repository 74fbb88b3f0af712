//! A document with code in all of its prose, in every form of Markdown.

use serde_json::{Map, Value};

/// Where a form holds the code.
const CODE: &str = "CODE";

/// Blocks of code, as a document may hold them.
const FORMS: [&str; 36] = [
    "```\nCODE\n```",
    "a\n```rust\nCODE\n```\nb",
    "``` no_run\nCODE\n```",
    "```rust,should_panic\nCODE\n```",
    "```compile_fail\nCODE\n```",
    "```text,rust\nCODE\n```",
    "```{.rust}\nCODE\n```",
    "```ignore\nCODE\n```",
    "```edition2024\nCODE\n```",
    "`````\nCODE\n`````",
    "~~~\nCODE\n~~~",
    "~~~~ rust\nCODE\n~~~~~",
    "   ```\nCODE\n   ```",
    "a\n\n    CODE\n\nb",
    "a\n\n\tCODE\n\nb",
    "    CODE",
    "a\n\n  \tCODE",
    "# a\n    CODE",
    "a\n===\n    CODE",
    "***\n    CODE",
    "- a\n\n      CODE\n\n      CODE",
    "- a\n\n\t\tCODE",
    "1. ```\n   CODE\n   ```",
    "-     CODE",
    "- - > ```\n    > CODE\n    > ```",
    "> a\n>\n>     CODE",
    "> ```rust\n> CODE\n> ```",
    "<div>\n\n```\nCODE\n```\n\n</div>\n\n    CODE",
    "<!--\n\n    CODE\n\n-->\n\n    CODE",
    "| a | b |\n| --- | --- |\n| c | d |\n\n    CODE",
    "[a]: b \"\n\n    CODE\n\n\"",
    "[^1]: a\n\n        CODE",
    "[a](b \"```\nCODE\n```\")",
    "`a\n\n    CODE\n\n`",
    "```\nCODE",
    "~~~\nCODE\n```\n",
];

/// Characters that some program takes for a line end.
const BREAKS: [&str; 7] = [
    "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
];

/// Returns prose with a block of each form and of each line break, around characters that the compiler refuses.
pub fn forms() -> Vec<String> {
    let forms = FORMS.iter().map(ToString::to_string);
    let breaks = BREAKS.iter().flat_map(|end| {
        [
            "a\n\n    CODE\n\nb",
            "a\n\n```\nCODE\n```\n",
            "a\n```\nCODE",
        ]
        .map(|form| form.replace('\n', end))
    });
    let marks = ["\u{202e}", "\u{2066}"].map(|mark| format!("{mark}```{mark}\nCODE\n```{mark}"));
    forms.chain(breaks).chain(marks).collect()
}

/// Returns the document. `prose` gets the number of each place and whether it may be long;
/// `block` turns a number into code.
pub fn document(prose: &dyn Fn(usize, bool) -> String, block: &dyn Fn(usize) -> String) -> Value {
    let text = include_str!("openapi.yaml");
    let document: Value = serde_saphyr::from_str(text).expect("the document is YAML");
    let mut filler = Filler {
        prose,
        block,
        places: 0,
        blocks: 0,
    };
    filler.filled(document)
}

struct Filler<'a> {
    prose: &'a dyn Fn(usize, bool) -> String,
    block: &'a dyn Fn(usize) -> String,
    places: usize,
    blocks: usize,
}

impl Filler<'_> {
    fn filled(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.into_iter().map(|item| self.filled(item)).collect(),
            Value::Object(fields) => {
                let fields = fields.into_iter();
                let filled = fields.map(|(key, value)| (self.text(key), self.filled(value)));
                Value::Object(filled.collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    fn text(&mut self, text: String) -> String {
        if !text.contains("PROSE") {
            return text;
        }
        let is_long = text.contains("LONG_PROSE");
        let mut prose = (self.prose)(self.places, is_long);
        self.places += 1;
        while prose.contains(CODE) {
            prose = prose.replacen(CODE, &(self.block)(self.blocks), 1);
            self.blocks += 1;
        }
        text.replace("LONG_PROSE", "PROSE").replace("PROSE", &prose)
    }
}
