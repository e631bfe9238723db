//! Builds and starts the backend. It is always the real one, in local mode on loopback.

use crate::{page::locked, process, project, tools};
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// How the backend is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly, as the native tests compile it.
    Dev,
    /// For one person, optimised as far as that takes little time.
    Local,
    /// As it is shipped.
    Release,
}

/// What the backend is started with.
pub(crate) struct Options<'a> {
    /// Its port on loopback; 0 for any that is free.
    pub(crate) port: u16,
    /// Its data folder.
    pub(crate) data: &'a Path,
    /// How many sample workgroups to have beyond the usual few.
    pub(crate) sample_workgroups: Option<u32>,
    /// How many agents to have beyond the usual few in the first sample workgroup.
    pub(crate) sample_agents: Option<u32>,
}

/// Builds the backend and says where it is.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    process::step("Building the backend (the first time: a few minutes)");
    // Cargo's own name of a profile, and of the folder that it builds into.
    let (name, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Local => ("local", "local"),
        Profile::Release => ("release", "release"),
    };
    process::run(tools::cargo().args(["build", "--package", "backend", "--profile", name]).args(locked()))
        .context("the backend does not build")?;
    Ok(project::target()?.join(folder).join("backend"))
}

/// The command that starts the backend.
pub(crate) fn command(binary: &Path, options: &Options<'_>) -> Command {
    let mut command = Command::new(binary);
    command
        .args(["serve", "--local", "--sample", "--port", &options.port.to_string(), "--data"])
        .arg(options.data)
        .arg("--site")
        .arg(project::dist());
    for (flag, count) in
        [("--sample-workgroups", options.sample_workgroups), ("--sample-agents", options.sample_agents)]
    {
        if let Some(count) = count {
            command.args([flag, &count.to_string()]);
        }
    }
    command
}

/// Starts the backend beside this program and waits until it answers. It ends with this program.
pub(crate) fn start(command: &Command) -> Result<(Child, String)> {
    let mut child = ending_with_this(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the backend")?;
    let stdout = child.stdout.take().context("the backend has no output")?;
    let mut lines = BufReader::new(stdout).lines();
    while let Some(Ok(line)) = lines.next() {
        if let Some(url) = line.strip_prefix("ready: ") {
            let url = url.to_owned();
            std::thread::spawn(move || lines.for_each(drop)); // a full pipe would stop it
            return Ok((child, url));
        }
    }
    bail!("the backend stopped before it answered ({})", child.wait()?)
}

/// Refuses early and in plain words what the backend would refuse after minutes of building.
pub(crate) fn require_free(port: u16) -> Result<()> {
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        bail!(
            "port {port} cannot be used ({error}); stop what listens there, or choose another, as in --port {}",
            port.wrapping_add(1).max(1024)
        );
    }
    Ok(())
}

/// The same command, sent SIGTERM when this process ends in whatever way.
fn ending_with_this(command: &Command) -> Command {
    let Some(setpriv) = process::find("setpriv") else {
        let mut same = Command::new(command.get_program());
        same.args(command.get_args());
        return same;
    };
    let mut wrapped = Command::new(setpriv);
    wrapped.args(["--pdeathsig", "TERM"]).arg(command.get_program()).args(command.get_args());
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_with_another_to_try() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).expect("binds");
        let port = taken.local_addr().expect("has an address").port();
        let error = require_free(port).expect_err("is taken").to_string();
        assert!(error.starts_with(&format!("port {port} cannot be used")), "{error}");
        drop(taken);
        assert!(require_free(0).is_ok());
    }

    #[test]
    fn passes_on_how_much_there_is_to_be() {
        let arguments = |sample_workgroups, sample_agents| {
            let options = Options { port: 0, data: Path::new("d"), sample_workgroups, sample_agents };
            let command = command(Path::new("backend"), &options);
            let all: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
            all.join(" ")
        };
        assert!(arguments(Some(7), Some(9)).ends_with(" --sample-workgroups 7 --sample-agents 9"));
        assert!(!arguments(None, None).contains("--sample-"), "{}", arguments(None, None));
    }

    #[test]
    fn waits_for_the_line_that_says_where() {
        let (mut child, url) =
            start(Command::new("sh").args(["-c", "echo starting; echo 'ready: http://x'; exec sleep 9"]))
                .expect("is ready");
        assert_eq!(url, "http://x");
        child.kill().expect("ends");
        child.wait().expect("ends");
        assert!(start(Command::new("sh").args(["-c", "echo no; exit 4"])).is_err());
    }
}
