//! The workgroup on the wire.

use crate::{
    Timestamp,
    currency::Currency,
    id::{AgentId, WorkgroupId},
    money::Money,
    patch::present,
    permission::Permission,
    role::Role,
};
use serde::{Deserialize, Serialize};

/// A workgroup as the signed-in agent may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workgroup {
    /// Its identifier.
    pub id: WorkgroupId,
    /// Its name, in NFC, 1 to 100 code points. Not unique.
    pub name: String,
    /// What an hour of an agent without a rate of their own costs. Absent where the signed-in
    /// agent is not shown money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_agent_cost: Option<Money>,
    /// What the signed-in agent is in it.
    pub role: Role,
    /// Whether it is the signed-in agent's own default workgroup.
    #[serde(default)]
    pub is_default: bool,
    /// Whether the signed-in agent left it out of their selector.
    #[serde(default)]
    pub hidden: bool,
    /// How many agents have a role other than Inactive in it.
    pub agents: u32,
    /// What the signed-in agent may do with it.
    pub may: WorkgroupPermissions,
    /// Rises with every change of name or default agent cost; the `ETag` is this number in quotes.
    pub version: u64,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub created_at: Timestamp,
    /// When `version` last rose.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub updated_at: Timestamp,
    /// Who raised it. Absent where nobody did since it was made, or they are unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<Actor>,
}

/// What the signed-in agent may do with one workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkgroupPermissions {
    /// Change its name.
    pub rename: Permission,
    /// Change its default agent cost.
    pub set_cost: Permission,
    /// Invite agents into it.
    #[serde(default)]
    pub invite: Permission,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// The agent.
    pub id: AgentId,
    /// Their name at the time of the answer.
    pub name: String,
}

/// The body that makes a workgroup. Its default agent cost begins at zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateWorkgroup {
    /// Its name: 1 to 100 code points after trimming and NFC.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10_000))]
    pub name: String,
    /// Its currency.
    pub currency: Currency,
}

/// A JSON merge patch (RFC 7396) of a workgroup. An absent member stays as it is; neither can be
/// removed, so `null` is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatchWorkgroup {
    /// The new name: 1 to 100 code points after trimming and NFC.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 10_000))]
    pub name: Option<String>,
    /// The new default agent cost.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub default_agent_cost: Option<PatchMoney>,
}

/// The part of a patch that changes money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatchMoney {
    /// Minor units, 0 to 999,999,999.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 999_999_999))]
    pub amount: u32,
    /// The workgroup's currency. Another one is refused once money has moved; absent keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub currency: Option<Currency>,
}

/// What an agent sets for themselves about a workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkgroupPreferences {
    /// Leave it out of the selector. Search and Settings still find it.
    pub hidden: bool,
}
