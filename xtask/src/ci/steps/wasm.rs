//! Types and webhooks build for WebAssembly, without HTTP client and runtime.

use std::io::Write;
use std::path::Path;

use converse_codegen::{Problem, Result};

use super::super::gate::{Ended, Gate};
use crate::load;
use crate::process;

/// Builds what does not need the feature `client`: of the runtime, of each provider and of the facade.
pub fn run(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    const TARGET: &str = "wasm32-unknown-unknown";
    /// What types must not bring with them.
    const CLIENTS: [&str; 4] = ["hyper", "reqwest", "rustls", "tokio"];
    let providers = load::provider_names(gate.workspace)?;
    // Not `converse/axum`: that is a feature of what the tests of the facade depend on, which is the facade.
    let mut features = "axum,examples,schemars".to_owned();
    let mut chosen = vec!["-p", "converse", "-p", "converse-core"];
    let packages: Vec<String> = (providers.iter().map(|name| format!("converse-{name}"))).collect();
    for (name, package) in providers.iter().zip(&packages) {
        features.push_str(&format!(",{name}"));
        chosen.extend(["-p", package]);
    }
    let types = ["--locked", "--no-default-features", "--features", &features];
    chosen.extend(types);
    let tree = ["tree", "--edges", "normal", "--prefix", "none"];
    let tree = [&tree[..], &chosen].concat();
    let tree = process::output(&mut gate.command("cargo", &tree))?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    if let Some(name) = names.into_iter().find(|name| CLIENTS.contains(name)) {
        return Err(Problem::file(
            "Cargo.toml",
            format!("types without the feature `client` depend on `{name}`"),
            format!(
                "`cargo tree --invert {name} {}` shows why",
                chosen.join(" ")
            ),
        ));
    }
    // A target that is not installed has a path too, to no folder.
    let libraries = ["--print", "target-libdir", "--target", TARGET];
    let libraries = process::output(&mut gate.command("rustc", &libraries))?;
    if !Path::new(libraries.trim()).exists() {
        let help = format!("`rustup target add {TARGET}`");
        return gate.missing(&format!("the target {TARGET}"), &help);
    }
    let clippy = ["clippy", "--target", TARGET];
    let strict = ["--", "-D", "warnings"];
    gate.cargo(&[&clippy[..], &chosen, &strict].concat())?;
    Ok(Ended::Passed)
}
