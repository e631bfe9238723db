//! What the signed-in agent is shown. Nothing goes over the wire that was not made here.

use crate::{
    facts::{AgentFacts, Membership},
    may,
};
use contract::{
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
        may: WorkgroupPermissions { rename: may::rename(member), set_cost: may::set_cost(member) },
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agent, membership};
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
