//! One address, without what people and programs put around it.

use super::is_blank;

/// The longest address, in bytes (RFC 5321, section 4.5.3.1.3).
const MAX_LEN: usize = 254;

/// The address in a word: without `mailto:`, brackets, quotes and the punctuation of a sentence.
/// None where it is none.
pub(super) fn address(word: &str) -> Option<&str> {
    let opening = |c: char| is_blank(c) || "<([{\"'“„‘‚:,;.".contains(c);
    let closing = |c: char| is_blank(c) || ">)]}\"'”“’‘.,;:!?".contains(c);
    let bare = word.trim_start_matches(opening).trim_end_matches(closing);
    let address = match bare.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => bare[7..].split('?').next()?,
        _ => bare,
    };
    looks_right(address).then_some(address)
}

fn looks_right(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let odd = |c: char| is_blank(c) || c.is_control() || "<>()[]{}\",;:\\@".contains(c);
    text.len() <= MAX_LEN
        && !local.is_empty()
        && !local.contains(odd)
        && !domain.contains(odd)
        && domain.split('.').all(|label| !label.is_empty())
}
