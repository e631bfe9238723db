//! Chromium and its driver, from Debian: the only tools that are installed outside the project.

use super::major;
use crate::{process, tools};
use anyhow::{Result, bail};
use std::{fs, process::Command};

/// A Chromium that is new enough, with a driver of the same version.
pub(crate) fn chromium() -> Result<()> {
    let Err(reason) = check() else { return Ok(()) };
    process::step(&format!("Installing Chromium from Debian ({reason})"));
    debian_packages(&["chromium", "chromium-driver"])?;
    match check() {
        Ok(()) => Ok(()),
        Err(reason) => bail!("Debian's Chromium does not serve: {reason}"),
    }
}

fn check() -> Result<(), String> {
    let version = |name: &str| {
        let program = process::find(name).ok_or(format!("{name} is missing"))?;
        let said = process::output(Command::new(program).arg("--version")).map_err(|error| format!("{error:#}"))?;
        major(&said).ok_or(format!("{name} does not say its version"))
    };
    let (browser, driver) = (version("chromium")?, version("chromedriver")?);
    if browser < tools::CHROMIUM_AT_LEAST {
        return Err(format!("Chromium {browser} is older than {}", tools::CHROMIUM_AT_LEAST));
    }
    if browser != driver {
        return Err(format!("Chromium is {browser}, its driver is {driver}"));
    }
    Ok(())
}

/// Installs packages of Debian, as root or by sudo.
pub(crate) fn debian_packages(names: &[&str]) -> Result<()> {
    let line = format!("apt-get update && apt-get install -y {}", names.join(" "));
    if process::find("apt-get").is_none() {
        bail!("this machine has no apt-get; install {} in its own way", names.join(" and "));
    }
    let root = is_root();
    if !root && process::find("sudo").is_none() {
        bail!("{} cannot be installed without root; run as root: {line}", names.join(" and "));
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        process::run(command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(arguments))
    };
    apt(&["update"])
        .and_then(|()| apt(&[&["install", "-y", "--no-install-recommends"], names].concat()))
        .map_err(|error| error.context(format!("cannot install {}; run as root: {line}", names.join(" and "))))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
