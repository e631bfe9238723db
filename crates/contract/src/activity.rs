//! What was done in a workgroup, on the wire.

use crate::{
    Timestamp,
    id::{AgentId, InvitationId},
    money::Money,
    role::Role,
    workgroup::Actor,
};
use serde::{Deserialize, Serialize};

/// One thing that was done. A flat record: members that do not belong to its `kind` are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Tells it from all others of the list. Opaque.
    pub id: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub at: Timestamp,
    /// By whom. Absent for what became of a mail, and for what was done without signing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    /// What.
    pub kind: EntryKind,
    /// The agent that it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Actor>,
    /// The invitation that it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
    /// The invited address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<EntryValue>,
    /// What it has been since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<EntryValue>,
    /// With `mail-not-delivered`: why, as a stable code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A value before or after: the one member that belongs to the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryValue {
    /// A name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// An amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EntryKind {
    /// The workgroup was made; `new` has its name.
    Created,
    /// The workgroup was renamed.
    Renamed,
    /// The default agent cost was changed. Not for Associates.
    CostSet,
    /// An agent's role was changed: deactivated where the new one is Inactive, reactivated where
    /// the old one is, left where they did it themselves.
    RoleSet,
    /// An agent's own hourly rate was changed; without `old` or `new` the default applied or
    /// applies. Not for Associates.
    RateSet,
    /// An address was invited; `new` has the role. Not for Associates.
    Invited,
    /// An invitation was sent anew. Not for Associates.
    InvitationResent,
    /// An invitation got another role. Not for Associates.
    InvitationRoleSet,
    /// An invitation was taken back. Not for Associates.
    InvitationRevoked,
    /// The invited person declined. Not for Associates.
    InvitationDeclined,
    /// The invited person joined; `new` has the role.
    Joined,
    /// The invited person asked for a new invitation. In an invitation's timeline alone.
    AskedAgain,
    /// A mail waits to be sent. In an invitation's timeline alone, as what follows.
    MailQueued,
    /// A mail server took the mail.
    MailSent,
    /// No mail server took the mail.
    MailNotDelivered,
    /// A mail server may have taken the mail.
    MailUncertain,
    /// A kind that this build does not know.
    #[serde(other)]
    Unknown,
}

/// The query of a workgroup's activity. Instants are RFC 3339.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ActivityQuery {
    /// Only what this agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<AgentId>,
    /// Only what is of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EntryKind>,
    /// Only what was done at this instant or later.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::timestamp::optional")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = DateTime))]
    pub from: Option<Timestamp>,
    /// Only what was done before this instant.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::timestamp::optional")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = DateTime))]
    pub to: Option<Timestamp>,
    /// How many entries at the most: 1 to 1000, 100 when absent. Not for the table, which has all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1000))]
    pub limit: Option<u32>,
    /// Where to go on, as the previous part's `next_cursor` said. Not for the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(min_length = 1))]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_a_newer_backend_is_tolerated() {
        let entry: Entry =
            serde_json::from_str(r#"{"id":"1","at":"2026-03-01T08:00:00Z","kind":"painted","new":{"colour":"red"}}"#)
                .expect("reads");
        assert_eq!((entry.kind, entry.new), (EntryKind::Unknown, Some(EntryValue::default())));
    }

    #[test]
    fn members_that_do_not_belong_are_absent() {
        let entry = Entry {
            id: "1".to_owned(),
            at: "2026-03-01T08:00:00Z".parse().expect("an instant"),
            by: None,
            kind: EntryKind::RateSet,
            member: None,
            invitation: None,
            email: None,
            old: None,
            new: Some(EntryValue { role: Some(Role::Manager), ..EntryValue::default() }),
            reason: None,
        };
        assert_eq!(
            serde_json::to_string(&entry).expect("writes"),
            r#"{"id":"1","at":"2026-03-01T08:00:00Z","kind":"rate-set","new":{"role":"manager"}}"#
        );
    }
}
