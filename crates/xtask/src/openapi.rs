//! `cargo xtask openapi`: writes the API's description anew after the contract has changed.

use crate::{process, project, server};
use anyhow::{Context, Result};
use clap::{ArgMatches, Command};
use std::fs;

/// Where the description is kept; a test of the backend fails when it is out of date.
const DOCUMENT: &str = "crates/backend/openapi.json";

pub(crate) fn cli() -> Command {
    Command::new("openapi").about("Writes the OpenAPI document from the contract")
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    let backend = server::build(server::Profile::Dev)?;
    let mut document = process::output(std::process::Command::new(backend).arg("openapi"))?;
    document.push('\n');
    fs::write(project::root().join(DOCUMENT), document).with_context(|| format!("cannot write {DOCUMENT}"))?;
    process::step(&format!("Wrote {DOCUMENT}"));
    Ok(())
}
