//! Signing in and out.

use crate::{
    Now,
    address::Address,
    change::{Activity, Change},
    command::{NewAgent, NewSession, Secret, SecretHash},
    facts::{AddressFacts, AgentFacts, SignInFacts},
    mail::{Language, Mail},
};
use chrono::TimeDelta;
use contract::{
    id::{AgentId, SignInId},
    money::Money,
    name,
    problem::{Problem, ProblemKind},
    role::Role,
    unicode::Tables,
};

/// How long a link and a code work.
pub const SIGN_IN_LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// How long a session lasts.
pub const SESSION_LIFETIME: TimeDelta = TimeDelta::days(30);
/// How many mails to sign in an address gets within an hour. More requests are answered alike,
/// and send nothing: nobody's mailbox can be flooded from here.
pub const MAILS_PER_HOUR: u32 = 5;

/// The request is kept for every address, known or not, so that nothing that follows tells them
/// apart; only the mail is not sent.
pub(crate) fn request(
    facts: &AddressFacts,
    id: SignInId,
    address: &Address,
    language: Language,
    code: Secret,
    token: Secret,
    now: Now,
) -> Vec<Change> {
    let expires_at = now + SIGN_IN_LIFETIME;
    let mailed = (facts.let_in || facts.invited) && facts.mails_last_hour < MAILS_PER_HOUR;
    // A code that nobody was sent would only be there to be guessed: no code has the token's hash.
    let code_hash = if mailed { code.hash } else { token.hash };
    let mut changes =
        vec![Change::SignInMade { id, address: address.clone(), code: code_hash, token: token.hash, expires_at }];
    if mailed {
        let mail = Mail::SignIn { code: code.text, token: token.text, expires_at };
        changes.push(Change::MailQueued { to: address.clone(), language, mail, about: None, not_before: None });
    }
    changes
}

pub(crate) fn by_code(
    facts: Option<&SignInFacts>,
    code: SecretHash,
    session: NewSession,
    new_agent: NewAgent,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    let facts = open(facts, now)?;
    if facts.tries_left == 0 {
        return Err(ended());
    }
    if code != facts.code || !facts.let_in {
        return Ok(vec![Change::CodeRefused { id: facts.id.clone(), tries_left: facts.tries_left - 1 }]);
    }
    Ok(signed_in(facts, session, new_agent, now))
}

/// Wrong codes do not end the link: its token cannot be guessed, and whoever types codes for
/// someone else must not be able to lock them out.
pub(crate) fn by_link(
    facts: Option<&SignInFacts>,
    session: NewSession,
    new_agent: NewAgent,
    now: Now,
) -> Result<Vec<Change>, Problem> {
    let facts = open(facts, now)?;
    if !facts.let_in {
        return Err(ended());
    }
    Ok(signed_in(facts, session, new_agent, now))
}

pub(crate) fn as_sample(agent: Option<&AgentFacts>, session: NewSession, now: Now) -> Result<Vec<Change>, Problem> {
    let agent = agent.filter(|agent| agent.sample).ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    Ok(begin(agent.id.clone(), session, now).collect())
}

fn open(facts: Option<&SignInFacts>, now: Now) -> Result<&SignInFacts, Problem> {
    facts.filter(|facts| !facts.used && now < facts.expires_at).ok_or_else(ended)
}

fn ended() -> Problem {
    Problem::new(ProblemKind::SignInEnded)
}

/// The address is proved: its agent's session begins, and the agent too where this is their first.
fn signed_in(facts: &SignInFacts, session: NewSession, new_agent: NewAgent, now: Now) -> Vec<Change> {
    let mut changes = vec![Change::SignInUsed { id: facts.id.clone() }];
    let agent = facts.agent.clone().unwrap_or_else(|| {
        let id = new_agent.id.clone();
        changes.extend(arrive(&facts.address, new_agent));
        id
    });
    changes.extend(begin(agent, session, now));
    changes
}

/// A new agent with the workgroup of their own. They are called what their address says: a name that
/// somebody else gave them, in an invitation, would be theirs everywhere.
fn arrive(address: &Address, new_agent: NewAgent) -> [Change; 4] {
    let NewAgent { id, workgroup, currency } = new_agent;
    let kept = |text: &str| name::parse::<Tables>(text).ok();
    let person = kept(&address.person()).unwrap_or_else(|| "Agent".to_owned());
    let name = kept(&format!("{person}’s workgroup")).unwrap_or_else(|| "Default workgroup".to_owned());
    [
        Change::AgentMade { id: id.clone(), name: person, address: address.clone() },
        Change::WorkgroupMade {
            id: workgroup.clone(),
            name: name.clone(),
            default_agent_cost: Money { amount: 0, currency },
            default_of: Some(id.clone()),
        },
        Change::MemberAdded { workgroup: workgroup.clone(), agent: id.clone(), role: Role::Administrator },
        Change::Noted { workgroup, by: id, activity: Activity::Created { name } },
    ]
}

fn begin(agent: AgentId, session: NewSession, now: Now) -> impl Iterator<Item = Change> {
    let ended = session.replaces.map(|hash| Change::SessionEnded { hash });
    let made = Change::SessionMade { hash: session.hash, agent, expires_at: now + SESSION_LIFETIME };
    ended.into_iter().chain(std::iter::once(made))
}

#[cfg(test)]
mod tests;
