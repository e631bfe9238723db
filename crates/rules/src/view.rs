//! What the signed-in agent is shown. Nothing goes over the wire that was not made here.

pub use crate::activity::{entry, timeline};
use crate::{
    Now,
    facts::{AgentFacts, InvitationFacts, InvitedFacts, MemberFacts, Membership},
    may,
};
use contract::{
    invitation::{Invitation, InvitationPermissions, InvitationState, InvitationToMe, Invited},
    member::{Member, MemberPermissions},
    role::Role,
    session::{Agent, Session, SessionPermissions},
    workgroup::{Workgroup, WorkgroupPermissions},
};

/// A workgroup as this member may see it; `None` where it is not there for them.
#[must_use]
pub fn workgroup(member: &Membership) -> Option<Workgroup> {
    if !may::see(member) {
        return None;
    }
    let facts = &member.workgroup;
    Some(Workgroup {
        id: facts.id.clone(),
        name: facts.name.clone(),
        default_agent_cost: may::see_money(member).then_some(facts.default_agent_cost),
        role: member.role,
        is_default: facts.default_of.as_ref() == Some(&member.agent),
        hidden: member.hidden,
        agents: facts.agents,
        may: WorkgroupPermissions {
            rename: may::rename(member),
            set_cost: may::set_cost(member),
            invite: may::invite(member),
        },
        version: facts.version,
        created_at: facts.created_at,
        updated_at: facts.updated_at,
        updated_by: facts.updated_by.clone(),
    })
}

/// The session of an agent, on a backend with these optional parts.
#[must_use]
pub fn session(agent: &AgentFacts, parts: &[&str], mailbox: Option<&str>) -> Session {
    Session {
        agent: Agent { id: agent.id.clone(), name: agent.name.clone(), email: agent.email.clone() },
        default_workgroup: agent.default_workgroup.clone(),
        default_currency: agent.default_currency,
        may: SessionPermissions { create_workgroup: may::create_workgroup(agent) },
        parts: parts.iter().map(|&part| part.to_owned()).collect(),
        mailbox: mailbox.map(str::to_owned),
    }
}

/// A member of a workgroup as another member may see them; `None` where they are not there for
/// the asker. `administrators` is how many active ones the workgroup has.
#[must_use]
pub fn member(asker: &Membership, member: &MemberFacts, administrators: u32) -> Option<Member> {
    if !may::see_member(asker, member) {
        return None;
    }
    let may = MemberPermissions {
        set_role: may::set_role(asker, member, administrators),
        set_rate: may::set_rate(asker, member),
        deactivate: may::deactivate(asker, member, administrators),
        reactivate: may::reactivate(asker, member),
        leave: may::leave(asker, member, administrators),
    };
    Some(Member {
        id: member.agent.clone(),
        name: member.name.clone(),
        email: member.email.clone(),
        role: member.role,
        rate: member.rate.filter(|_| may::see_money(asker)),
        seat: member.role != Role::Inactive,
        last_seen: member.last_seen.filter(|_| member.role != Role::Inactive),
        is_me: member.agent == asker.agent,
        roles: roles(asker, member.role, may.set_role.allowed || may.reactivate.allowed),
        may,
        version: member.version,
        updated_at: member.updated_at,
        updated_by: member.updated_by.clone(),
    })
}

/// An invitation as a member of its workgroup may see it; `None` where it is not there for them.
#[must_use]
pub fn invitation(asker: &Membership, invitation: &InvitationFacts, now: Now) -> Option<Invitation> {
    if !may::see_invitations(asker) || invitation.workgroup != asker.workgroup.id {
        return None;
    }
    let may = InvitationPermissions {
        change_role: may::change_role(asker, invitation, now),
        resend: may::resend(asker, invitation, now),
        revoke: may::revoke(asker, invitation, now),
        copy_link: may::copy_link(asker, invitation, now),
    };
    Some(Invitation {
        id: invitation.id.clone(),
        email: invitation.address.as_str().to_owned(),
        name: invitation.name.clone(),
        role: invitation.role,
        state: invitation.state_at(now),
        delivery: invitation.delivery.state,
        delivery_reason: invitation.delivery.reason.clone(),
        language: invitation.language.tag().to_owned(),
        invited_by: invitation.inviter.clone(),
        created_at: invitation.created_at,
        sent_at: invitation.delivery.sent_at,
        expires_at: invitation.expires_at,
        asked_again_at: invitation.asked_again_at,
        roles: roles(asker, invitation.role, may.change_role.allowed),
        may,
        version: invitation.version,
        updated_at: invitation.updated_at,
        updated_by: invitation.updated_by.clone(),
    })
}

/// An invitation as it is shown to whoever has its link, or is invited by it. Once it has ended, its
/// link may be anywhere, and whoever it was for has no part in the workgroup: nothing is told of that
/// but to its members.
#[must_use]
pub fn invitation_to_me(facts: &InvitedFacts, agent: Option<&AgentFacts>, now: Now) -> InvitationToMe {
    let invitation = &facts.invitation;
    let ours = agent.filter(|agent| agent.email == invitation.address.as_str());
    let member = ours.and(facts.membership.as_ref());
    let you = match (agent, ours, member) {
        (None, ..) => Invited::NotSignedIn,
        (Some(_), None, _) => Invited::OtherAccount,
        (_, _, Some(member)) if may::see(member) => Invited::AlreadyMember,
        (_, _, Some(_)) => Invited::WasInactive,
        _ => Invited::RightAccount,
    };
    let state = invitation.state_to_invited(now);
    let told = state == InvitationState::Pending || you == Invited::AlreadyMember;
    let kept = |text: &str, told: bool| if told { text.to_owned() } else { String::new() };
    InvitationToMe {
        id: invitation.id.clone(),
        workgroup_name: kept(&invitation.workgroup_name, told),
        workgroup: (you == Invited::AlreadyMember).then(|| invitation.workgroup.clone()),
        inviter_name: kept(&invitation.inviter.name, told),
        role: if told { invitation.role } else { Role::Unknown },
        email: kept(invitation.address.as_str(), told || ours.is_some()),
        state,
        expires_at: invitation.expires_at,
        you,
    }
}

/// The present role, and those that may be given in its place.
fn roles(asker: &Membership, present: Role, changeable: bool) -> Vec<Role> {
    let given: &[Role] = if changeable { may::roles_to_give(asker) } else { &[] };
    std::iter::once(present).filter(|role| !given.contains(role)).chain(given.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agent, membership, now};
    use contract::{
        permission::{Permission, Reason},
        role::Role,
    };

    #[test]
    fn an_associate_is_shown_no_money() {
        let seen = workgroup(&membership(Role::Associate)).expect("is a member");
        assert_eq!(seen.default_agent_cost, None);
        assert_eq!(seen.may.set_cost, Permission::refused(Reason::MoneyHidden));
        assert_eq!(seen.may.rename, Permission::refused(Reason::NeedsManager));
        let seen = workgroup(&membership(Role::Manager)).expect("is a member");
        assert_eq!(seen.default_agent_cost, Some(membership(Role::Manager).workgroup.default_agent_cost));
        assert_eq!(seen.may.set_cost, Permission::ALLOWED);
    }

    #[test]
    fn when_an_inactive_agent_was_seen_is_not_told() {
        for (role, told) in [(Role::Associate, true), (Role::Inactive, false)] {
            let facts = MemberFacts { last_seen: Some(now()), ..crate::testing::member(role) };
            let seen = member(&membership(Role::Administrator), &facts, 1).expect("is shown");
            assert_eq!(seen.last_seen.is_some(), told);
        }
    }

    #[test]
    fn an_inactive_agent_is_shown_nothing() {
        assert_eq!(workgroup(&membership(Role::Inactive)), None);
        assert_eq!(workgroup(&membership(Role::Unknown)), None);
    }

    #[test]
    fn whoever_administers_none_may_make_none() {
        let mut none = agent();
        none.administers = 0;
        assert_eq!(session(&none, &[], None).may.create_workgroup, Permission::refused(Reason::NeedsAdministrator));
        assert_eq!(session(&agent(), &[], None).may.create_workgroup, Permission::ALLOWED);
    }
}
