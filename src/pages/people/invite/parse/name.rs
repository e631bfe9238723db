//! What a person is called, as mail programs and tables write it.

use super::is_blank;

/// What stands behind a comma and a company's name.
const COMPANIES: [&str; 5] = ["inc", "llc", "ltd", "gmbh", "ag"];
/// What stands behind a comma and a whole name. Behind a last name alone it is a first name: Md is
/// one of many.
const TITLES: [&str; 7] = ["jr", "sr", "phd", "md", "mba", "msc", "bsc"];

/// A name without quotes around it, the first name first, and blanks collapsed; none where no
/// letter is left, and where it is an address.
pub(super) fn name(text: &str) -> Option<String> {
    let bare = unquote(text);
    let name = match bare.split_once(',') {
        Some((last, first)) if !first.contains(',') && !is_suffix(last, first) => join([first, last]),
        _ => join([bare.as_str()]),
    };
    (name.contains(char::is_alphabetic) && !name.contains('@')).then_some(name)
}

/// Parts of a name, one blank between words.
pub(super) fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let words = parts.into_iter().flat_map(|part| part.split(is_blank)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A text without the quotes or brackets around it.
pub(super) fn unquote(text: &str) -> String {
    let mut bare = text.trim_matches(is_blank);
    for (open, close) in [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“'), ('(', ')')] {
        if let Some(inside) = bare.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            bare = inside.trim_matches(is_blank);
        }
    }
    bare.replace("\"\"", "\"").replace("\\\"", "\"")
}

fn is_suffix(before: &str, text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let letters = letters.as_str();
    COMPANIES.contains(&letters) || TITLES.contains(&letters) && before.trim_matches(is_blank).contains(is_blank)
}
