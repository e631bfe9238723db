//! `cargo xtask build`: what is deployed.

use crate::{process, product, project, server::Profile};
use anyhow::Result;
use clap::{ArgMatches, Command};

pub(crate) fn cli() -> Command {
    Command::new("build").about("Builds the page into dist/ and the backend, as they are deployed")
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    let backend = product::build(Profile::Release)?;
    process::step(&format!("Built {} and {}", project::dist().display(), backend.display()));
    Ok(())
}
