//! Tests that the regions name the providers in specs/, and that a broken one is reported with the lines to restore.

use super::{DOCUMENT, copy, names};
use crate::provider::entry::Entry;
use crate::provider::places::{DEFAULT, PLACES};
use crate::provider::{add, remove};
use crate::regions::read;
use crate::workspace::Workspace;

#[test]
fn every_region_names_the_providers_in_specs() {
    let texts = read(&Workspace::current()).unwrap();
    let names = names(&[]);
    let entries = names.iter().map(|name| Entry::new(name, &texts).unwrap());
    let entries: Vec<Entry> = entries.collect();
    for place in &PLACES {
        let found = place.names(&texts, &entries).unwrap();
        assert_eq!(found, names, "{:?}", place.region);
    }
    // Fails if it names another provider.
    DEFAULT.names(&texts, &entries).unwrap();
}

/// Keeps the templates equal to the files.
#[test]
fn a_provider_put_in_again_is_the_one_taken_out() {
    let before = read(&Workspace::current()).unwrap();
    let known = names(&[]);
    for name in &known {
        let mut texts = before.clone();
        remove::take(&mut texts, &known, name).unwrap();
        let others: Vec<String> = known.iter().filter(|one| *one != name).cloned().collect();
        let entry = Entry::new(name, &texts).unwrap();
        add::put(&mut texts, &others, &entry, true).unwrap();
        for (path, text) in &texts {
            // A feature also enables what the provider's hand-written code needs.
            let feature = format!("{name} = [");
            let kept = |text: &str| {
                let lines = text.lines().filter(|line| !line.starts_with(&feature));
                lines.collect::<Vec<_>>().join("\n")
            };
            assert_eq!(kept(text), kept(&before[path]), "{name}: {path}");
        }
    }
}

/// Nothing of a crate with a feature per tag is compiled without them.
#[test]
fn the_facade_turns_on_all_features_of_a_provider_that_is_split() {
    let known = names(&[]);
    let before = read(&Workspace::current()).unwrap();
    for (is_split, expected) in [
        (
            true,
            r#"large = ["dep:converse-large", "converse-large/all"]"#,
        ),
        (false, r#"large = ["dep:converse-large"]"#),
    ] {
        let mut texts = before.clone();
        let entry = Entry::new("large", &texts).unwrap().split(is_split);
        add::put(&mut texts, &known, &entry, false).unwrap();
        let manifest = &texts["crates/converse/Cargo.toml"];
        assert!(manifest.lines().any(|line| line == expected), "{manifest}");
    }
}

#[test]
fn a_missing_or_doubled_marker_is_named_with_what_to_put_back() {
    for (path, from, to, rule) in [
        (
            "README.md",
            "<!-- providers: begin table -->",
            "",
            "the marker `<!-- providers: begin table -->` is missing",
        ),
        (
            "crates/converse/src/lib.rs",
            "// providers: end modules",
            "",
            "the marker `// providers: end modules` is missing",
        ),
        (
            "crates/converse/src/lib.rs",
            "variables",
            "others",
            "the markers `// providers: begin variables` and `// providers: end variables` are missing",
        ),
        (
            "crates/converse/src/testing/providers.rs",
            "// providers: end contracts",
            "// providers: begin contracts",
            "the marker `// providers: end contracts` is missing",
        ),
        (
            "Cargo.toml",
            "# providers: begin dependencies",
            "# providers: begin dependencies\n# providers: begin dependencies",
            "the marker `# providers: begin dependencies` is on lines ",
        ),
        (
            "crates/converse/Cargo.toml",
            "# providers: begin schemars\n",
            "# providers: end schemars\n# providers: begin schemars\n",
            "the marker `# providers: end schemars` is on lines ",
        ),
    ] {
        let copy = copy();
        let text = copy.text(path);
        assert!(text.contains(from), "{from}");
        copy.write(path, &text.replace(from, to));
        let before = copy.tree();
        let problem = copy.add("acme", DOCUMENT).unwrap_err().to_string();
        assert!(problem.starts_with(&format!("{path}: {rule}")), "{problem}");
        // It shows both markers, and the lines between them.
        let (_, help) = problem.split_once("help: put `").unwrap();
        assert!(help.contains("begin ") && help.contains("end "), "{help}");
        assert!(copy.tree() == before, "{path}");
    }
}

#[test]
fn a_line_of_no_provider_is_named() {
    let copy = copy();
    let path = "crates/converse/Cargo.toml";
    let end = "# providers: end features";
    let other = format!("other = []\n{end}");
    copy.write(path, &copy.text(path).replace(end, &other));
    let before = copy.tree();
    let problem = copy.add("acme", DOCUMENT).unwrap_err().to_string();
    let rule =
        format!("{path}: `other = []` in the region `features` does not belong to a provider");
    assert!(problem.starts_with(&rule), "{problem}");
    assert!(problem.contains("`NAME = [`"), "{problem}");
    assert!(copy.tree() == before);
}
