//! The credentials of a client: one for whatever an operation takes, and those of single security schemes.

use std::fmt;

use super::Credential;
use crate::error::BuildError;
use crate::operation::{CredentialPlace, Provider, SecurityScheme};

/// The credentials of a client.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    /// For every scheme that is enough alone and has no credential of its own.
    pub(crate) single: Option<Credential>,
    /// By the name of the scheme.
    named: Vec<(String, Credential)>,
}

/// A credential, and the scheme that it is sent by.
pub(crate) type Chosen = (SecurityScheme, Credential);

impl Credentials {
    /// Sets the credential of a scheme.
    pub(crate) fn insert(&mut self, scheme: String, credential: Credential) {
        self.named.retain(|(name, _)| *name != scheme);
        self.named.push((scheme, credential));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.single.is_none() && self.named.is_empty()
    }

    /// Returns the credentials of the first alternative that has all of its own. None at all are a choice only if the
    /// operation allows that.
    ///
    /// # Errors
    /// The schemes that the first alternative lacks.
    pub(crate) fn choose(
        &self,
        alternatives: &[&[SecurityScheme]],
    ) -> Result<Vec<Chosen>, Vec<&'static str>> {
        let required = || alternatives.iter().filter(|schemes| !schemes.is_empty());
        if let Some(chosen) = required().find_map(|schemes| self.of(schemes).ok()) {
            return Ok(chosen);
        }
        match required().next() {
            Some(first) if required().count() == alternatives.len() => {
                Err(self.of(first).err().unwrap_or_default())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Returns the credentials of schemes that a request carries together, or the names of those without one.
    fn of(&self, schemes: &[SecurityScheme]) -> Result<Vec<Chosen>, Vec<&'static str>> {
        let mut chosen = Vec::new();
        let mut missing = Vec::new();
        for scheme in schemes {
            let named = self.named.iter().find(|(name, _)| name == scheme.name);
            let named = named.map(|(_, credential)| credential);
            let single = self.single.as_ref().filter(|_| schemes.len() == 1);
            let single = single.filter(|credential| credential.fits(scheme.place));
            match named.or(single) {
                Some(credential) => chosen.push((*scheme, credential.clone())),
                None => missing.push(scheme.name),
            }
        }
        match missing.is_empty() {
            true => Ok(chosen),
            false => Err(missing),
        }
    }

    /// Returns whether each of them can be sent by some operation of the provider.
    pub(crate) fn check(&self, provider: &Provider) -> Result<(), BuildError> {
        let all = self.named.iter().map(|(_, credential)| credential);
        for credential in all.chain(&self.single) {
            credential.check()?;
        }
        let schemes = || provider.security.iter().copied().flatten();
        for (name, credential) in &self.named {
            let Some(scheme) = schemes().find(|scheme| scheme.name == name) else {
                return Err(BuildError::UnknownSecurityScheme {
                    known: listed(schemes().map(|scheme| scheme.name)),
                });
            };
            if !credential.fits(scheme.place) {
                return Err(misfit(scheme));
            }
            let mut sets = provider.security.iter();
            if sets.any(|set| set.contains(scheme) && self.of(set).is_ok()) {
                continue;
            }
            let mut sets = provider.security.iter().filter(|set| set.contains(scheme));
            let missing = sets.find_map(|set| self.of(set).err()).unwrap_or_default();
            return Err(incomplete(missing));
        }
        match &self.single {
            Some(single) if !provider.security.is_empty() => check_single(single, self, provider),
            _ => Ok(()),
        }
    }
}

/// Returns whether the single credential can be sent by a scheme that is enough alone.
fn check_single(
    single: &Credential,
    all: &Credentials,
    provider: &Provider,
) -> Result<(), BuildError> {
    let alone = || {
        provider.security.iter().filter_map(|set| match set {
            [scheme] => Some(scheme),
            _ => None,
        })
    };
    if alone().any(|scheme| single.fits(scheme.place)) {
        return Ok(());
    }
    match alone().next() {
        Some(scheme) => Err(misfit(scheme)),
        None => {
            let missing = provider.security.first().and_then(|set| all.of(set).err());
            Err(incomplete(missing.unwrap_or_default()))
        }
    }
}

fn misfit(scheme: &SecurityScheme) -> BuildError {
    let scheme_name = scheme.name.to_owned();
    match scheme.place {
        CredentialPlace::Basic => BuildError::NoPassword {
            scheme: scheme_name,
        },
        _ => BuildError::UnexpectedPassword {
            scheme: scheme_name,
        },
    }
}

fn incomplete(missing: Vec<&'static str>) -> BuildError {
    BuildError::IncompleteCredentials {
        missing: listed(missing.into_iter()),
    }
}

/// Returns names for a message, each once.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut listed: Vec<String> = Vec::new();
    for name in names.map(|name| format!("`{name}`")) {
        if !listed.contains(&name) {
            listed.push(name);
        }
    }
    listed.join(", ")
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("single", &self.single)
            .field("named", &self.named)
            .finish()
    }
}
