//! The normal forms (Unicode Standard Annex #15) and case mapping that the contract needs, lent by
//! the caller: tables natively, the browser's own `String` methods in the page. Table sizes in wasm
//! are what this seam saves.

use std::borrow::Cow;

/// Unicode normalisation and case mapping.
pub trait Normalize {
    /// Normalization Form C.
    fn nfc(text: &str) -> Cow<'_, str>;
    /// Normalization Form KD.
    fn nfkd(text: &str) -> Cow<'_, str>;
    /// Full case mapping to upper, then to lower case, of no particular language.
    fn fold(text: &str) -> String;
}

/// Normalisation by the tables of the `unicode-normalization` crate.
#[cfg(feature = "unicode")]
#[derive(Debug, Clone, Copy)]
pub struct Tables;

#[cfg(feature = "unicode")]
impl Normalize for Tables {
    fn nfc(text: &str) -> Cow<'_, str> {
        use unicode_normalization::UnicodeNormalization as _;
        if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
    }
    fn nfkd(text: &str) -> Cow<'_, str> {
        use unicode_normalization::UnicodeNormalization as _;
        if text.is_ascii() { text.into() } else { text.nfkd().collect::<String>().into() }
    }
    fn fold(text: &str) -> String {
        text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
    }
}
