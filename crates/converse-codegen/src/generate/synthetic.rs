//! The names in the lowered document that are not types of the crate: components whose fields have the types
//! that operations take and return.

/// The field of an operation's body.
pub const BODY: &str = "body";

/// The field of an operation's success.
pub const SUCCESS: &str = "success";

/// The field of an item of a streamed success.
pub const ITEM: &str = "item";

/// Returns the field of the parameter, or of the type without a name, that has this number.
pub fn numbered(number: usize) -> String {
    format!("n{number}")
}

/// Names of components that no type has.
pub struct Synthetic {
    prefix: String,
}

impl Synthetic {
    /// Chooses names that none of `types` has: none of them begins with the prefix.
    ///
    /// The prefix is words in upper camel case, which typify keeps as they are.
    pub fn beside<'a>(types: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut prefix = WORD.to_owned();
        while types.clone().any(|name| name.starts_with(&prefix)) {
            prefix.push_str(WORD);
        }
        Self { prefix }
    }

    /// Returns the component of the operation that has this number.
    pub fn operation(&self, number: usize) -> String {
        format!("{}{number}", self.prefix)
    }

    /// Returns the component of the types without a name.
    pub fn nameless(&self) -> String {
        format!("{}Nameless", self.prefix)
    }
}

const WORD: &str = "Synthetic";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_type_has_the_name_of_a_component() {
        let types = ["Synthetic1", "SyntheticSyntheticNameless", "Person"];
        let names = Synthetic::beside(types.into_iter());
        assert_eq!(names.operation(1), "SyntheticSyntheticSynthetic1");
        assert_eq!(
            Synthetic::beside(["Person"].into_iter()).operation(1),
            "Synthetic1"
        );
    }

    #[test]
    fn typify_keeps_the_names() {
        use heck::ToUpperCamelCase;
        let names = Synthetic::beside(["Synthetic1"].into_iter());
        for name in [names.operation(12), names.nameless()] {
            assert_eq!(name.to_upper_camel_case(), name);
        }
    }
}
