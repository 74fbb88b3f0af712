//! Input of the run besides the document.

use crate::names::Names;
use crate::settings::Settings;

/// Input of the run besides the document.
pub struct Context<'a> {
    pub settings: &'a Settings,
    /// Name of the settings' file in messages.
    pub settings_file: &'a str,
    /// Names given before the run; afterwards, the names of this run.
    pub names: &'a mut Names,
    /// Whether to record what each pass changes.
    pub trace: bool,
}

impl Context<'_> {
    /// Returns the name that the settings or an earlier run gave to the type of a place.
    pub fn given_name(&self, place: &str) -> Option<&str> {
        let set = self.settings.names.get(place);
        let name = set.or_else(|| self.names.types.get(place));
        name.map(String::as_str)
    }
}
