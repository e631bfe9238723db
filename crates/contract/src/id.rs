//! Identifiers. Opaque to the page: a backend chooses them, within [`is_valid`].

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest identifier, in bytes.
pub const MAX_LEN: usize = 64;

/// Whether `text` may be an identifier: 1 to 64 of `A–Z a–z 0–9 _ -`, so that it needs no
/// escaping in an address, a header or a file name.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    (1..=MAX_LEN).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// The text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Za-z0-9_-]{1,64}$"))]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                if is_valid(&text) { Ok(Self(text)) } else { Err(NotAnId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a workgroup.
    WorkgroupId
);
id!(
    /// Names an agent.
    AgentId
);
id!(
    /// Names one request to sign in, from the address typed to the code or link used.
    SignInId
);
id!(
    /// Names an invitation, from the address invited to the answer given.
    InvitationId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_would_need_escaping() {
        for text in ["", "a/b", "ä", "a b", "..", &"x".repeat(65)] {
            assert_eq!(text.parse::<WorkgroupId>(), Err(NotAnId), "{text:?}");
        }
        assert_eq!("wg_0-Z".parse::<WorkgroupId>().map(String::from), Ok("wg_0-Z".to_owned()));
    }
}
