//! The path of a call: its template with the arguments.

use super::request::Request;
use crate::argument::ArgumentError;

impl Request {
    pub(super) fn template(&self) -> &str {
        self.template.as_deref().unwrap_or(self.operation.path)
    }

    /// Returns whether the path has a place for an argument of this name.
    pub(super) fn has_place(&self, name: &str) -> bool {
        self.template().contains(&format!("{{{name}}}"))
    }

    pub(super) fn has_path_argument(&self, name: &str) -> bool {
        self.path.iter().any(|(given, _)| given == name)
    }

    /// Returns the path template with its arguments, after the path of the base URL.
    pub(crate) fn target(&self, base_path: &str) -> Result<String, ArgumentError> {
        let mut rest = self.template();
        let values: usize = self.path.iter().map(|(_, value)| value.len()).sum();
        let mut target = String::with_capacity(base_path.len() + rest.len() + values);
        target.push_str(base_path);
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            let Some((_, value)) = self.path.iter().find(|(given, _)| given == name) else {
                return Err(ArgumentError::missing(name));
            };
            target.push_str(before);
            target.push_str(value);
            rest = after;
        }
        target.push_str(rest);
        Ok(target)
    }
}
