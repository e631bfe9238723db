//! The one search key. The page filters by it, every store keeps it in a column, and lists are
//! ordered by it, so that what is found does not depend on who looked.

use crate::unicode::Normalize;

/// The key of `text`: NFKD, without the combining marks of the five *Combining … Marks* blocks,
/// case-folded (upper, then lower: ß meets SS, final sigma meets sigma), blanks collapsed.
///
/// Marks outside those blocks stay: in Indic scripts a mark is a vowel, not a decoration.
#[must_use]
pub fn search_key<N: Normalize>(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        push_words(&mut key, text.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        let plain: String = N::nfkd(text).chars().filter(|&c| !is_diacritic(c)).collect();
        // Mappings that look at the neighbours differ in the final sigma alone.
        push_words(&mut key, N::fold(&plain).chars().map(|c| if c == 'ς' { 'σ' } else { c }));
    }
    key
}

/// Whether a record with `key` is found by the search key of what was typed: by every word of it,
/// anywhere in the key.
#[must_use]
pub fn matches(key: &str, query_key: &str) -> bool {
    query_key.split(' ').all(|word| key.contains(word))
}

fn push_words(key: &mut String, chars: impl Iterator<Item = char>) {
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() {
            gap = !key.is_empty();
        } else {
            if gap {
                key.push(' ');
                gap = false;
            }
            key.push(c);
        }
    }
}

fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unicode::Tables;
    use proptest::prelude::*;

    fn key(text: &str) -> String {
        search_key::<Tables>(text)
    }

    #[test]
    fn ignores_case_diacritics_and_blanks() {
        assert_eq!(key("  Zürich\t Süd "), "zurich sud");
        assert_eq!(key("Straße"), key("STRASSE"));
        assert_eq!(key("İstanbul"), key("istanbul"));
        assert_eq!(key("ΟΔΟΣ"), key("οδος"));
        assert_eq!(key("ﬁne"), "fine");
        assert_eq!(key("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn finds_by_every_word() {
        assert!(matches(&key("Amber Falcon 00001"), &key("fal 001")));
        assert!(matches(&key("Amber"), ""));
        assert!(!matches(&key("Amber Falcon"), &key("amber owl")));
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,40}") {
            prop_assert_eq!(key(&key(&text)), key(&text));
        }

        #[test]
        fn ascii_takes_the_short_way_to_the_same_place(text in "[ -~]{0,40}") {
            let long = key(&format!("é{text}"));
            let short = key(&text);
            prop_assert_eq!(long.strip_prefix('e').map(str::trim), Some(short.as_str()));
        }
    }
}
