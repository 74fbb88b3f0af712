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
