//! What an invited person does with an invitation.

use crate::{
    Now,
    address::Address,
    change::{Activity, Change},
    command::InvitedBy,
    facts::{AgentFacts, InvitationFacts, InvitedFacts, Snapshot},
    invitation::{by as acting, ended},
    mail::Mail,
    may,
    seal::{Seal, Token},
};
use chrono::TimeDelta;
use contract::{
    invitation::InvitationState,
    problem::{FieldCode, Problem, ProblemKind},
};

/// How long after asking for a new invitation one can ask again.
const ASK_AGAIN_EVERY: TimeDelta = TimeDelta::days(1);

/// The invitation that is named, whatever has become of it and whoever looks.
///
/// A code is that of one that waits, or of one by which the agent joined where they still belong.
///
/// # Errors
/// [`ProblemKind::NotFound`], the same for a token that is wrong, unknown or outdated, and for an
/// identifier of somebody else's invitation; at `/code` for a code that does not fit.
pub fn find<'a>(snapshot: &'a Snapshot, by: &InvitedBy, seal: &Seal) -> Result<&'a InvitedFacts, Problem> {
    let found = match by {
        InvitedBy::Token(token) => admitted(snapshot, token, seal),
        InvitedBy::Id(id) => snapshot.invited.iter().find(|facts| {
            facts.invitation.id == *id && snapshot.agent.as_ref().is_some_and(|agent| is_for(&facts.invitation, agent))
        }),
        InvitedBy::Code(code) => {
            return fitting(snapshot, code, seal).ok_or_else(|| Problem::invalid("/code", FieldCode::WrongCode));
        }
    };
    found.ok_or_else(|| Problem::new(ProblemKind::NotFound))
}

/// Keeps count of codes that do not fit. Whoever joined by one may still type it, and learns nothing
/// new: so tries count against what waits alone.
pub(crate) fn try_code(snapshot: &Snapshot, code: &str, seal: &Seal) -> Result<Vec<Change>, Problem> {
    if fitting(snapshot, code, seal).is_some() {
        return Ok(Vec::new());
    }
    let waiting = || snapshot.invited.iter().map(|facts| &facts.invitation).filter(|invitation| waits(invitation));
    if waiting().next().is_none() {
        return Err(Problem::invalid("/code", FieldCode::WrongCode));
    }
    let open = waiting().filter(|invitation| invitation.tries_left > 0);
    let tries: Vec<_> = open.map(|invitation| (invitation.id.clone(), invitation.tries_left - 1)).collect();
    if tries.is_empty() {
        return Err(Problem::invalid("/code", FieldCode::Locked));
    }
    Ok(vec![Change::InvitationCodeRefused(tries)])
}

/// Joins. Somebody who is a member already stays what they are, and the invitation is answered. Once
/// more changes nothing.
pub(crate) fn accept(
    snapshot: &Snapshot,
    agent: &AgentFacts,
    by: &InvitedBy,
    seal: &Seal,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    // The answer may have got lost.
    if find(snapshot, by, seal).is_ok_and(|facts| is_for(&facts.invitation, agent) && has_joined(facts)) {
        return Ok(Vec::new());
    }
    answer(snapshot, agent, by, seal, now, |facts| joining(facts, agent, now))
}

/// What joining changes.
fn joining(facts: &InvitedFacts, agent: &AgentFacts, now: Now) -> Vec<Change> {
    let invitation = &facts.invitation;
    let mut changes = vec![answered(invitation, agent, InvitationState::Accepted, now)];
    let (workgroup, role) = (invitation.workgroup.clone(), invitation.role);
    match &facts.membership {
        Some(member) if may::see(member) => return changes,
        Some(_) => changes.push(Change::MemberChanged {
            workgroup: workgroup.clone(),
            agent: agent.id.clone(),
            role: Some(role),
            rate: None,
            by: agent.id.clone(),
        }),
        None => changes.push(Change::MemberAdded { workgroup: workgroup.clone(), agent: agent.id.clone(), role }),
    }
    let activity = Activity::Joined { invitation: invitation.id.clone(), role };
    changes.push(Change::Noted { workgroup: workgroup.clone(), by: agent.id.clone(), activity });
    let mail = Mail::Joined {
        workgroup,
        workgroup_name: invitation.workgroup_name.clone(),
        who_name: agent.name.clone(),
        who_email: agent.email.clone(),
    };
    changes.extend(tell_inviter(invitation, mail));
    changes
}

/// Does not join.
pub(crate) fn decline(
    snapshot: &Snapshot,
    agent: &AgentFacts,
    by: &InvitedBy,
    seal: &Seal,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    answer(snapshot, agent, by, seal, now, |facts| declining(&facts.invitation, agent, now))
}

/// What declining changes.
fn declining(invitation: &InvitationFacts, agent: &AgentFacts, now: Now) -> Vec<Change> {
    let workgroup = invitation.workgroup.clone();
    let email = invitation.address.as_str().to_owned();
    let mail = Mail::Declined {
        workgroup: workgroup.clone(),
        workgroup_name: invitation.workgroup_name.clone(),
        who_name: agent.name.clone(),
        who_email: agent.email.clone(),
    };
    let activity = Activity::InvitationDeclined { invitation: invitation.id.clone(), email };
    let mut changes = vec![
        answered(invitation, agent, InvitationState::Declined, now),
        Change::Noted { workgroup, by: agent.id.clone(), activity },
    ];
    changes.extend(tell_inviter(invitation, mail));
    changes
}

/// Tells the inviter, once a day at the most. Nothing where there is nothing to ask for: whoever
/// asks is answered alike.
pub(crate) fn ask_again(snapshot: &Snapshot, token: &Token, seal: &Seal, now: Now) -> Vec<Change> {
    let Some(facts) = admitted(snapshot, token, seal) else { return Vec::new() };
    let invitation = &facts.invitation;
    let over = matches!(invitation.state_to_invited(now), InvitationState::Expired | InvitationState::Revoked);
    if !over || invitation.asked_again_at.is_some_and(|at| now < at + ASK_AGAIN_EVERY) {
        return Vec::new();
    }
    let asked = InvitationFacts {
        asked_again_at: Some(now),
        version: invitation.version + 1,
        updated_at: now,
        updated_by: None,
        ..invitation.clone()
    };
    let mail = Mail::AskedAgain {
        workgroup: invitation.workgroup.clone(),
        workgroup_name: invitation.workgroup_name.clone(),
        who_email: invitation.address.as_str().to_owned(),
    };
    std::iter::once(Change::InvitationChanged(Box::new(asked))).chain(tell_inviter(invitation, mail)).collect()
}

/// Whether the invited person joined by it, and still belongs to the workgroup.
fn has_joined(facts: &InvitedFacts) -> bool {
    facts.invitation.state == InvitationState::Accepted && facts.membership.as_ref().is_some_and(may::see)
}

fn waits(invitation: &InvitationFacts) -> bool {
    invitation.state == InvitationState::Pending
}

/// Changes what follows from an answer to the invitation that is named, where it is for this agent and
/// waits for one; for a wrong code, what is kept of that.
fn answer(
    snapshot: &Snapshot,
    agent: &AgentFacts,
    by: &InvitedBy,
    seal: &Seal,
    now: Now,
    changes: impl FnOnce(&InvitedFacts) -> Vec<Change>,
) -> Result<Vec<Change>, Problem> {
    if let InvitedBy::Code(code) = by {
        let refused = try_code(snapshot, code, seal)?;
        if !refused.is_empty() {
            return Ok(refused);
        }
    }
    let facts = find(snapshot, by, seal)?;
    if !is_for(&facts.invitation, agent) {
        return Err(Problem::new(ProblemKind::WrongAccount));
    }
    if facts.invitation.state_to_invited(now) != InvitationState::Pending {
        return Err(ended(&facts.invitation, now));
    }
    Ok(changes(facts))
}

/// The invitation of a token that fits its present generation. A token of an unknown invitation is
/// checked too, so that it takes as long.
pub(crate) fn admitted<'a>(snapshot: &'a Snapshot, token: &Token, seal: &Seal) -> Option<&'a InvitedFacts> {
    let facts = snapshot.invited.iter().find(|facts| facts.invitation.id == token.id);
    let generation = facts.map_or(0, |facts| facts.invitation.generation);
    if seal.admits(token, generation) { facts } else { None }
}

/// The invitation whose code it is: one that waits before one by which they joined. One that is
/// locked has none.
fn fitting<'a>(snapshot: &'a Snapshot, code: &str, seal: &Seal) -> Option<&'a InvitedFacts> {
    let fits = |facts: &&InvitedFacts| {
        let invitation = &facts.invitation;
        invitation.tries_left > 0 && seal.fits(code, &invitation.id, invitation.generation)
    };
    let all = || snapshot.invited.iter();
    let joined = || all().filter(|facts| has_joined(facts)).find(fits);
    all().filter(|facts| waits(&facts.invitation)).find(fits).or_else(joined)
}

/// Whether it is the invitation of this agent.
pub(crate) fn is_for(invitation: &InvitationFacts, agent: &AgentFacts) -> bool {
    agent.email == invitation.address.as_str()
}

fn answered(invitation: &InvitationFacts, agent: &AgentFacts, state: InvitationState, now: Now) -> Change {
    Change::InvitationChanged(Box::new(InvitationFacts {
        state,
        version: invitation.version + 1,
        updated_at: now,
        updated_by: Some(acting(agent)),
        ..invitation.clone()
    }))
}

/// A mail to whoever invited, unless they have lost the workgroup meanwhile. Its language is the
/// invitation's, for no other of theirs is known.
pub(crate) fn tell_inviter(invitation: &InvitationFacts, mail: Mail) -> Option<Change> {
    let to = Address::parse(&invitation.inviter_email)
        .ok()
        .filter(|_| !may::roles_given_by(invitation.inviter_role).is_empty())?;
    Some(Change::MailQueued { to, language: invitation.language, mail, about: None, not_before: None })
}

#[cfg(test)]
mod tests;
