//! `cargo xtask bench`: measures the built page over a release build of the backend.

use crate::{
    install, page, process, product, project,
    server::{self, Profile},
    test, tools,
};
use anyhow::Result;
use clap::{Arg, ArgMatches, Command};

pub(crate) fn cli() -> Command {
    Command::new("bench")
        .about("Measures the page in a browser with 10,000 workgroups and prints a table")
        .after_help(
            "The figures are written to bench-results/ as JSON too. Arguments after -- go to the measuring script; \
             `cargo xtask bench -- --help` lists them. `cargo xtask bench -- --events [STREAMS] [EDITS]` measures the \
             backend's stream of events instead, without a browser.",
        )
        .arg(Arg::new("arguments").value_name("ARGUMENTS").num_args(0..).last(true))
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<()> {
    let given: Vec<&String> = arguments.get_many::<String>("arguments").into_iter().flatten().collect();
    if let [first, numbers @ ..] = &given[..]
        && *first == "--events"
    {
        return events(numbers);
    }
    install::for_tests()?;
    let backend = product::build(Profile::Release)?;
    process::run(
        tools::node().arg("bench/main.mjs").args(given).current_dir(project::tests()).envs(test::tested(&backend)?),
    )
}

/// The stream of events, by an example of the backend: many readers in one program disturb the
/// backend less than many in a browser.
fn events(numbers: &[&String]) -> Result<()> {
    let backend = server::build(Profile::Release)?;
    process::step("Building the readers");
    process::run(
        tools::cargo()
            .args(["run", "--release", "--package", "backend", "--example", "events"])
            .args(page::locked())
            .arg("--")
            .arg(backend)
            .args(numbers),
    )
}
