use super::*;
use crate::{
    command::{Actor, Command},
    decide,
    facts::Snapshot,
    testing::{agent, eur, now},
};
use contract::{problem::FieldCode, sign_in::SIGN_IN_TRIES};

const RIGHT: SecretHash = SecretHash([1; 32]);
const WRONG: SecretHash = SecretHash([2; 32]);

fn facts() -> SignInFacts {
    SignInFacts {
        id: "si_1".parse().expect("an id"),
        address: address(),
        let_in: true,
        agent: Some(agent().id),
        code: RIGHT,
        tries_left: SIGN_IN_TRIES,
        used: false,
        expires_at: now() + SIGN_IN_LIFETIME,
    }
}

fn address() -> Address {
    Address::parse("maren.falk@example.com").expect("an address")
}

fn session() -> NewSession {
    NewSession { hash: SecretHash([8; 32]), replaces: Some(SecretHash([9; 32])) }
}

fn new_agent() -> NewAgent {
    NewAgent { id: "ag_new".parse().expect("an id"), workgroup: "wg_new".parse().expect("an id"), currency: eur() }
}

fn with_code(facts: &SignInFacts, code: SecretHash) -> Result<Vec<Change>, Problem> {
    by_code(Some(facts), code, session(), new_agent(), now())
}

fn with_link(facts: &SignInFacts) -> Result<Vec<Change>, Problem> {
    by_link(Some(facts), session(), new_agent(), now())
}

fn session_of(changes: &[Change]) -> Option<&AgentId> {
    changes.iter().find_map(|change| if let Change::SessionMade { agent, .. } = change { Some(agent) } else { None })
}

#[test]
fn the_right_code_begins_a_session_and_ends_the_old_one() {
    let changes = with_code(&facts(), RIGHT).expect("signs in");
    assert_eq!(session_of(&changes), Some(&agent().id));
    assert!(changes.contains(&Change::SignInUsed { id: facts().id }));
    assert!(changes.contains(&Change::SessionEnded { hash: SecretHash([9; 32]) }));
}

#[test]
fn five_wrong_codes_end_the_request_even_for_the_right_one() {
    let mut facts = facts();
    for left in (0..SIGN_IN_TRIES).rev() {
        let changes = with_code(&facts, WRONG).expect("is kept");
        let [Change::CodeRefused { tries_left, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(*tries_left, left);
        let refusal = changes[0].refusal().expect("refuses");
        let expected = if left == 0 { None } else { Some(FieldCode::WrongCode) };
        assert_eq!(refusal.code_at("/code"), expected);
        facts.tries_left = left;
    }
    assert_eq!(with_code(&facts, RIGHT).expect_err("ended").kind, ProblemKind::SignInEnded);
    assert!(with_link(&facts).is_ok());
}

#[test]
fn used_expired_and_unknown_look_alike() {
    let mut used = facts();
    used.used = true;
    let mut expired = facts();
    expired.expires_at = now();
    for facts in [used, expired] {
        assert_eq!(with_code(&facts, RIGHT).expect_err("ended").kind, ProblemKind::SignInEnded);
        assert_eq!(with_link(&facts).expect_err("ended").kind, ProblemKind::SignInEnded);
    }
    let unknown = by_link(None, session(), new_agent(), now());
    assert_eq!(unknown.expect_err("ended").kind, ProblemKind::SignInEnded);
}

#[test]
fn an_address_that_is_not_let_in_gets_no_mail_and_no_session() {
    let secret = |text: &str, hash| Secret { text: text.to_owned(), hash };
    let request = |facts: AddressFacts| {
        request(&facts, self::facts().id, &address(), Language::En, secret("1", RIGHT), secret("2", WRONG), now())
    };
    let known = request(AddressFacts { let_in: true, invited: false, mails_last_hour: MAILS_PER_HOUR - 1 });
    let unknown = request(AddressFacts::default());
    let flooded = request(AddressFacts { let_in: true, invited: false, mails_last_hour: MAILS_PER_HOUR });
    assert!(matches!(known.as_slice(), [Change::SignInMade { .. }, Change::MailQueued { .. }]));
    // Kept alike, but with a code that nobody can type: there is none to guess.
    let Change::SignInMade { code, token, .. } = &unknown[0] else { panic!("the request is kept") };
    assert_eq!((unknown.len(), code, token), (1, &WRONG, &WRONG));
    assert_eq!(flooded, unknown);
    assert!(matches!(&known[0], Change::SignInMade { code, .. } if *code == RIGHT));

    let mut stranger = facts();
    stranger.let_in = false;
    stranger.agent = None;
    assert!(with_code(&stranger, RIGHT).expect("is kept")[0].refusal().is_some());
    assert!(with_link(&stranger).is_err());
}

#[test]
fn the_first_sign_in_makes_the_agent_and_their_workgroup() {
    let mut first = facts();
    first.agent = None;
    let changes = with_link(&first).expect("signs in");
    assert_eq!(session_of(&changes), Some(&new_agent().id));
    assert!(changes.iter().any(|change| matches!(change,
        Change::WorkgroupMade { name, default_of: Some(agent), .. }
            if name == "Maren Falk’s workgroup" && *agent == new_agent().id)));
}

#[test]
fn whoever_is_invited_signs_in_and_is_called_what_their_address_says() {
    let secret = |text: &str, hash| Secret { text: text.to_owned(), hash };
    let invited = AddressFacts { invited: true, ..AddressFacts::default() };
    let changes =
        request(&invited, facts().id, &address(), Language::En, secret("1", RIGHT), secret("2", WRONG), now());
    assert!(matches!(
        changes.as_slice(),
        [Change::SignInMade { .. }, Change::MailQueued { about: None, not_before: None, .. }]
    ));
    let first = SignInFacts { agent: None, ..facts() };
    let changes = with_link(&first).expect("signs in");
    assert!(changes.iter().any(|change| matches!(change, Change::AgentMade { name, .. } if name == "Maren Falk")));
}

#[test]
fn only_sample_agents_are_chosen() {
    let choose = |sample| {
        let agent = AgentFacts { sample, ..agent() };
        let command = Command::SignInAsSample { agent: agent.id.clone(), session: session() };
        decide(&Snapshot { agent: Some(agent), ..Snapshot::default() }, &Actor::Nobody, command, now())
    };
    assert!(choose(true).is_ok());
    assert_eq!(choose(false).expect_err("refused").kind, ProblemKind::NotFound);
}

#[test]
fn only_the_operator_lets_an_address_in() {
    let invite = |actor: Actor, let_in| {
        let snapshot =
            Snapshot { address: Some(AddressFacts { let_in, ..AddressFacts::default() }), ..Snapshot::default() };
        decide(&snapshot, &actor, Command::InviteAddress { address: address() }, now())
    };
    assert_eq!(invite(Actor::Operator, false), Ok(vec![Change::AddressLetIn { address: address() }]));
    assert_eq!(invite(Actor::Operator, true), Ok(Vec::new()));
    // An invitation lets in for a while, the operator for good.
    let snapshot =
        Snapshot { address: Some(AddressFacts { invited: true, ..AddressFacts::default() }), ..Snapshot::default() };
    let let_in = decide(&snapshot, &Actor::Operator, Command::InviteAddress { address: address() }, now());
    assert_eq!(let_in, Ok(vec![Change::AddressLetIn { address: address() }]));
    assert_eq!(invite(Actor::Agent(agent().id), false).expect_err("refused").kind, ProblemKind::Forbidden);
}
