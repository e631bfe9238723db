//! What the signed-in agent may do, as the server decided it, and why not where they may not.

use serde::{Deserialize, Serialize};

/// A decision of the server about one action of the signed-in agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permission {
    /// Whether the action would be allowed now.
    pub allowed: bool,
    /// Why not; absent where it is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// What a backend says nothing of is not allowed.
impl Default for Permission {
    fn default() -> Self {
        Self::refused(Reason::Unknown)
    }
}

impl Permission {
    /// The action is allowed.
    pub const ALLOWED: Self = Self { allowed: true, reason: None };

    /// The action is refused for `reason`.
    #[must_use]
    pub const fn refused(reason: Reason) -> Self {
        Self { allowed: false, reason: Some(reason) }
    }
}

/// Why an action is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Reason {
    /// It takes an Administrator of this workgroup.
    NeedsAdministrator,
    /// It takes an Administrator or a Manager of this workgroup.
    NeedsManager,
    /// Associates are not shown money.
    MoneyHidden,
    /// The workgroup would be left without an active Administrator.
    LastAdministrator,
    /// It is the agent's own default workgroup: they stay its Administrator.
    OwnDefaultWorkgroup,
    /// It is about the signed-in agent themselves, who can leave instead.
    Oneself,
    /// It is for the agent themselves to do.
    SomeoneElse,
    /// The agent is Inactive.
    AlreadyInactive,
    /// The agent is not Inactive.
    AlreadyActive,
    /// The invitation was accepted, declined or revoked.
    InvitationEnded,
    /// The invitation has expired; it can be resent.
    InvitationExpired,
    /// Whoever invited may no longer give the invitation's role, so nobody can accept it until it is
    /// sent anew.
    InviterLostRole,
    /// A reason that this build does not know.
    #[serde(other)]
    Unknown,
}
