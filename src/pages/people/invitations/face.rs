//! What is seen of an invitation: decided from the record alone.

use crate::{
    locale::{day, people},
    text,
};
use contract::{
    invitation::{Delivery, Invitation, InvitationState},
    permission::{Permission, Reason},
    role::Role,
};

/// What is seen of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) email: String,
    /// The name of the invited person and of who invites.
    pub(super) people: String,
    pub(super) role: &'static str,
    /// Whether that role is chosen and not saved.
    pub(super) unsaved: bool,
    /// Why the role cannot be changed; none where it can.
    pub(super) fixed: Option<&'static str>,
    pub(super) state: &'static str,
    /// What became of the mail, or that a new one is asked for.
    pub(super) more: String,
    /// Whether something is amiss.
    pub(super) amiss: bool,
    pub(super) sent: String,
    pub(super) expires: String,
    /// Why it cannot be resent, its link copied, or be taken back; none where that can be done.
    pub(super) refused: [Option<&'static str>; 3],
}

impl Face {
    /// Whether the same invitation has come to another state.
    pub(super) fn has_moved_on(&self, now: &Self) -> bool {
        self.email == now.email && (self.state, &self.more) != (now.state, &now.more)
    }
}

/// What is seen of an invitation now, and of the role that is chosen for it and not saved.
pub(super) fn face(record: &Invitation, chosen: Option<Role>) -> Face {
    // What cannot be changed any more shows what it is.
    let chosen = chosen.filter(|_| record.may.change_role.allowed);
    let by = people().by(&record.invited_by.name);
    Face {
        email: record.email.clone(),
        people: record.name.as_ref().map_or(by.clone(), |name| format!("{name} · {by}")),
        role: text::role(chosen.unwrap_or(record.role)),
        unsaved: chosen.is_some(),
        fixed: why(record.may.change_role),
        state: state(record.state),
        more: more(record),
        amiss: record.state == InvitationState::Pending
            && matches!(record.delivery, Delivery::NotDelivered | Delivery::Uncertain),
        sent: record.sent_at.map_or_else(|| "–".to_owned(), day),
        expires: day(record.expires_at),
        refused: [why(record.may.resend), why(record.may.copy_link), why(record.may.revoke)],
    }
}

fn why(permission: Permission) -> Option<&'static str> {
    match permission.reason.filter(|_| !permission.allowed) {
        Some(Reason::InvitationEnded) => Some(people().why_ended()),
        Some(Reason::InvitationExpired) => Some(people().why_expired()),
        Some(Reason::InviterLostRole) => Some(people().why_inviter()),
        _ => text::refused(permission),
    }
}

fn more(record: &Invitation) -> String {
    let not_delivered = || people().mail_not_delivered(reason(record.delivery_reason.as_deref()));
    match (record.state, record.delivery) {
        (InvitationState::Pending, Delivery::Queued) => people().mail_queued().to_owned(),
        (InvitationState::Pending, Delivery::Sent) => people().mail_sent().to_owned(),
        (InvitationState::Pending, Delivery::Uncertain) => people().mail_uncertain().to_owned(),
        (InvitationState::Pending, Delivery::NotDelivered) => not_delivered(),
        (InvitationState::Expired | InvitationState::Revoked, delivery) => match record.asked_again_at {
            Some(at) => people().asked_again(&day(at)),
            // Why nobody answered. That it was taken back in time says the state.
            None if delivery == Delivery::NotDelivered && record.delivery_reason.as_deref() != Some("withdrawn") => {
                not_delivered()
            }
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// Why a mail was not delivered.
pub fn reason(code: Option<&str>) -> &'static str {
    match code {
        Some("refused-recipient") => people().mail_no_recipient(),
        Some("unsupported-address") => people().mail_unsupported(),
        Some("refused-content") => people().mail_refused_content(),
        Some("unreachable" | "expired") => people().mail_unreachable(),
        Some("refused-login" | "refused-sender") => people().mail_setup(),
        Some("withdrawn") => people().mail_withdrawn(),
        Some("answered") => people().mail_answered(),
        _ => people().mail_other(),
    }
}

/// What a state is called.
pub(super) fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Pending => people().pending(),
        InvitationState::Accepted => people().accepted(),
        InvitationState::Declined => people().declined(),
        InvitationState::Revoked => people().revoked(),
        InvitationState::Expired => people().expired(),
        InvitationState::Unknown => people().state_unknown(),
    }
}

/// A state as the API spells it.
pub(super) fn key(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Pending => "pending",
        InvitationState::Accepted => "accepted",
        InvitationState::Declined => "declined",
        InvitationState::Revoked => "revoked",
        InvitationState::Expired => "expired",
        InvitationState::Unknown => "",
    }
}
