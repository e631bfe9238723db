//! The command line. What the commands do is in the library.

use backend::{admin, openapi, serve, settings, settings_file};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// The Workgroups backend.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests until interrupted.
    Serve(Box<settings::Serve>),
    /// For whoever runs the backend.
    #[command(subcommand)]
    Admin(Admin),
    /// Print the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum Admin {
    /// Let an address sign in. Its agent and their default workgroup are made when they first do.
    Invite {
        /// The email address.
        address: String,
        /// The folder that holds the database.
        #[arg(long, env = "WORKGROUPS_DATA")]
        data: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let line = match settings_file::applied(Arguments::command(), std::env::args_os()) {
        Ok(command) => command.get_matches(),
        Err(sentence) => return refused(&sentence),
    };
    let arguments = Arguments::from_arg_matches(&line).unwrap_or_else(|error| error.exit());
    let done = match arguments.command {
        Command::Serve(settings) => serve::run(*settings).await,
        Command::Admin(Admin::Invite { address, data }) => {
            admin::invite(&address, &data).await.map(|said| println!("{said}"))
        }
        Command::Openapi => {
            print!("{}", openapi::document());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => refused(&sentence),
    }
}

fn refused(sentence: &str) -> ExitCode {
    eprintln!("backend: {sentence}");
    ExitCode::FAILURE
}
