//! Names of the parts of a crate, from the tags of its document. The name of a part depends on its tag alone, so it
//! stays when the document gets other tags. Tags whose names are equal share a part.

use heck::ToSnakeCase;

use crate::identifiers::{is_sayable, latin, plain};

/// The tag of operations that have none.
pub const UNTAGGED: &str = "untagged";

/// The tag of webhooks.
pub const WEBHOOKS: &str = "webhooks";

/// The tag of types that neither operations nor webhooks name.
pub const OTHER_TYPES: &str = "other_types";

/// Returns the name of a tag's module.
pub fn module(tag: &str) -> String {
    let name = shortened(&words(tag).to_snake_case());
    let name = plain(&name, "tag");
    match RESERVED.contains(&name.as_str()) {
        true => format!("{name}_tag"),
        false => name,
    }
}

/// Returns the name of the feature that turns a module on.
pub fn feature(module: &str) -> String {
    module.trim_end_matches('_').replace('_', "-")
}

/// Names that a tag cannot have.
const RESERVED: [&str; 57] = [
    // Our modules.
    "builder",
    "client",
    "contract",
    "dynamic",
    "examples",
    "op",
    "operations",
    "type_examples",
    "types",
    // Modules of the runtime at the root of each crate.
    "blocking",
    "credential",
    "drift",
    "error",
    "http",
    "layer",
    "limits",
    "operation",
    "paging",
    "provider",
    "reliability",
    "request",
    "retry",
    "streaming",
    "value",
    // Crates that generated code names.
    "alloc",
    "chrono",
    "converse_core",
    "core",
    "jsonschema",
    "reqwest",
    "schemars",
    "serde",
    "serde_json",
    "std",
    "uuid",
    // Features.
    "all",
    "default",
    "native_tls",
    "rustls",
    // What the facade adds to a provider.
    "testing",
    "upload",
    "uploads",
    "webhook",
    // Files that cargo takes for the root of a target.
    "bin",
    "lib",
    "main",
    // Names that are devices in Windows, whatever their extension.
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "con",
    "lpt1",
    "lpt2",
    "lpt3",
    "nul",
    "prn",
];

/// The longest name: the registry limits names of features, file systems those of files.
const LONGEST: usize = 50;

/// Returns the tag, or the codes of its characters if none of them can be in a name.
fn words(tag: &str) -> String {
    if is_sayable(tag) {
        return latin(tag).into_owned();
    }
    let codes = tag.chars().filter(|c| !c.is_whitespace());
    let codes: Vec<String> = codes.map(|c| format!("u{:x}", u32::from(c))).collect();
    codes.join("_")
}

/// Cuts a name after a word.
fn shortened(name: &str) -> String {
    let mut kept = String::new();
    for word in name.split('_') {
        let long = kept.len() + 1 + word.len() > LONGEST;
        match kept.is_empty() {
            true => kept.extend(word.chars().take(LONGEST)),
            false if long => break,
            false => {
                kept.push('_');
                kept.push_str(word);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use syn::{Item, UseTree};

    use super::*;

    #[test]
    fn a_tag_of_any_characters_has_a_module_and_a_feature() {
        for (tag, name, on) in [
            ("Porting Orders", "porting_orders", "porting-orders"),
            (
                "com.atproto.admin",
                "com_atproto_admin",
                "com-atproto-admin",
            ),
            (
                "TeXML REST/Commands",
                "te_xml_rest_commands",
                "te-xml-rest-commands",
            ),
            ("type", "type_", "type"),
            ("Self", "self_", "self"),
            ("10DLC", "tag10dlc", "tag10dlc"),
            ("Types", "types_tag", "types-tag"),
            ("native-TLS", "native_tls_tag", "native-tls-tag"),
            ("All", "all_tag", "all-tag"),
            ("main", "main_tag", "main-tag"),
            ("AUX", "aux_tag", "aux-tag"),
            ("C++", "c", "c"),
            ("会話", "hui_hua", "hui-hua"),
            ("Café!", "cafe", "cafe"),
            ("***", "u2a_u2a_u2a", "u2a-u2a-u2a"),
        ] {
            assert_eq!(module(tag), name, "{tag}");
            assert_eq!(feature(name), on, "{tag}");
        }
    }

    #[test]
    fn a_long_tag_is_cut_after_a_word() {
        let tag = "Operations that list, create and remove the participants of a conversation";
        assert_eq!(module(tag), "operations_that_list_create_and_remove_the");
        assert_eq!(module(&"a".repeat(300)).len(), LONGEST);
    }

    /// A module of that name would hide the runtime's, or clash with it.
    #[test]
    fn the_runtimes_modules_are_reserved() {
        let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../converse-core/src/exports.rs");
        let text = std::fs::read_to_string(core).expect("the runtime has the file");
        let file = syn::parse_file(&text).expect("it is Rust");
        let mut names = Vec::new();
        for item in file.items {
            if let Item::Use(item) = item {
                leaves(&item.tree, &mut names);
            }
        }
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
        assert!(!names.is_empty());
        for name in names {
            assert_eq!(module(&name), format!("{name}_tag"));
        }
    }

    fn leaves(tree: &UseTree, names: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => leaves(&path.tree, names),
            UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
            UseTree::Name(name) => names.push(name.ident.to_string()),
            UseTree::Rename(_) | UseTree::Glob(_) => panic!("the runtime names what it exports"),
        }
    }
}
