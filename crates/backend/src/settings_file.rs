//! Settings from a file (TOML): each key is the name of an option, as in `smtp-url = "…"`. The
//! command line goes before the environment, and that before the file.

use clap::{Arg, Command};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The name of the option, and of the argument, that says where the file is.
const OPTION: &str = "settings";

/// The command line, with the file's settings as defaults of the subcommand `serve`, if a file is
/// named there or in the environment.
///
/// # Errors
/// A sentence saying what is wrong with the file.
pub fn applied<I>(command: Command, line: I) -> Result<Command, String>
where
    I: IntoIterator,
    I::Item: Into<std::ffi::OsString> + Clone,
{
    // Whatever else is wrong with the command line is told later, when the file is known.
    let named = command.clone().ignore_errors(true).try_get_matches_from(line).ok();
    let file = named.and_then(|all| all.subcommand_matches("serve")?.get_one::<PathBuf>(OPTION).cloned());
    match file {
        Some(file) => {
            let table = read(&file)?;
            known(&command, &table, &file)?;
            Ok(command.mut_subcommand("serve", |serve| serve.mut_args(|arg| preset(arg, &table))))
        }
        None => Ok(command),
    }
}

fn read(file: &Path) -> Result<Table, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("--settings {} cannot be read: {error}", file.display()))?;
    // The parser's own message quotes the line, in which there may be a password.
    text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        format!("--settings {} is no TOML in line {line}", file.display())
    })
}

fn known(command: &Command, table: &Table, file: &Path) -> Result<(), String> {
    let options: Vec<&str> = command
        .find_subcommand("serve")
        .into_iter()
        .flat_map(Command::get_arguments)
        .filter_map(Arg::get_long)
        .filter(|option| *option != OPTION)
        .collect();
    for (key, value) in table {
        if !options.contains(&key.as_str()) {
            return Err(format!("--settings {} has {key:?}, which is no setting", file.display()));
        }
        if texts(value).is_none() {
            return Err(format!(
                "--settings {} has a value for {key:?} that is no text, number or list",
                file.display()
            ));
        }
    }
    Ok(())
}

fn preset(arg: Arg, table: &Table) -> Arg {
    match arg.get_long().and_then(|option| table.get(option)).and_then(texts) {
        Some(values) => arg.required(false).default_values(values),
        None => arg,
    }
}

/// A value as it would be written on the command line.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Boolean(yes) => Some(vec![yes.to_string()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Serve;
    use clap::{CommandFactory as _, FromArgMatches as _, Parser};

    #[derive(Debug, Parser)]
    enum Line {
        Serve(Box<Serve>),
    }

    fn settings(file: &str, more: &[&str]) -> Result<Serve, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, file).expect("writes");
        let path = path.display().to_string();
        let line: Vec<&str> =
            ["backend", "serve", "--settings", &path].into_iter().chain(more.iter().copied()).collect();
        let matches =
            applied(Line::command(), &line)?.try_get_matches_from(&line).map_err(|error| error.to_string())?;
        let Line::Serve(settings) = Line::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        Ok(*settings)
    }

    #[test]
    fn the_file_sets_what_the_command_line_does_not() {
        let file = "data = 'data'\nport = 81\nlocal = true\ncurrency = 'EUR'\nsmtp-url = 'smtps://a:b@c.example'\n\
                    connect-src = ['https://a.example', 'https://b.example']\n";
        let settings = settings(file, &["--port", "82"]).expect("reads");
        assert_eq!((settings.data, settings.port, settings.local), (PathBuf::from("data"), 82, true));
        assert_eq!(settings.currency.code(), "EUR");
        assert_eq!(settings.mail.smtp_url.as_deref(), Some("smtps://a:b@c.example"));
        assert_eq!(settings.connect_src, ["https://a.example", "https://b.example"]);
    }

    #[test]
    fn what_is_no_setting_is_refused_without_its_value() {
        for file in [
            "smtp-uri = 'hunter2'",
            "settings = 'hunter2'",
            "SMTP_URL = 'hunter2'",
            "smtp-url = { x = 'hunter2' }",
            "smtp-url = [1]",
            "data = 'x'\nsmtp-url = 'hunter2",
        ] {
            let sentence = settings(file, &["--data", "data"]).expect_err("refused");
            assert!(sentence.starts_with("--settings ") && !sentence.contains("hunter2"), "{sentence}");
        }
        assert!(settings("", &["--data", "data"]).is_ok());
        assert!(settings("", &[]).is_err_and(|sentence| sentence.contains("--data")));
        let line = ["backend", "serve", "--settings", "/nowhere/settings.toml"];
        assert!(applied(Line::command(), line).is_err_and(|sentence| sentence.contains("cannot be read")));
    }
}
