//! Code in the prose of a document never becomes code of the crate.

use std::path::PathBuf;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::docs::tests::tested;
use crate::{Crate, Document, Generator, Runtime, Settings, SplitByTag, Target};

#[path = "../../tests/prose/document.rs"]
mod document;

fn built(prose: &str, split: SplitByTag) -> Crate {
    let document = document::document(&|_, _| prose.to_owned(), &|number| {
        format!("boom({number})")
    });
    let mut settings = Settings::new("prose");
    settings.title = prose.to_owned();
    settings.description = prose.to_owned();
    settings.documentation = Some(prose.to_owned());
    settings.keywords.push(prose.to_owned());
    settings.split_by_tag = split;
    Generator::new(Document::from_value("document", document))
        .name("prose")
        .settings(settings)
        .target(Target::Standalone(Runtime::Path(PathBuf::from("core"))))
        .build()
        .unwrap_or_else(|problem| panic!("{prose:?}: {problem}"))
}

/// Returns the docs of a file, those of each item together.
fn docs(code: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = String::new();
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    for (number, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(sign) if "#!".contains(sign.as_char()) => continue,
            TokenTree::Group(group) => match line(group) {
                Some(line) if number > 0 => {
                    open.push_str(line.strip_prefix(' ').unwrap_or(&line));
                    open.push('\n');
                    continue;
                }
                _ => found.extend(docs(group.stream())),
            },
            _ => {}
        }
        found.push(std::mem::take(&mut open));
    }
    found.push(open);
    found
}

/// Returns the line of `[doc = "line"]`.
fn line(group: &proc_macro2::Group) -> Option<String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    match (group.delimiter(), tokens.as_slice()) {
        (Delimiter::Bracket, [TokenTree::Ident(doc), _, TokenTree::Literal(line)])
            if doc == "doc" =>
        {
            let line: syn::LitStr = syn::parse_str(&line.to_string()).ok()?;
            Some(line.value())
        }
        _ => None,
    }
}

/// Returns whether code is the program of the crate or the example of an operation, in which the strings of the document
/// are literals.
fn is_ours(code: &str) -> bool {
    let starts = ["Client::from_env()?", "async fn example(client: "];
    let plain = code.replace("\n# ", "\n");
    let tokens: TokenStream = match plain.parse() {
        Ok(tokens) => tokens,
        Err(_) => return false,
    };
    starts.iter().any(|start| code.contains(start)) && !names_boom(tokens)
}

/// Returns whether code, that in literals aside, calls what the code in the prose calls.
fn names_boom(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "boom",
        TokenTree::Group(group) => names_boom(group.stream()),
        _ => false,
    })
}

#[test]
fn no_prose_in_any_place_is_code() {
    let forms = document::forms().into_iter();
    let forms = forms.flat_map(|prose| {
        [SplitByTag::Never, SplitByTag::Always].map(|split| (prose.clone(), split))
    });
    for (prose, split) in forms {
        let built = built(&prose, split);
        assert!(
            built.report.left_out.is_empty(),
            "{:?}",
            built.report.left_out
        );
        for (path, text) in &built.files {
            let refused = |c: char| "\r\u{202e}\u{2066}".contains(c);
            assert!(!text.contains(refused), "{path} of {prose:?}");
            let found = match path.rsplit('.').next() {
                Some("rs") => {
                    // The fence of the program depends on a feature.
                    let fences = "#![cfg_attr(feature = \"client\", doc = \"```no_run\")]\n#![cfg_attr(not(feature = \"client\"), doc = \"```ignore\")]";
                    let code: TokenStream = text
                        .replace(fences, "//! ```no_run")
                        .parse()
                        .unwrap_or_else(|error| panic!("{path} of {prose:?}: {error}"));
                    docs(code).iter().flat_map(|docs| tested(docs)).collect()
                }
                Some("md") => tested(text),
                _ => {
                    let manifest: toml::Table = text.parse().unwrap();
                    let package = &manifest["package"];
                    assert!(!package["description"].as_str().unwrap().contains('\n'));
                    continue;
                }
            };
            let theirs: Vec<&String> = found.iter().filter(|code| !is_ours(code)).collect();
            assert!(theirs.is_empty(), "{path} of {prose:?}: {theirs:#?}");
            let has_program = matches!(path.as_str(), "src/lib.rs" | "README.md");
            // An example of each operation.
            let has_examples = path.ends_with("client.rs");
            assert!(found.is_empty() || has_program || has_examples, "{path}");
            assert!(!found.is_empty() || !has_program, "{path}");
        }
        let readme = &built.files["README.md"];
        let rows = readme.lines().filter(|line| line.starts_with("| `"));
        assert_eq!(
            rows.count(),
            built.report.operations.len(),
            "{prose:?}\n{readme}"
        );
    }
}
