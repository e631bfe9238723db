use super::*;
use crate::{
    command::{Actor, Command},
    decide,
    facts::Membership,
    testing::{agent, invitation, membership, nora, now, seal},
    view,
};
use contract::{
    invitation::{INVITATION_TRIES, Invited},
    role::Role,
};

fn snapshot(who: AgentFacts, invitation: InvitationFacts, membership: Option<Membership>) -> Snapshot {
    Snapshot { agent: Some(who), invited: vec![InvitedFacts { invitation, membership }], ..Snapshot::default() }
}

fn waiting() -> Snapshot {
    snapshot(nora(), invitation(Role::Manager), None)
}

fn by_token(generation: u32) -> InvitedBy {
    let token = seal().token(&invitation(Role::Manager).id, generation);
    InvitedBy::Token(Token::parse(&token).expect("a token"))
}

fn code() -> String {
    let facts = invitation(Role::Manager);
    seal().code(&facts.id, facts.generation)
}

fn decided(snapshot: &Snapshot, command: Command) -> Result<Vec<Change>, Problem> {
    let actor = snapshot.agent.as_ref().map_or(Actor::Nobody, |agent| Actor::Agent(agent.id.clone()));
    decide(snapshot, &actor, command, now())
}

fn accepted(snapshot: &Snapshot, by: InvitedBy) -> Result<Vec<Change>, Problem> {
    decided(snapshot, Command::AcceptInvitation { by, seal: seal() })
}

fn declined(snapshot: &Snapshot, by: InvitedBy) -> Result<Vec<Change>, Problem> {
    decided(snapshot, Command::DeclineInvitation { by, seal: seal() })
}

fn asked(snapshot: &Snapshot, generation: u32) -> Vec<Change> {
    let InvitedBy::Token(token) = by_token(generation) else { panic!("a token") };
    decided(snapshot, Command::AskForInvitation { token, seal: seal() }).expect("the same answer for all")
}

fn mailed(changes: &[Change]) -> Option<(&str, &Mail)> {
    changes.iter().find_map(|change| {
        if let Change::MailQueued { to, mail, .. } = change { Some((to.as_str(), mail)) } else { None }
    })
}

#[test]
fn whoever_is_invited_joins_with_the_role_and_the_inviter_is_told() {
    let id = invitation(Role::Manager).id;
    for by in [by_token(3), InvitedBy::Id(id), InvitedBy::Code(code())] {
        let changes = accepted(&waiting(), by).expect("joins");
        assert!(matches!(&changes[0], Change::InvitationChanged(facts)
            if facts.state == InvitationState::Accepted && facts.version == 6));
        assert!(matches!(&changes[1], Change::MemberAdded { agent, role: Role::Manager, .. } if *agent == nora().id));
        let (to, mail) = mailed(&changes).expect("a mail");
        assert_eq!(to, "tomas.rivera@example.com");
        assert!(matches!(mail, Mail::Joined { who_email, .. } if *who_email == nora().email));
    }
}

#[test]
fn an_inactive_agent_is_given_a_role_again_and_an_active_one_keeps_theirs() {
    let inactive = snapshot(nora(), invitation(Role::Manager), Some(membership(Role::Inactive)));
    let changes = accepted(&inactive, by_token(3)).expect("joins");
    assert!(matches!(&changes[1], Change::MemberChanged { role: Some(Role::Manager), rate: None, .. }));
    let active = snapshot(nora(), invitation(Role::Administrator), Some(membership(Role::Associate)));
    let changes = accepted(&active, by_token(3)).expect("is answered");
    assert!(matches!(changes.as_slice(), [Change::InvitationChanged(_)]), "{changes:?}");
}

#[test]
fn the_token_of_another_address_s_invitation_joins_nobody() {
    let other = snapshot(agent(), invitation(Role::Manager), None);
    for result in [accepted(&other, by_token(3)), declined(&other, by_token(3))] {
        assert_eq!(result.expect_err("refused").kind, ProblemKind::WrongAccount);
    }
    let by_id = accepted(&other, InvitedBy::Id(invitation(Role::Manager).id));
    assert_eq!(by_id.expect_err("refused").kind, ProblemKind::NotFound);
    let nobody = Snapshot { agent: None, ..waiting() };
    assert_eq!(accepted(&nobody, by_token(3)).expect_err("refused").kind, ProblemKind::Unauthenticated);
}

#[test]
fn wrong_unknown_and_outdated_tokens_look_alike() {
    let unknown = Snapshot { invited: Vec::new(), ..waiting() };
    let mut problems = vec![accepted(&unknown, by_token(3)).expect_err("refused")];
    for generation in [0, 2, 4] {
        problems.push(accepted(&waiting(), by_token(generation)).expect_err("refused"));
        problems.push(find(&waiting(), &by_token(generation), &seal()).expect_err("refused"));
    }
    assert!(problems.iter().all(|problem| *problem == Problem::new(ProblemKind::NotFound)));
}

#[test]
fn what_has_ended_says_how() {
    use InvitationState as S;
    for state in [S::Accepted, S::Declined, S::Revoked, S::Expired] {
        let mut facts = invitation(Role::Manager);
        if state == S::Expired {
            facts.expires_at = now();
        } else {
            facts.state = state;
        }
        let snapshot = snapshot(nora(), facts, None);
        for result in [accepted(&snapshot, by_token(3)), declined(&snapshot, by_token(3))] {
            let problem = result.expect_err("refused");
            assert_eq!((problem.kind, problem.state), (ProblemKind::InvitationEnded, Some(state)));
        }
    }
}

#[test]
fn five_wrong_codes_lock_it_even_for_the_right_one_but_not_the_link() {
    let mut snapshot = waiting();
    for left in (0..INVITATION_TRIES).rev() {
        let changes = accepted(&snapshot, InvitedBy::Code("AAAAAAAA".to_owned())).expect("is kept");
        let [Change::InvitationCodeRefused(tries)] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(tries.as_slice(), [(invitation(Role::Manager).id, left)]);
        let expected = if left == 0 { FieldCode::Locked } else { FieldCode::WrongCode };
        assert_eq!(changes[0].refusal().expect("refuses").code_at("/code"), Some(expected));
        snapshot.invited[0].invitation.tries_left = left;
    }
    let locked = accepted(&snapshot, InvitedBy::Code(code())).expect_err("refused");
    assert_eq!(locked.code_at("/code"), Some(FieldCode::Locked));
    assert!(accepted(&snapshot, by_token(3)).is_ok());
    let none = Snapshot { invited: Vec::new(), ..waiting() };
    let problem = accepted(&none, InvitedBy::Code(code())).expect_err("refused");
    assert_eq!(problem.code_at("/code"), Some(FieldCode::WrongCode));
}

#[test]
fn declining_adds_nobody_and_tells_the_inviter() {
    let changes = declined(&waiting(), by_token(3)).expect("declines");
    assert!(matches!(&changes[0], Change::InvitationChanged(facts) if facts.state == InvitationState::Declined));
    assert!(matches!(mailed(&changes), Some((_, Mail::Declined { .. }))));
    assert!(!changes.iter().any(|change| matches!(change, Change::MemberAdded { .. })));
}

#[test]
fn an_inviter_who_lost_the_workgroup_is_told_nothing() {
    let gone = InvitationFacts { inviter_role: Role::Inactive, ..invitation(Role::Manager) };
    let changes = asked(&snapshot(nora(), gone, None), 3);
    assert!(matches!(changes.as_slice(), [Change::InvitationChanged(_)]), "{changes:?}");
}

#[test]
fn an_invitation_gives_no_role_that_its_inviter_may_no_longer_give() {
    for (inviter_role, role, given) in [
        (Role::Administrator, Role::Administrator, true),
        (Role::Manager, Role::Manager, true),
        (Role::Manager, Role::Administrator, false),
        (Role::Associate, Role::Associate, false),
        (Role::Inactive, Role::Associate, false),
    ] {
        let facts = InvitationFacts { inviter_role, ..invitation(role) };
        let snapshot = snapshot(nora(), facts, None);
        let result = accepted(&snapshot, by_token(3));
        assert_eq!(result.is_ok(), given, "{inviter_role:?} {role:?}");
        let shown = view::invitation_to_me(&snapshot.invited[0], None, now()).state;
        let state = if given { InvitationState::Pending } else { InvitationState::Revoked };
        assert_eq!(shown, state);
        if let Err(problem) = result {
            assert_eq!((problem.kind, problem.state), (ProblemKind::InvitationEnded, Some(state)));
        }
    }
}

#[test]
fn one_asks_for_a_new_one_once_a_day_and_only_for_what_has_ended() {
    let ended = |asked_again_at, state| {
        let expires_at = now();
        let facts = InvitationFacts { expires_at, asked_again_at, state, ..invitation(Role::Manager) };
        Snapshot { agent: None, ..snapshot(nora(), facts, None) }
    };
    for state in [InvitationState::Pending, InvitationState::Revoked] {
        let changes = asked(&ended(None, state), 3);
        assert!(matches!(&changes[0], Change::InvitationChanged(facts)
            if facts.asked_again_at == Some(now()) && facts.state == state && facts.generation == 3));
        assert!(matches!(mailed(&changes), Some(("tomas.rivera@example.com", Mail::AskedAgain { .. }))));
    }
    let earlier = |hours| Some(now() - TimeDelta::hours(hours));
    assert_eq!(asked(&ended(earlier(23), InvitationState::Pending), 3), []);
    assert_eq!(asked(&ended(earlier(24), InvitationState::Pending), 3).len(), 2);
    assert_eq!(asked(&ended(None, InvitationState::Accepted), 3), []);
    assert_eq!(asked(&waiting(), 3), []);
    assert_eq!(asked(&ended(None, InvitationState::Pending), 2), []);
}

#[test]
fn joining_once_more_changes_nothing_and_gives_nothing_back() {
    let joined = |who, role: Option<Role>| {
        let facts = InvitationFacts { state: InvitationState::Accepted, ..invitation(Role::Manager) };
        snapshot(who, facts, role.map(membership))
    };
    assert_eq!(accepted(&joined(nora(), Some(Role::Associate)), InvitedBy::Code(code())), Ok(Vec::new()));
    for by in [by_token(3), InvitedBy::Id(invitation(Role::Manager).id)] {
        assert_eq!(accepted(&joined(nora(), Some(Role::Associate)), by.clone()), Ok(Vec::new()));
        for role in [None, Some(Role::Inactive)] {
            let refused = accepted(&joined(nora(), role), by.clone()).expect_err("refused");
            assert_eq!(refused.kind, ProblemKind::InvitationEnded);
        }
        assert!(accepted(&joined(agent(), Some(Role::Associate)), by).is_err());
    }
    assert!(declined(&joined(nora(), Some(Role::Associate)), by_token(3)).is_err());
}

/// An invitation by which somebody joined, beside another one that waits.
fn joined_and_waiting(role: Option<Role>, tries_left: u32) -> Snapshot {
    let first = InvitationFacts { state: InvitationState::Accepted, tries_left, ..invitation(Role::Manager) };
    let second = InvitationFacts { id: "inv_2".parse().expect("an id"), ..invitation(Role::Associate) };
    let invited = [(second, None), (first, role.map(membership))]
        .map(|(invitation, membership)| InvitedFacts { invitation, membership });
    Snapshot { agent: Some(nora()), invited: invited.into(), ..Snapshot::default() }
}

#[test]
fn the_code_by_which_one_joined_is_no_wrong_one_while_one_belongs_there() {
    let by = || InvitedBy::Code(code());
    let joined = joined_and_waiting(Some(Role::Associate), 1);
    assert_eq!(accepted(&joined, by()), Ok(Vec::new()), "and costs the other one no try");
    assert_eq!(decided(&joined, Command::TryInvitationCode { code: code(), seal: seal() }), Ok(Vec::new()));
    assert_eq!(find(&joined, &by(), &seal()).expect("is found").invitation.id.as_str(), "inv_1");
    let late = declined(&joined, by()).expect_err("refused");
    assert_eq!((late.kind, late.state), (ProblemKind::InvitationEnded, Some(InvitationState::Accepted)));
    for (role, tries_left) in [(None, 1), (Some(Role::Inactive), 1), (Some(Role::Associate), 0)] {
        let over = joined_and_waiting(role, tries_left);
        let changes = accepted(&over, by()).expect("is kept");
        let [Change::InvitationCodeRefused(tries)] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(tries.as_slice(), [("inv_2".parse().expect("an id"), INVITATION_TRIES - 1)], "{role:?}");
        assert!(find(&over, &by(), &seal()).is_err());
    }
}

#[test]
fn a_wrong_code_counts_against_what_waits_alone() {
    let wrong = || InvitedBy::Code("AAAAAAAA".to_owned());
    let both = joined_and_waiting(Some(Role::Associate), INVITATION_TRIES);
    let changes = accepted(&both, wrong()).expect("is kept");
    let [Change::InvitationCodeRefused(tries)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(tries.as_slice(), [("inv_2".parse().expect("an id"), INVITATION_TRIES - 1)]);
    let mut locked = both.clone();
    locked.invited[0].invitation.tries_left = 0;
    assert_eq!(accepted(&locked, wrong()).expect_err("refused").code_at("/code"), Some(FieldCode::Locked));
    let alone = Snapshot { invited: both.invited[1..].to_vec(), ..both };
    assert_eq!(accepted(&alone, wrong()).expect_err("refused").code_at("/code"), Some(FieldCode::WrongCode));
}

#[test]
fn one_that_has_ended_tells_nothing_of_its_workgroup() {
    use InvitationState as S;
    let shown = |state, inviter_role, agent: Option<AgentFacts>, role: Option<Role>| {
        let mut facts = InvitationFacts { inviter_role, ..invitation(Role::Manager) };
        if state == S::Expired {
            facts.expires_at = now();
        } else {
            facts.state = state;
        }
        let facts = InvitedFacts { invitation: facts, membership: role.map(membership) };
        view::invitation_to_me(&facts, agent.as_ref(), now())
    };
    let told = |one: &contract::invitation::InvitationToMe| {
        [!one.workgroup_name.is_empty(), !one.inviter_name.is_empty(), one.role != Role::Unknown]
    };
    for (state, inviter) in [
        (S::Expired, Role::Administrator),
        (S::Revoked, Role::Administrator),
        (S::Declined, Role::Administrator),
        (S::Accepted, Role::Administrator),
        (S::Pending, Role::Associate),
    ] {
        for agent in [None, Some(agent())] {
            let one = shown(state, inviter, agent, None);
            assert_eq!((told(&one), one.email.as_str()), ([false; 3], ""), "{state:?}");
        }
        for role in [None, Some(Role::Inactive)] {
            let one = shown(state, inviter, Some(nora()), role);
            assert_eq!((told(&one), one.email), ([false; 3], nora().email), "{state:?}");
        }
        assert_eq!(told(&shown(state, inviter, Some(nora()), Some(Role::Associate))), [true; 3]);
    }
    assert_eq!(told(&shown(S::Pending, Role::Administrator, None, None)), [true; 3]);
}

#[test]
fn everyone_is_told_how_they_stand_to_it() {
    let shown = |agent: Option<AgentFacts>, membership| {
        let facts = InvitedFacts { invitation: invitation(Role::Manager), membership };
        let shown = view::invitation_to_me(&facts, agent.as_ref(), now());
        (shown.you, shown.workgroup.is_some())
    };
    assert_eq!(shown(None, None), (Invited::NotSignedIn, false));
    assert_eq!(shown(Some(agent()), Some(membership(Role::Manager))), (Invited::OtherAccount, false));
    assert_eq!(shown(Some(nora()), None), (Invited::RightAccount, false));
    assert_eq!(shown(Some(nora()), Some(membership(Role::Inactive))), (Invited::WasInactive, false));
    assert_eq!(shown(Some(nora()), Some(membership(Role::Associate))), (Invited::AlreadyMember, true));
}
