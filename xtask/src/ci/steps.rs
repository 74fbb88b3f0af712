//! The steps of the gate: what must hold before a change is merged.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use converse_codegen::{Problem, Result};

use super::gate::{Ended, Gate};
use super::unpacked::forget_unpacked;
use crate::bench;
use crate::codegen;
use crate::load;
use crate::packages::packages;
use crate::process;
use crate::progress::Progress;
use crate::sync::{Mode, Outcome};

mod wasm;

/// One step.
pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn(&Gate<'_>, &mut dyn Write) -> Result<Ended>,
}

/// All steps. Quick ones come first, and the tests last, so that their results end the output.
pub const STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "all code is formatted",
        run: format,
    },
    Step {
        name: "codegen",
        about: "generated code and the tables of operations are up to date",
        run: generated,
    },
    Step {
        name: "documents",
        about: "the documents are valid after their overlays",
        run: documents,
    },
    Step {
        name: "deny",
        about: "licenses and sources of dependencies are allowed",
        run: deny,
    },
    Step {
        name: "lint",
        about: "clippy, without features and with all",
        run: lint,
    },
    Step {
        name: "features",
        about: "any two features build together, and each alone",
        run: features,
    },
    Step {
        name: "wasm",
        about: "types and webhooks build for WebAssembly, without HTTP client and runtime",
        run: wasm::run,
    },
    Step {
        name: "wire",
        about: "requests and responses of all features of documents, against an independent reading",
        run: wire,
    },
    Step {
        name: "docs",
        about: "the docs build without a warning",
        run: docs,
    },
    Step {
        name: "msrv",
        about: "published packages build with the oldest supported compiler",
        run: msrv,
    },
    Step {
        name: "fuzz",
        about: "the fuzz targets build",
        run: fuzz,
    },
    Step {
        name: "package",
        about: "published packages build from what is packed",
        run: package,
    },
    Step {
        name: "without-tls",
        about: "tests of a build without TLS",
        run: without_tls,
    },
    Step {
        name: "benches",
        about: "each benchmark runs once",
        run: benches,
    },
    Step {
        name: "examples",
        about: "the examples run",
        run: examples,
    },
    Step {
        name: "tests",
        about: "all tests, then doc tests",
        run: tests,
    },
];

fn format(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    gate.cargo(&["fmt", "--all", "--check"])?;
    Ok(Ended::Passed)
}

fn generated(gate: &Gate<'_>, out: &mut dyn Write) -> Result<Ended> {
    let progress = &mut Progress::on_terminal();
    match codegen::run(gate.workspace, &[], Mode::Check, out, progress)? {
        Outcome::InSync => Ok(Ended::Passed),
        Outcome::Differs => Err(Problem::file(
            "crates/providers",
            "the files listed above differ from those generated from specs/",
            "run `cargo xtask codegen` and commit what it changes",
        )),
    }
}

/// The validator is a Python package; its virtual environment is kept for the next run.
fn documents(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    const VALIDATOR: &str = "openapi-spec-validator==0.9.0";
    if !gate.succeeds("python3", &["--version"]) {
        return gate.missing("python3", "install Python 3");
    }
    let home = gate.workspace.root().join("target/validator");
    let version = home.join("installed");
    let bin = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    if fs::read_to_string(&version).ok().as_deref() != Some(VALIDATOR) {
        process::run(&mut gate.command("python3", &["-m", "venv", "target/validator"]))?;
        let pip = [
            "install",
            "--quiet",
            "--disable-pip-version-check",
            VALIDATOR,
        ];
        process::run(&mut gate.command(bin.join("pip"), &pip))?;
        write(gate, &version, VALIDATOR)?;
    }
    for provider in load::provider_names(gate.workspace)? {
        let document = home.join(format!("{provider}.json"));
        let corrected = codegen::overlaid(gate.workspace, &provider)?;
        write(gate, &document, &format!("{corrected:#}\n"))?;
        let document = gate.workspace.label(&document);
        process::run(&mut gate.command(bin.join("openapi-spec-validator"), &[document]))?;
    }
    Ok(Ended::Passed)
}

/// Advisories are not checked: they change from day to day, and so would the result.
fn deny(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    if !gate.succeeds("cargo", &["deny", "--version"]) {
        return gate.missing("cargo-deny", "`cargo install --locked cargo-deny`");
    }
    let check = ["check", "licenses", "bans", "sources"];
    gate.cargo(&[&["deny", "--locked", "--all-features"][..], &check].concat())?;
    Ok(Ended::Passed)
}

fn lint(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let all = ["clippy", "--workspace", "--all-targets", "--locked"];
    let strict = ["--", "-D", "warnings"];
    gate.cargo(&[&all[..], &strict].concat())?;
    gate.cargo(&[&all[..], &["--all-features"], &strict].concat())?;
    // By itself: in the workspace, the maintainer commands enable its feature `cli`.
    let engine = [
        "clippy",
        "-p",
        "converse-codegen",
        "--all-targets",
        "--locked",
    ];
    gate.cargo(&[&engine[..], &strict].concat())?;
    Ok(Ended::Passed)
}

/// The facade, the runtime, and one provider's crate: the same code generates the features of all of them.
fn features(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    if !gate.succeeds("cargo", &["hack", "--version"]) {
        return gate.missing("cargo-hack", "`cargo install --locked cargo-hack`");
    }
    let pairs = |chosen: &[&str]| {
        let hack = ["hack", "clippy", "--quiet", "--locked"];
        let powerset = ["--feature-powerset", "--depth", "2"];
        let strict = ["--", "-D", "warnings"];
        gate.cargo(&[&hack[..], &powerset, chosen, &strict].concat())
    };
    // In the facade, most only enable the same features of the runtime and the providers, whose pairs are theirs;
    // `native-tls` does nothing else at all.
    pairs(&[
        "-p",
        "converse",
        "--group-features",
        "blocking,dynamic,examples,rustls,schemars",
        "--exclude-features",
        "default,native-tls",
    ])?;
    // The lints with all features cover both TLS backends at once.
    let tls = ["--mutually-exclusive-features", "rustls,native-tls"];
    let without_default = ["--exclude-features", "default"];
    pairs(&[&["-p", "converse-core"][..], &tls, &without_default].concat())?;
    if let Some(one) = load::provider_names(gate.workspace)?.last() {
        pairs(
            &[
                &["-p", &format!("converse-{one}")][..],
                &tls,
                &without_default,
            ]
            .concat(),
        )?;
    }
    Ok(Ended::Passed)
}

fn docs(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--all-features",
        "--locked",
    ];
    process::run(
        gate.command("cargo", &arguments)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    Ok(Ended::Passed)
}

fn msrv(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let packages = packages(gate.workspace)?;
    let oldest = packages
        .iter()
        .find_map(|package| package.rust_version.as_deref());
    let Some(oldest) = oldest else {
        return Err(Problem::file(
            "Cargo.toml",
            "`rust-version` is missing",
            "set it",
        ));
    };
    // `rustup run` would install what is missing, and a gate does not change the machine by itself.
    let installed = gate.command("rustup", &["toolchain", "list"]).output();
    let installed = installed.map_or(String::new(), |output| {
        String::from_utf8_lossy(&output.stdout).into_owned()
    });
    if !installed.lines().any(|line| {
        line.starts_with(&format!("{oldest}-")) || line.starts_with(&format!("{oldest}."))
    }) {
        let help = format!("`rustup toolchain install {oldest} --profile minimal`");
        return gate.missing(&format!("the toolchain {oldest}"), &help);
    }
    let mut arguments = vec![
        "run",
        oldest,
        "cargo",
        "check",
        "--all-features",
        "--locked",
    ];
    arguments.extend(["--target-dir", "target/msrv"]);
    for package in packages.iter().filter(|package| package.published) {
        arguments.extend(["-p", &package.name]);
    }
    process::run(&mut gate.command("rustup", &arguments))?;
    Ok(Ended::Passed)
}

/// Fuzzing needs a nightly compiler, and the targets build with any.
fn fuzz(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let root = gate.workspace.root();
    for folder in ["fuzz", "crates/converse-codegen/fuzz"] {
        let lock = root.join(folder).join("Cargo.lock");
        if !lock.exists() {
            // The lock file is not kept; the workspace's has most of the packages, in versions that are built already.
            let ours = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
            write(gate, &lock, &ours)?;
        }
        let manifest = format!("{folder}/Cargo.toml");
        let arguments = [
            "check",
            "--manifest-path",
            &manifest,
            "--target-dir",
            "target",
        ];
        process::run(&mut as_in_the_workspace(gate, &arguments))?;
    }
    Ok(Ended::Passed)
}

/// The document has an operation for each rule; its calls are compared with what the harness reads of it.
fn wire(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let command = ["run", "--quiet", "--locked", "--package", "xtask", "--"];
    let folder = ["corpus", "crates/wire-harness/exercise", "--exercise"];
    gate.cargo(&[&command[..], &folder].concat())?;
    Ok(Ended::Passed)
}

/// The registry does not have packages that are not published yet: cargo takes those of the workspace.
fn package(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let mut arguments = vec!["package", "--quiet", "--locked", "--allow-dirty"];
    let packages = packages(gate.workspace)?;
    let published = packages.iter().filter(|package| package.published);
    let published: Vec<&str> = published.map(|package| &*package.name).collect();
    forget_unpacked(&published);
    for name in &published {
        arguments.extend(["-p", *name]);
    }
    process::run(&mut as_in_the_workspace(gate, &arguments))?;
    Ok(Ended::Passed)
}

/// Returns a command of cargo on packages outside of the workspace. It has the debug information of the workspace's profile (`Cargo.toml`),
/// so that dependencies are built once for both.
fn as_in_the_workspace<S: AsRef<str>>(gate: &Gate<'_>, arguments: &[S]) -> Command {
    let mut command = gate.command("cargo", arguments);
    command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
    command
}

fn without_tls(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    let features = ["--no-default-features", "--features", "bird"];
    let test = [
        "test",
        "-p",
        "converse",
        "--test",
        "without_tls",
        "--locked",
    ];
    gate.cargo(&[&test[..], &features].concat())?;
    Ok(Ended::Passed)
}

fn benches(gate: &Gate<'_>, out: &mut dyn Write) -> Result<Ended> {
    bench::run_once(gate.workspace, out)?;
    Ok(Ended::Passed)
}

fn examples(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    // One keeps a machine busy for a minute. The others call a provider, or are a server that does not end: tests drive
    // them.
    const NOT_RUN: [&str; 6] = [
        "image_message",
        "login",
        "soak",
        "support_desk",
        "unit_tests",
        "webhook_receiver",
    ];
    for package in packages(gate.workspace)?
        .iter()
        .filter(|package| package.published)
    {
        for example in package
            .examples
            .iter()
            .filter(|name| !NOT_RUN.contains(&name.as_str()))
        {
            gate.cargo(&["run", "--quiet", "--locked", "--example", example])?;
        }
    }
    Ok(Ended::Passed)
}

/// Tests need one process: families of the conformance suite wait for each other, since they measure time.
fn tests(gate: &Gate<'_>, _: &mut dyn Write) -> Result<Ended> {
    gate.cargo(&["test", "--workspace", "--locked"])?;
    Ok(Ended::Passed)
}

fn write(gate: &Gate<'_>, path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| {
        Problem::file(
            gate.workspace.label(path),
            format!("the file cannot be written: {error}"),
            "check permissions and space on the disk",
        )
    })
}
