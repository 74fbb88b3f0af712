//! Counts the methods that a user of a generated crate can call, in the code itself.

use std::collections::BTreeMap;

use syn::{ImplItem, Item, ReturnType, Visibility};

/// Counts the public methods of the client that return a builder.
pub fn count(files: &BTreeMap<String, String>) -> usize {
    let Some(file) = files
        .get("src/client.rs")
        .and_then(|text| syn::parse_file(text).ok())
    else {
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
