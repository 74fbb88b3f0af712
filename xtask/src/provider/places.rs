//! The regions with a line for each provider, which people may edit: adds a provider's lines, or removes them.
//!
//! In such a region a provider has one line, with its comments and attributes above it. The beginning of the line names
//! the provider; the rest may be edited.

use super::entry::Entry;
use crate::regions::{CLIENTS, CONTRACTS, LIBRARY, MANIFEST, Region, Texts, WORKSPACE_MANIFEST};
use converse_codegen::{Problem, Result};

/// A region with a line for each provider.
pub struct Place {
    /// The region.
    pub region: Region,
    /// The attribute above the line, if it has one.
    above: &'static str,
    /// The beginning of a provider's line.
    start: &'static str,
    /// The rest of a new line.
    rest: &'static str,
}

/// The region of the default features, which has only some providers.
pub const DEFAULT: Place = Place {
    start: "\"NAME\",",
    ..place(MANIFEST, "default", "the providers in the list `default`")
};

/// The regions that have every provider.
pub const PLACES: [Place; 10] = [
    Place {
        start: "converse-NAME = ",
        rest: "{ path = \"crates/providers/NAME\", version = \"VERSION\", default-features = false }",
        ..place(
            WORKSPACE_MANIFEST,
            "dependencies",
            "the providers' crates in `[workspace.dependencies]`",
        )
    },
    Place {
        start: "NAME = [",
        rest: "\"dep:converse-NAME\"ALL]",
        ..place(
            MANIFEST,
            "features",
            "the providers' features in `[features]`",
        )
    },
    passed_on("\"converse-NAME?/client\",", "client", "the list `client`"),
    passed_on(
        "\"converse-NAME?/schemars\",",
        "schemars",
        "the list `schemars`",
    ),
    passed_on(
        "\"converse-NAME?/dynamic\",",
        "dynamic",
        "the list `dynamic`",
    ),
    passed_on(
        "\"converse-NAME?/examples\",",
        "examples",
        "the list `examples`",
    ),
    Place {
        start: "converse-NAME = ",
        rest: "{ workspace = true, optional = true }",
        ..place(
            MANIFEST,
            "dependencies",
            "the providers' crates in `[dependencies]`",
        )
    },
    Place {
        above: "#[cfg(feature = \"NAME\")]",
        start: "pub mod MODULE;",
        ..place(LIBRARY, "modules", "the providers' modules")
    },
    Place {
        above: "#[cfg(feature = \"NAME\")]",
        start: "&crate::MODULE::CONTRACT,",
        ..place(CONTRACTS, "contracts", "the elements of `PROVIDERS`")
    },
    Place {
        above: "#[cfg(feature = \"NAME\")]",
        start: "AnyProvider::of::<crate::MODULE::Client>(),",
        ..place(CLIENTS, "clients", "the elements of `PROVIDERS`")
    },
];

const fn place(file: &'static str, name: &'static str, holds: &'static str) -> Place {
    Place {
        region: Region { file, name, holds },
        above: "",
        start: "",
        rest: "",
    }
}

/// The list of a facade's feature that enables the same feature of each provider's crate.
const fn passed_on(start: &'static str, name: &'static str, holds: &'static str) -> Place {
    Place {
        start,
        ..place(MANIFEST, name, holds)
    }
}

/// The lines of one provider in a region.
#[derive(Debug)]
struct Group {
    /// The provider; none for comments without a line below them.
    name: Option<String>,
    lines: Vec<String>,
}

impl Place {
    /// Adds a provider's lines before those of the next one by name; `known` are the others.
    pub fn put(&self, texts: &mut Texts, known: &[Entry], entry: &Entry) -> Result<()> {
        let mut groups = self.groups(texts, known)?;
        let follows = |group: &Group| group.name.as_ref().is_none_or(|name| *name > entry.name);
        let at = groups.iter().position(follows).unwrap_or(groups.len());
        let line = entry.fill(&format!("{}{}", self.start, self.rest));
        let mut lines = vec![entry.fill(self.above), line];
        lines.retain(|line| !line.is_empty());
        let name = Some(entry.name.clone());
        groups.insert(at, Group { name, lines });
        self.write(texts, groups)
    }

    /// Removes a provider's lines, if there are any; it is among those `known`.
    pub fn take(&self, texts: &mut Texts, known: &[Entry], name: &str) -> Result<()> {
        let mut groups = self.groups(texts, known)?;
        groups.retain(|group| group.name.as_deref() != Some(name));
        self.write(texts, groups)
    }

    /// Returns the providers that have a line.
    #[cfg(test)]
    pub fn names(&self, texts: &Texts, known: &[Entry]) -> Result<Vec<String>> {
        let groups = self.groups(texts, known)?;
        Ok(groups.into_iter().filter_map(|group| group.name).collect())
    }

    fn write(&self, texts: &mut Texts, groups: Vec<Group>) -> Result<()> {
        let lines: Vec<String> = groups.into_iter().flat_map(|group| group.lines).collect();
        self.region.replace(texts, &lines)
    }

    fn groups(&self, texts: &Texts, known: &[Entry]) -> Result<Vec<Group>> {
        let (mut groups, mut lines) = (Vec::new(), Vec::new());
        for line in self.region.lines(texts)? {
            let line = line.trim_start();
            lines.push(line.to_owned());
            let is_above = line.is_empty() || line.starts_with('#') || line.starts_with("//");
            if is_above {
                continue;
            }
            let owner = known
                .iter()
                .find(|entry| line.starts_with(&entry.fill(self.start)));
            let owner = owner.ok_or_else(|| self.unknown(line))?;
            groups.push(Group {
                name: Some(owner.name.clone()),
                lines: std::mem::take(&mut lines),
            });
        }
        if !lines.is_empty() {
            groups.push(Group { name: None, lines });
        }
        Ok(groups)
    }

    fn unknown(&self, line: &str) -> Problem {
        let name = self.region.name;
        Problem::file(
            self.region.file,
            format!("`{line}` in the region `{name}` does not belong to a provider in specs/"),
            format!(
                "begin it with `{}`, for a provider NAME in specs/ (MODULE has `_` for `-`), on one line; or move it out of the region",
                self.start.trim_end()
            ),
        )
    }
}
