//! The one way to write.

use super::{Answer, Error, Once, Store, apply, idempotency, load};
use contract::{id::WorkgroupId, workgroup::Workgroup};
use rules::{Actor, Change, Command, Now};
use sqlx::{Sqlite, Transaction};

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What changed; nothing where it was so already.
    pub changes: Vec<Change>,
    /// The workgroup that it was about, as the actor sees it afterwards.
    pub workgroup: Option<Workgroup>,
}

impl Store {
    /// Decides and applies a command.
    ///
    /// # Errors
    /// [`Error::Refused`] where the rules refuse it; nothing has changed then.
    pub async fn write(&self, actor: &Actor, command: Command, now: Now) -> Result<Outcome, Error> {
        let mut transaction = self.begin().await?;
        let outcome = execute(&mut transaction, actor, command, now).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// The same, once for each idempotency key: a repetition gets the first answer again. A
    /// refusal keeps nothing, so that its key can be used for the corrected request.
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
        let mut transaction = self.begin().await?;
        if let Some(first) = idempotency::find(&mut transaction, once).await? {
            return Ok(first);
        }
        let outcome = execute(&mut transaction, actor, command, now).await?;
        let answer = answer(&outcome);
        idempotency::keep(&mut transaction, once, &answer, now).await?;
        transaction.commit().await?;
        Ok(answer)
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
    now: Now,
) -> Result<Outcome, Error> {
    let needs = command.needs(actor);
    let snapshot = load::snapshot(transaction, &needs, now).await?;
    let changes = rules::decide(&snapshot, actor, command, now)?;
    apply::apply(transaction, &changes, now).await?;
    let about = needs.workgroup.or_else(|| made(&changes));
    let workgroup = match (actor, about) {
        (Actor::Agent(agent), Some(id)) => {
            load::member(transaction, agent, &id).await?.as_ref().and_then(rules::view::workgroup)
        }
        _ => None,
    };
    Ok(Outcome { changes, workgroup })
}

fn made(changes: &[Change]) -> Option<WorkgroupId> {
    changes.iter().find_map(|change| match change {
        Change::WorkgroupMade { id, .. } => Some(id.clone()),
        _ => None,
    })
}
