//! The two normal forms that the contract needs (Unicode Standard Annex #15), lent by the caller:
//! tables natively, the browser's `String.prototype.normalize` in the page. Table sizes in wasm
//! are what this seam saves.

use std::borrow::Cow;

/// Unicode normalisation.
pub trait Normalize {
    /// Normalization Form C.
    fn nfc(text: &str) -> Cow<'_, str>;
    /// Normalization Form KD.
    fn nfkd(text: &str) -> Cow<'_, str>;
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
}
