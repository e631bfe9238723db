//! The one way to write.

use super::{Answer, Error, Once, Store, apply, idempotency, load, people};
use contract::{
    id::{AgentId, WorkgroupId},
    invitation::{Invitation, InvitationOutcome, InvitationResult},
    member::Member,
    problem::Problem,
    workgroup::Workgroup,
};
use rules::{Actor, Change, Command, Invitee, Needs, Now, Planned, Snapshot, facts::Membership, view};
use sqlx::{Sqlite, SqliteConnection, Transaction};

/// What came of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What changed; nothing where it was so already.
    pub changes: Vec<Change>,
    /// The workgroup that it was about, as the actor sees it afterwards.
    pub workgroup: Option<Workgroup>,
    /// The agent of the workgroup that it was about, as the actor sees them afterwards.
    pub member: Option<Member>,
    /// The invitation that it was about, as the actor sees it afterwards.
    pub invitation: Option<Invitation>,
    /// What came of inviting each person.
    pub invited: Vec<InvitationResult>,
}

impl Outcome {
    /// What came of it, unless a change stands for a refusal: that is kept, and the requester is told
    /// no more.
    ///
    /// # Errors
    /// The refusal.
    pub fn unless_refused(self) -> Result<Self, Problem> {
        self.changes.iter().find_map(Change::refusal).map_or(Ok(self), Err)
    }
}

impl Store {
    /// Decides and applies a command.
    ///
    /// # Errors
    /// [`Error::Refused`] where the rules refuse it; nothing has changed then.
    pub async fn write(&self, actor: &Actor, command: Command, now: Now) -> Result<Outcome, Error> {
        let needs = command.needs(actor);
        let mut transaction = self.begin().await?;
        let outcome = execute(&mut transaction, actor, command, needs, now).await?;
        transaction.commit().await?;
        self.tell(&outcome);
        Ok(outcome)
    }

    /// The same, once for each idempotency key: a repetition gets the first answer again, where the
    /// actor still sees what it is about. A refusal keeps nothing, so that its key can be used for the corrected request.
    ///
    /// # Errors
    /// As [`Store::write`], and where the key was used for something else.
    pub async fn write_once(
        &self,
        actor: &Actor,
        command: Command,
        now: Now,
        once: &Once,
        answer: impl FnOnce(&Outcome) -> Answer,
    ) -> Result<Answer, Error> {
        let needs = command.needs(actor);
        let about = needs.workgroup.clone();
        let mut transaction = self.begin().await?;
        if let Some(first) = idempotency::find(&mut transaction, once).await? {
            if let (Some(agent), Some(about)) = (agent(actor), &first.about) {
                rules::repeat(&command, load::member(&mut transaction, agent, about).await?.as_ref())?;
            }
            return Ok(first.answer);
        }
        let outcome = execute(&mut transaction, actor, command, needs, now).await?;
        let about = about.or_else(|| made(&outcome.changes));
        let answer = answer(&outcome);
        idempotency::keep(&mut transaction, once, &answer, about, now).await?;
        transaction.commit().await?;
        self.tell(&outcome);
        Ok(answer)
    }

    /// What was committed is told: events, and sessions that are over.
    fn tell(&self, outcome: &Outcome) {
        if !outcome.changes.is_empty() {
            self.written.send_replace(());
        }
    }

    /// A transaction that holds SQLite's write lock from the start: what it loads stays true
    /// until it commits.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, Error> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

async fn execute(
    transaction: &mut Transaction<'static, Sqlite>,
    actor: &Actor,
    command: Command,
    needs: Needs,
    now: Now,
) -> Result<Outcome, Error> {
    let invitees = if let Command::Invite { invitees, .. } = &command { invitees.clone() } else { Vec::new() };
    let snapshot = load::snapshot(transaction, &needs, now).await?;
    let invited_into = invited_into(&snapshot, &command);
    let changes = rules::decide(&snapshot, actor, command, now)?;
    apply::apply(transaction, &changes, now).await?;
    let mut outcome = Outcome { changes, ..Outcome::default() };
    let about = needs.workgroup.clone().or_else(|| made(&outcome.changes)).or(invited_into);
    if let (Some(agent), Some(id)) = (agent(actor), about)
        && let Some(asker) = load::member(transaction, agent, &id).await?
    {
        if !invitees.is_empty() {
            outcome.invited = invited(transaction, &asker, &snapshot, &invitees, now).await?;
        }
        let after = load::snapshot(
            transaction,
            &Needs { agent: None, member_invitations: false, invitees: Vec::new(), ..needs },
            now,
        )
        .await?;
        outcome.member = after.member.and_then(|member| view::member(&asker, &member, after.administrators));
        outcome.invitation = after.invitation.and_then(|invitation| view::invitation(&asker, &invitation, now));
        outcome.workgroup = view::workgroup(&asker);
    }
    Ok(outcome)
}

/// What came of inviting each: what was planned, with the invitations as they are now.
async fn invited(
    db: &mut SqliteConnection,
    asker: &Membership,
    snapshot: &Snapshot,
    invitees: &[Invitee],
    now: Now,
) -> Result<Vec<InvitationResult>, Error> {
    let planned = rules::plan(snapshot, invitees, now)?;
    let named = |invitee: &Invitee, planned: &Planned<'_>| match planned.waiting {
        Some(waiting) if planned.outcome.invites() || planned.outcome == InvitationOutcome::AlreadyInvited => {
            Some(waiting.id.clone())
        }
        _ => planned.outcome.invites().then(|| invitee.id.clone()),
    };
    let ids: Vec<_> = invitees.iter().zip(&planned).map(|(invitee, planned)| named(invitee, planned)).collect();
    let facts = people::invitations(db, ids.iter().flatten()).await?;
    let results = planned.into_iter().zip(ids).map(|(planned, id)| InvitationResult {
        email: planned.email,
        outcome: planned.outcome,
        invitation: id.and_then(|id| facts.get(&id)).and_then(|facts| view::invitation(asker, facts, now)),
    });
    Ok(results.collect())
}

fn agent(actor: &Actor) -> Option<&AgentId> {
    if let Actor::Agent(agent) = actor { Some(agent) } else { None }
}

/// The workgroup of the invitation that is to be accepted, now or once more.
fn invited_into(snapshot: &Snapshot, command: &Command) -> Option<WorkgroupId> {
    let Command::AcceptInvitation { by, seal } = command else { return None };
    rules::find(snapshot, by, seal).ok().map(|facts| facts.invitation.workgroup.clone())
}

/// The workgroup that was made.
fn made(changes: &[Change]) -> Option<WorkgroupId> {
    changes.iter().find_map(|change| match change {
        Change::WorkgroupMade { id, .. } => Some(id.clone()),
        _ => None,
    })
}
