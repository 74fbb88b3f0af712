//! The types without a name that bodies and unions hold, numbered.

use std::collections::BTreeMap;

use crate::api::{Api, Shape, Site};

/// Lists and maps without a name, each once.
pub struct Nameless {
    sites: Vec<Site>,
    /// Their numbers, by what they look like: sites themselves have no order.
    known: BTreeMap<String, usize>,
}

impl Nameless {
    /// Takes those that are known already.
    pub fn of(api: &mut Api) -> Self {
        let mut nameless = Self {
            sites: Vec::new(),
            known: BTreeMap::new(),
        };
        for site in std::mem::take(&mut api.nameless) {
            nameless.number(&site);
        }
        nameless
    }

    /// Returns the number of a site that is not named.
    pub fn number(&mut self, site: &Site) -> usize {
        *self.known.entry(format!("{site:?}")).or_insert_with(|| {
            self.sites.push(site.clone());
            self.sites.len() - 1
        })
    }

    /// Returns the type of a body.
    pub fn shape(&mut self, site: &Site) -> Shape {
        match site.named() {
            Some(name) => Shape::Named(name.to_string()),
            None => Shape::Nameless(self.number(site)),
        }
    }

    /// Returns the sites by their number.
    pub fn into_sites(self) -> Vec<Site> {
        self.sites
    }
}
