//! The paginated operations of a crate, as the driver calls them: by method, with all setters.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{GenericArgument, ImplItem, Item, ItemStruct, PathArguments, ReturnType, Type};

use crate::rule::Rule;

/// Returns an arm of the driver per paginated operation.
pub fn arms(rule: &Rule, in_rust: &str) -> String {
    let mut arms = String::new();
    let builders = rule.sources("builder.rs");
    for (method, builder) in methods(rule) {
        let pages = builders.items.iter().any(|item| match item {
            Item::Impl(item) => {
                item.self_ty
                    .to_token_stream()
                    .to_string()
                    .starts_with(&format!("{builder} <"))
                    && item.items.iter().any(
                        |item| matches!(item, ImplItem::Fn(method) if method.sig.ident == "stream"),
                    )
            }
            _ => false,
        });
        let found = builders.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == builder => Some(item),
            _ => None,
        });
        if let Some(found) = found.filter(|_| pages) {
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

/// Returns `name: type` of each setter: a field holds the argument of its setter, or what is wrong with it.
fn setters(builder: &ItemStruct, in_rust: &str) -> String {
    let setters: Vec<String> = builder
        .fields
        .iter()
        .filter_map(|field| {
            let given = argument_of(&field.ty, "Argument")?;
            let given = argument_of(given, "Option").unwrap_or(given);
            let text = given
                .to_token_stream()
                .to_string()
                .replace("types ::", &format!("{in_rust} :: types ::"));
            Some(format!("{}: {text}", field.ident.as_ref()?))
        })
        .collect();
    setters.join(", ")
}

/// Returns `T` of `name<T, …>`.
fn argument_of<'a>(of: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = of else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}
