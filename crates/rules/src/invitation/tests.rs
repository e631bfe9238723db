use super::{
    plan::{MAILS_BEFORE_SPACING, MAILS_PER_ADDRESS, SPACING, TRY_AGAIN},
    *,
};
use crate::{
    command::{Actor, Command},
    decide,
    seal::Token,
    testing::{agent, any_role, invitation, membership, now, seal},
};
use chrono::TimeDelta;
use contract::invitation::InvitationOutcome as Outcome;
use proptest::prelude::*;

const WEEK: TimeDelta = TimeDelta::days(7);

fn invitee(number: u32, email: &str, role: Role) -> Invitee {
    Invitee { id: format!("inv_{number}").parse().expect("an id"), email: email.to_owned(), name: None, role }
}

fn facts(email: &str) -> InviteeFacts {
    let address = Address::parse(email).expect("an address");
    InviteeFacts {
        address,
        role: None,
        waiting: None,
        mails_from_workgroup: 0,
        mails_from_agent: 0,
        mails_last_day: 0,
        last_due: None,
    }
}

fn snapshot(asker: Role, invitees: Vec<InviteeFacts>) -> Snapshot {
    Snapshot { agent: Some(agent()), membership: Some(membership(asker)), invitees, ..Snapshot::default() }
}

fn with(asker: Role, invitation: InvitationFacts) -> Snapshot {
    Snapshot { invitation: Some(invitation), ..snapshot(asker, Vec::new()) }
}

fn decided(snapshot: &Snapshot, command: Command) -> Result<Vec<Change>, Problem> {
    decide(snapshot, &Actor::Agent(agent().id), command, now())
}

fn invited(snapshot: &Snapshot, invitees: Vec<Invitee>) -> Result<Vec<Change>, Problem> {
    let workgroup = membership(Role::Manager).workgroup.id;
    let command = Command::Invite { workgroup, language: Language::De, invitees, lifetime: WEEK, seal: seal() };
    decided(snapshot, command)
}

fn resent(snapshot: &Snapshot) -> Result<Vec<Change>, Problem> {
    let (workgroup, id) = (membership(Role::Manager).workgroup.id, invitation(Role::Manager).id);
    decided(snapshot, Command::ResendInvitation { workgroup, id, lifetime: WEEK, seal: seal() })
}

fn revoked(snapshot: &Snapshot) -> Result<Vec<Change>, Problem> {
    let (workgroup, id) = (membership(Role::Manager).workgroup.id, invitation(Role::Manager).id);
    decided(snapshot, Command::RevokeInvitation { workgroup, id })
}

fn patched(snapshot: &Snapshot, version: u64, role: Role) -> Result<Vec<Change>, Problem> {
    let (workgroup, id) = (membership(Role::Manager).workgroup.id, invitation(Role::Manager).id);
    let patch = PatchInvitation { role: Some(role) };
    decided(snapshot, Command::PatchInvitation { workgroup, id, version: Some(version), patch })
}

fn in_state(state: InvitationState) -> InvitationFacts {
    let mut facts = invitation(Role::Associate);
    if state == InvitationState::Expired {
        facts.expires_at = now();
    } else {
        facts.state = state;
    }
    facts
}

#[test]
fn each_row_is_told_what_comes_of_it() {
    let snapshot = snapshot(
        Role::Manager,
        vec![
            InviteeFacts { role: Some(Role::Associate), ..facts("member@example.com") },
            InviteeFacts { role: Some(Role::Inactive), ..facts("inactive@example.com") },
            InviteeFacts { waiting: Some(invitation(Role::Manager)), ..facts("nora.lind@example.com") },
            InviteeFacts { waiting: Some(in_state(InvitationState::Expired)), ..facts("expired@example.com") },
            InviteeFacts { mails_from_workgroup: MAILS_PER_ADDRESS, ..facts("flooded@example.com") },
            InviteeFacts { mails_from_agent: MAILS_PER_ADDRESS, ..facts("pestered@example.com") },
            InviteeFacts { mails_last_day: 10 * MAILS_BEFORE_SPACING, ..facts("popular@example.com") },
        ],
    );
    let rows = [
        ("New@Example.com ", Role::Manager, Outcome::Invited),
        ("new@example.com", Role::Associate, Outcome::Duplicate),
        ("member@example.com", Role::Associate, Outcome::AlreadyMember),
        ("inactive@example.com", Role::Associate, Outcome::WasInactive),
        ("nora.lind@example.com", Role::Associate, Outcome::AlreadyInvited),
        ("expired@example.com", Role::Associate, Outcome::Invited),
        ("flooded@example.com", Role::Associate, Outcome::TooMany),
        ("pestered@example.com", Role::Associate, Outcome::TooMany),
        ("popular@example.com", Role::Associate, Outcome::Invited),
        ("boss@example.com", Role::Administrator, Outcome::NotAllowed),
        ("ag@x", Role::Associate, Outcome::NotAnAddress),
        ("a@1.2.3.4", Role::Associate, Outcome::NotAnAddress),
        ("not an address", Role::Associate, Outcome::NotAnAddress),
    ];
    let invitees: Vec<Invitee> =
        (10..).zip(rows).map(|(number, (email, role, _))| invitee(number, email, role)).collect();
    let planned = plan(&snapshot, &invitees, now()).expect("may");
    let outcomes: Vec<Outcome> = planned.iter().map(|planned| planned.outcome).collect();
    assert_eq!(outcomes, rows.map(|(.., outcome)| outcome));
    assert_eq!(planned[0].email, "new@example.com");
    assert_eq!(planned.last().map(|planned| planned.email.as_str()), Some("not an address"));

    let changes = invited(&snapshot, invitees).expect("may");
    let mails = changes.iter().filter(|change| matches!(change, Change::MailQueued { .. })).count();
    assert_eq!(mails, outcomes.iter().filter(|outcome| outcome.invites()).count());
    let made: Vec<&str> = changes
        .iter()
        .filter_map(
            |change| if let Change::InvitationMade(facts) = change { Some(facts.address.as_str()) } else { None },
        )
        .collect();
    assert_eq!(made, ["new@example.com", "inactive@example.com", "popular@example.com"]);
}

#[test]
fn the_mail_brings_a_token_and_a_code_that_fit_and_nothing_else_holds_them() {
    let changes =
        invited(&snapshot(Role::Manager, Vec::new()), vec![invitee(9, "a@example.com", Role::Manager)]).expect("may");
    let [
        Change::InvitationMade(made),
        Change::MailQueued { to, language, mail, about, not_before: None },
        Change::Noted { activity, .. },
    ] = changes.as_slice()
    else {
        panic!("{changes:?}")
    };
    let Mail::Invitation { token, code, expires_at, inviter_email, role, .. } = mail else { panic!("{mail:?}") };
    assert_eq!((to, *language, about.as_ref()), (&made.address, Language::De, Some(&made.id)));
    assert_eq!((inviter_email, *role, *expires_at), (&agent().email, Role::Manager, now() + WEEK));
    assert!(seal().admits(&Token::parse(token).expect("a token"), made.generation));
    assert!(seal().fits(code, &made.id, made.generation));
    for kept in [format!("{made:?}"), format!("{activity:?}")] {
        assert!(!kept.contains(token.as_str()) && !kept.contains(code.as_str()));
    }
}

#[test]
fn an_expired_one_is_renewed_and_its_old_token_is_dead() {
    let expired = in_state(InvitationState::Expired);
    let known = InviteeFacts { waiting: Some(expired.clone()), ..facts(expired.address.as_str()) };
    let invitees = vec![invitee(9, expired.address.as_str(), Role::Manager)];
    let changes = invited(&snapshot(Role::Manager, vec![known]), invitees).expect("may");
    let Change::InvitationChanged(renewed) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!((&renewed.id, renewed.role, renewed.version), (&expired.id, Role::Manager, expired.version + 1));
    assert_eq!(renewed.inviter.id, agent().id);
    let old = Token::parse(&seal().token(&expired.id, expired.generation)).expect("a token");
    assert!(!seal().admits(&old, renewed.generation));
    assert!(changes.iter().any(|change| matches!(
        change,
        Change::Noted { activity: Activity::InvitationRoleSet { old: Role::Associate, new: Role::Manager, .. }, .. }
    )));
}

#[test]
fn a_list_that_cannot_be_is_refused_as_a_whole() {
    let refused = |invitees| invited(&snapshot(Role::Manager, Vec::new()), invitees).expect_err("refused");
    assert_eq!(refused(Vec::new()).code_at("/invitations"), Some(FieldCode::Empty));
    let many = (0..501).map(|number| invitee(number, &format!("a{number}@example.com"), Role::Manager)).collect();
    assert_eq!(refused(many).code_at("/invitations"), Some(FieldCode::TooLong));
    let bad = vec![invitee(1, "a@example.com", Role::Manager), invitee(2, "b@example.com", Role::Inactive)];
    assert_eq!(refused(bad).code_at("/invitations/1/role"), Some(FieldCode::Invalid));
}

#[test]
fn an_inviter_has_a_limit_of_a_day() {
    let mut snapshot = snapshot(Role::Manager, Vec::new());
    snapshot.sent_last_day = MAILS_PER_INVITER - 1;
    let rows = |count: u32| (0..count).map(|n| invitee(n, &format!("a{n}@example.com"), Role::Associate)).collect();
    assert!(invited(&snapshot, rows(1)).is_ok());
    let problem = invited(&snapshot, rows(2)).expect_err("refused");
    assert_eq!((problem.kind, problem.retry_after), (ProblemKind::TooManyRequests, Some(TRY_AGAIN)));
    snapshot.invitation = Some(invitation(Role::Associate));
    assert!(resent(&snapshot).is_ok());
    snapshot.sent_last_day = MAILS_PER_INVITER;
    assert_eq!(resent(&snapshot).expect_err("refused").kind, ProblemKind::TooManyRequests);
    snapshot.sent_last_day = 0;
    let to = invitation(Role::Associate).address;
    snapshot.invitees = vec![InviteeFacts { mails_from_agent: MAILS_PER_ADDRESS, ..facts(to.as_str()) }];
    assert_eq!(resent(&snapshot).expect_err("refused").kind, ProblemKind::TooManyRequests);
}

#[test]
fn what_everyone_sends_to_an_address_is_spaced_and_nobody_is_told() {
    let due = |mails_last_day, last_due| {
        let known = InviteeFacts { mails_last_day, last_due, ..facts("a@example.com") };
        let rows = vec![invitee(1, "a@example.com", Role::Associate)];
        let changes = invited(&snapshot(Role::Manager, vec![known]), rows).expect("may");
        let due = changes.iter().find_map(|change| match change {
            Change::MailQueued { not_before, .. } => Some(*not_before),
            _ => None,
        });
        due.expect("a mail")
    };
    assert_eq!(due(MAILS_BEFORE_SPACING - 1, None), None);
    assert_eq!(due(MAILS_BEFORE_SPACING, None), Some(now() + SPACING));
    let hours = |hours| now() + TimeDelta::hours(hours);
    assert_eq!(due(MAILS_BEFORE_SPACING, Some(hours(-3))), Some(now() + SPACING));
    assert_eq!(due(MAILS_BEFORE_SPACING, Some(hours(3))), Some(hours(4)));
    let waiting = invitation(Role::Associate);
    let known = InviteeFacts { mails_last_day: MAILS_BEFORE_SPACING, ..facts(waiting.address.as_str()) };
    let changes = resent(&Snapshot { invitees: vec![known], ..with(Role::Manager, waiting) }).expect("may");
    assert!(matches!(&changes[1], Change::MailQueued { not_before: Some(_), .. }), "{changes:?}");
}

#[test]
fn a_name_that_is_none_is_left_out() {
    let mut row = invitee(1, "a@example.com", Role::Manager);
    for (name, kept) in [(" Ada\u{301} ", Some("Adá")), ("a\u{202E}b", None), ("", None)] {
        row.name = Some(name.to_owned());
        let changes = invited(&snapshot(Role::Manager, Vec::new()), vec![row.clone()]).expect("may");
        assert!(matches!(&changes[0], Change::InvitationMade(made) if made.name.as_deref() == kept), "{name}");
    }
}

#[test]
fn only_what_waits_or_expired_is_resent_or_revoked() {
    use InvitationState as S;
    for (state, lives) in [(S::Pending, true), (S::Expired, true), (S::Accepted, false), (S::Declined, false)] {
        let snapshot = with(Role::Manager, in_state(state));
        for result in [resent(&snapshot), revoked(&snapshot)] {
            let refused = result.err().map(|problem| (problem.kind, problem.state));
            assert_eq!(refused, (!lives).then_some((ProblemKind::InvitationEnded, Some(state))));
        }
    }
    let gone = with(Role::Manager, in_state(S::Revoked));
    assert_eq!(revoked(&gone), Ok(Vec::new()));
    assert_eq!(resent(&gone).expect_err("refused").kind, ProblemKind::InvitationEnded);
}

#[test]
fn a_role_is_changed_only_while_it_waits() {
    let waiting = with(Role::Manager, invitation(Role::Associate));
    let changes = patched(&waiting, 5, Role::Manager).expect("may");
    assert!(matches!(&changes[0], Change::InvitationChanged(facts)
        if facts.role == Role::Manager && facts.version == 6 && facts.generation == 3));
    assert_eq!(patched(&waiting, 5, Role::Associate), Ok(Vec::new()));
    let problem = patched(&waiting, 4, Role::Manager).expect_err("refused");
    assert_eq!(problem.current_invitation.map(|current| current.version), Some(5));
    for role in [Role::Inactive, Role::Unknown] {
        let problem = patched(&waiting, 5, role).expect_err("refused");
        assert_eq!(problem.code_at("/role"), Some(FieldCode::Invalid));
    }
    let expired = with(Role::Manager, in_state(InvitationState::Expired));
    assert_eq!(patched(&expired, 5, Role::Manager).expect_err("refused").kind, ProblemKind::InvitationEnded);
}

#[test]
fn a_manager_does_nothing_with_an_administrator_s_invitation() {
    let snapshot = with(Role::Manager, invitation(Role::Administrator));
    let associate = with(Role::Manager, invitation(Role::Associate));
    for result in [
        resent(&snapshot),
        revoked(&snapshot),
        patched(&snapshot, 5, Role::Associate),
        patched(&associate, 5, Role::Administrator),
    ] {
        let problem = result.expect_err("refused");
        assert_eq!((problem.kind, problem.reason), (ProblemKind::Forbidden, Some(Reason::NeedsAdministrator)));
    }
    assert!(resent(&with(Role::Administrator, invitation(Role::Administrator))).is_ok());
}

#[test]
fn one_whose_inviter_lost_their_power_is_shown_as_one_that_nobody_can_accept() {
    let powerless = InvitationFacts { inviter_role: Role::Associate, ..invitation(Role::Associate) };
    let seen = |facts: &InvitationFacts| view::invitation(&membership(Role::Manager), facts, now()).expect("is shown");
    assert_eq!(seen(&powerless).may.copy_link, Permission::refused(Reason::InviterLostRole));
    assert!(seen(&powerless).may.resend.allowed && seen(&powerless).may.revoke.allowed);
    let snapshot = with(Role::Manager, powerless);
    let refused = link(&snapshot, &seal(), now()).expect_err("refused");
    assert_eq!((refused.kind, refused.state), (ProblemKind::InvitationEnded, Some(InvitationState::Revoked)));
    let changes = resent(&snapshot).expect("may");
    let Change::InvitationChanged(renewed) = &changes[0] else { panic!("{changes:?}") };
    assert!(seen(renewed).may.copy_link.allowed, "whoever sends it anew is its inviter");
}

#[test]
fn another_workgroup_s_invitation_is_not_there() {
    let other = InvitationFacts { workgroup: "wg_9".parse().expect("an id"), ..invitation(Role::Associate) };
    for asker in [Role::Administrator, Role::Manager] {
        let snapshot = with(asker, other.clone());
        for result in [resent(&snapshot), revoked(&snapshot), patched(&snapshot, 5, Role::Manager)] {
            assert_eq!(result.expect_err("refused").kind, ProblemKind::NotFound);
        }
        assert_eq!(view::invitation(&membership(asker), &other, now()), None);
    }
}

proptest! {
    #[test]
    fn who_is_told_they_may_succeeds_and_nobody_else(
        asker in any_role(), role in any_role(), wanted in any_role(), state in 0_usize..5,
    ) {
        use InvitationState as S;
        prop_assume!(matches!(role, Role::Administrator | Role::Manager | Role::Associate) && wanted != role);
        let facts = InvitationFacts {
            role, ..in_state([S::Pending, S::Expired, S::Accepted, S::Declined, S::Revoked][state])
        };
        let snapshot = with(asker, facts.clone());
        let seen = view::invitation(&membership(asker), &facts, now());
        let told = |may: fn(&contract::invitation::Invitation) -> bool| seen.as_ref().is_some_and(may);
        prop_assert_eq!(resent(&snapshot).is_ok(), told(|seen| seen.may.resend.allowed));
        let revokes = revoked(&snapshot).is_ok_and(|changes| !changes.is_empty());
        prop_assert_eq!(revokes, told(|seen| seen.may.revoke.allowed));
        let changes = seen.as_ref().is_some_and(|seen| seen.may.change_role.allowed && seen.roles.contains(&wanted));
        prop_assert_eq!(patched(&snapshot, 5, wanted).is_ok(), changes);
    }

    #[test]
    fn nobody_is_invited_by_whoever_may_not(asker in any_role(), role in any_role()) {
        let changes = invited(&snapshot(asker, Vec::new()), vec![invitee(1, "a@example.com", role)]);
        let made = changes.is_ok_and(|changes| !changes.is_empty());
        prop_assert_eq!(made, may::roles_to_give(&membership(asker)).contains(&role));
    }
}
