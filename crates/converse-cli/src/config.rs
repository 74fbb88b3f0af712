//! Variables from the environment and from the configuration file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use clap::ArgMatches;
use converse::provider::Provider;

use crate::commands::PROFILE;
use crate::failure::Failure;

/// The variables of the environment and of a profile.
///
/// A profile that was chosen is all there is, so that no key goes to a host that it is not for. Otherwise a provider's
/// credentials and its base URL come from one place: the environment if it has a credential, else the profile `default`.
#[derive(Debug, Default)]
pub struct Variables {
    of_profile: BTreeMap<String, String>,
    is_chosen: bool,
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
        let chosen = flag.or_else(|| in_environment("CONVERSE_PROFILE")?.into_string().ok());
        let mut profiles = match path() {
            Some(path) => profiles(&path)?,
            None => Profiles::new(),
        };
        let Some(name) = chosen else {
            return Ok(Self {
                of_profile: profiles.remove("default").unwrap_or_default(),
                is_chosen: false,
            });
        };
        match profiles.remove(&name) {
            Some(of_profile) => Ok(Self {
                of_profile,
                is_chosen: true,
            }),
            None => Err(Failure::configuration(format!(
                "there is no profile `{name}`; add the table [{name}] with its variables to the configuration file"
            ))),
        }
    }

    /// Returns the value of a variable of a provider.
    pub fn get(&self, provider: &Provider, name: &str) -> Option<OsString> {
        match self.origin(provider, name)? {
            Origin::Environment => in_environment(name),
            Origin::Profile => self.of_profile.get(name).map(OsString::from),
        }
    }

    /// Returns where the value of a variable of a provider comes from.
    pub fn origin(&self, provider: &Provider, name: &str) -> Option<Origin> {
        let in_profile = self
            .of_profile
            .contains_key(name)
            .then_some(Origin::Profile);
        if self.is_chosen {
            return in_profile;
        }
        let here = in_environment(name).map(|_| Origin::Environment);
        let mut credentials = credential_variables(provider);
        if name != provider.base_url_variable && !credentials.any(|it| it == name) {
            return here.or(in_profile);
        }
        match self.credential_origin(provider) {
            Some(Origin::Environment) => here,
            Some(Origin::Profile) => in_profile,
            None => here.or(in_profile),
        }
    }

    /// Returns where the credential of a provider comes from, if there is one.
    fn credential_origin(&self, provider: &Provider) -> Option<Origin> {
        let mut all = credential_variables(provider);
        if !self.is_chosen && all.any(|it| in_environment(it).is_some()) {
            return Some(Origin::Environment);
        }
        let mut all = credential_variables(provider);
        let is_there = all.any(|it| self.of_profile.contains_key(it));
        is_there.then_some(Origin::Profile)
    }

    /// Refuses a base URL of the environment beside a credential of the profile: the one may not be for the other.
    pub fn check(&self, provider: &Provider) -> Result<(), Failure> {
        let url = provider.base_url_variable;
        let is_mixed = !self.is_chosen
            && self.credential_origin(provider) == Some(Origin::Profile)
            && in_environment(url).is_some();
        match is_mixed {
            false => Ok(()),
            true => Err(Failure::configuration(format!(
                "{url} is set in the environment, but the credential of {} is in the profile; set both in one place",
                provider.title
            ))),
        }
    }

    /// Returns the value of a variable that is no provider's.
    pub fn other(&self, name: &str) -> Option<OsString> {
        let of_profile = || self.of_profile.get(name).map(OsString::from);
        match self.is_chosen {
            true => of_profile(),
            false => in_environment(name).or_else(of_profile),
        }
    }
}

/// Returns the variables that hold credentials of a provider.
pub fn credential_variables(provider: &Provider) -> impl Iterator<Item = &'static str> {
    let several = provider.credential_variables.iter().map(|(_, name)| *name);
    let all = [provider.credential_variable].into_iter().chain(several);
    all.filter(|name| !name.is_empty())
}

fn in_environment(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

type Profiles = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the configuration file; there need not be one.
fn profiles(path: &Path) -> Result<Profiles, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => {
            demand_privacy(path)?;
            parse(path, &text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Profiles::new()),
        Err(error) => Err(Failure::io(&path.display().to_string(), &error)),
    }
}

/// Reads the tables. No message of the parser is passed on: it may show a credential.
fn parse(path: &Path, text: &str) -> Result<Profiles, Failure> {
    const HELP: &str = "it has a table for each profile, with variables and their values as strings, as in [default]";
    let shown = path.display();
    let refuse = |what: String| Err(Failure::configuration(format!("{shown}: {what}; {HELP}")));
    let tables: toml::Table = match text.parse() {
        Ok(tables) => tables,
        Err(error) => {
            let error: toml::de::Error = error;
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            return refuse(format!("line {line} is not TOML"));
        }
    };
    let mut profiles = Profiles::new();
    for (profile, table) in tables {
        let toml::Value::Table(table) = table else {
            return refuse(format!("`{profile}` is in no profile"));
        };
        let variables = profiles.entry(profile.clone()).or_default();
        for (name, value) in table {
            let toml::Value::String(value) = value else {
                return refuse(format!("`{name}` in [{profile}] is not a string"));
            };
            variables.insert(name, value);
        }
    }
    Ok(profiles)
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
