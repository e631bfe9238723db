use super::*;
use crate::{
    command::{Actor, Command},
    decide,
    facts::Snapshot,
    testing::{agent, eur, membership, now},
};
use contract::currency::Currency;
use proptest::prelude::*;

fn decided(member: Option<Membership>, version: Option<u64>, patch: PatchWorkgroup) -> Result<Vec<Change>, Problem> {
    let snapshot = Snapshot { agent: Some(agent()), membership: member, ..Snapshot::default() };
    let command = Command::PatchWorkgroup { id: membership(Role::Manager).workgroup.id, version, patch };
    decide(&snapshot, &Actor::Agent(agent().id), command, now())
}

fn rename(name: &str) -> PatchWorkgroup {
    PatchWorkgroup { name: Some(name.to_owned()), default_agent_cost: None }
}

fn cost(amount: u32, currency: Option<&str>) -> PatchWorkgroup {
    let currency = currency.map(|code| Currency::from_code(code).expect("a currency"));
    PatchWorkgroup { name: None, default_agent_cost: Some(PatchMoney { amount, currency }) }
}

fn kind(result: Result<Vec<Change>, Problem>) -> ProblemKind {
    result.expect_err("refused").kind
}

#[test]
fn a_new_one_is_administered_by_its_maker() {
    let id: WorkgroupId = "wg_9".parse().expect("an id");
    let body = CreateWorkgroup { name: " Harbor ".to_owned(), currency: eur() };
    let changes = create(&agent(), id.clone(), &body).expect("may");
    assert!(changes.contains(&Change::MemberAdded { workgroup: id, agent: agent().id, role: Role::Administrator }));
    assert!(matches!(&changes[0], Change::WorkgroupMade { name, .. } if name == "Harbor"));
    let mut nowhere = agent();
    nowhere.administers = 0;
    assert_eq!(kind(create(&nowhere, "wg_9".parse().expect("an id"), &body)), ProblemKind::Forbidden);
}

#[test]
fn whoever_may_not_see_it_finds_nothing() {
    for member in [None, Some(membership(Role::Inactive)), Some(membership(Role::Unknown))] {
        assert_eq!(kind(decided(member.clone(), Some(7), rename("x"))), ProblemKind::NotFound);
        assert_eq!(kind(decided(member, Some(1), rename("x"))), ProblemKind::NotFound);
    }
}

#[test]
fn an_associate_learns_nothing_by_a_stale_version() {
    for patch in [rename("x"), cost(1, None)] {
        for version in [Some(7), Some(6), None] {
            let problem = decided(Some(membership(Role::Associate)), version, patch.clone()).expect_err("refused");
            assert_eq!((problem.kind, problem.current), (ProblemKind::Forbidden, None));
        }
    }
}

#[test]
fn a_stale_version_shows_the_present_record() {
    for version in [Some(6), Some(8), None] {
        let problem = decided(Some(membership(Role::Manager)), version, rename("x")).expect_err("refused");
        assert_eq!(problem.kind, ProblemKind::StaleVersion);
        assert_eq!(problem.current.map(|w| w.version), Some(7));
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let mut patch = rename("\u{202E}");
    patch.default_agent_cost = cost(MAX_AMOUNT + 1, None).default_agent_cost;
    let problem = decided(Some(membership(Role::Administrator)), Some(7), patch).expect_err("refused");
    assert_eq!(problem.code_at("/name"), Some(FieldCode::Bidi));
    assert_eq!(problem.code_at("/default_agent_cost/amount"), Some(FieldCode::OutOfRange));
}

#[test]
fn the_currency_is_fixed_once_money_has_moved() {
    let mut member = membership(Role::Administrator);
    assert!(decided(Some(member.clone()), Some(7), cost(1, Some("JPY"))).is_ok());
    member.workgroup.money_moved = true;
    let problem = decided(Some(member.clone()), Some(7), cost(1, Some("JPY"))).expect_err("refused");
    assert_eq!(problem.code_at("/default_agent_cost/currency"), Some(FieldCode::CurrencyFixed));
    assert!(decided(Some(member), Some(7), cost(1, Some("EUR"))).is_ok());
}

#[test]
fn a_preference_does_not_raise_the_version() {
    let member = membership(Role::Associate);
    let changes = set_preferences(Some(&member), WorkgroupPreferences { hidden: true }).expect("may");
    assert!(matches!(changes.as_slice(), [Change::HiddenSet { hidden: true, .. }]));
    assert_eq!(set_preferences(Some(&member), WorkgroupPreferences { hidden: false }), Ok(Vec::new()));
}

#[test]
fn another_agent_s_snapshot_is_not_enough() {
    let snapshot =
        Snapshot { agent: Some(agent()), membership: Some(membership(Role::Administrator)), ..Snapshot::default() };
    let command =
        || Command::PatchWorkgroup { id: membership(Role::Manager).workgroup.id, version: Some(7), patch: rename("x") };
    for actor in [Actor::Nobody, Actor::Operator, Actor::Agent("ag_2".parse().expect("an id"))] {
        assert_eq!(kind(decide(&snapshot, &actor, command(), now())), ProblemKind::Unauthenticated);
    }
}

proptest! {
    #[test]
    fn the_version_rises_by_one_exactly_when_something_changed(
        name in proptest::option::of("[AB ]{0,3}"),
        amount in proptest::option::of(8499_u32..8502),
        currency in proptest::option::of(prop_oneof![Just("EUR"), Just("USD")]),
    ) {
        let mut member = membership(Role::Manager);
        member.workgroup.name = "A".to_owned();
        let before = member.workgroup.clone();
        let patch = PatchWorkgroup {
            name,
            default_agent_cost: amount.and_then(|amount| cost(amount, currency).default_agent_cost),
        };
        match decided(Some(member), Some(7), patch.clone()) {
            Ok(changes) => match changes.as_slice() {
                [] => {
                    prop_assert!(patch.name.is_none_or(|n| n.trim() == before.name));
                    prop_assert!(patch.default_agent_cost.is_none_or(|c| c.amount == before.default_agent_cost.amount));
                }
                [Change::WorkgroupChanged { version, name, default_agent_cost, .. }, noted @ ..] => {
                    prop_assert_eq!(*version, before.version + 1);
                    let renamed = *name != before.name;
                    let priced = *default_agent_cost != before.default_agent_cost;
                    prop_assert!(renamed || priced);
                    prop_assert_eq!(noted.len(), usize::from(renamed) + usize::from(priced));
                }
                other => prop_assert!(false, "{:?}", other),
            },
            Err(problem) => {
                prop_assert_eq!(problem.kind, ProblemKind::InvalidInput);
                prop_assert!(patch.name.is_some_and(|n| n.trim().is_empty()));
            }
        }
    }

    #[test]
    fn who_is_told_they_may_succeeds_and_nobody_else(
        role in prop_oneof![
            Just(Role::Administrator), Just(Role::Manager), Just(Role::Associate), Just(Role::Inactive), Just(Role::Unknown)
        ],
        renames in any::<bool>(),
    ) {
        let member = membership(role);
        let seen = view::workgroup(&member);
        let patch = if renames { rename("Other") } else { cost(1, None) };
        let told = seen.is_some_and(|w| if renames { w.may.rename.allowed } else { w.may.set_cost.allowed });
        prop_assert_eq!(decided(Some(member), Some(7), patch).is_ok(), told);
    }
}
