//! The command: generates the crate of a document and writes it into a folder, or compares it with one.

use std::io::Write;
use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::document::read::{self, DOCUMENT_LIMIT};
use crate::document::{Document, Overlay};
use crate::generator::{Crate, Generator, check_name, name_of};
use crate::names::Names;
use crate::problem::{Problem, Result, unwritable};
use crate::settings::{Settings, SplitByTag};
use crate::summary::{self, Detail};
use crate::sync::{self, Difference};
use crate::target::{Runtime, Target};

/// The arguments of the command.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// The document: OpenAPI 3.0 to 3.2, JSON or YAML, one file or several.
    pub spec: PathBuf,
    /// A folder around that of the document: the document may refer to all files in it.
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
    /// Corrections to apply first: an OpenAPI Overlay.
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,
    /// Settings, as TOML.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Names of types, as TOML: those in the file stay, new ones are added to it.
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// The provider's name; from the file's name if none is given.
    #[arg(long)]
    pub name: Option<String>,
    /// The folder of the crate; `converse-<name>` if none is given.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// The folder of `converse-core`, for the crate to depend on in place of a released version.
    #[arg(long, value_name = "FOLDER")]
    pub runtime_path: Option<PathBuf>,
    /// Make the crate a workspace of its own, for a folder in a workspace that it is not a member of.
    #[arg(long)]
    pub detached: bool,
    /// Whether the crate has a feature per tag, in place of what the settings say.
    #[arg(long, value_enum, value_name = "WHEN")]
    pub split_by_tag: Option<SplitByTag>,
    /// Write nothing; list what is stale, missing or orphaned, and fail if anything is.
    #[arg(long)]
    pub check: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
    /// List every place that a pass changed.
    #[arg(long, short)]
    pub verbose: bool,
    /// How large the document may be, in bytes.
    #[arg(long, default_value_t = DOCUMENT_LIMIT)]
    pub max_bytes: u64,
}

/// Generates the crate, then writes it or compares it, and prints the summary. Returns whether the folder is up to
/// date.
///
/// `command` is what the generated files name as their origin.
pub fn run(arguments: &Arguments, command: &str, out: &mut dyn Write) -> Result<bool> {
    let made = generate(arguments, command)?;
    let folder = arguments.folder(&made.name);
    let mut differences = made.compare(&folder)?;
    let names = changed_names(arguments, &made.names)?;
    if !arguments.check {
        made.write(&folder)?;
        if let Some(names) = names {
            names.write()?;
        }
        summary::print(&made.report, &folder, arguments.detail(), None, out)?;
        return Ok(true);
    }
    differences.extend(names.map(|names| names.difference));
    summary::print(
        &made.report,
        &folder,
        arguments.detail(),
        Some(&differences),
        out,
    )?;
    if !differences.is_empty() && !arguments.json {
        writeln!(
            out,
            "run the command without `--check` to bring them up to date"
        )
        .map_err(unwritable)?;
    }
    Ok(differences.is_empty())
}

/// Generates the crate; nothing is written.
pub fn generate(arguments: &Arguments, command: &str) -> Result<Crate> {
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => name_of(&arguments.spec),
    };
    check_name(&name, "choose another `--name`")?;
    let file = arguments.spec.display().to_string();
    let (spec, limit) = (&arguments.spec, arguments.max_bytes);
    let document = match &arguments.root {
        Some(root) => Document::read_within(root, spec, &file, limit)?,
        None => Document::read_as(spec, &file, limit)?,
    };
    let mut generator = Generator::new(document)
        .name(&name)
        .target(Target::Standalone(
            arguments.runtime(&arguments.folder(&name)),
        ))
        .generated_by(format!("`{}`", arguments.again(command, &name)))
        .trace(true);
    if let Some(path) = &arguments.overlay {
        let (file, text) = text(path)?;
        generator = generator.overlay(Overlay::parse(&file, &text)?);
    }
    let mut settings = match &arguments.settings {
        None => Settings::new(&name),
        Some(path) => {
            let (file, text) = text(path)?;
            Settings::parse(&file, &text)?
        }
    };
    if let Some(split) = arguments.split_by_tag {
        settings.split_by_tag = split;
    }
    generator = generator.settings(settings);
    if let Some(path) = arguments.names.as_deref().filter(|path| path.exists()) {
        let (file, text) = text(path)?;
        generator = generator.names(Names::parse(&file, &text)?);
    }
    let mut made = generator.build()?;
    if let (true, Some(manifest)) = (arguments.detached, made.files.get_mut("Cargo.toml")) {
        manifest.push_str("\n[workspace]\n");
    }
    Ok(made)
}

impl Arguments {
    /// Returns the command that generates the crate again, when it is run in the crate's folder.
    fn again(&self, command: &str, name: &str) -> String {
        let folder = self.folder(name);
        let seen = |path: &Path| {
            let path = relative(&folder, path).display().to_string();
            // Windows reads `/` as well, and the file is the same on every machine.
            path.replace('\\', "/")
        };
        let mut text = format!("{command} {} --name {name} --out .", seen(&self.spec));
        if let Some(split) = self.split_by_tag {
            text.push_str(&format!(" --split-by-tag {}", split.word()));
        }
        let files = [
            ("root", &self.root),
            ("overlay", &self.overlay),
            ("settings", &self.settings),
            ("names", &self.names),
            ("runtime-path", &self.runtime_path),
        ];
        for (option, path) in files {
            if let Some(path) = path {
                text.push_str(&format!(" --{option} {}", seen(path)));
            }
        }
        text
    }

    fn detail(&self) -> Detail {
        match (self.json, self.verbose) {
            (true, _) => Detail::Json,
            (false, true) => Detail::Verbose,
            (false, false) => Detail::Plain,
        }
    }

    /// Returns where the crate finds the runtime. A path is relative to the crate, so the crate is the same on every
    /// machine.
    fn runtime(&self, folder: &Path) -> Runtime {
        match &self.runtime_path {
            None => Runtime::default(),
            Some(path) => Runtime::Path(relative(folder, path)),
        }
    }

    /// Returns the folder of the crate; `name` is the provider's.
    fn folder(&self, name: &str) -> PathBuf {
        match &self.out {
            Some(folder) => folder.clone(),
            None => PathBuf::from(format!("converse-{name}")),
        }
    }
}

/// The file of names with its new content, for a run whose names differ.
struct ChangedNames<'a> {
    path: &'a Path,
    text: String,
    difference: Difference,
}

fn changed_names<'a>(arguments: &'a Arguments, names: &Names) -> Result<Option<ChangedNames<'a>>> {
    let Some(path) = arguments.names.as_deref() else {
        return Ok(None);
    };
    let text = names.to_toml("The Rust name of each schema. A name once given stays.");
    let file = path.display().to_string();
    let difference = match path.exists() {
        true if read::text(path, &file, DOCUMENT_LIMIT)? == text => return Ok(None),
        true => Difference::Stale(file),
        false => Difference::Missing(file),
    };
    Ok(Some(ChangedNames {
        path,
        text,
        difference,
    }))
}

impl ChangedNames<'_> {
    fn write(&self) -> Result<()> {
        sync::replace(self.path, &self.text).map_err(|error| {
            Problem::file(
                self.path,
                format!("it cannot be written: {error}"),
                "choose another file with `--names`",
            )
        })
    }
}

fn text(path: &Path) -> Result<(String, String)> {
    let file = path.display().to_string();
    let text = read::text(path, &file, DOCUMENT_LIMIT)?;
    Ok((file, text))
}

/// Returns `path` as seen from `folder`; both are relative to the current folder, or absolute.
fn relative(folder: &Path, path: &Path) -> PathBuf {
    let absolute = |path: &Path| std::path::absolute(path).map(|path| plain(&path));
    let (Ok(folder), Ok(path)) = (absolute(folder), absolute(path)) else {
        return path.to_path_buf();
    };
    let (mut from, mut to) = (folder.components().peekable(), path.components().peekable());
    if from.peek() != to.peek() {
        // There is no relative path from one drive to another.
        return path;
    }
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    from.map(|_| Component::ParentDir).chain(to).collect()
}

/// Returns the path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_is_found_from_the_crate() {
        for (folder, path, expected) in [
            ("out/client", "crates/core", "../../crates/core"),
            ("/a/b", "/a/c/../core", "../core"),
            ("client", "./core", "../core"),
        ] {
            let found = relative(Path::new(folder), Path::new(path));
            assert_eq!(found, Path::new(expected), "{folder} {path}");
        }
    }
}
