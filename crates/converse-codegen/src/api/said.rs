//! What a document says about a value, at its site or at the named schema that the site refers to.

use super::{Api, Name, Site};

/// What a document says about a value besides its type.
pub struct Said<'a> {
    pub description: Option<&'a str>,
    /// Limits on the value, in words.
    pub limits: Option<&'a str>,
    /// What the provider takes if the value is absent, in words.
    pub default: Option<&'a str>,
    pub deprecated: bool,
}

impl Api {
    /// Returns what is said about the values at a site.
    pub fn said<'a>(&'a self, site: &'a Site) -> Said<'a> {
        let target = self.referred(site).map(|(_, target)| &target.about);
        let or_target = |own: &'a Option<Name>, of_target: Option<&'a Option<Name>>| {
            let said = own.as_ref().or_else(|| of_target?.as_ref());
            said.map(|text| &**text)
        };
        let about = &site.about;
        Said {
            description: or_target(&about.description, target.map(|it| &it.description)),
            limits: about.limits.as_deref(),
            default: or_target(&about.default, target.map(|it| &it.default)),
            // JSON Schema Validation, 9.3: a value is deprecated if any schema of it says so.
            deprecated: about.deprecated || target.is_some_and(|it| it.deprecated),
        }
    }
}
