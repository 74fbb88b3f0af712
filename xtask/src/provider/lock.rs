//! A provider's lines in `Cargo.lock`, so that a build right after finds the file as it wants it.
//!
//! Cargo would write them itself; it would not take them out before its next run. A file of another
//! form is left to cargo.

use super::lines::sorted_place;

const PACKAGE: &str = "[[package]]\nname = \"";

/// The file with the package of the provider `name`, made like that of the provider `model`.
pub fn put(text: &str, model: &str, name: &str) -> String {
    let mut blocks: Vec<String> = blocks(text);
    let package = format!("converse-{name}");
    let pattern = format!("converse-{model}");
    let Some(like) = blocks
        .iter()
        .find(|block| package_name(block) == Some(&pattern))
    else {
        return text.to_owned();
    };
    let block = like.replacen(&pattern, &package, 1);
    let names: Vec<&str> = blocks
        .iter()
        .filter_map(|block| package_name(block))
        .collect();
    let before_packages = blocks.len() - names.len();
    let Some(place) = sorted_place(names.into_iter(), &package) else {
        return text.to_owned();
    };
    blocks.insert(before_packages + place, block);
    for block in &mut blocks {
        if package_name(block) == Some("converse") {
            *block = with_dependency(block, &package);
        }
    }
    join(&blocks)
}

/// The file without the package of the provider `name`.
pub fn take(text: &str, name: &str) -> String {
    let package = format!("converse-{name}");
    let line = format!("\n \"{package}\",");
    let left = blocks(text)
        .into_iter()
        .filter(|block| package_name(block) != Some(&package))
        .map(|block| block.replace(&line, ""));
    join(&left.collect::<Vec<_>>())
}

/// Packages, and what stands before them. Only the last ends in a line break of its own.
fn blocks(text: &str) -> Vec<String> {
    text.trim_end().split("\n\n").map(str::to_owned).collect()
}

fn join(blocks: &[String]) -> String {
    format!("{}\n", blocks.join("\n\n"))
}

fn package_name(block: &str) -> Option<&str> {
    Some(block.strip_prefix(PACKAGE)?.split_once('"')?.0)
}

fn with_dependency(block: &str, package: &str) -> String {
    let mut lines: Vec<&str> = block.split('\n').collect();
    let entry = format!(" \"{package}\",");
    let Some(first) = lines.iter().position(|line| line.starts_with(" \"")) else {
        return block.to_owned();
    };
    let entries = lines[first..]
        .iter()
        .take_while(|line| line.starts_with(" \""));
    let place = sorted_place(entries.copied(), &entry).unwrap_or_default();
    lines.insert(first + place, &entry);
    lines.join("\n")
}
