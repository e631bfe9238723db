//! `cargo xtask run`: the whole product, on this machine.

use crate::{
    process, product, project,
    server::{self, Options, Profile},
};
use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command, value_parser};
use std::{
    env,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
};

pub(crate) fn cli() -> Command {
    Command::new("run")
        .about("Builds the page and the backend and runs them until interrupted")
        .after_help(
            "Prints `ready: http://127.0.0.1:PORT` on a line of its own when it answers. Sample agents can be \
             chosen on the sign-in page; mail is not sent but shown at /mailbox.",
        )
        .args([port(), data(), sample_workgroups(), sample_agents()])
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<()> {
    let port = *arguments.get_one::<u16>("port").context("no port")?;
    let data = data_folder(arguments)?;
    server::require_free(port)?;
    let binary = product::build(Profile::Local)?;

    process::step(&format!("Starting the backend with its data in {}", data.display()));
    let address = if port == 0 { "the address below".to_owned() } else { format!("http://127.0.0.1:{port}") };
    println!("Open {address} and press one of the buttons “Sign in as …”. Ctrl-C stops it.");
    let options = Options {
        port,
        data: &data,
        sample_workgroups: arguments.get_one("sample-workgroups").copied(),
        sample_agents: arguments.get_one("sample-agents").copied(),
    };
    // The backend takes this process's place, so that signals reach it and nothing is left behind.
    let error = server::command(&binary, &options).exec();
    Err(error).context("cannot start the backend")
}

pub(crate) fn port() -> Arg {
    Arg::new("port")
        .long("port")
        .value_name("PORT")
        .help("The port on loopback; 0 for any that is free")
        .default_value("8080")
        .value_parser(value_parser!(u16))
}

pub(crate) fn data() -> Arg {
    Arg::new("data")
        .long("data")
        .value_name("FOLDER")
        .help("Where the backend keeps its data [default: data in the repository]")
        .value_parser(value_parser!(PathBuf))
}

fn sample_workgroups() -> Arg {
    Arg::new("sample-workgroups")
        .long("sample-workgroups")
        .value_name("N")
        .help("How many sample workgroups more to have, when the data folder is new")
        .value_parser(value_parser!(u32))
}

fn sample_agents() -> Arg {
    Arg::new("sample-agents")
        .long("sample-agents")
        .value_name("N")
        .help("How many agents more to have in the first sample workgroup, when the data folder is new")
        .value_parser(value_parser!(u32))
}

/// The data folder asked for, from where the person stands.
pub(crate) fn data_folder(arguments: &ArgMatches) -> Result<PathBuf> {
    match arguments.get_one::<PathBuf>("data") {
        Some(folder) => Ok(env::current_dir().context("the current folder is gone")?.join(folder)),
        None => Ok(project::root().join(Path::new("data"))),
    }
}
