//! Invitations on the wire: as those see them who invite, and as the invited person does.

use crate::{
    Timestamp,
    id::{InvitationId, WorkgroupId},
    patch::present,
    permission::Permission,
    role::Role,
    workgroup::Actor,
};
use serde::{Deserialize, Serialize};

/// How many addresses are invited at once at the most.
pub const MAX_INVITATIONS: usize = 500;
/// How many characters the code of an invitation has.
pub const CODE_LENGTH: usize = 8;
/// What the code of an invitation is made of: nothing that is taken for something else.
pub const CODE_ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many wrong codes an invitation survives until it is resent. Its link goes on working.
pub const INVITATION_TRIES: u32 = 5;

/// An invitation, as those see it who may invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its identifier.
    pub id: InvitationId,
    /// The invited address. There is at most one pending invitation of it into a workgroup.
    pub email: String,
    /// What the invited person is called, where whoever invited them said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they are to be.
    pub role: Role,
    /// What has become of it.
    pub state: InvitationState,
    /// What has become of its newest mail.
    pub delivery: Delivery,
    /// With `not-delivered`: why, as a stable code. Unknown ones are to be expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_reason: Option<String>,
    /// The language of its mail, as a BCP 47 tag.
    pub language: String,
    /// Who invited.
    pub invited_by: Actor,
    /// When it was made.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub created_at: Timestamp,
    /// When its newest mail was handed to a mail server.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::timestamp::optional")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub sent_at: Option<Timestamp>,
    /// When it stops working, or did.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub expires_at: Timestamp,
    /// When the invited person last asked for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::timestamp::optional")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub asked_again_at: Option<Timestamp>,
    /// The roles that the signed-in agent may give it now, the present one included.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// What the signed-in agent may do with it.
    pub may: InvitationPermissions,
    /// Rises with every change but that of its delivery; the `ETag` is this number in quotes.
    pub version: u64,
    /// When `version` last rose.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub updated_at: Timestamp,
    /// Who raised it. Absent where nobody did since it was made, or they are unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<Actor>,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationState {
    /// It waits for an answer.
    Pending,
    /// The invited person joined.
    Accepted,
    /// The invited person did not want to.
    Declined,
    /// Somebody of the workgroup took it back.
    Revoked,
    /// Nobody answered in time. It can be resent.
    Expired,
    /// A state that this build does not know.
    #[serde(other)]
    Unknown,
}

/// What has become of a mail, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Delivery {
    /// It waits to be sent.
    Queued,
    /// A mail server took it.
    Sent,
    /// No mail server took it, and it is not tried again.
    NotDelivered,
    /// The connection broke when it may have been taken. It is not sent again unasked.
    Uncertain,
    /// A state that this build does not know.
    #[serde(other)]
    Unknown,
}

/// What the signed-in agent may do with one invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationPermissions {
    /// Give it another of the `roles`.
    pub change_role: Permission,
    /// Send it anew: with a new link, code and expiry. The old link and code stop working.
    pub resend: Permission,
    /// Take it back.
    pub revoke: Permission,
    /// Read its link.
    pub copy_link: Permission,
}

/// The body that invites people into a workgroup, or asks what inviting them would give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteAgents {
    /// The language of the mails as a BCP 47 tag; English where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whom: 1 to 500; none, to ask no more than which roles one may give.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub invitations: Vec<InviteAgent>,
}

/// One person to invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteAgent {
    /// Their address. Case and blanks around it are ignored.
    pub email: String,
    /// What to call them. What is no name is left out, without a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they are to be; not Inactive.
    pub role: Role,
}

/// What inviting gave, or would give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationResults {
    /// One for each person, in the order that they were sent in.
    pub results: Vec<InvitationResult>,
    /// Asked what inviting would give: the roles that the signed-in agent may give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// What inviting one person gave, or would give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationResult {
    /// The address: as it is compared, or as it was sent where it is none.
    pub email: String,
    /// What came of it.
    pub outcome: InvitationOutcome,
    /// The invitation that was made, or the one that is pending already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
}

/// What came of inviting one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationOutcome {
    /// They are invited. Where an invitation of theirs had expired, it is that one, renewed.
    Invited,
    /// They are invited again, having been Inactive: accepting gives them a role again.
    WasInactive,
    /// They are a member already.
    AlreadyMember,
    /// An invitation of theirs is pending already; it is left as it is.
    AlreadyInvited,
    /// It is not an address.
    NotAnAddress,
    /// The address stands in the list before.
    Duplicate,
    /// The signed-in agent may not give this role.
    NotAllowed,
    /// The address got as many invitations within a day as it may from this workgroup, or from the
    /// signed-in agent.
    TooMany,
    /// An outcome that this build does not know.
    #[serde(other)]
    Unknown,
}

impl InvitationOutcome {
    /// Whether a mail goes out.
    #[must_use]
    pub const fn invites(self) -> bool {
        matches!(self, Self::Invited | Self::WasInactive)
    }
}

/// A JSON merge patch (RFC 7396) of an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PatchInvitation {
    /// What the invited person is to be; not Inactive. It cannot be removed: `null` is refused.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub role: Option<Role>,
}

/// The link of an invitation. Whoever has it can read the invitation, but only the invited
/// address can answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationLink {
    /// The address of the page, with the token in its fragment.
    pub url: String,
}

/// How the invited person names an invitation: by exactly one of the members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationKey {
    /// The token of the mail's link.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub token: Option<String>,
    /// One of the invitations to the signed-in agent's address.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub id: Option<InvitationId>,
    /// The code of the mail, for the signed-in agent. Case, blanks and hyphens are ignored.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub code: Option<String>,
}

impl InvitationKey {
    /// By the token of the mail's link.
    #[must_use]
    pub fn token(token: String) -> Self {
        Self { token: Some(token), ..Self::default() }
    }

    /// By its identifier.
    #[must_use]
    pub fn id(id: InvitationId) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

    /// By the code of the mail.
    #[must_use]
    pub fn code(code: String) -> Self {
        Self { code: Some(code), ..Self::default() }
    }
}

/// Names an invitation by its token alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationToken {
    /// The token of the mail's link.
    pub token: String,
}

/// An invitation, as the invited person sees it. One that waits for an answer no longer tells only
/// what has become of it, but to those who are a member of its workgroup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationToMe {
    /// Its identifier.
    pub id: InvitationId,
    /// The name of the workgroup. Absent, and empty here, where the invitation has ended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub workgroup_name: String,
    /// The workgroup; only for those who are a member of it already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workgroup: Option<WorkgroupId>,
    /// The name of whoever invites. Absent, and empty here, where the invitation has ended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inviter_name: String,
    /// What the invited person is to be. Absent, and unknown here, where the invitation has ended.
    #[serde(default = "unknown", skip_serializing_if = "is_unknown")]
    pub role: Role,
    /// The invited address. Absent, and empty here, where the invitation has ended and is not for
    /// the signed-in agent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// What has become of it.
    pub state: InvitationState,
    /// When it stops working, or did.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(with = "crate::timestamp")]
    pub expires_at: Timestamp,
    /// How the signed-in agent stands to it.
    pub you: Invited,
}

fn unknown() -> Role {
    Role::Unknown
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_unknown(role: &Role) -> bool {
    *role == Role::Unknown
}

/// How the signed-in agent stands to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Invited {
    /// The invitation is for them.
    RightAccount,
    /// The invitation is for another address.
    OtherAccount,
    /// Nobody is signed in.
    NotSignedIn,
    /// The invitation is for them, and they are a member already.
    AlreadyMember,
    /// The invitation is for them, who are Inactive in the workgroup.
    WasInactive,
    /// A relation that this build does not know.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_of_characters_that_are_told_apart() {
        assert_eq!(CODE_ALPHABET.len(), 32);
        let mut letters: Vec<char> = CODE_ALPHABET.chars().collect();
        letters.dedup();
        assert_eq!(letters.len(), 32);
        assert!(letters.is_sorted() && "01IOio".chars().all(|c| !CODE_ALPHABET.contains(c)));
    }

    #[test]
    fn requests_refuse_what_they_do_not_know() {
        for body in [
            r#"{"invitations":[{"email":"a@example.com"}]}"#,
            r#"{"invitations":[{"email":"a@example.com","role":"manager","seat":1}]}"#,
            r#"{"invitations":[],"quiet":true}"#,
        ] {
            assert!(serde_json::from_str::<InviteAgents>(body).is_err(), "{body}");
        }
        for body in [r#"{"token":null}"#, r#"{"id":""}"#, r#"{"secret":"x"}"#] {
            assert!(serde_json::from_str::<InvitationKey>(body).is_err(), "{body}");
        }
        let body = r#"{"invitations":[{"email":"a@example.com","role":"manager"}]}"#;
        let read: InviteAgents = serde_json::from_str(body).expect("reads");
        assert_eq!(serde_json::to_string(&read).expect("writes"), body);
        let id: InvitationId = "inv_1".parse().expect("an id");
        assert_eq!(serde_json::to_string(&InvitationKey::id(id)).expect("writes"), r#"{"id":"inv_1"}"#);
    }

    #[test]
    fn what_a_newer_backend_says_is_tolerated() {
        let result: InvitationResult =
            serde_json::from_str(r#"{"email":"a@example.com","outcome":"postponed","until":1}"#).expect("reads");
        assert_eq!((result.outcome, result.invitation), (InvitationOutcome::Unknown, None));
        assert!(!result.outcome.invites());
        let one: InvitationToMe = serde_json::from_str(
            r#"{"id":"inv_1","workgroup_name":"A","inviter_name":"B","role":"auditor","email":"a@example.com",
                "state":"frozen","expires_at":"2026-03-01T08:00:00Z","you":"guest"}"#,
        )
        .expect("reads");
        assert_eq!((one.state, one.you, one.role), (InvitationState::Unknown, Invited::Unknown, Role::Unknown));
    }

    #[test]
    fn one_that_has_ended_is_written_without_what_it_does_not_tell() {
        let text = r#"{"id":"inv_1","state":"expired","expires_at":"2026-03-01T08:00:00Z","you":"not-signed-in"}"#;
        let one: InvitationToMe = serde_json::from_str(text).expect("reads");
        assert_eq!((one.workgroup_name.as_str(), one.role), ("", Role::Unknown));
        assert_eq!(serde_json::to_string(&one).expect("writes"), text);
    }
}
