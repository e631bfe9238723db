//! Every change, and every reader.

use super::*;
use crate::{
    change::Activity,
    command::SecretHash,
    mail::{Language, Mail},
    testing::{any_role, eur, invitation, member, membership, now},
};
use contract::{money::Money, workgroup::Actor as By};
use proptest::prelude::*;

fn wg() -> WorkgroupId {
    membership(Role::Manager).workgroup.id
}

/// The reader: the agent of [`membership`].
fn me() -> AgentId {
    membership(Role::Manager).agent
}

/// The other one: the agent of [`member`].
fn other() -> AgentId {
    member(Role::Manager).agent
}

fn money() -> Money {
    Money { amount: 1, currency: eur() }
}

fn within_wg(about: impl IntoIterator<Item = About>) -> Vec<Event> {
    within(&wg(), about)
}

#[test]
fn every_change_tells_what_it_changes() {
    let changed = |role| Change::MemberChanged { workgroup: wg(), agent: other(), role, rate: None, by: me() };
    let added = |role| Change::MemberAdded { workgroup: wg(), agent: other(), role };
    let facts = || Box::new(invitation(Role::Manager));
    let invited = || {
        let mut events = within_wg([About::Invitation(facts().id)]);
        events.push(Event::InvitationsTo(facts().address));
        events
    };
    let came = [About::Workgroup, About::Membership(other()), About::Agent(other())];
    let hash = || SecretHash([1; 32]);
    let id = || "si_1".parse().expect("an id");
    let address = || facts().address;
    for (change, told) in [
        (added(Role::Manager), within_wg(came.clone())),
        (added(Role::Administrator), within_wg(came.iter().cloned().chain([About::Administrators]))),
        (changed(Some(Role::Associate)), within_wg(came.into_iter().chain([About::Administrators]))),
        (
            changed(Some(Role::Inactive)),
            within_wg([About::Workgroup, About::Membership(other()), About::AgentLeft(other()), About::Administrators]),
        ),
        (changed(None), within_wg([About::Agent(other())])),
        (Change::InvitationMade(facts()), invited()),
        (Change::InvitationChanged(facts()), invited()),
        (
            Change::WorkgroupChanged {
                id: wg(),
                version: 2,
                name: "B".to_owned(),
                default_agent_cost: money(),
                by: me(),
            },
            within_wg([About::Workgroup]),
        ),
        (Change::HiddenSet { workgroup: wg(), agent: me(), hidden: true }, within_wg([About::Preferences(me())])),
        (
            Change::Noted { workgroup: wg(), by: me(), activity: Activity::Created { name: "A".to_owned() } },
            vec![Event::Noted(wg())],
        ),
        (
            Change::Noted {
                workgroup: wg(),
                by: me(),
                activity: Activity::Renamed { old: "A".to_owned(), new: "B".to_owned() },
            },
            vec![Event::Noted(wg()), Event::InvitationsInto(wg())],
        ),
        (Change::AgentMade { id: me(), name: "A".to_owned(), address: address() }, vec![]),
        (
            Change::WorkgroupMade { id: wg(), name: "A".to_owned(), default_agent_cost: money(), default_of: None },
            vec![],
        ),
        (Change::InvitationCodeRefused(vec![(facts().id, 4)]), vec![]),
        (Change::AddressLetIn { address: address() }, vec![]),
        (Change::SignInMade { id: id(), address: address(), code: hash(), token: hash(), expires_at: now() }, vec![]),
        (Change::CodeRefused { id: id(), tries_left: 1 }, vec![]),
        (Change::SignInUsed { id: id() }, vec![]),
        (Change::SessionMade { hash: hash(), agent: me(), expires_at: now() }, vec![]),
        (Change::SessionEnded { hash: hash() }, vec![]),
        (
            Change::MailQueued {
                to: address(),
                language: Language::En,
                mail: Mail::SignIn { code: String::new(), token: String::new(), expires_at: now() },
                about: None,
                not_before: None,
            },
            vec![],
        ),
    ] {
        assert_eq!(events(std::slice::from_ref(&change)), told, "{change:?}");
        let twice = events(&[change.clone(), change.clone()]);
        let noted = told.iter().filter(|event| matches!(event, Event::Noted(_))).count();
        assert_eq!(twice.len(), told.len() + noted, "{change:?} twice");
    }
}

/// A workgroup with the other one, an invitation and two things done, about which all of this
/// happened.
fn scene(happened: Vec<(i64, About)>, other_role: Role) -> Scene {
    let noted = |id, activity| {
        let by = By { id: me(), name: "Maren Falk".to_owned() };
        (id, ActivityFacts { id, at: now(), by, activity, member: None })
    };
    let named = Activity::Renamed { old: "A".to_owned(), new: "B".to_owned() };
    let cost = Activity::CostSet { old: money(), new: money() };
    let invitation = invitation(Role::Manager);
    Scene {
        workgroup: wg(),
        happened,
        members: HashMap::from([(other(), member(other_role))]),
        administrators: 1,
        invitations: HashMap::from([(invitation.id.clone(), invitation)]),
        activity: HashMap::from([noted(7, named), noted(8, cost)]),
    }
}

fn everything() -> Vec<(i64, About)> {
    let invitation = invitation(Role::Manager).id;
    vec![
        (1, About::Workgroup),
        (2, About::Agent(other())),
        (3, About::Invitation(invitation)),
        (4, About::Activity(7)),
        (5, About::Activity(8)),
    ]
}

fn kinds(scene: &Scene, role: Role) -> Vec<(i64, EventKind)> {
    let told = tell(scene, &me(), Some(&membership(role)), 200, now());
    told.iter().map(|(at, told)| (*at, told.kind())).collect()
}

#[test]
fn each_role_is_told_what_it_sees() {
    use EventKind as K;
    let scene = scene(everything(), Role::Manager);
    let all = [(1, K::Workgroup), (2, K::Agent), (3, K::Invitation), (4, K::Activity), (5, K::Activity)];
    assert_eq!(kinds(&scene, Role::Administrator), all);
    assert_eq!(kinds(&scene, Role::Manager), all);
    assert_eq!(kinds(&scene, Role::Associate), [(1, K::Workgroup), (2, K::Agent), (4, K::Activity)]);
    let text = format!("{:?}", tell(&scene, &me(), Some(&membership(Role::Associate)), 200, now()));
    assert!(!text.contains("default_agent_cost: Some") && !text.contains("rate: Some"), "{text}");
    for role in [Role::Inactive, Role::Unknown] {
        assert_eq!(kinds(&scene, role), []);
    }
    assert_eq!(tell(&scene, &me(), None, 200, now()), []);
}

#[test]
fn each_record_is_told_once_at_its_last_position() {
    use EventKind as K;
    let again = everything().into_iter().map(|(at, about)| (at + 10, about));
    let mut happened: Vec<_> = everything().into_iter().chain(again).collect();
    happened.retain(|(_, about)| !matches!(about, About::Activity(_)));
    happened.push((20, About::Preferences(me())));
    happened.push((21, About::Preferences(other())));
    let told = kinds(&scene(happened, Role::Manager), Role::Manager);
    assert_eq!(told, [(12, K::Agent), (13, K::Invitation), (20, K::Workgroup)]);
}

#[test]
fn whoever_lost_a_workgroup_is_told_that_and_nothing_else() {
    let mut happened = everything();
    happened.push((9, About::Membership(me())));
    let scene = scene(happened, Role::Manager);
    let gone = Told::WorkgroupGone(Gone { workgroup: wg(), id: wg().to_string() });
    for membership in [None, Some(membership(Role::Inactive))] {
        assert_eq!(tell(&scene, &me(), membership.as_ref(), 200, now()), [(9, gone.clone())]);
        assert_eq!(tell(&scene, &other(), membership.as_ref(), 200, now()), []);
    }
}

#[test]
fn an_associate_hears_that_somebody_is_gone_and_not_who_was_inactive_before() {
    use EventKind as K;
    let left = (5, About::AgentLeft(other()));
    let gone = scene(vec![left.clone()], Role::Inactive);
    assert_eq!(kinds(&gone, Role::Associate), [(5, K::AgentGone)]);
    assert_eq!(kinds(&gone, Role::Manager), [(5, K::Agent)]);
    let rate_of_inactive = scene(vec![(5, About::Agent(other()))], Role::Inactive);
    assert_eq!(kinds(&rate_of_inactive, Role::Associate), []);
    let came_later = scene(vec![left, (6, About::Membership(me()))], Role::Inactive);
    assert_eq!(kinds(&came_later, Role::Associate), [(6, K::Workgroup)]);
}

#[test]
fn what_may_be_done_about_the_last_administrators_is_told() {
    let mut scene = scene(vec![(5, About::Administrators)], Role::Administrator);
    for (administrators, told) in [(1, 1), (2, 1), (3, 0)] {
        scene.administrators = administrators;
        assert_eq!(kinds(&scene, Role::Manager).len(), told, "with {administrators}");
    }
}

#[test]
fn too_much_is_a_reset() {
    let told = tell(&scene(everything(), Role::Manager), &me(), Some(&membership(Role::Manager)), 4, now());
    assert!(matches!(told[..], [(_, Told::Reset {})]));
    let few = tell(&scene(everything(), Role::Manager), &me(), Some(&membership(Role::Associate)), 4, now());
    assert_eq!(few.len(), 3, "an Associate is told three of them");
}

fn any_about() -> impl Strategy<Value = About> {
    let agent = || proptest::sample::select(vec![me(), other()]);
    prop_oneof![
        Just(About::Workgroup),
        agent().prop_map(About::Membership),
        agent().prop_map(About::Preferences),
        agent().prop_map(About::Agent),
        agent().prop_map(About::AgentLeft),
        Just(About::Administrators),
        Just(About::Invitation(invitation(Role::Manager).id)),
        (7_i64..9).prop_map(About::Activity),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_positions_rise_and_no_record_comes_twice(
        happened in proptest::collection::vec(any_about(), 0..40),
        role in any_role(),
        other_role in any_role(),
    ) {
        let scene = scene((1..).zip(happened).collect(), other_role);
        let told = tell(&scene, &me(), Some(&membership(role)), 200, now());
        prop_assert!(told.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let records: HashSet<String> = told.iter().map(|(_, told)| format!("{told:?}")).collect();
        prop_assert_eq!(records.len(), told.len());
        if !matches!(role, Role::Administrator | Role::Manager) {
            let hidden = |told: &Told| matches!(told, Told::Invitation(_));
            prop_assert!(!told.iter().any(|(_, told)| hidden(told)));
            let shown = |told: &Told| matches!(told, Told::Agent(agent) if agent.record.role == Role::Inactive);
            prop_assert!(!told.iter().any(|(_, told)| shown(told)));
        }
    }
}
