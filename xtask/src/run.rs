//! Running other programs from the repository's root, with the repository's own tools first on PATH, and the one error
//! that the verbs end with.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// What a verb or a step of it ends with.
pub type Outcome<T = ()> = Result<T, Halt>;

/// Why a verb stopped, in the words its reader needs: what was found, what is needed instead, and what to run.
#[derive(Debug)]
pub struct Halt {
    found: String,
    needed: String,
    run: String,
}

impl Halt {
    /// The three answers; `run` is a command to paste.
    pub fn new(found: impl Into<String>, needed: impl Into<String>, run: impl Into<String>) -> Self {
        Self { found: found.into(), needed: needed.into(), run: run.into() }
    }
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\nfound:  {}\nneeded: {}\nrun:    {}", self.found.trim_end(), self.needed, self.run)
    }
}

impl From<lexopt::Error> for Halt {
    fn from(error: lexopt::Error) -> Self {
        Self::new(error.to_string(), "a verb and the options its help lists", "cargo xtask VERB --help")
    }
}

/// The repository's root, where every program runs.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository")
}

/// A path below the root.
pub fn at(path: impl AsRef<Path>) -> PathBuf {
    root().join(path)
}

static PATH: LazyLock<std::ffi::OsString> = LazyLock::new(|| {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let own = [at(".tools/bin"), at("node_modules/.bin")];
    env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
});

/// A command line, shown in messages as it would be typed.
pub struct Cmd(Command);

impl Cmd {
    /// A line of words split at spaces; words that hold spaces come by [`Cmd::arg`].
    pub fn new(line: &str) -> Self {
        let mut words = line.split(' ');
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(root()).env("PATH", &*PATH).env("CARGO_TARGET_DIR", at("target"));
        Self(command)
    }

    /// One more argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.0.arg(arg);
        self
    }

    /// One more environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs it in the reader's terminal.
    pub fn run(mut self) -> Outcome {
        let status = self.0.stdin(Stdio::null()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Halt::new(
                format!("`{self}` ended with {status}; its own words are above"),
                "that command to succeed",
                self.to_string(),
            )),
            Err(error) => Err(self.missing(&error)),
        }
    }

    /// Runs it silently; what it said comes back when it fails.
    pub fn quiet(mut self) -> Result<(), String> {
        match self.0.stdin(Stdio::null()).output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => {
                let said = [output.stdout, output.stderr].concat();
                let said = String::from_utf8_lossy(&said);
                Err(ends(said.trim_end()))
            }
            Err(error) => Err(format!("`{self}` did not start: {error}")),
        }
    }

    /// The trimmed standard output, or nothing when it failed or is not there.
    pub fn read(mut self) -> Option<String> {
        let output = self.0.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Becomes that program, so that a signal meant for it finds it; comes back only with an error.
    #[cfg(unix)]
    pub fn become_it(mut self) -> Outcome {
        let error = std::os::unix::process::CommandExt::exec(&mut self.0);
        Err(self.missing(&error))
    }

    /// Runs it to its end.
    #[cfg(not(unix))]
    pub fn become_it(self) -> Outcome {
        self.run()
    }

    fn missing(&self, error: &std::io::Error) -> Halt {
        let program = self.0.get_program().to_string_lossy();
        Halt::new(format!("`{program}` did not start: {error}"), "it installed and on PATH", "cargo xtask setup")
    }
}

impl fmt::Display for Cmd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.get_program().to_string_lossy())?;
        for arg in self.0.get_args().map(OsStr::to_string_lossy) {
            let arg = arg.replace(&format!("{}/", root().display()), "");
            if arg.contains(' ') { write!(f, " '{arg}'")? } else { write!(f, " {arg}")? }
        }
        Ok(())
    }
}

/// The first and the last lines of a long message: npm says first what is wrong, cargo last.
fn ends(said: &str) -> String {
    const KEPT: usize = 8;
    let lines: Vec<&str> = said.lines().collect();
    if lines.len() <= 2 * KEPT + 1 {
        return said.to_owned();
    }
    [&lines[..KEPT], &["…"], &lines[lines.len() - KEPT..]].concat().join("\n")
}

/// The text of a file of the repository, or what its absence means.
pub fn read_file(path: &str) -> Outcome<String> {
    std::fs::read_to_string(at(path))
        .map_err(|error| Halt::new(format!("{path}: {error}"), "the file as committed", format!("git checkout {path}")))
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn a_long_message_keeps_how_it_begins_and_how_it_ends() {
        let long = (1..=100).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!(ends(&long), "1\n2\n3\n4\n5\n6\n7\n8\n…\n93\n94\n95\n96\n97\n98\n99\n100");
        assert_eq!(ends("short\nmessage"), "short\nmessage");
    }
}
