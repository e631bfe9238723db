use super::*;
use crate::{
    command::{Actor, Command},
    decide,
    facts::InvitationFacts,
    testing::{agent, any_role, eur, invitation, member, membership, now},
};
use contract::{currency::Currency, workgroup::PatchMoney};
use proptest::prelude::*;

/// What comes of a patch by the agent of `asker`, in a workgroup of so many active Administrators.
fn decided(
    asker: Membership,
    member: MemberFacts,
    administrators: u32,
    patch: PatchMember,
) -> Result<Vec<Change>, Problem> {
    at_version(asker, member, administrators, patch, Some(4))
}

fn at_version(
    asker: Membership,
    member: MemberFacts,
    administrators: u32,
    patch: PatchMember,
    version: Option<u64>,
) -> Result<Vec<Change>, Problem> {
    let command =
        Command::PatchMember { workgroup: asker.workgroup.id.clone(), agent: member.agent.clone(), version, patch };
    let snapshot = Snapshot {
        agent: Some(agent()),
        membership: Some(asker),
        member: Some(member),
        administrators,
        ..Snapshot::default()
    };
    decide(&snapshot, &Actor::Agent(agent().id), command, now())
}

/// The asker as others see them.
fn myself(role: Role) -> MemberFacts {
    MemberFacts { agent: agent().id, ..member(role) }
}

fn to(role: Role) -> PatchMember {
    PatchMember { role: Some(role), rate: None }
}

fn rate(amount: u32, currency: Option<&str>) -> PatchMember {
    let currency = currency.map(|code| Currency::from_code(code).expect("a currency"));
    PatchMember { role: None, rate: Some(Some(PatchMoney { amount, currency })) }
}

fn refusal(result: Result<Vec<Change>, Problem>) -> (ProblemKind, Option<Reason>) {
    let problem = result.expect_err("refused");
    (problem.kind, problem.reason)
}

fn forbidden(reason: Reason) -> (ProblemKind, Option<Reason>) {
    (ProblemKind::Forbidden, Some(reason))
}

#[test]
fn a_role_is_changed_and_noted_with_old_and_new() {
    let changes = decided(membership(Role::Manager), member(Role::Associate), 1, to(Role::Manager)).expect("may");
    let [Change::MemberChanged { role: Some(Role::Manager), rate: None, by, .. }, Change::Noted { activity, .. }] =
        changes.as_slice()
    else {
        panic!("{changes:?}")
    };
    assert_eq!(*by, agent().id);
    let agent = member(Role::Associate).agent;
    assert_eq!(*activity, Activity::RoleSet { agent, old: Role::Associate, new: Role::Manager });
}

#[test]
fn only_an_administrator_makes_changes_or_removes_one() {
    let asker = || membership(Role::Manager);
    for patch in [to(Role::Manager), to(Role::Inactive), rate(1, None)] {
        let refused = decided(asker(), member(Role::Administrator), 2, patch.clone());
        assert_eq!(refusal(refused), forbidden(Reason::NeedsAdministrator));
        assert!(decided(membership(Role::Administrator), member(Role::Administrator), 2, patch).is_ok());
    }
    for present in [Role::Manager, Role::Associate, Role::Inactive] {
        let refused = decided(asker(), member(present), 2, to(Role::Administrator));
        assert_eq!(refusal(refused), forbidden(Reason::NeedsAdministrator));
        assert!(decided(membership(Role::Administrator), member(present), 2, to(Role::Administrator)).is_ok());
    }
    let oneself = decided(asker(), myself(Role::Manager), 1, to(Role::Administrator));
    assert_eq!(refusal(oneself), forbidden(Reason::NeedsAdministrator));
}

#[test]
fn an_associate_leaves_and_does_nothing_else() {
    let asker = || membership(Role::Associate);
    for role in [Role::Administrator, Role::Manager, Role::Inactive] {
        assert_eq!(refusal(decided(asker(), member(Role::Associate), 1, to(role))), forbidden(Reason::NeedsManager));
    }
    assert_eq!(refusal(decided(asker(), member(Role::Associate), 1, rate(1, None))), forbidden(Reason::MoneyHidden));
    assert_eq!(
        refusal(decided(asker(), myself(Role::Associate), 1, to(Role::Manager))),
        forbidden(Reason::NeedsManager)
    );
    assert!(decided(asker(), myself(Role::Associate), 1, to(Role::Inactive)).is_ok());
    let unseen = decided(asker(), member(Role::Inactive), 1, to(Role::Inactive));
    assert_eq!(refusal(unseen).0, ProblemKind::NotFound);
}

#[test]
fn the_last_active_administrator_stays_one() {
    for role in [Role::Manager, Role::Associate, Role::Inactive] {
        let alone = decided(membership(Role::Administrator), myself(Role::Administrator), 1, to(role));
        assert_eq!(refusal(alone), forbidden(Reason::LastAdministrator));
        assert!(decided(membership(Role::Administrator), myself(Role::Administrator), 2, to(role)).is_ok());
    }
}

#[test]
fn nobody_changes_or_leaves_the_owner_s_place_in_their_default_workgroup() {
    let mut theirs = membership(Role::Administrator);
    theirs.workgroup.default_of = Some(member(Role::Administrator).agent);
    let mut mine = membership(Role::Administrator);
    mine.workgroup.default_of = Some(agent().id);
    for role in [Role::Manager, Role::Inactive] {
        let others = decided(theirs.clone(), member(Role::Administrator), 2, to(role));
        assert_eq!(refusal(others), forbidden(Reason::OwnDefaultWorkgroup));
        let own = decided(mine.clone(), myself(Role::Administrator), 2, to(role));
        assert_eq!(refusal(own), forbidden(Reason::OwnDefaultWorkgroup));
    }
    assert!(decided(theirs, member(Role::Administrator), 2, rate(1, None)).is_ok());
}

#[test]
fn what_is_wrong_is_said_in_order() {
    let stale = |asker, patch| at_version(membership(asker), member(Role::Associate), 1, patch, Some(3));
    assert_eq!(refusal(stale(Role::Associate, to(Role::Unknown))).0, ProblemKind::Forbidden);
    let problem = stale(Role::Manager, rate(MAX_AMOUNT + 1, None)).expect_err("refused");
    assert_eq!(problem.kind, ProblemKind::StaleVersion);
    assert_eq!(problem.current_member.map(|current| current.version), Some(4));
    let mut bad = rate(MAX_AMOUNT + 1, Some("USD"));
    bad.role = Some(Role::Unknown);
    let problem = decided(membership(Role::Manager), member(Role::Associate), 1, bad).expect_err("refused");
    assert_eq!(problem.code_at("/role"), Some(FieldCode::Invalid));
    assert_eq!(problem.code_at("/rate/amount"), Some(FieldCode::OutOfRange));
    assert_eq!(problem.code_at("/rate/currency"), Some(FieldCode::CurrencyFixed));
}

#[test]
fn invitations_that_they_sent_are_told_where_their_role_decides_whether_one_works() {
    use contract::invitation::InvitationState::{Pending, Revoked};
    for (old, new, invited, told) in [
        (Role::Manager, Role::Associate, Role::Associate, Some(Revoked)),
        (Role::Administrator, Role::Manager, Role::Administrator, Some(Revoked)),
        (Role::Administrator, Role::Manager, Role::Manager, None),
        (Role::Manager, Role::Administrator, Role::Manager, None),
        (Role::Manager, Role::Administrator, Role::Administrator, Some(Pending)),
        (Role::Associate, Role::Manager, Role::Associate, Some(Pending)),
        (Role::Inactive, Role::Manager, Role::Manager, Some(Pending)),
        (Role::Inactive, Role::Associate, Role::Associate, Some(Revoked)),
    ] {
        let sent = InvitationFacts { inviter_role: old, ..invitation(invited) };
        assert_eq!(sent.inviter.id, member(old).agent);
        let snapshot = Snapshot {
            agent: Some(agent()),
            membership: Some(membership(Role::Administrator)),
            member: Some(member(old)),
            administrators: 3,
            member_invitations: vec![sent.clone()],
            ..Snapshot::default()
        };
        let (workgroup, agent_id) = (sent.workgroup.clone(), member(old).agent);
        let command = Command::PatchMember { workgroup, agent: agent_id, version: Some(4), patch: to(new) };
        let changes = decide(&snapshot, &Actor::Agent(agent().id), command, now()).expect("may");
        let changed: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                Change::InvitationChanged(facts) => Some((facts.state, facts.version)),
                _ => None,
            })
            .collect();
        let expected = told.map(|state| (state, sent.version + u64::from(state == Revoked)));
        assert_eq!(changed, Vec::from_iter(expected), "{old:?} {new:?} {invited:?}");
        let events = crate::events(&changes);
        let to_invited = crate::Event::InvitationsTo(sent.address.clone());
        assert_eq!(events.contains(&to_invited), told.is_some(), "{old:?} {new:?} {invited:?}");
    }
}

#[test]
fn a_rate_is_set_and_taken_away_and_what_is_so_changes_nothing() {
    let asker = || membership(Role::Manager);
    let took = PatchMember { role: None, rate: Some(None) };
    let changes = decided(asker(), member(Role::Associate), 1, took.clone()).expect("may");
    assert!(matches!(&changes[0], Change::MemberChanged { rate: Some(None), role: None, .. }));
    let without = MemberFacts { rate: None, ..member(Role::Associate) };
    assert_eq!(decided(asker(), without, 1, took), Ok(Vec::new()));
    assert_eq!(decided(asker(), member(Role::Associate), 1, rate(7000, Some("EUR"))), Ok(Vec::new()));
    assert_eq!(decided(asker(), member(Role::Associate), 1, to(Role::Associate)), Ok(Vec::new()));
    let changes = decided(asker(), member(Role::Associate), 1, rate(1, None)).expect("may");
    let money = |amount| Some(Money { amount, currency: eur() });
    let agent = member(Role::Associate).agent;
    assert!(matches!(&changes[1], Change::Noted { activity, .. }
        if *activity == Activity::RateSet { agent, old: money(7000), new: money(1) }));
}

#[test]
fn an_associate_is_shown_neither_rates_nor_who_is_inactive() {
    let seen = view::member(&membership(Role::Associate), &member(Role::Manager), 1).expect("is there");
    assert_eq!((seen.rate, seen.roles), (None, vec![Role::Manager]));
    assert_eq!(view::member(&membership(Role::Associate), &member(Role::Inactive), 1), None);
    let seen = view::member(&membership(Role::Manager), &member(Role::Inactive), 1).expect("is there");
    assert_eq!((seen.seat, seen.roles), (false, vec![Role::Inactive, Role::Manager, Role::Associate]));
    assert_eq!(view::member(&membership(Role::Inactive), &member(Role::Manager), 1), None);
}

proptest! {
    #[test]
    fn who_is_told_they_may_succeeds_and_nobody_else(
        asker in any_role(),
        present in any_role(),
        wanted in any_role(),
        administrators in 0_u32..3,
        oneself in any::<bool>(),
        own in any::<bool>(),
    ) {
        prop_assume!(present != Role::Unknown && wanted != Role::Unknown && wanted != present);
        let present = if oneself { asker } else { present };
        prop_assume!(wanted != present);
        let member = if oneself { myself(present) } else { member(present) };
        let mut membership = membership(asker);
        membership.workgroup.default_of = own.then(|| member.agent.clone());
        let told = view::member(&membership, &member, administrators).is_some_and(|seen| {
            let among = seen.roles.contains(&wanted);
            match (wanted, present) {
                (Role::Inactive, _) if oneself => seen.may.leave.allowed,
                (Role::Inactive, _) => seen.may.deactivate.allowed,
                (_, Role::Inactive) => seen.may.reactivate.allowed && among,
                _ => seen.may.set_role.allowed && among,
            }
        });
        prop_assert_eq!(decided(membership, member, administrators, to(wanted)).is_ok(), told);
    }

    #[test]
    fn a_workgroup_keeps_an_active_administrator(
        asker in any_role(), wanted in any_role(), oneself in any::<bool>(),
    ) {
        let member = if oneself { myself(Role::Administrator) } else { member(Role::Administrator) };
        if let Ok(changes) = decided(membership(asker), member, 1, to(wanted)) {
            prop_assert!(changes.is_empty());
        }
    }
}
