//! `cargo xtask build`: what is deployed.

use crate::{
    install, page, process, project,
    server::{self, Profile},
};
use anyhow::Result;
use clap::{ArgMatches, Command};

pub(crate) fn cli() -> Command {
    Command::new("build").about("Builds the page into dist/ and the backend, as they are deployed")
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    install::for_page()?;
    page::build()?;
    let backend = server::build(Profile::Release)?;
    process::step(&format!("Built {} and {}", project::dist().display(), backend.display()));
    Ok(())
}
