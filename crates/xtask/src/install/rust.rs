//! The wasm target and the two tools that come from crates.io.

use crate::{process, project, tools};
use anyhow::{Context, Result};
use std::fs;

/// The compiler's wasm target. `rust-toolchain.toml` asks rustup for it; this helps where the
/// toolchain was installed before it was named there.
pub(crate) fn target() -> Result<()> {
    let libraries = process::output(tools::with_path("rustc").current_dir(project::root()).args([
        "--print",
        "target-libdir",
        "--target",
        tools::WASM_TARGET,
    ]))?;
    if fs::read_dir(&libraries).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(());
    }
    process::step(&format!("Adding the Rust target {}", tools::WASM_TARGET));
    process::run(tools::with_path("rustup").current_dir(project::root()).args(["target", "add", tools::WASM_TARGET]))
        .with_context(|| format!("this Rust has no target {}", tools::WASM_TARGET))
}

/// Trunk, wasm-bindgen and wasm-split. Built without optimisation, and so from the same builds of what
/// they share: they are called for seconds, and optimising them takes minutes.
pub(crate) fn page_tools() -> Result<()> {
    let mut installed = false;
    if !has("trunk", tools::TRUNK) {
        process::step(&format!("Installing trunk {} (two to three minutes)", tools::TRUNK));
        // Its default features are a TLS stack, with which it would download tools, and a check for updates.
        install("trunk", tools::TRUNK, &["--locked", "--no-default-features"])?;
        installed = true;
    }
    if !has("wasm-bindgen", tools::WASM_BINDGEN) || !has("wasm-bindgen-test-runner", tools::WASM_BINDGEN) {
        process::step(&format!("Installing wasm-bindgen {} (one minute)", tools::WASM_BINDGEN));
        install("wasm-bindgen-cli", tools::WASM_BINDGEN, &[])?;
        installed = true;
    }
    if !is_recorded("wasm_split_cli_support", tools::WASM_SPLIT) {
        process::step(&format!("Installing wasm-split {} (half a minute)", tools::WASM_SPLIT));
        install("wasm_split_cli_support", tools::WASM_SPLIT, &["--features", "build-binary"])?;
        installed = true;
    }
    if installed {
        fs::remove_dir_all(build_folder()).context("cannot remove the folder in which tools were built")?;
    }
    Ok(())
}

fn has(program: &str, version: &str) -> bool {
    let program = project::tools().join("bin").join(program);
    program.exists()
        && process::output(tools::with_path(program).arg("--version"))
            .is_ok_and(|said| said.split_whitespace().nth(1) == Some(version))
}

/// Whether cargo has noted that it installed the package: not every program tells its version.
fn is_recorded(package: &str, version: &str) -> bool {
    fs::read_to_string(project::tools().join(".crates.toml"))
        .is_ok_and(|noted| noted.contains(&format!("\"{package} {version} (")))
}

fn install(package: &str, version: &str, flags: &[&str]) -> Result<()> {
    process::run(
        tools::cargo()
            .args(["install", "--quiet", "--debug", "--force", "--root"])
            .arg(project::tools())
            .arg("--target-dir")
            .arg(build_folder())
            .args(flags)
            .arg(format!("{package}@{version}"))
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0"),
    )
    .with_context(|| format!("{package} {version} could not be installed"))
}

fn build_folder() -> std::path::PathBuf {
    project::tools().join("build")
}
