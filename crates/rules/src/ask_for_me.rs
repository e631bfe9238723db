//! Asking to be invited in place of the invited person.

use crate::{
    Now,
    change::Change,
    facts::{AgentFacts, Snapshot},
    invited::{admitted, is_for, tell_inviter},
    mail::Mail,
    may,
    seal::{Seal, Token},
};
use chrono::TimeDelta;
use contract::invitation::InvitationState;

/// About how many invitations an agent can ask within a day.
pub const ASKS_PER_AGENT: u32 = 10;
/// How many agents can ask about one invitation within a day: its link may be anywhere.
pub const ASKS_PER_INVITATION: u32 = 5;
/// How long after asking about an invitation an agent can ask about it again.
const ASK_EVERY: TimeDelta = TimeDelta::days(1);

/// Tells the inviter. Nothing where there is nothing to ask for, or was asked enough: whoever asks
/// is answered alike.
pub(crate) fn ask(snapshot: &Snapshot, agent: &AgentFacts, token: &Token, seal: &Seal, now: Now) -> Vec<Change> {
    let Some(facts) = admitted(snapshot, token, seal) else { return Vec::new() };
    let (invitation, asked) = (&facts.invitation, &snapshot.asked);
    let waits = invitation.state_to_invited(now) == InvitationState::Pending;
    let needless = is_for(invitation, agent) || facts.membership.as_ref().is_some_and(may::see);
    let enough = asked.last.is_some_and(|at| now < at + ASK_EVERY)
        || asked.by_agent >= ASKS_PER_AGENT
        || asked.about >= ASKS_PER_INVITATION;
    if !waits || needless || enough {
        return Vec::new();
    }
    let mail = Mail::AskedForMe {
        workgroup: invitation.workgroup.clone(),
        workgroup_name: invitation.workgroup_name.clone(),
        invited_email: invitation.address.as_str().to_owned(),
        who_name: agent.name.clone(),
        who_email: agent.email.clone(),
    };
    let asked = Change::AskedForMe { invitation: invitation.id.clone(), agent: agent.id.clone() };
    std::iter::once(asked).chain(tell_inviter(invitation, mail)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::{Actor, Command},
        decide,
        facts::{AskedFacts, InvitationFacts, InvitedFacts, Membership},
        testing::{agent, invitation, membership, nora, now, seal},
    };
    use contract::{problem::ProblemKind, role::Role};

    /// Maren has the link of Nora's invitation.
    fn snapshot(invitation: InvitationFacts, membership: Option<Membership>, asked: AskedFacts) -> Snapshot {
        let invited = vec![InvitedFacts { invitation, membership }];
        Snapshot { agent: Some(agent()), invited, asked, ..Snapshot::default() }
    }

    fn waiting() -> Snapshot {
        snapshot(invitation(Role::Manager), None, AskedFacts::default())
    }

    fn asked(snapshot: &Snapshot, generation: u32) -> Vec<Change> {
        let token = Token::parse(&seal().token(&invitation(Role::Manager).id, generation)).expect("a token");
        let actor = Actor::Agent(snapshot.agent.as_ref().expect("somebody").id.clone());
        let command = Command::AskForMe { token, seal: seal() };
        decide(snapshot, &actor, command, now()).expect("the same answer for all")
    }

    #[test]
    fn the_inviter_is_told_who_asks_and_instead_of_whom() {
        let changes = asked(&waiting(), 3);
        let [Change::AskedForMe { invitation: about, agent: by }, Change::MailQueued { to, mail, about: None, .. }] =
            changes.as_slice()
        else {
            panic!("{changes:?}")
        };
        assert_eq!((about, by), (&invitation(Role::Manager).id, &agent().id));
        assert_eq!(to.as_str(), "tomas.rivera@example.com");
        let Mail::AskedForMe { invited_email, who_name, who_email, .. } = mail else { panic!("{mail:?}") };
        assert_eq!((invited_email, who_name, who_email), (&nora().email, &agent().name, &agent().email));
    }

    #[test]
    fn only_the_token_of_one_that_waits_does_anything() {
        for generation in [0, 2, 4] {
            assert_eq!(asked(&waiting(), generation), []);
        }
        use InvitationState as S;
        for state in [S::Accepted, S::Declined, S::Revoked] {
            let facts = InvitationFacts { state, ..invitation(Role::Manager) };
            assert_eq!(asked(&snapshot(facts, None, AskedFacts::default()), 3), []);
        }
        let expired = InvitationFacts { expires_at: now(), ..invitation(Role::Manager) };
        assert_eq!(asked(&snapshot(expired, None, AskedFacts::default()), 3), []);
        let powerless = InvitationFacts { inviter_role: Role::Associate, ..invitation(Role::Manager) };
        assert_eq!(asked(&snapshot(powerless, None, AskedFacts::default()), 3), []);
        assert_eq!(asked(&Snapshot { invited: Vec::new(), ..waiting() }, 3), []);
    }

    #[test]
    fn whoever_is_invited_or_there_already_asks_for_nothing() {
        assert_eq!(asked(&Snapshot { agent: Some(nora()), ..waiting() }, 3), []);
        let part = |role| snapshot(invitation(Role::Manager), Some(membership(role)), AskedFacts::default());
        assert_eq!(asked(&part(Role::Associate), 3), []);
        assert_eq!(asked(&part(Role::Inactive), 3).len(), 2);
    }

    #[test]
    fn one_asks_once_a_day_about_each_and_not_about_many() {
        let earlier = |hours| Some(now() - TimeDelta::hours(hours));
        for (facts, told) in [
            (AskedFacts { last: earlier(23), ..AskedFacts::default() }, false),
            (AskedFacts { last: earlier(24), ..AskedFacts::default() }, true),
            (AskedFacts { by_agent: ASKS_PER_AGENT, ..AskedFacts::default() }, false),
            (AskedFacts { about: ASKS_PER_INVITATION, ..AskedFacts::default() }, false),
            (AskedFacts { by_agent: ASKS_PER_AGENT - 1, about: ASKS_PER_INVITATION - 1, last: None }, true),
        ] {
            let changes = asked(&snapshot(invitation(Role::Manager), None, facts.clone()), 3);
            assert_eq!(!changes.is_empty(), told, "{facts:?}");
        }
    }

    #[test]
    fn nobody_asks_without_having_signed_in() {
        let token = Token::parse(&seal().token(&invitation(Role::Manager).id, 3)).expect("a token");
        let nobody = Snapshot { agent: None, ..waiting() };
        let refused = decide(&nobody, &Actor::Nobody, Command::AskForMe { token, seal: seal() }, now());
        assert_eq!(refused.expect_err("refused").kind, ProblemKind::Unauthenticated);
    }
}
