//! Header names and values that the contract gives a meaning.

/// Every answer carries it: an id that a person can quote.
pub const REQUEST_ID: &str = "x-request-id";
/// Required on every POST that creates, mails or bills: 1 to 64 characters as in [`crate::id`],
/// chosen by the page, the same for a retry of the same intent.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Required on every request that is not GET or HEAD, with [`CLIENT_VALUE`]: no HTML form and no
/// cross-origin page without a preflight can send it.
pub const CLIENT: &str = "x-workgroups-client";
/// The value of [`CLIENT`].
pub const CLIENT_VALUE: &str = "1";
/// The media type of a PATCH body (RFC 7396).
pub const MERGE_PATCH: &str = "application/merge-patch+json";
/// The media type of an error (RFC 9457).
pub const PROBLEM: &str = "application/problem+json";

/// The strong entity tag of a record at `version` (RFC 9110, section 8.8.3).
#[must_use]
pub fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

/// The version in an `If-Match` value made by [`etag`]; anything else matches no record.
#[must_use]
pub fn version_of(if_match: &str) -> Option<u64> {
    let version = if_match.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok()?;
    // Tags are compared by character: one number has one tag.
    (etag(version) == if_match.trim()).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_strong_and_comes_back() {
        assert_eq!(version_of(&etag(7)), Some(7));
        for other in ["7", "W/\"7\"", "*", "\"x\"", "\"01\"", "\"+7\"", "\"7\", \"8\""] {
            assert_eq!(version_of(other), None, "{other}");
        }
    }
}
