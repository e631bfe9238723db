//! Signing in. A 401 lists the ways that the backend offers; the page assumes none.

use crate::{
    Timestamp,
    id::{AgentId, SignInId},
};
use serde::{Deserialize, Serialize};

/// How many digits a code has.
pub const CODE_DIGITS: usize = 6;
/// How many wrong codes a request survives.
pub const SIGN_IN_TRIES: u32 = 5;

/// One way to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWay {
    /// Which way it is.
    pub kind: SignInKind,
    /// With `sample`: whom to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<SampleAgent>,
    /// With `mailbox`: where it is, relative to the backend's origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// The ways to sign in that this build knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SignInKind {
    /// A mail with a link and a code, to an address that is let in.
    Email,
    /// One of the sample agents, in local mode.
    Sample,
    /// No way by itself: the page where local mode shows its mail.
    Mailbox,
    /// A way that this build does not know.
    #[serde(other)]
    Unknown,
}

impl SignInWay {
    /// By mail.
    #[must_use]
    pub fn email() -> Self {
        Self { kind: SignInKind::Email, agents: Vec::new(), href: None }
    }

    /// As one of these agents.
    #[must_use]
    pub fn sample(agents: Vec<SampleAgent>) -> Self {
        Self { kind: SignInKind::Sample, agents, href: None }
    }

    /// The mailbox at this address.
    #[must_use]
    pub fn mailbox(href: &str) -> Self {
        Self { kind: SignInKind::Mailbox, agents: Vec::new(), href: Some(href.to_owned()) }
    }
}

/// A sample agent that can be chosen in local mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SampleAgent {
    /// Their identifier.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Asks for a mail with a link and a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestSignIn {
    /// The address.
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
    /// The language of the mail as a BCP 47 tag; English where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The answer to a request to sign in: the same for known and unknown addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequested {
    /// The request that the code is bound to.
    pub id: SignInId,
    /// When link and code stop working.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub expires_at: Timestamp,
}

/// Signs in with the code from the mail, in the tab that asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithCode {
    /// The request.
    pub id: SignInId,
    /// Six digits; blanks and hyphens between them are ignored.
    pub code: String,
}

/// Signs in with the token of the mail's link, by the click of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWithLink {
    /// The token from the address's fragment.
    pub token: String,
}

/// Signs in as a sample agent, in local mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInAsSample {
    /// The sample agent.
    pub agent: AgentId,
}
