//! Marked regions of files that people write: the lines from `providers: begin NAME` to `providers: end NAME`, each
//! marker in a comment of its own.

use std::collections::BTreeMap;

use converse_codegen::Result;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};

use crate::markers::Markers;
use crate::workspace::Workspace;

/// The workspace's manifest.
pub const WORKSPACE_MANIFEST: &str = "Cargo.toml";
/// The facade's manifest.
pub const MANIFEST: &str = "crates/converse/Cargo.toml";
/// The facade's root.
pub const LIBRARY: &str = "crates/converse/src/lib.rs";
/// The testing server's list of providers.
pub const CONTRACTS: &str = "crates/converse/src/testing/providers.rs";
/// The facade's list of clients of any provider.
pub const CLIENTS: &str = "crates/converse/src/dynamic.rs";
/// The page that introduces the workspace.
pub const README: &str = "README.md";

/// The contents of files, by path in the workspace.
pub type Texts = BTreeMap<String, String>;

/// Reads the files that have regions.
pub fn read(workspace: &Workspace) -> Result<Texts> {
    let files = [
        WORKSPACE_MANIFEST,
        MANIFEST,
        LIBRARY,
        CONTRACTS,
        CLIENTS,
        README,
    ];
    let text = |file: &str| {
        let path = workspace.root().join(file);
        Ok((file.to_owned(), read::text(&path, file, DOCUMENT_LIMIT)?))
    };
    files.into_iter().map(text).collect()
}

/// A marked region.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// The file.
    pub file: &'static str,
    /// The name in its markers.
    pub name: &'static str,
    /// A name of its lines, for messages.
    pub holds: &'static str,
}

impl Region {
    /// Returns the lines between the markers.
    pub fn lines<'a>(&self, texts: &'a Texts) -> Result<Vec<&'a str>> {
        self.markers().lines(self.text(texts))
    }

    /// Replaces the lines between the markers with `new`, indented like the first marker.
    pub fn replace(&self, texts: &mut Texts, new: &[String]) -> Result<()> {
        let text = self.markers().replace(self.text(texts), new)?;
        texts.insert(self.file.to_owned(), text);
        Ok(())
    }

    fn text<'a>(&self, texts: &'a Texts) -> &'a str {
        texts.get(self.file).map_or("", String::as_str)
    }

    fn markers(&self) -> Markers {
        Markers {
            file: self.file,
            begin: self.marker("begin"),
            end: self.marker("end"),
            holds: self.holds.to_owned(),
        }
    }

    /// Returns a marker's line, as a comment of the file's language.
    fn marker(&self, edge: &str) -> String {
        let text = format!("providers: {edge} {}", self.name);
        match self.file.rsplit('.').next() {
            Some("rs") => format!("// {text}"),
            Some("md") => format!("<!-- {text} -->"),
            _ => format!("# {text}"),
        }
    }
}
