//! `cargo xtask test`: every level of tests, each with what it needs.

use crate::{
    install, page, process, project,
    server::{self, Profile},
    tools,
};
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

/// A level: its name, what it needs installed, how it runs.
struct Level {
    name: &'static str,
    install: fn() -> Result<()>,
    run: fn(&[String]) -> Result<()>,
}

const LEVELS: [Level; 3] = [
    Level { name: "native", install: install::rust::target, run: native },
    Level { name: "component", install: install::for_tests, run: component },
    Level { name: "journey", install: install::for_tests, run: journey },
];

pub(crate) fn cli() -> Command {
    Command::new("test")
        .about("Runs the tests: native, components in a browser, whole journeys")
        .after_help(
            "native     every crate on this machine, and the shared crates compiled for wasm\n\
             component  the page's parts in headless Chromium\n\
             journey    the built page over a real backend, driven by Playwright",
        )
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("LEVEL")
                .help("Run this level alone; may be given more than once")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(LEVELS.map(|level| level.name))),
        )
        .arg(
            Arg::new("arguments")
                .value_name("ARGUMENTS")
                .help("Passed on to the level's runner (cargo test, or Playwright); needs --only")
                .requires("only")
                .num_args(0..)
                .last(true),
        )
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<()> {
    let only: Vec<&String> = arguments.get_many("only").into_iter().flatten().collect();
    let passed_on: Vec<String> = arguments.get_many("arguments").into_iter().flatten().cloned().collect();
    let mut results = Vec::new();
    for level in LEVELS.iter().filter(|level| only.is_empty() || only.iter().any(|name| *name == level.name)) {
        (level.install)()?;
        process::step(&format!("Tests: {}", level.name));
        let started = Instant::now();
        let result = (level.run)(&passed_on);
        results.push((level.name, result, started.elapsed()));
    }
    println!();
    for (name, result, time) in &results {
        println!("{name:<10} {:>7}  {}", shown(*time), outcome(result));
    }
    match results.iter().filter(|(_, result, _)| result.is_err()).count() {
        0 => Ok(()),
        failed => bail!("{failed} of {} levels failed", results.len()),
    }
}

fn outcome(result: &Result<()>) -> String {
    match result {
        Ok(()) => "passed".to_owned(),
        Err(error) => format!("FAILED: {error:#}"),
    }
}

fn shown(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

fn native(arguments: &[String]) -> Result<()> {
    process::run(tools::cargo().args(["test", "--workspace"]).args(page::locked()).arg("--").args(arguments))?;
    // The same rules are to run over other stores and inside the browser.
    process::run(
        tools::cargo()
            .args(["build", "--package", "rules", "--package", "contract", "--target", tools::WASM_TARGET])
            .args(page::locked()),
    )
    .context("the shared crates do not compile for wasm")
}

fn component(arguments: &[String]) -> Result<()> {
    process::run(
        tools::cargo()
            .args(["test", "--package", "workgroups", "--target", tools::WASM_TARGET])
            .args(page::locked())
            .arg("--")
            .args(arguments)
            .env("CHROMEDRIVER", tools::chromedriver()?)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
            .env("WASM_BINDGEN_TEST_ONLY_WEB", "1"),
    )
}

fn journey(arguments: &[String]) -> Result<()> {
    page::build()?;
    let backend = server::build(Profile::Dev)?;
    process::run(
        tools::node()
            .arg("node_modules/@playwright/test/cli.js")
            .arg("test")
            .args(arguments)
            .current_dir(project::tests())
            .envs(tested(&backend)?),
    )
}

/// What the scripts in `tests` are told of what they test.
pub(crate) fn tested(backend: &Path) -> Result<[(&'static str, std::path::PathBuf); 3]> {
    Ok([
        ("WORKGROUPS_BACKEND", fs::canonicalize(backend).context("the backend is not built")?),
        ("WORKGROUPS_SITE", project::dist()),
        ("CHROMIUM", tools::chromium()?),
    ])
}
