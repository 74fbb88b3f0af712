//! What passes read besides the document.

use crate::names::Names;
use crate::settings::Settings;

/// What passes read besides the document.
pub struct Context<'a> {
    pub settings: &'a Settings,
    /// The settings' file, as messages name it.
    pub settings_file: &'a str,
    /// Names given before; afterwards, the names of this run.
    pub names: &'a mut Names,
    /// Whether to keep what each pass changes.
    pub trace: bool,
}
