//! Members of a JSON merge patch (RFC 7396).

use serde::{Deserialize, Deserializer};

/// A member that is present has a value: `null` is an error, not an absence.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A member that is present has a value, or `null`, which takes the present value away.
pub(crate) fn removable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
