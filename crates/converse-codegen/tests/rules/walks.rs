//! The paginated and the streamed operations of a crate, as the driver calls them: by method, with all setters.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{ImplItem, Item, ReturnType, Type};

use crate::macro_calls::Call;
use crate::rule::Rule;

/// Returns an arm of the driver per paginated operation.
pub fn arms(rule: &Rule, in_rust: &str) -> String {
    arms_of(rule, in_rust, |call, method, setters| {
        let walked = format!("walk!({in_rust}, {method}, {setters})");
        call.pages.is_some().then_some(walked)
    })
}

/// Returns an arm of the driver per streamed operation.
pub fn streamed_arms(rule: &Rule, in_rust: &str) -> String {
    arms_of(rule, in_rust, |call, method, setters| {
        let (format, _) = call.streams.as_ref()?;
        let shown = match format.to_string().as_str() {
            "bytes" => "|it| Ok(String::from_utf8_lossy(it).into())",
            "json" => "serde_json::to_value",
            _ => {
                "|it: &converse_core::streaming::Event<_>| Ok(json!({ \"event\": it.event, \"id\": it.id, \"data\": it.data }))"
            }
        };
        Some(format!(
            "streamed!({in_rust}, {method}, {shown}, {setters})"
        ))
    })
}

/// Returns an arm per operation for which there is an expression.
fn arms_of(
    rule: &Rule,
    in_rust: &str,
    print: impl Fn(&Call, &str, &str) -> Option<String>,
) -> String {
    let mut arms = String::new();
    let builders = Call::all(&rule.sources("builder.rs"));
    for (method, builder) in methods(rule) {
        let found = builders.iter().find(|call| call.name == builder);
        let printed = found.and_then(|found| print(found, &method, &setters(found, in_rust)));
        if let Some(printed) = printed {
            let name = &rule.name;
            let _ = writeln!(arms, "        ({name:?}, {method:?}) => {printed},");
        }
    }
    arms
}

/// Returns the client's methods, each with its builder.
fn methods(rule: &Rule) -> Vec<(String, String)> {
    let mut methods = Vec::new();
    for item in rule.sources("client.rs").items {
        let Item::Impl(item) = item else { continue };
        for member in item.items {
            let ImplItem::Fn(method) = member else {
                continue;
            };
            if let ReturnType::Type(_, result) = &method.sig.output
                && let Type::Path(path) = result.as_ref()
                && path
                    .path
                    .segments
                    .first()
                    .is_some_and(|first| first.ident == "builder")
                && let Some(last) = path.path.segments.last()
            {
                methods.push((method.sig.ident.to_string(), last.ident.to_string()));
            }
        }
    }
    methods
}

/// Returns `name: type` of each setter.
fn setters(call: &Call, in_rust: &str) -> String {
    let setters = call.arguments.iter().map(|argument| {
        let given = argument.held.to_token_stream().to_string();
        let given = given.replace("types ::", &format!("{in_rust} :: types ::"));
        format!("{}: {given}", argument.setter)
    });
    setters.collect::<Vec<_>>().join(", ")
}
