//! A workspace of packages that are compiled to see what it takes, with the dependencies of this workspace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::{env, fs};

use wait4::Wait4;

/// The argument by which this program runs cargo and prints what it took.
pub const MEASURE: &str = "--measure";

/// A workspace in the folder of temporary files.
pub struct Scratch {
    root: PathBuf,
}

/// What a run of cargo took, with all processes that it started.
pub struct Usage {
    /// The time of the processor, in seconds.
    pub processor: f64,
    /// The peak memory of the largest process, in bytes.
    pub memory: f64,
}

impl Scratch {
    /// Creates the workspace, without packages. What an earlier run compiled of their dependencies stays.
    ///
    /// It has the versions, lints and lock file of this workspace, so that it is built without the registry.
    pub fn create(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
        let scratch = Self {
            root: root.join(name),
        };
        // It is missing the first time.
        let _ = fs::remove_dir_all(scratch.root.join("packages"));
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let ours = ours.canonicalize().expect("the workspace has a path");
        let read = |file: &str| fs::read_to_string(ours.join(file)).expect("it can be read");
        let manifest = read("Cargo.toml");
        let (_, inherited) = manifest
            .split_once("[workspace.package]")
            .expect("packages inherit from the workspace");
        let path = format!("path = \"{}/crates/", ours.display());
        let inherited = inherited.replace("path = \"crates/", &path);
        scratch.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"packages/*\"]\n\n\
                 [workspace.package]{inherited}"
            ),
        );
        scratch.write("Cargo.lock", &read("Cargo.lock"));
        scratch
    }

    /// Writes a file of a package.
    pub fn write_in(&self, package: &str, file: &str, text: &str) {
        self.write(&format!("packages/{package}/{file}"), text);
    }

    /// Makes cargo compile a package again that it has compiled.
    pub fn touch(&self, package: &str) {
        let file = format!("packages/{package}/src/lib.rs");
        let text = fs::read_to_string(self.root.join(&file)).expect("it can be read");
        self.write(&file, &text);
    }

    /// Removes all that was compiled.
    pub fn clean(&self) {
        // It is missing the first time.
        let _ = fs::remove_dir_all(self.target());
    }

    /// Returns the size of an executable that was compiled for a release.
    pub fn binary_size(&self, name: &str) -> u64 {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        let file = self.target().join("release").join(name);
        fs::metadata(file).expect("it was compiled").len()
    }

    /// Returns how many packages a package is compiled with, and itself.
    pub fn packages(&self, package: &str, arguments: &[&str]) -> usize {
        let mut cargo = self.cargo();
        cargo.args(["tree", "--prefix", "none", "--edges", "normal,build"]);
        cargo.args(["--package", package]).args(arguments);
        let output = cargo.output().expect("cargo starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{package}: {errors}");
        let text = String::from_utf8_lossy(&output.stdout);
        let names = text.lines().filter(|line| !line.is_empty());
        // A line may end with a note that the package was listed before.
        let names = names.map(|line| line.split(' ').take(2).collect::<Vec<_>>());
        names.collect::<BTreeSet<_>>().len()
    }

    /// Runs a command of cargo for a package. Fails with what the compiler says.
    pub fn run(&self, command: &[&str], package: &str) -> Result<Usage, String> {
        let mut this = Command::new(env::current_exe().expect("this program has a path"));
        this.arg(MEASURE).args(command);
        let output = self.set_up(this.args(["--quiet", "--package", package]));
        let output = output.output().expect("it starts");
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
        let [processor, memory] = figures[..] else {
            panic!("it prints two numbers, not {text:?}");
        };
        Ok(Usage { processor, memory })
    }

    fn cargo(&self) -> Command {
        let mut cargo = cargo();
        self.set_up(&mut cargo);
        cargo
    }

    fn set_up<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.current_dir(&self.root);
        command.env("CARGO_NET_OFFLINE", "true");
        command.env("CARGO_TARGET_DIR", self.target());
        command.env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_PROFILE_RELEASE_STRIP", "true")
    }

    fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        let folder = path.parent().expect("it is in the workspace");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }
}

/// Runs cargo with these arguments, and prints what it took. Ends the process if cargo fails.
///
/// The process has to be a small one: the system counts the memory of a process as that of the one that it starts, up to
/// the moment when that has a program of its own.
pub fn measure(arguments: &[&str]) {
    let mut command = cargo();
    command.args(arguments).stdout(Stdio::null());
    let mut child = command.spawn().expect("cargo starts");
    let ended = child.wait4().expect("cargo ends");
    if !ended.status.success() {
        process::exit(1);
    }
    let usage = ended.rusage;
    let processor = usage.utime + usage.stime;
    println!("{} {}", processor.as_secs_f64(), usage.maxrss);
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
