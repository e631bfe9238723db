//! Roles. The page shows them and holds no table of what they allow: that comes as permissions.

use serde::{Deserialize, Serialize};

/// What an agent is in one workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Edits the workgroup and makes, changes or removes everyone in it.
    Administrator,
    /// Edits the workgroup and everyone in it but Administrators.
    Manager,
    /// Works in it; invites nobody and sees no money.
    Associate,
    /// Does not see the workgroup at all.
    Inactive,
    /// A role that this build does not know; it is shown as such and allows nothing by itself.
    #[serde(other)]
    Unknown,
}
