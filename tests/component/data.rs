//! What the fake backend knows.

use contract::{
    Timestamp,
    currency::Currency,
    list::List,
    money::Money,
    permission::Permission,
    role::Role,
    session::{Agent, Session, SessionPermissions},
    workgroup::{Actor, Workgroup, WorkgroupPermissions},
};

/// A workgroup at version 3 that the agent may change; an hour costs 85.50 dollars.
pub(crate) fn workgroup(id: &str, name: &str) -> Workgroup {
    Workgroup {
        id: id.parse().expect("an identifier"),
        name: name.to_owned(),
        default_agent_cost: Some(Money { amount: 8550, currency: currency("USD") }),
        role: Role::Administrator,
        is_default: false,
        hidden: false,
        agents: 4,
        may: WorkgroupPermissions {
            rename: Permission::ALLOWED,
            set_cost: Permission::ALLOWED,
            invite: Permission::ALLOWED,
        },
        version: 3,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: None,
    }
}

/// The workgroup after somebody else renamed it.
pub(crate) fn renamed(before: &Workgroup, name: &str) -> Workgroup {
    let by = Actor { id: "other".parse().expect("an identifier"), name: "Mara Lind".to_owned() };
    Workgroup { name: name.to_owned(), version: before.version + 1, updated_by: Some(by), ..before.clone() }
}

/// The session of an agent whose own workgroup is `north`.
pub(crate) fn session(agent: &str) -> Session {
    Session {
        agent: Agent {
            id: agent.parse().expect("an identifier"),
            name: "Ada Berg".to_owned(),
            email: "ada@example.com".to_owned(),
        },
        default_workgroup: "north".parse().expect("an identifier"),
        default_currency: currency("USD"),
        may: SessionPermissions { create_workgroup: Permission::ALLOWED },
        parts: Vec::new(),
        mailbox: None,
    }
}

/// All of a list at once.
pub(crate) fn list(items: Vec<Workgroup>) -> List<Workgroup> {
    List { total: items.len() as u64, items, next_cursor: None }
}

/// A currency of ISO 4217.
pub(crate) fn currency(code: &str) -> Currency {
    Currency::from_code(code).expect("a currency")
}
