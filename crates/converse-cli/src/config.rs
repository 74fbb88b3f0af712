//! Variables from the environment and from the configuration file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::ArgMatches;

use crate::commands::PROFILE;
use crate::failure::Failure;

/// The variables of the chosen profile. Those of the environment come before them.
#[derive(Debug, Default)]
pub struct Variables {
    of_profile: BTreeMap<String, String>,
}

/// Where a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Environment,
    Profile,
}

impl Variables {
    /// Reads the profile that the flags or the environment choose.
    pub fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let flag = matches.get_one::<String>(PROFILE).cloned();
        let chosen = flag.or_else(|| {
            env::var("CONVERSE_PROFILE")
                .ok()
                .filter(|it| !it.is_empty())
        });
        let Some(path) = path() else {
            return Ok(Self::default());
        };
        let mut profiles = match fs::read_to_string(&path) {
            Ok(text) => {
                demand_privacy(&path)?;
                parse(&path, &text)?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(Failure::io(&path.display().to_string(), &error)),
        };
        match chosen {
            None => Ok(Self {
                of_profile: profiles.remove("default").unwrap_or_default(),
            }),
            Some(name) => match profiles.remove(&name) {
                Some(of_profile) => Ok(Self { of_profile }),
                None => Err(Failure::configuration(format!(
                    "{} has no profile `{name}`; add the table [{name}] with its variables",
                    path.display()
                ))),
            },
        }
    }

    /// Returns the value of a variable.
    pub fn get(&self, name: &str) -> Option<OsString> {
        let set = env::var_os(name).filter(|value| !value.is_empty());
        set.or_else(|| self.of_profile.get(name).map(OsString::from))
    }

    /// Returns where the value of a variable comes from.
    pub fn origin(&self, name: &str) -> Option<Origin> {
        match env::var_os(name).is_some_and(|value| !value.is_empty()) {
            true => Some(Origin::Environment),
            false => self
                .of_profile
                .contains_key(name)
                .then_some(Origin::Profile),
        }
    }
}

type Profiles = BTreeMap<String, BTreeMap<String, String>>;

fn parse(path: &Path, text: &str) -> Result<Profiles, Failure> {
    toml::from_str(text).map_err(|error| {
        // The message alone: the text around it may be a credential.
        Failure::configuration(format!(
            "{}: {}; it has a table for each profile, with variables and their values as strings",
            path.display(),
            error.message()
        ))
    })
}

fn path() -> Option<PathBuf> {
    let set = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(path) = set("CONVERSE_CONFIG") {
        return Some(path);
    }
    let folder = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")));
    folder.map(|folder| folder.join("converse").join("config.toml"))
}

/// Refuses a file with credentials that others can read.
#[cfg(unix)]
fn demand_privacy(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    let shown = path.display().to_string();
    let metadata = fs::metadata(path).map_err(|error| Failure::io(&shown, &error))?;
    match metadata.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => Err(Failure::configuration(format!(
            "{shown} can be read by others, and holds credentials; run `chmod 600 {shown}`"
        ))),
    }
}

#[cfg(not(unix))]
fn demand_privacy(_: &Path) -> Result<(), Failure> {
    Ok(())
}
