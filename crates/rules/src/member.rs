//! Commands about the agents of a workgroup.

use crate::{
    Now,
    change::{Activity, Change},
    facts::{AgentFacts, MemberFacts, Membership, Snapshot},
    invitation, may, view,
    workgroup::seen,
};
use contract::{
    member::PatchMember,
    money::{MAX_AMOUNT, Money},
    permission::{Permission, Reason},
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
};

/// Gives another role or rate, or both; leaving is giving oneself the role Inactive. What is so
/// already changes nothing and keeps the version.
///
/// With another role, an older invitation of their address gives none any more, and those that they
/// sent are taken back where they could not send them now.
///
/// The order of refusals is that of a workgroup's patch: not there, not allowed, stale, bad value.
pub(crate) fn patch(
    snapshot: &Snapshot,
    agent: &AgentFacts,
    version: Option<u64>,
    patch: &PatchMember,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    let asker = seen(snapshot.membership.as_ref())?;
    let member = snapshot.member.as_ref().filter(|member| may::see_member(asker, member));
    let member = member.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    let refused = |permission: Permission| Problem::forbidden(permission.reason);
    if let Some(role) = patch.role {
        let permission = give(asker, member, role, snapshot.administrators);
        if !permission.allowed {
            return Err(refused(permission));
        }
    }
    let permission = may::set_rate(asker, member);
    if patch.rate.is_some() && !permission.allowed {
        return Err(refused(permission));
    }
    if version != Some(member.version) {
        let mut problem = Problem::new(ProblemKind::StaleVersion);
        problem.current_member = view::member(asker, member, snapshot.administrators).map(Box::new);
        return Err(problem);
    }
    let (role, rate) = values(asker, member, patch)?;
    let who = &member.agent;
    let mut noted = Vec::new();
    if role != member.role {
        noted.push(Activity::RoleSet { agent: who.clone(), old: member.role, new: role });
    }
    if rate != member.rate {
        noted.push(Activity::RateSet { agent: who.clone(), old: member.rate, new: rate });
    }
    if noted.is_empty() {
        return Ok(Vec::new());
    }
    let workgroup = &asker.workgroup.id;
    let changed = Change::MemberChanged {
        workgroup: workgroup.clone(),
        agent: who.clone(),
        role: (role != member.role).then_some(role),
        rate: (rate != member.rate).then_some(rate),
        by: asker.agent.clone(),
    };
    let noted = noted.into_iter().map(|activity| Change::Noted {
        workgroup: workgroup.clone(),
        by: asker.agent.clone(),
        activity,
    });
    let mut changes: Vec<Change> = std::iter::once(changed).chain(noted).collect();
    if role != member.role {
        for waiting in &snapshot.member_invitations {
            let sent = waiting.inviter.id == member.agent;
            let gives = |role| may::roles_given_by(role).contains(&waiting.role);
            if waiting.address.as_str() == member.email || (sent && !gives(role)) {
                changes.extend(invitation::take_back(asker, waiting, agent, now));
            } else if sent && !gives(member.role) {
                // Kept from when a change of role took nothing back: it works again, as it stands.
                changes.push(Change::InvitationChanged(Box::new(waiting.clone())));
            }
        }
    }
    Ok(changes)
}

/// Whether the asker may give this role now.
fn give(asker: &Membership, member: &MemberFacts, role: Role, administrators: u32) -> Permission {
    let oneself = member.agent == asker.agent;
    if role == member.role {
        return may::invite(asker);
    }
    let permission = match (role, member.role) {
        (Role::Inactive, _) if oneself => may::leave(asker, member, administrators),
        (Role::Inactive, _) => may::deactivate(asker, member, administrators),
        (_, Role::Inactive) => may::reactivate(asker, member),
        _ => may::set_role(asker, member, administrators),
    };
    let given = matches!(role, Role::Inactive | Role::Unknown) || may::roles_to_give(asker).contains(&role);
    if permission.allowed && !given { Permission::refused(Reason::NeedsAdministrator) } else { permission }
}

/// The values after the patch, or everything that is wrong with them.
fn values(asker: &Membership, member: &MemberFacts, patch: &PatchMember) -> Result<(Role, Option<Money>), Problem> {
    let mut problem = Problem::new(ProblemKind::InvalidInput);
    let role = patch.role.unwrap_or(member.role);
    if role == Role::Unknown {
        problem = problem.at("/role", FieldCode::Invalid);
    }
    let currency = asker.workgroup.default_agent_cost.currency;
    let rate = match &patch.rate {
        None => member.rate,
        Some(None) => None,
        Some(Some(rate)) => {
            if rate.amount > MAX_AMOUNT {
                problem = problem.at("/rate/amount", FieldCode::OutOfRange);
            }
            if rate.currency.is_some_and(|other| other != currency) {
                problem = problem.at("/rate/currency", FieldCode::CurrencyFixed);
            }
            Some(Money { amount: rate.amount, currency })
        }
    };
    if problem.errors.is_empty() { Ok((role, rate)) } else { Err(problem) }
}

#[cfg(test)]
mod tests;
