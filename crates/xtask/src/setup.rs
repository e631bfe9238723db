//! `cargo xtask setup`: installs the tools and nothing else.

use crate::{install, process};
use anyhow::Result;
use clap::{ArgMatches, Command};

pub(crate) fn cli() -> Command {
    Command::new("setup")
        .about("Installs the tools that are missing; the other commands do so by themselves")
        .after_help("Everything goes into .tools, but Chromium and its driver, which come from Debian.")
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    install::for_tests()?;
    process::step("All tools are there");
    Ok(())
}
