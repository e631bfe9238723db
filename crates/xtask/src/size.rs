//! `cargo xtask size`: holds what comes unasked to its budgets.

use crate::{
    first_load::{self, Loaded},
    install, page, project,
};
use anyhow::{Context, Result, bail};
use clap::{ArgMatches, Command};

/// Two numbers of bytes: of the first load, and of what comes by itself after it.
const BUDGETS: &str = include_str!("../budget.txt");

pub(crate) fn cli() -> Command {
    Command::new("size")
        .about("Lists the bytes that a visit fetches and fails when they exceed their budgets")
        .after_help(
            "Counted is what a browser fetches, brotli-compressed, before Settings shows, but answers of the API; and \
         apart from it, what comes by itself once Settings is shown. The budgets stand in crates/xtask/budget.txt.",
        )
}

pub(crate) fn run(_: &ArgMatches) -> Result<()> {
    let [first, unasked] = budgets(BUDGETS)?;
    install::for_page()?;
    page::build()?;
    let dist = project::dist();
    let (by_itself, on_demand): (Vec<_>, Vec<_>) =
        first_load::parts(&dist)?.into_iter().partition(first_load::comes_by_itself);
    let over = [
        list("first load of Settings", &first_load::files(&dist)?, Some(first)),
        list("comes by itself, once Settings is shown", &by_itself, Some(unasked)),
        list("on demand, not counted", &on_demand, None),
    ];
    for (what, over) in ["the first load", "what comes by itself"].into_iter().zip(over) {
        if over > 0 {
            bail!("{what} is {over} bytes over its budget");
        }
    }
    Ok(())
}

/// Prints the files; says by how many bytes they are over their budget.
fn list(title: &str, files: &[Loaded], budget: Option<u64>) -> u64 {
    println!("{:>9}  {:>9}  {title}", "raw", "brotli");
    for file in files {
        println!("{:>9}  {:>9}  {}", file.raw, file.sent, file.name);
    }
    let Some(budget) = budget else { return 0 };
    let sum = |bytes: fn(&Loaded) -> u64| files.iter().map(bytes).sum::<u64>();
    let sent = sum(|file| file.sent);
    println!("{:>9}  {sent:>9}  of {budget}", sum(|file| file.raw));
    sent.saturating_sub(budget)
}

/// The lines that are no comments.
fn budgets(text: &str) -> Result<[u64; 2]> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let numbers: Vec<u64> = lines.filter_map(|line| line.parse().ok()).collect();
    numbers.try_into().ok().context("crates/xtask/budget.txt does not hold two numbers of bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budgets_are_numbers() {
        assert_eq!(budgets("# why\n\n 175000 \n# why\n78000").expect("reads"), [175_000, 78_000]);
        assert!(budgets("175000\n").is_err());
        assert!(budgets(BUDGETS).is_ok());
    }

    #[test]
    fn says_by_how_much_a_budget_is_exceeded() {
        let file = |sent| Loaded { name: "a".to_owned(), raw: 9, sent };
        assert_eq!(list("", &[file(3), file(4)], Some(6)), 1);
        assert_eq!(list("", &[file(3), file(3)], Some(6)), 0);
        assert_eq!(list("", &[file(3)], None), 0);
    }
}
