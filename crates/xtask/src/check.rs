//! `cargo xtask check`: everything that can be judged without running the product.

use crate::{install, page::locked, process, project, tools};
use anyhow::{Context, Result, bail};
use clap::{ArgMatches, Command};
use std::{fs, path::Path};

pub(crate) fn cli() -> Command {
    Command::new("check").about("Checks formatting, lints and what no other tool looks at")
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    process::step("Formatting");
    process::run(tools::cargo().args(["fmt", "--all", "--check"])).context("run `cargo fmt --all`")?;
    process::step("Tidiness");
    tidy(project::root())?;
    process::step("Types of the journeys");
    install::node::node()?;
    install::node::test_packages()?;
    process::run(
        tools::node().args(["node_modules/typescript/bin/tsc", "--project", "."]).current_dir(project::tests()),
    )?;
    install::rust::target()?;
    process::step("Lints");
    lint(&["--workspace", "--all-targets"])?;
    process::step("Lints of the page as compiled for the browser");
    lint(&["--package", "workgroups", "--all-targets", "--target", tools::WASM_TARGET])
}

fn lint(what: &[&str]) -> Result<()> {
    process::run(tools::cargo().arg("clippy").args(what).args(locked()).args(["--", "-D", "warnings"]))
}

/// Checks of this repository's own.
fn tidy(root: &Path) -> Result<()> {
    let read = |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"));
    let mut found = Vec::new();
    if read("tests/package-lock.json")?.contains("\"resolved\"") {
        found.push("tests/package-lock.json records download addresses; make it anew beside tests/.npmrc".to_owned());
    }
    if let Some(version) = locked_version(&read("Cargo.lock")?, "wasm-bindgen")
        && version != tools::WASM_BINDGEN
    {
        found.push(format!(
            "Cargo.lock has wasm-bindgen {version}, tools.rs has {}; the page needs both the same",
            tools::WASM_BINDGEN
        ));
    }
    if found.is_empty() { Ok(()) } else { bail!("{}", found.join("\n       ")) }
}

/// The version of a package in a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let after = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?.1;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_locked_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "other"), None);
    }

    #[test]
    fn finds_what_is_untidy() {
        let root = std::env::temp_dir().join(format!("xtask-tidy-{}", std::process::id()));
        fs::create_dir_all(root.join("tests")).expect("makes a folder");
        let put = |name: &str, text: &str| fs::write(root.join(name), text).expect("writes");
        put("tests/package-lock.json", "{\"resolved\": \"x\"}");
        put("Cargo.lock", "name = \"wasm-bindgen\"\nversion = \"0.1.0\"\n");
        let found = tidy(&root).expect_err("is untidy").to_string();
        assert!(found.contains("download addresses") && found.contains("wasm-bindgen 0.1.0"), "{found}");
        put("tests/package-lock.json", "{}");
        put("Cargo.lock", &format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", tools::WASM_BINDGEN));
        assert!(tidy(&root).is_ok());
        fs::remove_dir_all(root).expect("removes");
    }
}
