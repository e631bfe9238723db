//! Commands about the invitations of a workgroup, by those who may invite.

use crate::{
    Now,
    address::Address,
    change::{Activity, Change, Language, Mail},
    command::Invitee,
    facts::{AgentFacts, DeliveryFacts, InvitationFacts, InviteeFacts, Membership, Snapshot},
    may,
    seal::Seal,
    view,
    workgroup::seen,
};
use chrono::TimeDelta;
use contract::{
    Timestamp,
    invitation::{
        CODE_TRIES, Delivery, InvitationOutcome as Outcome, InvitationState, MAX_INVITATIONS, PatchInvitation,
    },
    name,
    permission::{Permission, Reason},
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
    unicode::Tables,
    workgroup::Actor as By,
};
use std::collections::{HashMap, HashSet};

/// How many invitations an agent sends within a day, into all workgroups.
pub const MAILS_PER_INVITER: u32 = 2_000;
/// How many invitations an address gets within a day from one workgroup, and from one agent. It is
/// told to who reaches it, so it counts nothing that they do not know.
pub const MAILS_PER_ADDRESS: u32 = 10;
/// How many invitations an address gets within a day from everyone before those that follow are held
/// back. Nobody is told: they are sent, one after another.
pub const MAILS_BEFORE_SPACING: u32 = 50;
/// How long lies between invitations that are held back.
pub const SPACING: TimeDelta = TimeDelta::hours(1);
/// When to try again where a limit of a day is reached: part of it is free by then.
const TRY_AGAIN: u32 = 3_600;

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

/// What inviting one person gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned<'a> {
    /// The address as it is compared; as it came where it is none.
    pub email: String,
    /// What comes of it.
    pub outcome: Outcome,
    /// The invitation that waits for an answer, or that expired without one.
    pub waiting: Option<&'a InvitationFacts>,
    address: Option<Address>,
    known: Option<&'a InviteeFacts>,
}

/// What inviting these people gives, in their order. Nothing is decided elsewhere: the dry run and
/// the invitation itself come from here.
///
/// # Errors
/// Where nobody at all can be invited: not there, not allowed, a bad list, too many in a day.
pub fn plan<'a>(snapshot: &'a Snapshot, invitees: &[Invitee], now: Now) -> Result<Vec<Planned<'a>>, Problem> {
    let asker = inviting(snapshot.membership.as_ref())?;
    readable(invitees)?;
    let facts: HashMap<&str, &InviteeFacts> =
        snapshot.invitees.iter().map(|facts| (facts.address.as_str(), facts)).collect();
    let mut before = HashSet::new();
    let mut planned = Vec::with_capacity(invitees.len());
    for invitee in invitees {
        let Some(address) = Address::parse(&invitee.email).ok().filter(Address::is_public) else {
            let email = invitee.email.clone();
            planned.push(Planned { email, outcome: Outcome::NotAnAddress, waiting: None, address: None, known: None });
            continue;
        };
        let known = facts.get(address.as_str()).copied();
        let outcome =
            if before.insert(address.clone()) { outcome(asker, invitee.role, known, now) } else { Outcome::Duplicate };
        let email = address.as_str().to_owned();
        let waiting = known.and_then(|facts| facts.waiting.as_ref()).filter(|_| outcome != Outcome::Duplicate);
        planned.push(Planned { email, outcome, waiting, address: Some(address), known });
    }
    let mails = planned.iter().filter(|planned| planned.outcome.invites()).count();
    if snapshot.sent_last_day as usize + mails > MAILS_PER_INVITER as usize {
        return Err(too_many());
    }
    Ok(planned)
}

fn outcome(asker: &Membership, role: Role, known: Option<&InviteeFacts>, now: Now) -> Outcome {
    let present = known.and_then(|facts| facts.role);
    let waiting = known.and_then(|facts| facts.waiting.as_ref());
    if present.is_some_and(|role| role != Role::Inactive) {
        Outcome::AlreadyMember
    } else if waiting.is_some_and(|invitation| invitation.state_at(now) == InvitationState::Pending) {
        Outcome::AlreadyInvited
    } else if !may::roles_to_give(asker).contains(&role)
        || waiting.is_some_and(|invitation| !may::resend(asker, invitation, now).allowed)
    {
        Outcome::NotAllowed
    } else if known.is_some_and(flooded) {
        Outcome::TooMany
    } else if present.is_some() {
        Outcome::WasInactive
    } else {
        Outcome::Invited
    }
}

/// Whether the workgroup or the agent sent the address as many as they may.
fn flooded(facts: &InviteeFacts) -> bool {
    facts.mails_from_workgroup.max(facts.mails_from_agent) >= MAILS_PER_ADDRESS
}

/// From when on the address's next invitation is sent, where that is not at once.
fn held_back(known: Option<&InviteeFacts>, now: Now) -> Option<Timestamp> {
    let known = known.filter(|facts| facts.mails_last_day >= MAILS_BEFORE_SPACING)?;
    Some(known.last_due.map_or(now, |due| due.max(now)) + SPACING)
}

/// What is wrong with the list as a whole, whoever is in it.
fn readable(invitees: &[Invitee]) -> Result<(), Problem> {
    if invitees.len() > MAX_INVITATIONS {
        return Err(Problem::invalid("/invitations", FieldCode::TooLong));
    }
    let mut problem = Problem::new(ProblemKind::InvalidInput);
    for (at, invitee) in invitees.iter().enumerate() {
        if matches!(invitee.role, Role::Inactive | Role::Unknown) {
            problem = problem.at(&format!("/invitations/{at}/role"), FieldCode::Invalid);
        }
    }
    if problem.errors.is_empty() { Ok(()) } else { Err(problem) }
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
        tries_left: CODE_TRIES,
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
        tries_left: CODE_TRIES,
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

fn too_many() -> Problem {
    let mut problem = Problem::new(ProblemKind::TooManyRequests);
    problem.retry_after = Some(TRY_AGAIN);
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
