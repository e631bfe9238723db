//! The signed-in agent.

use crate::{
    currency::Currency,
    id::{AgentId, WorkgroupId},
    permission::Permission,
};
use serde::{Deserialize, Serialize};

/// Who is signed in, and what goes beyond one workgroup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The agent.
    pub agent: Agent,
    /// Their own workgroup.
    pub default_workgroup: WorkgroupId,
    /// That workgroup's currency: the preset of a new one.
    pub default_currency: Currency,
    /// What they may do outside any one workgroup.
    pub may: SessionPermissions,
    /// The optional parts that this backend has, by name. Unknown names are to be ignored.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Local mode's mailbox page, relative to the backend's origin; absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    /// Their identifier.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Their verified address.
    pub email: String,
}

/// What the signed-in agent may do outside any one workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionPermissions {
    /// Make another workgroup.
    pub create_workgroup: Permission,
}
