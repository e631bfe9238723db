//! An agent in one workgroup, on the wire.

use crate::{
    Timestamp,
    id::AgentId,
    money::Money,
    patch::{present, removable},
    permission::Permission,
    role::Role,
    workgroup::{Actor, PatchMoney},
};
use serde::{Deserialize, Serialize};

/// An agent as the members of one workgroup see them there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The agent.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Their verified address.
    pub email: String,
    /// What they are in the workgroup.
    pub role: Role,
    /// What an hour of theirs costs. Absent where the workgroup's default agent cost applies, and
    /// where the signed-in agent is not shown money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Money>,
    /// Whether they use a seat: whoever is not Inactive does.
    pub seat: bool,
    /// When they last used the workgroup, to some minutes. Absent where that is not known, and of
    /// whoever is Inactive.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::timestamp::optional")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_seen: Option<Timestamp>,
    /// Whether they are the signed-in agent.
    #[serde(default)]
    pub is_me: bool,
    /// The roles that the signed-in agent may give them now, the present one included. Inactive is
    /// among them only where they are Inactive: that is what `deactivate` and `leave` are for.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// What the signed-in agent may do about them.
    pub may: MemberPermissions,
    /// Rises with every change of role or rate; the `ETag` is this number in quotes.
    pub version: u64,
    /// When `version` last rose, or they became a member.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub updated_at: Timestamp,
    /// Who raised it. Absent where nobody did, or they are unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<Actor>,
}

/// What the signed-in agent may do about one agent of a workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberPermissions {
    /// Give them another of the `roles`. Not for those who are Inactive: that is `reactivate`.
    pub set_role: Permission,
    /// Give them an hourly rate of their own, or take it away.
    pub set_rate: Permission,
    /// Make them Inactive: a patch with the role `inactive`. Oneself one can only `leave`.
    pub deactivate: Permission,
    /// Give them a role again, where they are Inactive.
    pub reactivate: Permission,
    /// Leave: a patch of oneself with the role `inactive`.
    pub leave: Permission,
}

/// A JSON merge patch (RFC 7396) of an agent in a workgroup. An absent member stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatchMember {
    /// The new role. It cannot be removed: `null` is refused.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub role: Option<Role>,
    /// The new hourly rate, in the workgroup's currency; `null` takes the agent's own rate away.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "removable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PatchMoney>))]
    pub rate: Option<Option<PatchMoney>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<PatchMember> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn an_absent_rate_a_null_and_a_value_are_three_things() {
        let rate = |text| read(text).expect("reads").rate;
        assert_eq!(rate("{}"), None);
        assert_eq!(rate(r#"{"rate":null}"#), Some(None));
        assert_eq!(rate(r#"{"rate":{"amount":7}}"#), Some(Some(PatchMoney { amount: 7, currency: None })));
        for patch in ["{}", r#"{"rate":null}"#, r#"{"role":"inactive","rate":{"amount":7}}"#] {
            let back = serde_json::to_string(&read(patch)).expect("writes");
            assert_eq!(back, patch);
        }
        for bad in [r#"{"role":null}"#, r#"{"name":"x"}"#, r#"{"rate":7}"#, r#"{"rate":{"amount":null}}"#] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_newer_backend_says_is_tolerated() {
        let member: Member = serde_json::from_str(
            r#"{"id":"ag_1","name":"A","email":"a@example.com","role":"auditor","seat":true,"version":1,"new":[],
                "updated_at":"2026-03-01T08:00:00Z","last_seen":null,"roles":["auditor","manager"],
                "may":{"set_role":{"allowed":false,"reason":"moon"},"set_rate":{"allowed":true},"fly":{"allowed":true},
                "deactivate":{"allowed":true},"reactivate":{"allowed":true},"leave":{"allowed":true}}}"#,
        )
        .expect("reads");
        assert_eq!((member.role, member.roles), (Role::Unknown, vec![Role::Unknown, Role::Manager]));
        assert_eq!((member.last_seen, member.rate), (None, None));
    }
}
