//! Commands about one workgroup.

use crate::{
    change::{Activity, Change},
    facts::{AgentFacts, Membership},
    may, view,
};
use contract::{
    id::WorkgroupId,
    money::{MAX_AMOUNT, Money},
    name,
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
    unicode::Tables,
    workgroup::{CreateWorkgroup, PatchMoney, PatchWorkgroup, WorkgroupPreferences},
};

/// Whoever administers a workgroup may make another, and administers it.
pub(crate) fn create(agent: &AgentFacts, id: WorkgroupId, body: &CreateWorkgroup) -> Result<Vec<Change>, Problem> {
    if !may::create_workgroup(agent).allowed {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    let name = name::parse::<Tables>(&body.name).map_err(|error| Problem::invalid("/name", error.into()))?;
    Ok(vec![
        Change::WorkgroupMade {
            id: id.clone(),
            name: name.clone(),
            default_agent_cost: Money { amount: 0, currency: body.currency },
            default_of: None,
        },
        Change::MemberAdded { workgroup: id.clone(), agent: agent.id.clone(), role: Role::Administrator },
        Change::Noted { workgroup: id, by: agent.id.clone(), activity: Activity::Created { name } },
    ])
}

/// Renames, sets the cost, or both. What is so already changes nothing and keeps the version.
///
/// The order of refusals matters: who may not see it learns nothing, who may not edit it does not
/// learn its present state by a stale version, and a stale version comes before bad values, which
/// may have been good ones for the record that was seen.
pub(crate) fn patch(
    member: Option<&Membership>,
    version: Option<u64>,
    patch: &PatchWorkgroup,
) -> Result<Vec<Change>, Problem> {
    let member = seen(member)?;
    let facts = &member.workgroup;
    let forbidden = (patch.name.is_some() && !may::rename(member).allowed)
        || (patch.default_agent_cost.is_some() && !may::set_cost(member).allowed);
    if forbidden {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    if version != Some(facts.version) {
        let mut problem = Problem::new(ProblemKind::StaleVersion);
        problem.current = view::workgroup(member).map(Box::new);
        return Err(problem);
    }
    let (name, cost) = values(member, patch)?;
    let mut noted = Vec::new();
    if name != facts.name {
        noted.push(Activity::Renamed { old: facts.name.clone(), new: name.clone() });
    }
    if cost != facts.default_agent_cost {
        noted.push(Activity::CostSet { old: facts.default_agent_cost, new: cost });
    }
    if noted.is_empty() {
        return Ok(Vec::new());
    }
    let changed = Change::WorkgroupChanged {
        id: facts.id.clone(),
        version: facts.version + 1,
        name,
        default_agent_cost: cost,
        by: member.agent.clone(),
    };
    let noted = noted.into_iter().map(|activity| Change::Noted {
        workgroup: facts.id.clone(),
        by: member.agent.clone(),
        activity,
    });
    Ok(std::iter::once(changed).chain(noted).collect())
}

/// The values after the patch, or everything that is wrong with them.
fn values(member: &Membership, patch: &PatchWorkgroup) -> Result<(String, Money), Problem> {
    let facts = &member.workgroup;
    let mut problem = Problem::new(ProblemKind::InvalidInput);
    let name = match patch.name.as_deref().map(name::parse::<Tables>) {
        None => facts.name.clone(),
        Some(Ok(name)) => name,
        Some(Err(error)) => {
            problem = problem.at("/name", error.into());
            String::new()
        }
    };
    let mut cost = facts.default_agent_cost;
    if let Some(PatchMoney { amount, currency }) = patch.default_agent_cost {
        let currency = currency.unwrap_or(cost.currency);
        if amount > MAX_AMOUNT {
            problem = problem.at("/default_agent_cost/amount", FieldCode::OutOfRange);
        }
        if currency != cost.currency && facts.money_moved {
            problem = problem.at("/default_agent_cost/currency", FieldCode::CurrencyFixed);
        }
        cost = Money { amount, currency };
    }
    if problem.errors.is_empty() { Ok((name, cost)) } else { Err(problem) }
}

/// Preferences are the member's own: any role that sees the workgroup has them, and its version
/// does not rise.
pub(crate) fn set_preferences(
    member: Option<&Membership>,
    preferences: WorkgroupPreferences,
) -> Result<Vec<Change>, Problem> {
    let member = seen(member)?;
    if member.hidden == preferences.hidden {
        return Ok(Vec::new());
    }
    Ok(vec![Change::HiddenSet {
        workgroup: member.workgroup.id.clone(),
        agent: member.agent.clone(),
        hidden: preferences.hidden,
    }])
}

/// A workgroup that one may not see is no different from one that is not there.
///
/// # Errors
/// [`ProblemKind::NotFound`] for both.
pub fn seen(member: Option<&Membership>) -> Result<&Membership, Problem> {
    member.filter(|member| may::see(member)).ok_or_else(|| Problem::new(ProblemKind::NotFound))
}

#[cfg(test)]
mod tests;
