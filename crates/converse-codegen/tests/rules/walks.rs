//! The paginated operations of a crate, as the driver calls them: by method, with all setters.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{ImplItem, Item, ReturnType, Type};

use crate::macro_calls::Call;
use crate::rule::Rule;

/// Returns an arm of the driver per paginated operation.
pub fn arms(rule: &Rule, in_rust: &str) -> String {
    let mut arms = String::new();
    let builders = Call::all(&rule.sources("builder.rs"));
    for (method, builder) in methods(rule) {
        let found = builders.iter().find(|call| call.name == builder);
        if let Some(found) = found.filter(|call| call.pages.is_some()) {
            let name = &rule.name;
            let setters = setters(found, in_rust);
            let _ = writeln!(
                arms,
                "        ({name:?}, {method:?}) => walk!({in_rust}, {method}, {setters}),"
            );
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
