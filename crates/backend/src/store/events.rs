//! What happened, kept for those who look on, and the facts to tell it from.
//!
//! Rows are written with the changes that they tell of. Whatever tells them reads rows, sessions,
//! memberships and records in one transaction: all of one moment.

use super::{
    Error, Store, activity, load, people,
    rows::{id, member, number, role, select_members},
};
use chrono::TimeDelta;
use contract::id::{AgentId, WorkgroupId};
use rules::{
    Change, Event, Now, SecretHash,
    event::{About, Scene, Told, tell},
    facts::{MemberFacts, Membership},
};
use serde_json::{Value, json};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::collections::HashMap;
use tokio::sync::watch;

/// More than so many events for one reader in one go are told as a reset.
const MOST: usize = 200;
/// How many rows are read in one go.
const ROWS: u32 = 2000;
/// How far back those are told who do not say where they were.
const LATELY: TimeDelta = TimeDelta::seconds(60);

/// What happened behind a position in the workgroups of an agent, and what is for them alone: read
/// workgroup by workgroup, so that what happens elsewhere costs a reader nothing. Where there is more
/// than a reader is told, which part of it comes does not matter.
const MISSED: &str = "SELECT id, workgroup, kind, subject, agent FROM (SELECT * FROM \
    (SELECT e.* FROM membership AS m CROSS JOIN event AS e ON e.workgroup = m.workgroup \
     WHERE m.agent = ?2 AND m.role <> 'inactive' AND e.agent IS NULL AND e.id > ?1 \
     UNION ALL SELECT e.* FROM event AS e WHERE e.agent = ?2 AND e.id > ?1) LIMIT ?3) ORDER BY id";

/// From where on a reader wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Behind this position.
    Position(i64),
    /// What happened in the last minute.
    Lately,
    /// A position that nobody gave them.
    Unknown,
}

/// Who looks on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Onlookers {
    /// The agents.
    pub agents: Vec<AgentId>,
    /// Their sessions, in no particular relation to the agents.
    pub sessions: Vec<SecretHash>,
}

/// What happened since the last time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Happened {
    /// The last position that was looked at.
    pub upto: i64,
    /// Whether there is more.
    pub more: bool,
    /// Which of the sessions have ended.
    pub ended: Vec<SecretHash>,
    /// What each agent is told, by position, in rising order. Who is told nothing is not there.
    pub told: HashMap<AgentId, Vec<(i64, Told)>>,
}

/// What a reader missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The newest position there is.
    pub upto: i64,
    /// What they are told, by position, in rising order.
    pub told: Vec<(i64, Told)>,
}

/// Keeps the events of a decision. `noted` are the numbers of what it noted, in order.
pub(super) async fn keep(db: &mut SqliteConnection, changes: &[Change], noted: &[i64], now: Now) -> Result<(), Error> {
    let mut noted = noted.iter();
    let mut rows = Vec::new();
    let mut into = Vec::new();
    for event in rules::events(changes) {
        rows.push(match event {
            Event::In(workgroup, about) => row(&workgroup, &about),
            Event::Noted(workgroup) => {
                let number = noted.next().ok_or(Error::Unreadable("activity"))?;
                row(&workgroup, &About::Activity(*number))
            }
            Event::InvitationsTo(address) => json!([null, "invitations-to-me", null, null, address.as_str()]),
            Event::InvitationsInto(workgroup) => {
                into.push(workgroup);
                continue;
            }
        });
    }
    for workgroup in into {
        keep_invited(db, &workgroup, now).await?;
    }
    if rows.is_empty() {
        return Ok(());
    }
    // An address without an agent has nobody to tell.
    sqlx::query(
        "INSERT INTO event (at, workgroup, kind, subject, agent) \
         SELECT ?1, e.value ->> 0, e.value ->> 1, e.value ->> 2, coalesce(e.value ->> 3, a.id) \
         FROM json_each(?2) AS e LEFT JOIN agent AS a ON a.email = e.value ->> 4 \
         WHERE e.value ->> 4 IS NULL OR a.id IS NOT NULL ORDER BY e.key",
    )
    .bind(now.timestamp_millis())
    .bind(Value::from(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps, for all agents whose invitations into a workgroup wait for an answer, that these have changed.
async fn keep_invited(db: &mut SqliteConnection, workgroup: &WorkgroupId, now: Now) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO event (at, kind, agent) SELECT ?1, 'invitations-to-me', a.id \
         FROM invitation AS i JOIN agent AS a ON a.email = i.address \
         WHERE i.workgroup = ?2 AND i.state = 'pending' AND i.expires_at > ?1",
    )
    .bind(now.timestamp_millis())
    .bind(workgroup.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps that these mails got further, where they bring invitations.
pub(super) async fn keep_mails(db: &mut SqliteConnection, mails: &[i64], now: Now) -> Result<(), Error> {
    if mails.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO event (at, workgroup, kind, subject) SELECT DISTINCT ?1, i.workgroup, 'invitation', i.id \
         FROM outbox AS o JOIN invitation AS i ON i.id = o.invitation \
         WHERE o.id IN (SELECT value FROM json_each(?2))",
    )
    .bind(now.timestamp_millis())
    .bind(Value::from(mails).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Workgroup, kind, subject, agent.
fn row(workgroup: &WorkgroupId, about: &About) -> Value {
    let (kind, subject, agent) = match about {
        About::Workgroup => ("workgroup", None, None),
        About::Membership(agent) => ("membership", None, Some(agent.as_str())),
        About::Preferences(agent) => ("preferences", None, Some(agent.as_str())),
        About::Agent(agent) => ("agent", Some(agent.to_string()), None),
        About::AgentLeft(agent) => ("agent-left", Some(agent.to_string()), None),
        About::Administrators => ("administrators", None, None),
        About::Invitation(invitation) => ("invitation", Some(invitation.to_string()), None),
        About::Activity(number) => ("activity", Some(number.to_string()), None),
    };
    json!([workgroup.as_str(), kind, subject, agent])
}

/// What a row is about, and where; nothing where it is about the invitations to its agent.
fn read(row: &SqliteRow) -> Result<Option<(WorkgroupId, About)>, Error> {
    let text = |column: &str| -> Result<String, Error> { Ok(row.try_get(column)?) };
    let about = match row.try_get("kind")? {
        "workgroup" => About::Workgroup,
        "membership" => About::Membership(id(text("agent")?)?),
        "preferences" => About::Preferences(id(text("agent")?)?),
        "agent" => About::Agent(id(text("subject")?)?),
        "agent-left" => About::AgentLeft(id(text("subject")?)?),
        "administrators" => About::Administrators,
        "invitation" => About::Invitation(id(text("subject")?)?),
        "activity" => About::Activity(text("subject")?.parse().map_err(|_| Error::Unreadable("event"))?),
        "invitations-to-me" => return Ok(None),
        _ => return Err(Error::Unreadable("event")),
    };
    Ok(Some((id(text("workgroup")?)?, about)))
}

impl Store {
    /// Tells when something was written that somebody may want to know of.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<()> {
        self.written.subscribe()
    }

    /// The newest position there is.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn newest_event(&self) -> Result<i64, Error> {
        newest(&mut *self.readers.acquire().await?).await
    }

    /// What happened behind a position, as the onlookers are told of it.
    ///
    /// Who looks on is asked once it is settled up to where this reads: whoever comes later, and then
    /// reads what they missed, finds all of this in there.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn happened(
        &self,
        after: i64,
        onlookers: impl FnOnce() -> Onlookers + Send,
        now: Now,
    ) -> Result<Happened, Error> {
        let mut reader = self.readers.begin().await?;
        let rows =
            sqlx::query("SELECT id, workgroup, kind, subject, agent FROM event WHERE id > ? ORDER BY id LIMIT ?")
                .bind(after)
                .bind(ROWS)
                .fetch_all(&mut *reader)
                .await?;
        let upto = rows.last().map(|row| row.try_get("id")).transpose()?.unwrap_or(after);
        let more = rows.len() >= ROWS as usize;
        let onlookers = onlookers();
        let ended = ended(&mut reader, &onlookers.sessions, now).await?;
        let told = told(&mut reader, &rows, &onlookers.agents, now).await?;
        Ok(Happened { upto, more, ended, told })
    }

    /// What a reader missed; nothing where their session has ended.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn missed(
        &self,
        agent: &AgentId,
        session: SecretHash,
        since: Since,
        now: Now,
    ) -> Result<Option<Missed>, Error> {
        let mut reader = self.readers.begin().await?;
        if !ended(&mut reader, &[session], now).await?.is_empty() {
            return Ok(None);
        }
        let upto = newest(&mut reader).await?;
        let reset = || Ok(Some(Missed { upto, told: vec![(upto, Told::Reset {})] }));
        let Some(after) = after(&mut reader, since, upto, now).await? else { return reset() };
        let rows = sqlx::query(MISSED).bind(after).bind(agent.as_str()).bind(ROWS).fetch_all(&mut *reader).await?;
        if rows.len() >= ROWS as usize {
            return reset();
        }
        match told(&mut reader, &rows, std::slice::from_ref(agent), now).await {
            Ok(mut told) => Ok(Some(Missed { upto, told: told.remove(agent).unwrap_or_default() })),
            // What cannot be told is no reason to be told nothing from now on.
            Err(Error::Unreadable(what)) => {
                tracing::error!(what, "an event cannot be told");
                reset()
            }
            Err(error) => Err(error),
        }
    }
}

async fn newest(db: &mut SqliteConnection) -> Result<i64, Error> {
    let kept = sqlx::query_scalar("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0)");
    Ok(kept.fetch_one(db).await?)
}

/// The position behind which to go on; nothing where what came next is not there any more, or the
/// position is of another database.
async fn after(db: &mut SqliteConnection, since: Since, newest: i64, now: Now) -> Result<Option<i64>, Error> {
    let first: Option<i64> = match since {
        Since::Unknown => return Ok(None),
        Since::Position(_) => sqlx::query_scalar("SELECT min(id) FROM event").fetch_one(db).await?,
        Since::Lately => {
            let first = sqlx::query_scalar("SELECT min(id) FROM event WHERE at > ?");
            first.bind((now - LATELY).timestamp_millis()).fetch_one(db).await?
        }
    };
    let before_first = first.map_or(newest, |first| first - 1);
    Ok(match since {
        Since::Position(position) => Some(position).filter(|position| (before_first..=newest).contains(position)),
        _ => Some(before_first),
    })
}

/// Which of the sessions have ended.
async fn ended(db: &mut SqliteConnection, sessions: &[SecretHash], now: Now) -> Result<Vec<SecretHash>, Error> {
    let hashes: Value = sessions.iter().map(hexadecimal).collect();
    let ended: Vec<i64> = sqlx::query_scalar(
        "SELECT key FROM json_each(?) WHERE NOT EXISTS \
         (SELECT 1 FROM session AS s WHERE s.token_hash = unhex(value) AND s.expires_at > ?)",
    )
    .bind(hashes.to_string())
    .bind(now.timestamp_millis())
    .fetch_all(db)
    .await?;
    let session = |place: i64| {
        let place: usize = number(place)?;
        sessions.get(place).copied().ok_or(Error::Unreadable("session"))
    };
    ended.into_iter().map(session).collect()
}

fn hexadecimal(hash: &SecretHash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What each of the readers is told of these rows.
async fn told(
    db: &mut SqliteConnection,
    rows: &[SqliteRow],
    readers: &[AgentId],
    now: Now,
) -> Result<HashMap<AgentId, Vec<(i64, Told)>>, Error> {
    let mut told: HashMap<AgentId, Vec<(i64, Told)>> = HashMap::new();
    if readers.is_empty() {
        return Ok(told);
    }
    let mut to_them: HashMap<AgentId, i64> = HashMap::new();
    let mut places: HashMap<WorkgroupId, Vec<(i64, About)>> = HashMap::new();
    for row in rows {
        let at: i64 = row.try_get("id")?;
        match read(row)? {
            Some((workgroup, about)) => places.entry(workgroup).or_default().push((at, about)),
            None => drop(to_them.insert(id(row.try_get("agent")?)?, at)),
        }
    }
    for (workgroup, happened) in places {
        let memberships = memberships(db, &workgroup, readers).await?;
        if memberships.is_empty() {
            continue;
        }
        let scene = scene(db, workgroup, happened).await?;
        for (reader, membership) in &memberships {
            let news = tell(&scene, reader, Some(membership), MOST, now);
            if !news.is_empty() {
                told.entry(reader.clone()).or_default().extend(news);
            }
        }
    }
    for reader in readers {
        if let Some(at) = to_them.get(reader) {
            told.entry(reader.clone()).or_default().push((*at, Told::InvitationsToMe {}));
        }
    }
    let upto = rows.last().map(|row| row.try_get("id")).transpose()?.unwrap_or_default();
    for news in told.values_mut() {
        if news.len() > MOST || news.iter().any(|(_, told)| matches!(told, Told::Reset {})) {
            *news = vec![(upto, Told::Reset {})];
        }
        news.sort_by_key(|(at, _)| *at);
    }
    Ok(told)
}

/// What those of the readers who belong or belonged to a workgroup are in it.
async fn memberships(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    readers: &[AgentId],
) -> Result<Vec<(AgentId, Membership)>, Error> {
    let readers: Vec<&str> = readers.iter().map(AgentId::as_str).collect();
    let rows = sqlx::query(
        "SELECT agent, role, hidden FROM membership \
         WHERE workgroup = ? AND agent IN (SELECT value FROM json_each(?))",
    )
    .bind(workgroup.as_str())
    .bind(Value::from(readers).to_string())
    .fetch_all(&mut *db)
    .await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    // The workgroup is read once, whoever looks on.
    let Some(one) = load::member(db, &id(first.try_get("agent")?)?, workgroup).await? else { return Ok(Vec::new()) };
    let membership = |row: &SqliteRow| {
        let agent: AgentId = id(row.try_get("agent")?)?;
        let (role, hidden) = (role(row.try_get("role")?)?, row.try_get("hidden")?);
        Ok((agent.clone(), Membership { workgroup: one.workgroup.clone(), agent, role, hidden }))
    };
    rows.iter().map(membership).collect()
}

/// What happened in a workgroup, with the records that it was about.
async fn scene(db: &mut SqliteConnection, workgroup: WorkgroupId, happened: Vec<(i64, About)>) -> Result<Scene, Error> {
    let (mut agents, mut invitations, mut noted) = (Vec::new(), Vec::new(), Vec::new());
    let mut administrators_too = false;
    for (_, about) in &happened {
        match about {
            About::Agent(agent) | About::AgentLeft(agent) => agents.push(agent.as_str()),
            About::Invitation(invitation) => invitations.push(invitation),
            About::Activity(number) => noted.push(*number),
            About::Administrators => administrators_too = true,
            About::Workgroup | About::Membership(_) | About::Preferences(_) => {}
        }
    }
    let administrators = people::administrators(db, &workgroup).await?;
    let members = members(db, &workgroup, &agents, administrators_too && administrators <= 2).await?;
    let invitations =
        if invitations.is_empty() { HashMap::new() } else { people::invitations(db, invitations.into_iter()).await? };
    let activity = if noted.is_empty() { HashMap::new() } else { activity::noted(db, &noted).await? };
    Ok(Scene { workgroup, happened, members, administrators, invitations, activity })
}

/// Agents of a workgroup, and its Administrators too where they are wanted.
async fn members(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    agents: &[&str],
    administrators_too: bool,
) -> Result<HashMap<AgentId, MemberFacts>, Error> {
    let mut rows = Vec::new();
    if !agents.is_empty() {
        let named =
            sqlx::query(select_members!("WHERE m.workgroup = ? AND m.agent IN (SELECT value FROM json_each(?))"));
        rows = named.bind(workgroup.as_str()).bind(Value::from(agents).to_string()).fetch_all(&mut *db).await?;
    }
    if administrators_too {
        let all = sqlx::query(select_members!("WHERE m.workgroup = ? AND m.role = 'administrator'"));
        rows.extend(all.bind(workgroup.as_str()).fetch_all(db).await?);
    }
    rows.iter().map(|row| member(row).map(|facts| (facts.agent.clone(), facts))).collect()
}

#[cfg(test)]
impl Store {
    /// An event of a workgroup that cannot be told.
    pub(crate) async fn keep_unreadable_event(&self, workgroup: &str, now: Now) {
        sqlx::query("INSERT INTO event (at, workgroup, kind, subject) VALUES (?, ?, 'agent', 'no identifier!')")
            .bind(now.timestamp_millis())
            .bind(workgroup)
            .execute(&self.writer)
            .await
            .expect("writes");
        self.written.send_replace(());
    }
}

#[cfg(test)]
mod tests;
