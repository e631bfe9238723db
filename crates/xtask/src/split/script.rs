//! The scripts of the page, made small by esbuild.

use super::names::Names;
use crate::{process, tools};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The properties by which script and module know each other: what wasm-bindgen makes of Rust's
/// names, each with a hash. They take more bytes than what they name.
const SHARED: &str = "^(__wbg_|__wbindgen_|__externref_|_ZN)";
/// Tells V8 to compile all functions of the script beside the main thread while it arrives (Explicit
/// Compile Hints), instead of each when it is first called. They are few, small and nearly all used.
const ALL_AT_ONCE: &str = "//# allFunctionsCalledOnLoad";

/// The main script. Of what it exports it keeps what others import: leptos depends on classes for
/// streams of which the page makes none (`wasm-streams`).
///
/// Gives the names that the module has to take in its turn.
pub(super) fn main(parts: &Path, script: &Path) -> Result<Names> {
    let (entry, names) = (parts.join("entry.js"), parts.join("names.json"));
    fs::write(&entry, r#"export { default, initSync } from "./main.js";"#).context("cannot write a script")?;
    let [cache, out] = [("mangle-cache", &names), ("outfile", &script.to_path_buf())]
        .map(|(name, file)| format!("--{name}={}", file.display()));
    process::output(esbuild().arg(&entry).args([
        "--bundle",
        "--allow-overwrite",
        // wasm-bindgen names the loader once for each part, each time the same.
        "--log-override:duplicate-object-key=silent",
        "--external:./__wasm_split.js",
        // Else a class that nobody uses is kept for what it might do.
        "--define:Symbol.dispose=undefined",
        "--pure:FinalizationRegistry",
        &format!("--mangle-props={SHARED}"),
        &format!("--banner:js={ALL_AT_ONCE}"),
        &cache,
        &out,
    ]))
    .context("the page's script cannot be made small")?;
    let mapping = fs::read_to_string(&names).context("esbuild left no names")?;
    for file in [entry, names] {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Names::parse(&mapping)
}

/// Any other script of a folder: short names inside it, no blanks.
pub(crate) fn minify(folder: &Path, scripts: &[PathBuf]) -> Result<()> {
    process::output(esbuild().arg(format!("--outdir={}", folder.display())).arg("--allow-overwrite").args(scripts))
        .context("the page's scripts cannot be made small")?;
    Ok(())
}

fn esbuild() -> Command {
    let mut command = tools::with_path("esbuild");
    command.args(["--minify", "--format=esm", "--target=es2022", "--legal-comments=none"]);
    command
}
