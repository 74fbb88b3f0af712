//! A file beside its target, until it is complete.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file beside its target. It is removed when dropped, unless it was put in place.
pub(super) struct PartialFile {
    path: PathBuf,
    target: PathBuf,
    placed: bool,
}

impl PartialFile {
    /// Creates the file. The name of the target is no part of its own, so that it is never too long.
    pub(super) fn create(target: PathBuf) -> io::Result<(Self, File)> {
        if target.file_name().is_none() || target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let name = format!(".{}.part", uuid::Uuid::new_v4());
        let path = target.with_file_name(name);
        let file = File::create_new(&path)?;
        let partial = Self {
            path,
            target,
            placed: false,
        };
        Ok((partial, file))
    }

    /// Syncs the file, and gives it the name of its target.
    pub(super) fn put_in_place(mut self, file: &File) -> io::Result<()> {
        file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.placed = true;
        sync_folder(&self.target);
        Ok(())
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.placed {
            // Nobody is left to report a failure to.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Syncs the new name, where folders can be synced. The file is complete in any case.
fn sync_folder(target: &Path) {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
