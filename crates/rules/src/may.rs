//! Who may do what, in one place: the commands ask here, and so does what the page is told.

use crate::{
    Now,
    change::Activity,
    facts::{AgentFacts, InvitationFacts, MemberFacts, Membership},
};
use contract::{
    activity::EntryKind,
    invitation::InvitationState,
    permission::{Permission, Reason},
    role::Role,
};

/// Whether the workgroup is there at all for this member.
#[must_use]
pub fn see(member: &Membership) -> bool {
    matches!(member.role, Role::Administrator | Role::Manager | Role::Associate)
}

/// Whether they are shown its money.
#[must_use]
pub fn see_money(member: &Membership) -> bool {
    edits(member.role)
}

/// Change its name.
#[must_use]
pub fn rename(member: &Membership) -> Permission {
    if edits(member.role) { Permission::ALLOWED } else { Permission::refused(Reason::NeedsManager) }
}

/// Change its default agent cost.
#[must_use]
pub fn set_cost(member: &Membership) -> Permission {
    if edits(member.role) { Permission::ALLOWED } else { Permission::refused(Reason::MoneyHidden) }
}

/// Make another workgroup.
#[must_use]
pub fn create_workgroup(agent: &AgentFacts) -> Permission {
    if agent.administers > 0 { Permission::ALLOWED } else { Permission::refused(Reason::NeedsAdministrator) }
}

/// Whether they are shown a member of the workgroup: Associates are not shown who is Inactive.
#[must_use]
pub fn see_member(asker: &Membership, member: &MemberFacts) -> bool {
    see(asker) && (member.role != Role::Inactive || edits(asker.role))
}

/// The kinds of activity that they are shown: Associates see neither money nor who is invited.
#[must_use]
pub fn kinds(asker: &Membership) -> &'static [EntryKind] {
    use EntryKind as K;
    if edits(asker.role) {
        &[
            K::Created,
            K::Renamed,
            K::CostSet,
            K::RoleSet,
            K::RateSet,
            K::Invited,
            K::InvitationResent,
            K::InvitationRoleSet,
            K::InvitationRevoked,
            K::InvitationDeclined,
            K::Joined,
        ]
    } else if see(asker) {
        &[K::Created, K::Renamed, K::RoleSet, K::Joined]
    } else {
        &[]
    }
}

/// Whether they are shown that something was done: Associates are not shown who was or became
/// Inactive.
#[must_use]
pub fn see_activity(asker: &Membership, activity: &Activity) -> bool {
    let inactive = matches!(activity, Activity::RoleSet { old, new, .. } if [old, new].contains(&&Role::Inactive));
    kinds(asker).contains(&activity.kind()) && (!inactive || edits(asker.role))
}

/// Whether they are shown who is invited, and who is Inactive.
#[must_use]
pub fn see_invitations(asker: &Membership) -> bool {
    edits(asker.role)
}

/// The roles that they may give, to a member or by an invitation.
#[must_use]
pub fn roles_to_give(asker: &Membership) -> &'static [Role] {
    roles_given_by(asker.role)
}

/// The roles that whoever has this role may give.
#[must_use]
pub fn roles_given_by(role: Role) -> &'static [Role] {
    match role {
        Role::Administrator => &[Role::Administrator, Role::Manager, Role::Associate],
        Role::Manager => &[Role::Manager, Role::Associate],
        Role::Associate | Role::Inactive | Role::Unknown => &[],
    }
}

/// Give an active member another role. `administrators` is how many active ones the workgroup has.
#[must_use]
pub fn set_role(asker: &Membership, member: &MemberFacts, administrators: u32) -> Permission {
    if member.role == Role::Inactive {
        return Permission::refused(Reason::AlreadyInactive);
    }
    permitted(manage(asker, member.role).or_else(|| keep(asker, member, administrators)))
}

/// Make another member Inactive.
#[must_use]
pub fn deactivate(asker: &Membership, member: &MemberFacts, administrators: u32) -> Permission {
    if member.agent == asker.agent {
        return Permission::refused(Reason::Oneself);
    }
    set_role(asker, member, administrators)
}

/// Give an Inactive member a role again.
#[must_use]
pub fn reactivate(asker: &Membership, member: &MemberFacts) -> Permission {
    if member.role != Role::Inactive {
        return Permission::refused(Reason::AlreadyActive);
    }
    permitted(manage(asker, member.role))
}

/// Leave the workgroup.
#[must_use]
pub fn leave(asker: &Membership, member: &MemberFacts, administrators: u32) -> Permission {
    if member.agent != asker.agent {
        return Permission::refused(Reason::SomeoneElse);
    }
    permitted(keep(asker, member, administrators))
}

/// Give a member a rate of their own, or take it away.
#[must_use]
pub fn set_rate(asker: &Membership, member: &MemberFacts) -> Permission {
    if !see_money(asker) {
        return Permission::refused(Reason::MoneyHidden);
    }
    permitted(manage(asker, member.role))
}

/// Invite into the workgroup.
#[must_use]
pub fn invite(asker: &Membership) -> Permission {
    if edits(asker.role) { Permission::ALLOWED } else { Permission::refused(Reason::NeedsManager) }
}

/// Give an invitation another role.
#[must_use]
pub fn change_role(asker: &Membership, invitation: &InvitationFacts, now: Now) -> Permission {
    permitted(manage(asker, invitation.role).or_else(|| match invitation.state_at(now) {
        InvitationState::Pending => None,
        InvitationState::Expired => Some(Reason::InvitationExpired),
        _ => Some(Reason::InvitationEnded),
    }))
}

/// Send an invitation anew.
#[must_use]
pub fn resend(asker: &Membership, invitation: &InvitationFacts, now: Now) -> Permission {
    permitted(manage(asker, invitation.role).or_else(|| match invitation.state_at(now) {
        InvitationState::Pending | InvitationState::Expired => None,
        _ => Some(Reason::InvitationEnded),
    }))
}

/// Take an invitation back.
#[must_use]
pub fn revoke(asker: &Membership, invitation: &InvitationFacts, now: Now) -> Permission {
    resend(asker, invitation, now)
}

/// Read an invitation's link.
#[must_use]
pub fn copy_link(asker: &Membership, invitation: &InvitationFacts, now: Now) -> Permission {
    let permission = change_role(asker, invitation, now);
    // Its link shows that it was taken back.
    let dead = invitation.state_to_invited(now) != InvitationState::Pending;
    if permission.allowed && dead { Permission::refused(Reason::InviterLostRole) } else { permission }
}

/// Why they may not act on somebody who is, or is to be, of this role.
fn manage(asker: &Membership, role: Role) -> Option<Reason> {
    if !edits(asker.role) {
        Some(Reason::NeedsManager)
    } else if role == Role::Administrator && asker.role != Role::Administrator {
        Some(Reason::NeedsAdministrator)
    } else {
        None
    }
}

/// Why a member has to stay what they are, whoever asks.
fn keep(asker: &Membership, member: &MemberFacts, administrators: u32) -> Option<Reason> {
    if asker.workgroup.default_of.as_ref() == Some(&member.agent) {
        Some(Reason::OwnDefaultWorkgroup)
    } else if member.role == Role::Administrator && administrators <= 1 {
        Some(Reason::LastAdministrator)
    } else {
        None
    }
}

fn permitted(refused: Option<Reason>) -> Permission {
    refused.map_or(Permission::ALLOWED, Permission::refused)
}

fn edits(role: Role) -> bool {
    matches!(role, Role::Administrator | Role::Manager)
}
