//! Commands about the invitations of a workgroup, by those who may invite.

pub(crate) mod plan;

use crate::{
    Now,
    address::Address,
    change::{Activity, Change},
    command::Invitee,
    facts::{AgentFacts, DeliveryFacts, InvitationFacts, InviteeFacts, Membership, Snapshot},
    mail::{Language, Mail},
    may,
    seal::Seal,
    view,
    workgroup::seen,
};
use contract::{
    Timestamp,
    invitation::{Delivery, INVITATION_TRIES, InvitationState, PatchInvitation},
    name,
    permission::{Permission, Reason},
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
    unicode::Tables,
    workgroup::Actor as By,
};
use plan::{MAILS_PER_INVITER, flooded, held_back, plan, too_many};

/// What every mail of a decision has in common.
pub(crate) struct Terms<'a> {
    /// Who invites.
    pub(crate) agent: &'a AgentFacts,
    /// What makes tokens and codes.
    pub(crate) seal: &'a Seal,
    /// The present.
    pub(crate) now: Now,
    /// When tokens and codes stop working.
    pub(crate) expires_at: Timestamp,
}

/// Invites whom the plan lets. An invitation that expired is renewed, so that an address has one
/// that waits and no more.
pub(crate) fn invite(
    snapshot: &Snapshot,
    invitees: &[Invitee],
    language: Language,
    terms: &Terms<'_>,
) -> Result<Vec<Change>, Problem> {
    let asker = inviting(snapshot.membership.as_ref())?;
    if invitees.is_empty() {
        return Err(Problem::invalid("/invitations", FieldCode::Empty));
    }
    let planned = plan(snapshot, invitees, terms.now)?;
    let mut changes = Vec::new();
    for (invitee, planned) in invitees.iter().zip(planned) {
        let Some(address) = planned.address.filter(|_| planned.outcome.invites()) else { continue };
        let name = invitee.name.as_deref().and_then(|text| name::parse::<Tables>(text).ok());
        if let Some(expired) = planned.waiting {
            let name = name.or_else(|| expired.name.clone());
            let wanted = InvitationFacts { role: invitee.role, language, name, ..expired.clone() };
            changes.extend(renew(asker, expired, wanted, planned.known, terms));
        } else {
            let facts = InvitationFacts { name, ..fresh(asker, invitee, address, language, terms) };
            changes.extend(sent_first(asker, facts, planned.known, terms));
        }
    }
    Ok(changes)
}

fn fresh(
    asker: &Membership,
    invitee: &Invitee,
    address: Address,
    language: Language,
    terms: &Terms<'_>,
) -> InvitationFacts {
    InvitationFacts {
        id: invitee.id.clone(),
        workgroup: asker.workgroup.id.clone(),
        workgroup_name: asker.workgroup.name.clone(),
        address,
        name: None,
        role: invitee.role,
        state: InvitationState::Pending,
        language,
        generation: 1,
        tries_left: INVITATION_TRIES,
        inviter: by(terms.agent),
        inviter_email: terms.agent.email.clone(),
        inviter_role: asker.role,
        delivery: DeliveryFacts { state: Delivery::Queued, reason: None, sent_at: None },
        created_at: terms.now,
        expires_at: terms.expires_at,
        asked_again_at: None,
        version: 1,
        updated_at: terms.now,
        updated_by: None,
    }
}

fn sent_first(
    asker: &Membership,
    facts: InvitationFacts,
    known: Option<&InviteeFacts>,
    terms: &Terms<'_>,
) -> [Change; 3] {
    let (invitation, email) = (facts.id.clone(), facts.address.as_str().to_owned());
    let mail = mail(&facts, known, terms);
    let noted = note(asker, Activity::Invited { invitation, email, role: facts.role });
    [Change::InvitationMade(Box::new(facts)), mail, noted]
}

/// The same invitation with a new generation and expiry. Whoever sends it anew is its inviter from
/// now on: the answer goes to them.
fn renew(
    asker: &Membership,
    old: &InvitationFacts,
    wanted: InvitationFacts,
    known: Option<&InviteeFacts>,
    terms: &Terms<'_>,
) -> Vec<Change> {
    let facts = InvitationFacts {
        generation: old.generation.saturating_add(1),
        tries_left: INVITATION_TRIES,
        inviter: by(terms.agent),
        inviter_email: terms.agent.email.clone(),
        inviter_role: asker.role,
        expires_at: terms.expires_at,
        asked_again_at: None,
        version: old.version + 1,
        updated_at: terms.now,
        updated_by: Some(by(terms.agent)),
        ..wanted
    };
    let email = || facts.address.as_str().to_owned();
    let resent = Activity::InvitationResent { invitation: facts.id.clone(), email: email() };
    let role_set = (facts.role != old.role).then(|| Activity::InvitationRoleSet {
        invitation: facts.id.clone(),
        email: email(),
        old: old.role,
        new: facts.role,
    });
    let mail = mail(&facts, known, terms);
    let noted: Vec<Change> = role_set.into_iter().chain([resent]).map(|activity| note(asker, activity)).collect();
    [Change::InvitationChanged(Box::new(facts)), mail].into_iter().chain(noted).collect()
}

/// Sends it anew; the older link and code are dead from then on.
pub(crate) fn resend(snapshot: &Snapshot, terms: &Terms<'_>) -> Result<Vec<Change>, Problem> {
    let (asker, invitation) = found(snapshot)?;
    allowed(may::resend(asker, invitation, terms.now), invitation, terms.now)?;
    let to_address = snapshot.invitees.iter().find(|facts| facts.address == invitation.address);
    if to_address.is_some_and(flooded) || snapshot.sent_last_day >= MAILS_PER_INVITER {
        return Err(too_many());
    }
    Ok(renew(asker, invitation, invitation.clone(), to_address, terms))
}

/// Takes it back. One that was taken back already stays as it is.
pub(crate) fn revoke(snapshot: &Snapshot, agent: &AgentFacts, now: Now) -> Result<Vec<Change>, Problem> {
    let (asker, invitation) = found(snapshot)?;
    let permission = may::revoke(asker, invitation, now);
    if permission.reason == Some(Reason::InvitationEnded) && invitation.state == InvitationState::Revoked {
        return Ok(Vec::new());
    }
    allowed(permission, invitation, now)?;
    Ok(take_back(asker, invitation, agent, now).into())
}

/// What taking an invitation back changes.
pub(crate) fn take_back(asker: &Membership, invitation: &InvitationFacts, agent: &AgentFacts, now: Now) -> [Change; 2] {
    let facts = InvitationFacts {
        state: InvitationState::Revoked,
        version: invitation.version + 1,
        updated_at: now,
        updated_by: Some(by(agent)),
        ..invitation.clone()
    };
    let email = facts.address.as_str().to_owned();
    let noted = note(asker, Activity::InvitationRevoked { invitation: facts.id.clone(), email });
    [Change::InvitationChanged(Box::new(facts)), noted]
}

/// Gives it another role while it waits. The mail that is out names the old one; what counts is
/// what the invited person is shown when they accept.
pub(crate) fn patch(
    snapshot: &Snapshot,
    agent: &AgentFacts,
    version: Option<u64>,
    patch: &PatchInvitation,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    let (asker, invitation) = found(snapshot)?;
    let permission = may::change_role(asker, invitation, now);
    if matches!(permission.reason, Some(Reason::NeedsManager | Reason::NeedsAdministrator)) {
        return Err(Problem::forbidden(permission.reason));
    }
    let role = patch.role.unwrap_or(invitation.role);
    let given = may::roles_to_give(asker).contains(&role);
    if role == Role::Administrator && !given {
        return Err(Problem::forbidden(Some(Reason::NeedsAdministrator)));
    }
    if version != Some(invitation.version) {
        let mut problem = Problem::new(ProblemKind::StaleVersion);
        problem.current_invitation = view::invitation(asker, invitation, now).map(Box::new);
        return Err(problem);
    }
    allowed(permission, invitation, now)?;
    if !given {
        return Err(Problem::invalid("/role", FieldCode::Invalid));
    }
    if role == invitation.role {
        return Ok(Vec::new());
    }
    let mut facts = InvitationFacts {
        role,
        version: invitation.version + 1,
        updated_at: now,
        updated_by: Some(by(agent)),
        ..invitation.clone()
    };
    if !may::roles_given_by(facts.inviter_role).contains(&role) {
        // Whoever gives a role that the inviter may not give stands for it from now on.
        facts.inviter = by(agent);
        facts.inviter_email.clone_from(&agent.email);
        facts.inviter_role = asker.role;
    }
    let activity = Activity::InvitationRoleSet {
        invitation: facts.id.clone(),
        email: facts.address.as_str().to_owned(),
        old: invitation.role,
        new: role,
    };
    Ok(vec![Change::InvitationChanged(Box::new(facts)), note(asker, activity)])
}

/// The token of its link, for whoever may invite, while it waits for an answer.
///
/// # Errors
/// Where it is not there, they may not, or it has ended.
pub fn link(snapshot: &Snapshot, seal: &Seal, now: Now) -> Result<String, Problem> {
    let (asker, invitation) = found(snapshot)?;
    allowed(may::copy_link(asker, invitation, now), invitation, now)?;
    Ok(seal.token(&invitation.id, invitation.generation))
}

/// The asker, where they may invite, and so see who is invited.
///
/// # Errors
/// Where the workgroup is not there for them, or they may not.
pub fn inviting(member: Option<&Membership>) -> Result<&Membership, Problem> {
    let asker = seen(member)?;
    let permission = may::invite(asker);
    if permission.allowed { Ok(asker) } else { Err(Problem::forbidden(permission.reason)) }
}

/// The asker and the invitation of their workgroup.
///
/// # Errors
/// Where it is not there, or they may not invite.
pub fn found(snapshot: &Snapshot) -> Result<(&Membership, &InvitationFacts), Problem> {
    let asker = inviting(snapshot.membership.as_ref())?;
    let invitation = snapshot.invitation.as_ref().filter(|invitation| invitation.workgroup == asker.workgroup.id);
    invitation.map(|invitation| (asker, invitation)).ok_or_else(|| Problem::new(ProblemKind::NotFound))
}

/// The refusal that a permission stands for: an invitation that has ended is no matter of roles.
fn allowed(permission: Permission, invitation: &InvitationFacts, now: Now) -> Result<(), Problem> {
    match permission.reason {
        _ if permission.allowed => Ok(()),
        Some(Reason::InvitationEnded | Reason::InvitationExpired | Reason::InviterLostRole) => {
            Err(ended(invitation, now))
        }
        reason => Err(Problem::forbidden(reason)),
    }
}

/// The invitation waits for an answer no longer.
pub(crate) fn ended(invitation: &InvitationFacts, now: Now) -> Problem {
    let mut problem = Problem::new(ProblemKind::InvitationEnded);
    problem.state = Some(invitation.state_to_invited(now));
    problem
}

fn mail(facts: &InvitationFacts, known: Option<&InviteeFacts>, terms: &Terms<'_>) -> Change {
    Change::MailQueued {
        to: facts.address.clone(),
        language: facts.language,
        mail: Mail::Invitation {
            workgroup_name: facts.workgroup_name.clone(),
            inviter_name: terms.agent.name.clone(),
            inviter_email: terms.agent.email.clone(),
            role: facts.role,
            token: terms.seal.token(&facts.id, facts.generation),
            code: terms.seal.code(&facts.id, facts.generation),
            expires_at: facts.expires_at,
        },
        about: Some(facts.id.clone()),
        not_before: held_back(known, terms.now),
    }
}

fn note(asker: &Membership, activity: Activity) -> Change {
    Change::Noted { workgroup: asker.workgroup.id.clone(), by: asker.agent.clone(), activity }
}

/// Who did something, from their facts.
pub(crate) fn by(agent: &AgentFacts) -> By {
    By { id: agent.id.clone(), name: agent.name.clone() }
}

#[cfg(test)]
mod tests;
