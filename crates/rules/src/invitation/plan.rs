//! What inviting people gives, before anybody is invited, and how many invitations are too many.

use super::inviting;
use crate::{
    Now,
    address::Address,
    command::Invitee,
    facts::{InvitationFacts, InviteeFacts, Membership, Snapshot},
    may,
};
use chrono::TimeDelta;
use contract::{
    Timestamp,
    invitation::{InvitationOutcome as Outcome, InvitationState, MAX_INVITATIONS},
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
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
pub(super) const TRY_AGAIN: u32 = 3_600;

/// What inviting one person gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned<'a> {
    /// The address as it is compared; as it came where it is none.
    pub email: String,
    /// What comes of it.
    pub outcome: Outcome,
    /// The invitation that waits for an answer, or that expired without one.
    pub waiting: Option<&'a InvitationFacts>,
    pub(super) address: Option<Address>,
    pub(super) known: Option<&'a InviteeFacts>,
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
pub(super) fn flooded(facts: &InviteeFacts) -> bool {
    facts.mails_from_workgroup.max(facts.mails_from_agent) >= MAILS_PER_ADDRESS
}

/// From when on the address's next invitation is sent, where that is not at once.
pub(super) fn held_back(known: Option<&InviteeFacts>, now: Now) -> Option<Timestamp> {
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

pub(super) fn too_many() -> Problem {
    let mut problem = Problem::new(ProblemKind::TooManyRequests);
    problem.retry_after = Some(TRY_AGAIN);
    problem
}
