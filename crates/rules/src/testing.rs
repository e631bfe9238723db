//! Facts to test with.

use crate::{
    Now,
    facts::{AgentFacts, Membership, WorkgroupFacts},
};
use contract::{currency::Currency, money::Money, role::Role};

pub(crate) fn now() -> Now {
    "2026-03-01T08:00:00Z".parse().expect("an instant")
}

pub(crate) fn eur() -> Currency {
    Currency::from_code("EUR").expect("a currency")
}

pub(crate) fn agent() -> AgentFacts {
    AgentFacts {
        id: "ag_1".parse().expect("an id"),
        name: "Maren Falk".to_owned(),
        email: "maren.falk@example.com".to_owned(),
        default_workgroup: "wg_1".parse().expect("an id"),
        default_currency: eur(),
        administers: 1,
        sample: false,
    }
}

pub(crate) fn membership(role: Role) -> Membership {
    Membership {
        workgroup: WorkgroupFacts {
            id: "wg_2".parse().expect("an id"),
            name: "Nordwind IT".to_owned(),
            default_agent_cost: Money { amount: 8500, currency: eur() },
            money_moved: false,
            default_of: None,
            agents: 3,
            version: 7,
            created_at: now(),
            updated_at: now(),
            updated_by: None,
        },
        agent: agent().id,
        role,
        hidden: false,
    }
}
