//! What mails say, before they are put into words, and in which language.

use contract::{Timestamp, id::WorkgroupId, role::Role};
use serde::{Deserialize, Serialize};

/// A mail, before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Mail {
    /// A link and a code to sign in.
    SignIn {
        /// The code.
        code: String,
        /// The link's token.
        token: String,
        /// When both stop working.
        expires_at: Timestamp,
    },
    /// To somebody who is invited into a workgroup. They reply to the inviter.
    Invitation {
        /// The name of the workgroup.
        workgroup_name: String,
        /// The name of who invites.
        inviter_name: String,
        /// The address of who invites.
        inviter_email: String,
        /// As what.
        role: Role,
        /// The link's token.
        token: String,
        /// The code to type where the link does not work.
        code: String,
        /// When both stop working.
        expires_at: Timestamp,
    },
    /// To the inviter: who was invited has joined.
    Joined {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Its name.
        workgroup_name: String,
        /// The name of who has joined.
        who_name: String,
        /// Their address.
        who_email: String,
    },
    /// To the inviter: who was invited has declined.
    Declined {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Its name.
        workgroup_name: String,
        /// The name of who has declined.
        who_name: String,
        /// Their address.
        who_email: String,
    },
    /// To the inviter: somebody whose invitation has ended asks for a new one.
    AskedAgain {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Its name.
        workgroup_name: String,
        /// The address that was invited.
        who_email: String,
    },
    /// To the inviter: somebody with another address asks to be invited in place of the invited one.
    AskedForMe {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Its name.
        workgroup_name: String,
        /// The address that was invited.
        invited_email: String,
        /// The name of who asks.
        who_name: String,
        /// Their verified address.
        who_email: String,
    },
}

impl Mail {
    /// When what it tells is of no use any more: it is not sent from then on.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        match self {
            Self::SignIn { expires_at, .. } | Self::Invitation { expires_at, .. } => Some(*expires_at),
            Self::Joined { .. } | Self::Declined { .. } | Self::AskedAgain { .. } | Self::AskedForMe { .. } => None,
        }
    }
}

/// The languages that mail is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English, which also stands in for all that are not here.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The nearest language to a BCP 47 tag.
    #[must_use]
    pub fn nearest(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("de") { Self::De } else { Self::En }
    }
}
