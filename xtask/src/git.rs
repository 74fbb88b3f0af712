//! Reads files of the workspace as they are at a revision of git.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use converse_codegen::{Problem, Result};

use crate::workspace::Workspace;

/// A revision of the workspace.
#[derive(Debug)]
pub struct Revision<'a> {
    workspace: &'a Workspace,
    /// As the user named it.
    name: String,
    commit: String,
}

impl<'a> Revision<'a> {
    /// Finds a revision by whatever git calls it: a branch, a tag, a commit, `HEAD~3`.
    pub fn find(workspace: &'a Workspace, name: &str) -> Result<Self> {
        let wanted = format!("{name}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let found = git(workspace, &arguments)?;
        let Some(commit) = found else {
            return Err(Problem::file(
                name,
                "git knows no such revision",
                "name a branch, a tag or a commit: `git log --oneline -- specs` lists those of the documents",
            ));
        };
        Ok(Self {
            workspace,
            name: name.to_owned(),
            commit: String::from_utf8_lossy(&commit).trim().to_owned(),
        })
    }

    /// Returns the revision as the user named it, with the beginning of the commit.
    pub fn label(&self) -> String {
        let short = self.commit.get(..9).unwrap_or(&self.commit);
        match self.commit.starts_with(&self.name) {
            true => short.to_owned(),
            false => format!("{} ({short})", self.name),
        }
    }

    /// Returns the content of all files below a folder of the workspace, by their path in the workspace.
    pub fn files(&self, folder: &str) -> Result<BTreeMap<String, Vec<u8>>> {
        let arguments = [
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            &self.commit,
            "--",
            folder,
        ];
        let list = git(self.workspace, &arguments)?.unwrap_or_default();
        let list = String::from_utf8_lossy(&list).into_owned();
        let mut files = BTreeMap::new();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // `./` leads from the workspace, which may be a folder of the repository.
            let object = format!("{}:./{path}", self.commit);
            let content = git(self.workspace, &["cat-file", "blob", &object])?;
            let Some(content) = content else {
                return Err(Problem::file(
                    path,
                    format!("git cannot read the file at {}", self.name),
                    "run `git fsck`; a shallow or partial clone lacks old files",
                ));
            };
            files.insert(path.to_owned(), content);
        }
        Ok(files)
    }

    /// Writes all files below a folder of the workspace into another one, under the same paths.
    pub fn write(&self, folder: &str, to: &Path) -> Result<()> {
        for (path, content) in self.files(folder)? {
            let place = to.join(&path);
            let written = place
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&place, content));
            written.map_err(|error| {
                Problem::file(
                    place,
                    format!("the file cannot be written: {error}"),
                    "make room in the folder for temporary files",
                )
            })?;
        }
        Ok(())
    }
}

/// Runs git in the workspace. Returns its output; None if it fails.
fn git(workspace: &Workspace, arguments: &[&str]) -> Result<Option<Vec<u8>>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(workspace.root()).args(arguments);
    // In a hook they name another repository.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    let output = command.output().map_err(|error| {
        Problem::file(
            "git",
            format!("the program cannot be started: {error}"),
            "install git",
        )
    })?;
    Ok(output.status.success().then_some(output.stdout))
}
