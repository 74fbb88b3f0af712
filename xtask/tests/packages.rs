//! Every published package carries what a registry shows and what its licenses ask for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One published package.
struct Package {
    name: String,
    folder: PathBuf,
    manifest: Value,
}

#[test]
fn a_published_package_says_what_it_is() {
    for Package {
        name,
        folder,
        manifest,
    } in published()
    {
        for field in ["description", "license", "repository", "rust_version"] {
            let given = manifest[field].as_str();
            assert!(
                given.is_some_and(|it| !it.is_empty()),
                "{name}: `{field}` is missing"
            );
        }
        assert_eq!(
            manifest["documentation"],
            format!("https://docs.rs/{name}"),
            "{name}"
        );

        // What the registry takes.
        let keywords = texts(&manifest["keywords"]);
        assert!((1..=5).contains(&keywords.len()), "{name}: {keywords:?}");
        for keyword in keywords {
            let plain = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
            assert!(
                keyword.len() <= 20
                    && keyword.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && keyword.chars().all(plain),
                "{name}: `{keyword}` is not a keyword"
            );
        }
        let categories = texts(&manifest["categories"]);
        assert!(
            (1..=5).contains(&categories.len()),
            "{name}: {categories:?}"
        );

        let readme = manifest["readme"].as_str();
        let readme = readme.unwrap_or_else(|| panic!("{name}: `readme` is missing"));
        let text = fs::read_to_string(folder.join(readme)).unwrap_or_default();
        assert!(
            text.contains(&format!("# {name}")) || name == "converse",
            "{name}: {readme}"
        );
        assert!(text.contains("\n## License\n"), "{name}: {readme}");
    }
}

#[test]
fn a_published_package_carries_the_license_texts() {
    for Package { name, folder, .. } in published() {
        for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let file = folder.join(license);
            // A link would be packed on one system and be a file with a path in it on another.
            let is_file = fs::symlink_metadata(&file).is_ok_and(|it| it.is_file());
            assert!(is_file, "{name}: {license} is missing");
            assert!(
                fs::read(&file).unwrap() == fs::read(root().join(license)).unwrap(),
                "{name}: {license} differs from that of the workspace; copy it, or run `cargo xtask codegen`"
            );
        }
    }
}

fn published() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version=1",
            "--offline",
            "--locked",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let published: Vec<Package> = packages
        .filter(|package| package["publish"].is_null())
        .map(|package| Package {
            name: package["name"].as_str().unwrap().to_owned(),
            folder: Path::new(package["manifest_path"].as_str().unwrap())
                .parent()
                .unwrap()
                .to_owned(),
            manifest: package.clone(),
        })
        .collect();
    assert!(
        published.len() > 3,
        "the facade, runtime, engine and providers"
    );
    published
}

fn texts(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.map(|text| text.as_str().unwrap()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
