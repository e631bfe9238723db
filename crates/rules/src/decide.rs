//! The one entrance: from a command to its changes.

use crate::{
    Now, ask_for_me,
    change::Change,
    command::{Actor, Command},
    facts::{AgentFacts, Membership, Snapshot},
    invitation, invited, member, sign_in, workgroup,
};
use contract::problem::{Problem, ProblemKind};

/// Decides what `command` changes. No changes is an answer too: it was so already.
///
/// # Errors
/// The problem to answer with; nothing changes then.
pub fn decide(snapshot: &Snapshot, actor: &Actor, command: Command, now: Now) -> Result<Vec<Change>, Problem> {
    match command {
        Command::CreateWorkgroup { id, body } => workgroup::create(acting(snapshot, actor)?, id, &body),
        Command::PatchWorkgroup { version, patch, .. } => {
            acting(snapshot, actor)?;
            workgroup::patch(snapshot.membership.as_ref(), version, &patch)
        }
        Command::SetPreferences { preferences, .. } => {
            acting(snapshot, actor)?;
            workgroup::set_preferences(snapshot.membership.as_ref(), preferences)
        }
        Command::PatchMember { version, patch, .. } => {
            member::patch(snapshot, acting(snapshot, actor)?, version, &patch, now)
        }
        Command::Invite { language, invitees, lifetime, seal, .. } => {
            let agent = acting(snapshot, actor)?;
            let terms = invitation::Terms { agent, seal: &seal, now, expires_at: now + lifetime };
            invitation::invite(snapshot, &invitees, language, &terms)
        }
        Command::PatchInvitation { version, patch, .. } => {
            invitation::patch(snapshot, acting(snapshot, actor)?, version, &patch, now)
        }
        Command::ResendInvitation { lifetime, seal, .. } => {
            let agent = acting(snapshot, actor)?;
            let terms = invitation::Terms { agent, seal: &seal, now, expires_at: now + lifetime };
            invitation::resend(snapshot, &terms)
        }
        Command::RevokeInvitation { .. } => invitation::revoke(snapshot, acting(snapshot, actor)?, now),
        Command::TryInvitationCode { code, seal } => {
            acting(snapshot, actor)?;
            invited::try_code(snapshot, &code, &seal)
        }
        Command::AcceptInvitation { by, seal } => invited::accept(snapshot, acting(snapshot, actor)?, &by, &seal, now),
        Command::DeclineInvitation { by, seal } => {
            invited::decline(snapshot, acting(snapshot, actor)?, &by, &seal, now)
        }
        Command::AskForInvitation { token, seal } => Ok(invited::ask_again(snapshot, &token, &seal, now)),
        Command::AskForMe { token, seal } => {
            Ok(ask_for_me::ask(snapshot, acting(snapshot, actor)?, &token, &seal, now))
        }
        Command::RequestSignIn { id, address, language, code, token } => {
            let facts = snapshot.address.clone().unwrap_or_default();
            Ok(sign_in::request(&facts, id, &address, language, code, token, now))
        }
        Command::SignInByCode { code, session, new_agent, .. } => {
            sign_in::by_code(snapshot.sign_in.as_ref(), code, session, new_agent, now)
        }
        Command::SignInByLink { session, new_agent, .. } => {
            sign_in::by_link(snapshot.sign_in.as_ref(), session, new_agent, now)
        }
        Command::SignInAsSample { session, .. } => sign_in::as_sample(snapshot.agent.as_ref(), session, now),
        Command::SignOut { session } => Ok(vec![Change::SessionEnded { hash: session }]),
        Command::InviteAddress { address } => {
            if *actor != Actor::Operator {
                return Err(Problem::new(ProblemKind::Forbidden));
            }
            let known = snapshot.address.as_ref().is_some_and(|facts| facts.let_in);
            Ok(if known { Vec::new() } else { vec![Change::AddressLetIn { address }] })
        }
    }
}

/// Whether the first answer to a command may be given again: what was allowed then may not be now.
///
/// # Errors
/// The problem to answer with, for who has lost the workgroup that it was about, or the right.
pub fn repeat(command: &Command, membership: Option<&Membership>) -> Result<(), Problem> {
    match command {
        Command::Invite { .. } | Command::ResendInvitation { .. } => invitation::inviting(membership).map(drop),
        _ => workgroup::seen(membership).map(drop),
    }
}

/// The signed-in agent, who must still be there.
fn acting<'a>(snapshot: &'a Snapshot, actor: &Actor) -> Result<&'a AgentFacts, Problem> {
    snapshot
        .agent
        .as_ref()
        .filter(|agent| *actor == Actor::Agent(agent.id.clone()))
        .ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))
}
