//! `cargo xtask`: everything that is done to this repository by hand, in one place.
//!
//! One file per command; `project`, `process`, `tools`, `page` and `server` are what they share. Nothing
//! here is part of the product: no crate may depend on this one. It is compiled on every fresh
//! machine before anything else can start, so dependencies are few.

mod bench;
mod build;
mod check;
mod dev;
mod first_load;
mod install;
mod openapi;
mod page;
mod precompress;
mod process;
mod product;
mod project;
mod run;
mod server;
mod setup;
mod size;
mod split;
mod stamp;
mod test;
mod tools;

use clap::{ArgMatches, Command};
use std::process::ExitCode;

/// A command of `cargo xtask`: how it is called, and what it does.
type Task = (fn() -> Command, fn(&ArgMatches) -> anyhow::Result<()>);

const TASKS: [Task; 9] = [
    (run::cli, run::run),
    (test::cli, test::run),
    (dev::cli, dev::run),
    (build::cli, build::run),
    (check::cli, check::run),
    (size::cli, size::run),
    (bench::cli, bench::run),
    (openapi::cli, openapi::run),
    (setup::cli, setup::run),
];

fn cli() -> Command {
    Command::new("cargo xtask")
        .bin_name("cargo xtask")
        .about("Builds, runs, tests and measures Workgroups")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(TASKS.map(|(cli, _)| cli()))
}

fn main() -> ExitCode {
    let matches = cli().get_matches();
    let Some((name, arguments)) = matches.subcommand() else {
        return ExitCode::FAILURE;
    };
    let Some((_, run)) = TASKS.iter().find(|(cli, _)| cli().get_name() == name) else {
        return ExitCode::FAILURE;
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::cli().debug_assert();
    }
}
