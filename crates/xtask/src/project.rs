//! Where things are in this repository.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The repository.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest)
}

/// The folder for tools that this repository installs for itself.
pub(crate) fn tools() -> PathBuf {
    root().join(".tools")
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The Playwright journeys and the benchmarks, with their npm packages.
pub(crate) fn tests() -> PathBuf {
    root().join("tests")
}

/// Cargo's target folder: the one that this program was built into.
pub(crate) fn target() -> Result<PathBuf> {
    let program = std::env::current_exe().context("cannot find out where this program is")?;
    program.ancestors().nth(2).map(Path::to_owned).context("this program is not in a target folder")
}
