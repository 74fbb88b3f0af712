//! The step of the version that changes need.

use std::fmt::{self, Display, Formatter};

/// The step of the version, by semantic versioning as cargo reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing changes.
    None,
    /// Programs have nothing new to name.
    Fix,
    Addition,
    Breaking,
}

impl Step {
    /// Returns the part of the version that grows, after `version`.
    pub fn part(self, version: &str) -> &'static str {
        let is_early = version.starts_with("0.");
        match self {
            Self::None => "none",
            Self::Fix => "patch",
            Self::Addition if is_early => "patch",
            Self::Addition => "minor",
            Self::Breaking if is_early => "minor",
            Self::Breaking => "major",
        }
    }

    /// Returns what kind of release is needed after `version`.
    pub fn release(self, version: &str) -> String {
        match self.next(version) {
            None => format!("{self}; no release is needed"),
            Some(next) => {
                let part = self.part(version);
                format!("{self}; {part} release, {version} to {next}")
            }
        }
    }

    /// Returns the version after `version`. None if that is not three numbers, or nothing changes.
    pub fn next(self, version: &str) -> Option<String> {
        let mut numbers = version.split('.').map(|it| it.parse::<u64>().ok());
        let (Some(Some(major)), Some(Some(minor)), Some(Some(patch)), None) = (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) else {
            return None;
        };
        match self.part(version) {
            "patch" => Some(format!("{major}.{minor}.{}", patch + 1)),
            "minor" => Some(format!("{major}.{}.0", minor + 1)),
            "major" => Some(format!("{}.0.0", major + 1)),
            _ => None,
        }
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "unchanged",
            Self::Fix => "compatible",
            Self::Addition => "compatible, with something new",
            Self::Breaking => "breaking",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_first_major_version_the_minor_one_grows() {
        for (step, version, next) in [
            (Step::Breaking, "0.1.2", Some("0.2.0")),
            (Step::Addition, "0.1.2", Some("0.1.3")),
            (Step::Breaking, "1.1.2", Some("2.0.0")),
            (Step::Addition, "1.1.2", Some("1.2.0")),
            (Step::Fix, "1.1.2", Some("1.1.3")),
            (Step::None, "1.1.2", None),
            (Step::Fix, "1.1", None),
        ] {
            assert_eq!(
                step.next(version).as_deref(),
                next,
                "{step} after {version}"
            );
        }
    }
}
