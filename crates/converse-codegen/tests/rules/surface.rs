//! Prints the public surface of a crate: its types, and its methods with their arguments and results.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use converse_codegen::Problem;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, Meta, ReturnType, Type};

use crate::macro_calls::{Call, Object, is_deprecated};
use crate::rule::Rule;

/// Returns the surface as a string.
pub fn print(rule: &Rule) -> String {
    let mut text = String::new();
    for place in &rule.report.untyped {
        let _ = writeln!(text, "untyped #{}: {}", place.pointer, place.reason);
    }
    print_problems(&mut text, "invalid", &rule.report.invalid);
    print_problems(&mut text, "warning", &rule.report.warnings);
    if rule.is_split() {
        print_modules(&mut text, rule);
    }
    for path in rule.paths("types.rs") {
        if rule.is_split() {
            let _ = writeln!(text, "file {path}");
        }
        print_types(&mut text, rule, path);
    }
    print_operations(&mut text, rule);
    print_webhooks(&mut text, rule);
    print_examples(&mut text, rule);
    text
}

fn print_problems(text: &mut String, kind: &str, problems: &[Problem]) {
    for problem in problems {
        let (at, rule, help) = (problem.pointer(), problem.rule(), problem.help());
        let _ = writeln!(text, "{kind} #{at}: {rule}\n  help: {help}");
    }
}

fn print_types(text: &mut String, rule: &Rule, path: &str) {
    for item in rule.source(path).items {
        match item {
            Item::Macro(item) if is_call_of("object", &item.mac) => {
                let object = item.mac.parse_body().expect("an object");
                print_object(text, &object);
            }
            Item::Macro(item) => print_macro(text, &item.mac),
            Item::Use(item) if rule.is_split() && path != "src/types.rs" => {
                let _ = writeln!(text, "{}", plain(item.to_token_stream()));
            }
            _ => {}
        }
    }
}

/// Lists the modules that a feature turns on.
fn print_modules(text: &mut String, rule: &Rule) {
    for path in ["src/lib.rs", "src/types.rs"] {
        for item in rule.source(path).items {
            let Item::Mod(item) = item else { continue };
            for attribute in &item.attrs {
                if attribute.path().is_ident("cfg") {
                    let (visible, name) = (item.vis.to_token_stream(), &item.ident);
                    let on = plain(attribute.meta.to_token_stream());
                    let _ = writeln!(text, "{} mod {name}: {on}", plain(visible));
                }
            }
        }
    }
}

/// Lists which example is checked against which type.
fn print_examples(text: &mut String, rule: &Rule) {
    for item in rule.source("tests/examples.rs").items {
        if let Item::Fn(test) = item
            && test.attrs.iter().any(|found| found.path().is_ident("test"))
        {
            let call = plain(test.block.to_token_stream());
            let call = call
                .trim_start_matches("{holds::")
                .trim_end_matches([';', '}']);
            let _ = writeln!(text, "example {}", call.trim());
        }
    }
}

/// Returns the rows of the table in the docs of the crate.
fn print_webhooks(text: &mut String, rule: &Rule) {
    for line in docs(&rule.source("src/lib.rs").attrs) {
        if let Some(row) = line.strip_prefix("| `") {
            let _ = writeln!(text, "webhook `{row}");
        }
    }
}

/// Returns the lines of the docs among attributes.
fn docs(attributes: &[Attribute]) -> Vec<String> {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(docs) = &attribute.meta else {
            return None;
        };
        match &docs.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(line),
                ..
            }) => Some(line.value().trim().to_owned()),
            _ => None,
        }
    });
    lines.collect()
}

fn print_object(text: &mut String, object: &Object) {
    let head = plain(object.head.clone());
    let _ = writeln!(
        text,
        "{}",
        format!("struct {} {head}", object.name).trim_end()
    );
    for line in docs(&object.attributes) {
        if !line.is_empty() && !line.ends_with(" in the provider's document.") {
            let _ = writeln!(text, "    /// {line}");
        }
    }
    for field in &object.fields {
        let ident = field.ident.to_string();
        let held = plain(field.held.to_token_stream());
        let Some((presence, wire)) = &field.wire else {
            let _ = writeln!(text, "    {ident}: {held} (rest)");
            continue;
        };
        let sign = match presence.to_string().as_str() {
            "optional" => "?",
            // It may be absent or null.
            "nullable" => "??",
            _ => "",
        };
        let deprecated = deprecated(field.is_deprecated);
        let _ = write!(text, "    {deprecated}{ident}{sign}: {held}");
        if *wire != ident {
            let _ = write!(text, " ({wire:?})");
        }
        if !field.filler.is_empty() {
            let _ = write!(text, " {}", plain(field.filler.clone()));
        }
        text.push('\n');
    }
}

fn deprecated(is_deprecated: bool) -> &'static str {
    if is_deprecated { "deprecated " } else { "" }
}

fn is_call_of(name: &str, call: &syn::Macro) -> bool {
    call.path
        .segments
        .last()
        .is_some_and(|last| last.ident == name)
}

fn print_macro(text: &mut String, call: &syn::Macro) {
    let name = call.path.segments.last().map(|last| last.ident.to_string());
    let _ = write!(text, "{}!", name.unwrap_or_default());
    let mut head = TokenStream::new();
    for token in without_attributes(call.tokens.clone()) {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let _ = writeln!(text, " {}", plain(std::mem::take(&mut head)));
                print_entries(text, group.stream(), 1);
            }
            token => head.extend([token]),
        }
    }
    if !head.is_empty() {
        let _ = writeln!(text, " {}", plain(head));
    }
}

/// Prints a line per entry; a section is indented one level more.
fn print_entries(text: &mut String, entries: TokenStream, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut line = TokenStream::new();
    for token in entries {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' && !is_open(&line) => {
                let _ = writeln!(text, "{indent}{}", plain(std::mem::take(&mut line)));
            }
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace && is_section(&line) =>
            {
                let _ = writeln!(text, "{indent}{}", plain(std::mem::take(&mut line)));
                print_entries(text, group.stream(), depth + 1);
            }
            token => line.extend([token]),
        }
    }
    if !line.is_empty() {
        let _ = writeln!(text, "{indent}{}", plain(line));
    }
}

/// Returns whether entries in braces follow: after a word.
fn is_section(line: &TokenStream) -> bool {
    line.clone().into_iter().count() == 1
}

/// Returns whether a `<` is still open.
fn is_open(line: &TokenStream) -> bool {
    let (mut depth, mut before) = (0, ' ');
    for token in line.clone() {
        if let TokenTree::Punct(sign) = token {
            match sign.as_char() {
                '<' => depth += 1,
                // An arrow closes nothing.
                '>' if before != '=' => depth -= 1,
                _ => {}
            }
            before = sign.as_char();
        }
    }
    depth > 0
}

/// Leaves the name of an attribute that says that an item is deprecated, and nothing of others.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let after_sign =
                    matches!(kept.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#');
                if after_sign && group.delimiter() == Delimiter::Bracket {
                    kept.pop();
                    let name = group.stream().into_iter().next();
                    kept.extend(name.filter(|it| it.to_string() == "deprecated"));
                    continue;
                }
                let inner = without_attributes(group.stream());
                kept.push(TokenTree::Group(proc_macro2::Group::new(
                    group.delimiter(),
                    inner,
                )));
            }
            TokenTree::Ident(word) if word == "pub" => {}
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn print_operations(text: &mut String, rule: &Rule) {
    let rows = rows(rule);
    let builders = builders(rule);
    for item in rule.sources("client.rs").items {
        let Item::Impl(item) = item else { continue };
        for member in item.items {
            let ImplItem::Fn(method) = member else {
                continue;
            };
            let name = method.sig.ident.to_string();
            let ReturnType::Type(_, result) = &method.sig.output else {
                continue;
            };
            let result = plain(result.to_token_stream());
            let Some(builder) = result.strip_prefix("builder::") else {
                continue;
            };
            let builder = builder.split('<').next().unwrap_or_default();
            let deprecated = deprecated(is_deprecated(&method.attrs));
            let row = &rows[&name.to_ascii_uppercase()];
            let _ = writeln!(text, "{deprecated}fn {name}: {row}");
            text.push_str(&builders[builder]);
        }
    }
}

/// Returns id, method and path of each operation, by its name in the table.
fn rows(rule: &Rule) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    for item in rule.sources("operations.rs").items {
        if let Item::Static(item) = item
            && let Some((method, [_, id, path])) = row(*item.expr)
        {
            rows.insert(item.ident.to_string(), format!("{method} {path} ({id})"));
        }
    }
    rows
}

/// The call that begins a row: its method, and the provider, the id and the path.
fn row(mut expression: Expr) -> Option<(String, [String; 3])> {
    while let Expr::MethodCall(call) = expression {
        expression = *call.receiver;
    }
    let Expr::Call(call) = expression else {
        return None;
    };
    let name = plain(call.func.to_token_stream());
    let method = name.strip_prefix("Operation::")?.to_uppercase();
    let texts = call.args.iter().map(|argument| match argument {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => text.value(),
        other => plain(other.to_token_stream()),
    });
    let mut texts: Vec<String> = texts.collect();
    let method = match method.as_str() {
        "OTHER" => texts.remove(0),
        _ => method,
    };
    Some((method, texts.try_into().ok()?))
}

/// Returns the setters and the result of each builder.
fn builders(rule: &Rule) -> BTreeMap<String, String> {
    let mut printed = BTreeMap::new();
    for call in Call::all(&rule.sources("builder.rs")) {
        let mut text = String::new();
        for argument in &call.arguments {
            let held = local(&plain(argument.held.to_token_stream()));
            let held = match argument.presence == "optional" {
                true => format!("Option<{held}>"),
                false => held,
            };
            let deprecated = deprecated(argument.is_deprecated);
            let _ = writeln!(text, "    {deprecated}{}: {held}", argument.setter);
        }
        let shown = |held: &Type| local(&plain(held.to_token_stream()));
        let (success, error) = (shown(&call.success), shown(&call.error));
        let _ = writeln!(text, "    -> {success} or {error}");
        if let Some((item, position)) = &call.pages {
            let (item, position) = (shown(item), shown(position));
            let _ = writeln!(text, "    stream -> Items<{item}, {position}, {error}>");
            let _ = writeln!(text, "    pages -> Pages<{success}, {position}, {error}>");
        }
        if let Some((format, item)) = &call.streams {
            let stream = match (format.to_string().as_str(), item) {
                ("bytes", _) => "ByteStream".to_owned(),
                ("json", Some(item)) => format!("JsonStream<{}>", shown(item)),
                (_, Some(item)) => format!("EventStream<{}>", shown(item)),
                (_, None) => "EventStream<String>".to_owned(),
            };
            let _ = writeln!(text, "    send_stream -> {stream} or {error}");
        }
        printed.insert(call.name.to_string(), text);
    }
    printed
}

/// Types of the crate by their names.
fn local(line: &str) -> String {
    line.replace("types::", "")
}

/// Prints tokens as a person would write them, without the paths that add nothing.
fn plain(tokens: TokenStream) -> String {
    let text = tokens.to_string();
    let spaced = [
        (":: std :: collections :: ", ""),
        (":: std :: option :: ", ""),
        (":: std :: string :: ", ""),
        (":: std :: vec :: ", ""),
        (":: std :: boxed :: ", ""),
        (":: serde_json :: ", ""),
        (":: converse_core :: paging :: ", ""),
        (":: converse_core :: http :: ", ""),
        (":: converse_core :: ", ""),
        (":: uuid :: ", ""),
        ("crate :: types :: ", ""),
        (" ::", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (",>", ">"),
        (" :", ":"),
        (" (", "("),
        ("{ ", "{"),
        (" }", "}"),
    ];
    spaced
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
        .trim()
        .to_owned()
}
