//! Counts the methods that a user of a generated crate can call, in the code itself.

use std::collections::BTreeMap;

use syn::{ImplItem, Item, ReturnType, Visibility};

/// Counts the public methods of the client that return a builder: in one file, or in one per tag.
pub fn count(files: &BTreeMap<String, String>) -> usize {
    let files = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && path.ends_with("/client.rs"));
    files.map(|(_, text)| count_in(text)).sum()
}

fn count_in(text: &str) -> usize {
    let Ok(file) = syn::parse_file(text) else {
        return 0;
    };
    let methods = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
        _ => None,
    });
    methods.flatten().filter(|item| is_operation(item)).count()
}

fn is_operation(item: &ImplItem) -> bool {
    let ImplItem::Fn(method) = item else {
        return false;
    };
    let ReturnType::Type(_, result) = &method.sig.output else {
        return false;
    };
    let builder = match result.as_ref() {
        syn::Type::Path(path) => path
            .path
            .segments
            .first()
            .is_some_and(|first| first.ident == "builder"),
        _ => false,
    };
    builder && matches!(method.vis, Visibility::Public(_))
}
