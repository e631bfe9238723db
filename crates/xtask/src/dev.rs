//! `cargo xtask dev`: the page rebuilt and reloaded at every change, over a real backend.

use crate::{
    install, process, project, run,
    server::{self, Options, Profile},
    tools,
};
use anyhow::{Context, Result};
use clap::{ArgMatches, Command};
use std::{fs, os::unix::process::CommandExt};

/// What is watched. Not the whole repository: the backend's database changes all the time.
const WATCHED: [&str; 7] =
    ["src", "style", "public", "index.html", "crates/contract", "crates/rules", "crates/messages"];

pub(crate) fn cli() -> Command {
    Command::new("dev")
        .about("Serves the page with live reload, over a backend of its own")
        .args([run::port(), run::data()])
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<()> {
    let port = *arguments.get_one::<u16>("port").context("no port")?;
    let data = run::data_folder(arguments)?;
    server::require_free(port)?;
    install::for_page()?;
    let binary = server::build(Profile::Dev)?;
    let options = Options { port: 0, data: &data, sample_workgroups: None, sample_agents: None };
    let mut backend = server::command(&binary, &options);
    // Links in mails lead to the page as it is served here.
    backend.args(["--public-url", &format!("http://127.0.0.1:{port}")]);
    let (_backend, url) = server::start(&backend)?;
    process::step(&format!("The backend answers at {url}, its mailbox is {url}/mailbox"));
    process::step(&format!("Serving the page at http://127.0.0.1:{port}"));

    // Trunk.toml tells it what not to watch, and it stops where one of those folders is missing.
    for folder in [project::dist(), project::root().join("data")] {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut trunk = tools::trunk();
    trunk
        .args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()])
        // A folder of its own: what is there is not what is shipped.
        .arg("--dist")
        .arg(project::target()?.join("dev-dist"))
        .args([&format!("--proxy-backend={url}/api/"), "--proxy-no-system-proxy"])
        .args(WATCHED.iter().flat_map(|path| ["--watch", path]));
    // Trunk takes this process's place; the backend ends with it.
    Err(trunk.exec()).context("cannot start trunk")
}
