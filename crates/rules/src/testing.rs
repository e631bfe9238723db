//! Facts to test with.

use crate::{
    Now,
    address::Address,
    facts::{AgentFacts, DeliveryFacts, InvitationFacts, MemberFacts, Membership, WorkgroupFacts},
    mail::Language,
    seal::Seal,
};
use contract::{
    currency::Currency,
    invitation::{Delivery, INVITATION_TRIES, InvitationState},
    money::Money,
    role::Role,
    workgroup::Actor as By,
};

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

/// Another agent of the workgroup of [`membership`].
pub(crate) fn member(role: Role) -> MemberFacts {
    MemberFacts {
        agent: "ag_2".parse().expect("an id"),
        name: "Tomás Rivera".to_owned(),
        email: "tomas.rivera@example.com".to_owned(),
        role,
        rate: Some(Money { amount: 7000, currency: eur() }),
        last_seen: None,
        version: 4,
        updated_at: now(),
        updated_by: None,
    }
}

/// An invitation of Nora into the workgroup of [`membership`], by Tomás.
pub(crate) fn invitation(role: Role) -> InvitationFacts {
    InvitationFacts {
        id: "inv_1".parse().expect("an id"),
        workgroup: membership(role).workgroup.id,
        workgroup_name: membership(role).workgroup.name,
        address: Address::parse("nora.lind@example.com").expect("an address"),
        name: Some("Nora Lind".to_owned()),
        role,
        state: InvitationState::Pending,
        language: Language::De,
        generation: 3,
        tries_left: INVITATION_TRIES,
        inviter: By { id: "ag_2".parse().expect("an id"), name: "Tomás Rivera".to_owned() },
        inviter_email: "tomas.rivera@example.com".to_owned(),
        inviter_role: Role::Administrator,
        delivery: DeliveryFacts { state: Delivery::Sent, reason: None, sent_at: Some(now()) },
        created_at: now(),
        expires_at: now() + chrono::TimeDelta::days(7),
        asked_again_at: None,
        version: 5,
        updated_at: now(),
        updated_by: None,
    }
}

/// Nora, who is invited.
pub(crate) fn nora() -> AgentFacts {
    AgentFacts {
        id: "ag_nora".parse().expect("an id"),
        name: "Nora Lind".to_owned(),
        email: "nora.lind@example.com".to_owned(),
        ..agent()
    }
}

/// What makes tokens and codes.
pub(crate) fn seal() -> Seal {
    Seal::new([7; 32])
}

/// Every role.
pub(crate) fn any_role() -> impl proptest::strategy::Strategy<Value = Role> {
    proptest::sample::select(vec![Role::Administrator, Role::Manager, Role::Associate, Role::Inactive, Role::Unknown])
}
