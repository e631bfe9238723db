//! `cargo xtask size`: holds the first load to its budget.

use crate::{first_load, install, page, project};
use anyhow::{Context, Result, bail};
use clap::{ArgMatches, Command};

/// Bytes, and the reason wherever it was raised.
const BUDGET: &str = include_str!("../budget.txt");

pub(crate) fn cli() -> Command {
    Command::new("size").about("Lists the bytes of the first load and fails when they exceed the budget").after_help(
        "Counted is what a browser fetches, brotli-compressed, before Settings shows, but answers of the API. \
         The budget stands in crates/xtask/budget.txt.",
    )
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    let budget = budget(BUDGET)?;
    install::for_page()?;
    page::build()?;
    let files = first_load::files(&project::dist())?;
    let total: u64 = files.iter().map(|file| file.sent).sum();
    println!("{:>9}  {:>9}  first load of Settings", "raw", "brotli");
    for file in &files {
        println!("{:>9}  {:>9}  {}", file.raw, file.sent, file.name);
    }
    println!("{:>9}  {total:>9}  of {budget}", files.iter().map(|file| file.raw).sum::<u64>());
    println!("{:>9}  {:>9}  on demand, not counted", "raw", "brotli");
    for file in first_load::parts(&project::dist())? {
        println!("{:>9}  {:>9}  {}", file.raw, file.sent, file.name);
    }
    if total > budget {
        bail!("the first load is {} bytes over its budget", total - budget);
    }
    Ok(())
}

/// The first line that is no comment.
fn budget(text: &str) -> Result<u64> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.and_then(|line| line.parse().ok()).context("crates/xtask/budget.txt holds no number of bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_a_number() {
        assert_eq!(budget("# why\n\n 175000 \n").expect("reads"), 175_000);
        assert!(budget("# why\n").is_err());
        assert!(budget(BUDGET).is_ok());
    }
}
