//! What the fake backend knows.

use contract::{
    Timestamp,
    currency::Currency,
    invitation::{Delivery, Invitation, InvitationPermissions, InvitationState},
    list::List,
    member::{Member, MemberPermissions},
    money::Money,
    permission::{Permission, Reason},
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

/// An invitation at version 1 that waits, about which the agent may do everything.
pub(crate) fn invitation(id: &str, email: &str) -> Invitation {
    Invitation {
        id: id.parse().expect("an identifier"),
        email: email.to_owned(),
        name: None,
        role: Role::Associate,
        state: InvitationState::Pending,
        delivery: Delivery::Sent,
        delivery_reason: None,
        language: "en".to_owned(),
        invited_by: Actor { id: "ada".parse().expect("an identifier"), name: "Ada Berg".to_owned() },
        created_at: Timestamp::UNIX_EPOCH,
        sent_at: None,
        expires_at: Timestamp::UNIX_EPOCH,
        asked_again_at: None,
        roles: vec![Role::Associate],
        may: InvitationPermissions {
            change_role: Permission::ALLOWED,
            resend: Permission::ALLOWED,
            revoke: Permission::ALLOWED,
            copy_link: Permission::ALLOWED,
        },
        version: 1,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: None,
    }
}

/// A currency of ISO 4217.
pub(crate) fn currency(code: &str) -> Currency {
    Currency::from_code(code).expect("a currency")
}

/// A Manager at version 3 with a rate of 90 dollars, about whom the agent may do everything but
/// what does not apply.
pub(crate) fn member(id: &str, name: &str) -> Member {
    Member {
        id: id.parse().expect("an identifier"),
        name: name.to_owned(),
        email: format!("{id}@example.com"),
        role: Role::Manager,
        rate: Some(Money { amount: 9000, currency: currency("USD") }),
        seat: true,
        last_seen: None,
        is_me: false,
        roles: vec![Role::Administrator, Role::Manager, Role::Associate],
        may: MemberPermissions {
            set_role: Permission::ALLOWED,
            set_rate: Permission::ALLOWED,
            deactivate: Permission::ALLOWED,
            reactivate: Permission::refused(Reason::AlreadyActive),
            leave: Permission::refused(Reason::SomeoneElse),
        },
        version: 3,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: None,
    }
}
