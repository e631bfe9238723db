//! `cargo xtask bench`: measures the built page over a release build of the backend.

use crate::{
    install, page, process, project,
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
             `cargo xtask bench -- --help` lists them.",
        )
        .arg(Arg::new("arguments").value_name("ARGUMENTS").num_args(0..).last(true))
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<()> {
    install::for_tests()?;
    page::build()?;
    let backend = server::build(Profile::Release)?;
    process::run(
        tools::node()
            .arg("bench/main.mjs")
            .args(arguments.get_many::<String>("arguments").into_iter().flatten())
            .current_dir(project::tests())
            .envs(test::tested(&backend)?),
    )
}
