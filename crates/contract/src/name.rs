//! Names of workgroups: what is accepted, and why the rest is refused.

use crate::unicode::Normalize;
use serde::{Deserialize, Serialize};

/// The longest name, in code points after normalisation.
pub const MAX_CODE_POINTS: usize = 100;

/// Why a name is refused. On the wire it is the `code` of a field error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NameError {
    /// Nothing but blanks.
    #[error("the name is empty")]
    Empty,
    /// More than [`MAX_CODE_POINTS`].
    #[error("the name is longer than 100 characters")]
    TooLong,
    /// A control character (general category Cc), a line or a paragraph separator.
    #[error("the name has a control character")]
    Control,
    /// A bidirectional embedding, override or isolate (UAX #9), which can make a name show as another.
    #[error("the name has a character that changes the direction of text")]
    Bidi,
    /// Nothing in it can be seen.
    #[error("nothing of the name can be seen")]
    Invisible,
}

/// The name as it is kept: trimmed and in NFC. Any script and emoji are welcome; joiners
/// (U+200C, U+200D) and direction marks (U+200E, U+200F) are needed to write some of them.
///
/// # Errors
/// The first rule that the text breaks, as [`NameError`].
pub fn parse<N: Normalize>(text: &str) -> Result<String, NameError> {
    let name = N::nfc(text.trim());
    let name = name.trim();
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.chars().count() > MAX_CODE_POINTS {
        return Err(NameError::TooLong);
    }
    if name.chars().any(|c| matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}')) {
        return Err(NameError::Control);
    }
    if name.chars().any(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')) {
        return Err(NameError::Bidi);
    }
    if name.chars().all(is_invisible) {
        return Err(NameError::Invisible);
    }
    Ok(name.to_owned())
}

/// Default-ignorable and blank code points that leave no mark on the screen.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unicode::Tables;
    use proptest::prelude::*;

    fn name(text: &str) -> Result<String, NameError> {
        parse::<Tables>(text)
    }

    #[test]
    fn keeps_any_script() {
        for text in ["Nordwind IT", "北風", "שלום", "👩‍👩‍👧 Familie", "می‌خواهم"] {
            assert_eq!(name(text).as_deref(), Ok(text));
        }
        assert_eq!(name("  e\u{301}a ").as_deref(), Ok("éa"));
    }

    #[test]
    fn says_which_rule_was_broken() {
        assert_eq!(name(""), Err(NameError::Empty));
        assert_eq!(name(" \t\n "), Err(NameError::Empty));
        assert_eq!(name(&"x".repeat(10_000)), Err(NameError::TooLong));
        assert_eq!(name("a\u{7}b"), Err(NameError::Control));
        assert_eq!(name("a\nb"), Err(NameError::Control));
        assert_eq!(name("abc\u{202E}fdp"), Err(NameError::Bidi));
        assert_eq!(name("\u{2067}abc"), Err(NameError::Bidi));
        assert_eq!(name("\u{200B}\u{FEFF}"), Err(NameError::Invisible));
    }

    #[test]
    fn counts_code_points_after_composition() {
        assert!(name(&"e\u{301}".repeat(100)).is_ok());
        assert_eq!(name(&"é".repeat(101)), Err(NameError::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_accepted_again_unchanged(text in "\\PC{0,120}") {
            if let Ok(kept) = name(&text) {
                prop_assert_eq!(name(&kept), Ok(kept));
            }
        }
    }
}
