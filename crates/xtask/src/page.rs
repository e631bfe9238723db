//! Builds the page as it is shipped: `dist/`, every compressible file with a `.br` beside it.

use crate::{precompress, process, project, split, stamp, tools};
use anyhow::{Context, Result};
use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Says what the page in `dist` was built from.
const STAMP: &str = ".stamp";
/// The Cargo profile of the page.
const PROFILE: &str = "page";
/// Where Cargo looks for flags, which it adds to those of `.cargo/config.toml`.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
/// What lies in the repository and is no input of the page. All else is taken to be one, so that
/// a new input cannot be forgotten here.
const NO_INPUT: [&str; 9] =
    ["bench-results", "crates", "data", "dist", "docs", "node_modules", "target", "test-results", "tests"];
/// The crates that are no input of the page.
const NO_INPUT_CRATES: [&str; 2] = ["backend", "xtask"];

/// Builds the page, unless what is there was built from the same files.
pub(crate) fn build() -> Result<()> {
    // Two builds at once would move each other's files away.
    let lock = File::create(project::target()?.join("page.lock")).context("cannot lock the build of the page")?;
    lock.lock().context("cannot lock the build of the page")?;

    let (dist, inputs) = (project::dist(), stamp::of_files(&inputs()?)?);
    if stamp::is(&dist.join(STAMP), &inputs) {
        return Ok(());
    }
    process::step("Building the page (the first time: a few minutes)");
    fetch()?;
    let arguments = ["build", "--release", "--offline", "--cargo-profile", PROFILE, "--dist"];
    process::run(tools::trunk().args(arguments).arg(&dist).args(locked()).env(FLAGS, flags()))
        .context("the page does not build")?;
    minify(&dist)?;
    split::page(&dist)?;
    precompress::folder(&dist)?;
    stamp::set(&dist.join(STAMP), &inputs)
}

/// Compiles the page's crates as Trunk has them compiled, so that [`build`] finds them done: for a
/// processor that is idle while the tools are installed.
pub(crate) fn compile() -> Result<()> {
    if stamp::is(&project::dist().join(STAMP), &stamp::of_files(&inputs()?)?) {
        return Ok(());
    }
    fetch()?;
    let arguments = ["build", "--target", tools::WASM_TARGET, "--profile", PROFILE, "--offline"];
    process::run(tools::cargo().args(arguments).args(locked()).env(FLAGS, flags())).context("the page does not compile")
}

/// Brings the page's crates here. Trunk builds offline, so that it downloads no tools.
fn fetch() -> Result<()> {
    process::run(tools::cargo().args(["fetch", "--quiet"]).args(locked())).context("the page's crates are missing")
}

/// Makes the boot script small; Trunk's own way cannot read it.
fn minify(dist: &Path) -> Result<()> {
    let mut entries = fs::read_dir(dist).context("cannot read the page")?.flatten().map(|entry| entry.path());
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let boot = entries.find(|path| name(path).starts_with("boot-") && name(path).ends_with(".js"));
    split::minify(dist, &[boot.context("the page has no boot script")?])
}

/// What the compiler is told. The page names the sources of its panics, but not where they lay on the
/// machine that built it: everywhere the same bytes are built.
fn flags() -> String {
    let mut flags = split::FLAGS.map(str::to_owned).to_vec();
    for sources in sources().unwrap_or_default() {
        let sources = sources.display().to_string();
        // Flags in a variable are parted by blanks.
        if !sources.contains(' ') {
            flags.push(format!("--remap-path-prefix={sources}="));
        }
    }
    flags.join(" ")
}

/// Where Cargo keeps the sources of crates: a folder for each registry.
fn sources() -> Result<Vec<PathBuf>> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).context("no home")?;
    let mut found: Vec<_> = fs::read_dir(home.join("registry/src"))?.flatten().map(|entry| entry.path()).collect();
    found.sort();
    Ok(found)
}

/// In CI a lock file that is out of date is an error; at home it is brought up to date.
pub(crate) fn locked() -> Option<&'static str> {
    env::var_os("CI").map(|_| "--locked")
}

fn inputs() -> Result<Vec<PathBuf>> {
    let mut inputs = others_than(project::root().to_owned(), &NO_INPUT)?;
    inputs.extend(others_than(project::root().join("crates"), &NO_INPUT_CRATES)?);
    Ok(inputs)
}

/// The entries of a folder, in order, without hidden files, documentation and `leave_out`.
fn others_than(folder: PathBuf, leave_out: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !(name.starts_with('.') || name.ends_with(".md") || leave_out.contains(&name.as_ref())) {
            found.push(path.clone());
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inputs_hold_the_page_and_nothing_of_the_backend() {
        let inputs: Vec<_> = inputs()
            .expect("reads")
            .iter()
            .filter_map(|path| path.strip_prefix(project::root()).ok())
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        for wanted in ["src", "Cargo.toml", "crates/contract", "crates/messages"] {
            assert!(inputs.iter().any(|input| input == wanted), "{wanted} is missing in {inputs:?}");
        }
        for unwanted in ["crates", "crates/backend", "target", "tests", ".git", "README.md"] {
            assert!(!inputs.iter().any(|input| input == unwanted), "{unwanted} is in {inputs:?}");
        }
    }
}
