//! What an invitation comes to for whoever looks at it. Knows neither signals nor the DOM.

use contract::{
    id::WorkgroupId,
    invitation::{InvitationState, InvitationToMe, Invited},
};

/// What can be done about an invitation, and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can be answered. `returns`: they were Inactive there.
    Answer { returns: bool },
    /// Signing in comes first.
    SignIn,
    /// It is for another address than that of the signed-in agent.
    OtherAccount,
    /// They are in the workgroup, or go there now.
    Member(Option<WorkgroupId>),
    /// It has ended, so or so.
    Ended(InvitationState),
}

/// What it comes to.
pub(super) fn standing(invitation: &InvitationToMe) -> Standing {
    match (invitation.you, invitation.state) {
        (Invited::AlreadyMember, _) => Standing::Member(invitation.workgroup.clone()),
        (Invited::NotSignedIn, InvitationState::Pending) => Standing::SignIn,
        (Invited::OtherAccount, InvitationState::Pending) => Standing::OtherAccount,
        (Invited::RightAccount, InvitationState::Pending) => Standing::Answer { returns: false },
        (Invited::WasInactive, InvitationState::Pending) => Standing::Answer { returns: true },
        (_, state) => Standing::Ended(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{Timestamp, role::Role};

    fn invitation(you: Invited, state: InvitationState) -> InvitationToMe {
        InvitationToMe {
            id: "inv_1".parse().expect("an id"),
            workgroup_name: "Nordwind IT".to_owned(),
            workgroup: (you == Invited::AlreadyMember).then(|| "wg_1".parse().expect("an id")),
            inviter_name: "Maren Falk".to_owned(),
            role: Role::Associate,
            email: "a@example.com".to_owned(),
            state,
            expires_at: Timestamp::UNIX_EPOCH,
            you,
        }
    }

    #[test]
    fn only_the_right_account_answers_and_only_while_it_waits() {
        use InvitationState as S;
        for state in [S::Pending, S::Accepted, S::Declined, S::Revoked, S::Expired, S::Unknown] {
            for you in [
                Invited::RightAccount,
                Invited::WasInactive,
                Invited::OtherAccount,
                Invited::NotSignedIn,
                Invited::Unknown,
            ] {
                let answers = matches!(standing(&invitation(you, state)), Standing::Answer { .. });
                let may = state == S::Pending && matches!(you, Invited::RightAccount | Invited::WasInactive);
                assert_eq!(answers, may, "{you:?}, {state:?}");
            }
        }
    }

    #[test]
    fn a_member_goes_to_the_workgroup_whatever_became_of_the_invitation() {
        let member = Standing::Member(Some("wg_1".parse().expect("an id")));
        for state in [InvitationState::Pending, InvitationState::Accepted, InvitationState::Expired] {
            assert_eq!(standing(&invitation(Invited::AlreadyMember, state)), member);
        }
    }

    #[test]
    fn nothing_more_than_that_it_ended_is_said_to_others() {
        let ended = Standing::Ended(InvitationState::Revoked);
        for you in [Invited::NotSignedIn, Invited::OtherAccount, Invited::RightAccount] {
            assert_eq!(standing(&invitation(you, InvitationState::Revoked)), ended);
        }
    }
}
