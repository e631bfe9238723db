//! The people of a workgroup: its agents, and who is invited.

use super::{
    Error,
    rows::{
        address, invitation as read_invitation, member as read_member, membership, number, optional_time, role,
        role_text, select_invitations, select_members, select_memberships, state_text,
    },
};
use chrono::TimeDelta;
use contract::{
    id::{AgentId, InvitationId, WorkgroupId},
    search::search_key,
    unicode::Tables,
};
use rules::{
    Address, Change, Now,
    facts::{AgentFacts, AskedFacts, InvitationFacts, InvitedFacts, InviteeFacts, MemberFacts, Membership},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};
use std::collections::HashMap;

/// What a person is found by: every word of their name and address.
pub(super) fn find_key(name: Option<&str>, address: &str) -> String {
    search_key::<Tables>(&format!("{} {address}", name.unwrap_or_default()))
}

pub(super) async fn member(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    agent: &AgentId,
) -> Result<Option<MemberFacts>, Error> {
    let row = sqlx::query(select_members!("WHERE m.agent = ? AND m.workgroup = ?"))
        .bind(agent.as_str())
        .bind(workgroup.as_str())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(read_member).transpose()
}

/// How many active Administrators a workgroup has.
pub(super) async fn administrators(db: &mut SqliteConnection, workgroup: &WorkgroupId) -> Result<u32, Error> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM membership WHERE workgroup = ? AND role = 'administrator'")
            .bind(workgroup.as_str())
            .fetch_one(db)
            .await?;
    number(count)
}

pub(super) async fn invitation(db: &mut SqliteConnection, id: &InvitationId) -> Result<Option<InvitationFacts>, Error> {
    let row = sqlx::query(select_invitations!("WHERE i.id = ?")).bind(id.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read_invitation).transpose()
}

/// The invitations into a workgroup that wait for an answer, to a member's address or sent by them.
pub(super) async fn of_member(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    member: &MemberFacts,
    now: Now,
) -> Result<Vec<InvitationFacts>, Error> {
    let rows = sqlx::query(select_invitations!(
        "WHERE i.workgroup = ?1 AND i.state = 'pending' AND i.expires_at > ?2 AND (i.address = ?3 OR i.inviter = ?4) \
         ORDER BY i.id"
    ))
    .bind(workgroup.as_str())
    .bind(now.timestamp_millis())
    .bind(&member.email)
    .bind(member.agent.as_str())
    .fetch_all(db)
    .await?;
    rows.iter().map(read_invitation).collect()
}

/// Many invitations at once, by their identifiers.
pub(super) async fn invitations<'a>(
    db: &mut SqliteConnection,
    ids: impl Iterator<Item = &'a InvitationId>,
) -> Result<HashMap<InvitationId, InvitationFacts>, Error> {
    let ids: Vec<&str> = ids.map(InvitationId::as_str).collect();
    let rows = sqlx::query(select_invitations!("WHERE i.id IN (SELECT value FROM json_each(?))"))
        .bind(serde_json::Value::from(ids).to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| read_invitation(row).map(|facts| (facts.id.clone(), facts))).collect()
}

/// What has to be known of addresses that are to be invited.
pub(super) async fn invitees(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    agent: &AgentId,
    addresses: &[Address],
    now: Now,
) -> Result<Vec<InviteeFacts>, Error> {
    let list: Vec<&str> = addresses.iter().map(Address::as_str).collect();
    let list = serde_json::Value::from(list).to_string();
    let rows = sqlx::query(select_invitations!(
        "WHERE i.workgroup = ? AND i.state = 'pending' AND i.address IN (SELECT value FROM json_each(?))"
    ))
    .bind(workgroup.as_str())
    .bind(&list)
    .fetch_all(&mut *db)
    .await?;
    let waiting = rows.iter().map(|row| read_invitation(row).map(|facts| (facts.address.clone(), facts)));
    let mut waiting: HashMap<Address, InvitationFacts> = waiting.collect::<Result<_, _>>()?;
    let rows = sqlx::query(
        "WITH mine AS MATERIALIZED (SELECT activity ->> 'email' AS address, count(*) AS mails FROM activity \
          WHERE agent = ?4 AND at > ?3 AND activity ->> 'what' IN ('invited', 'invitation-resent') GROUP BY 1) \
         SELECT DISTINCT value AS address, \
         (SELECT m.role FROM agent AS a JOIN membership AS m ON m.agent = a.id AND m.workgroup = ?2 \
          WHERE a.email = value) AS role, \
         (SELECT count(*) FROM outbox AS o WHERE o.address = value AND o.created_at > ?3 \
          AND o.invitation IS NOT NULL) AS mails, \
         (SELECT count(*) FROM outbox AS o JOIN invitation AS i ON i.id = o.invitation \
          WHERE o.address = value AND o.created_at > ?3 AND i.workgroup = ?2) AS from_workgroup, \
         coalesce((SELECT mine.mails FROM mine WHERE mine.address = value), 0) AS from_agent, \
         (SELECT max(o.due_at) FROM outbox AS o WHERE o.address = value AND o.created_at > ?5 \
          AND o.state = 'queued' AND o.invitation IS NOT NULL) AS last_due \
         FROM json_each(?1)",
    )
    .bind(&list)
    .bind(workgroup.as_str())
    .bind((now - TimeDelta::days(1)).timestamp_millis())
    .bind(agent.as_str())
    // What was held back may wait as long as invitations work.
    .bind((now - TimeDelta::days(366)).timestamp_millis())
    .fetch_all(&mut *db)
    .await?;
    rows.iter()
        .map(|row| {
            let address = address(row.try_get("address")?)?;
            let present: Option<&str> = row.try_get("role")?;
            Ok(InviteeFacts {
                role: present.map(role).transpose()?,
                waiting: waiting.remove(&address),
                mails_from_workgroup: number(row.try_get("from_workgroup")?)?,
                mails_from_agent: number(row.try_get("from_agent")?)?,
                mails_last_day: number(row.try_get("mails")?)?,
                last_due: optional_time(row, "last_due")?,
                address,
            })
        })
        .collect()
}

/// How many invitations an agent sent within the last day. Activity is the one record of it that
/// nothing takes away.
pub(super) async fn sent_last_day(db: &mut SqliteConnection, agent: &AgentId, now: Now) -> Result<u32, Error> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM activity WHERE agent = ? AND at > ? \
         AND activity ->> 'what' IN ('invited', 'invitation-resent')",
    )
    .bind(agent.as_str())
    .bind((now - TimeDelta::days(1)).timestamp_millis())
    .fetch_one(db)
    .await?;
    number(count)
}

/// The invitation, with what the agent is in its workgroup.
pub(super) async fn invited_by_id(
    db: &mut SqliteConnection,
    id: &InvitationId,
    agent: Option<&AgentId>,
) -> Result<Vec<InvitedFacts>, Error> {
    let Some(invitation) = invitation(db, id).await? else { return Ok(Vec::new()) };
    let membership = match agent {
        Some(agent) => super::load::member(db, agent, &invitation.workgroup).await?,
        None => None,
    };
    Ok(vec![InvitedFacts { invitation, membership }])
}

/// How often was asked to be invited in place of the invited person.
pub(super) async fn asked(
    db: &mut SqliteConnection,
    invitation: &InvitationId,
    agent: &AgentId,
    now: Now,
) -> Result<AskedFacts, Error> {
    let row = sqlx::query(
        "SELECT (SELECT at FROM asked_for_me WHERE invitation = ?1 AND agent = ?2) AS last, \
         (SELECT count(*) FROM asked_for_me WHERE agent = ?2 AND at > ?3) AS by_agent, \
         (SELECT count(*) FROM asked_for_me WHERE invitation = ?1 AND at > ?3) AS about",
    )
    .bind(invitation.as_str())
    .bind(agent.as_str())
    .bind((now - TimeDelta::days(1)).timestamp_millis())
    .fetch_one(db)
    .await?;
    Ok(AskedFacts {
        last: optional_time(&row, "last")?,
        by_agent: number(row.try_get("by_agent")?)?,
        about: number(row.try_get("about")?)?,
    })
}

/// Invitations to the agent's address that wait for an answer, newest first: so many of those that
/// come after a time and identifier.
pub(super) async fn invited_to(
    db: &mut SqliteConnection,
    agent: &AgentFacts,
    limit: u32,
    after: Option<(i64, &str)>,
    now: Now,
) -> Result<Vec<InvitedFacts>, Error> {
    let (at, id) = after.unzip();
    let rows = sqlx::query(select_invitations!(
        "WHERE i.address = ?1 AND i.state = 'pending' AND i.expires_at > ?2 \
         AND (?3 IS NULL OR (i.created_at, i.id) < (?3, ?4)) ORDER BY i.created_at DESC, i.id DESC LIMIT ?5"
    ))
    .bind(&agent.email)
    .bind(now.timestamp_millis())
    .bind(at)
    .bind(id)
    .bind(limit)
    .fetch_all(&mut *db)
    .await?;
    with_memberships(db, agent, &rows).await
}

/// Invitations to the agent's address that were accepted, so many of the last.
pub(super) async fn accepted_by(
    db: &mut SqliteConnection,
    agent: &AgentFacts,
    limit: u32,
) -> Result<Vec<InvitedFacts>, Error> {
    let rows = sqlx::query(ACCEPTED).bind(&agent.email).bind(limit).fetch_all(&mut *db).await?;
    with_memberships(db, agent, &rows).await
}

/// The query of [`accepted_by`].
const ACCEPTED: &str =
    select_invitations!("WHERE i.address = ? AND i.state = 'accepted' ORDER BY i.updated_at DESC, i.id DESC LIMIT ?");

/// Invitations, each with what the agent is in its workgroup.
async fn with_memberships(
    db: &mut SqliteConnection,
    agent: &AgentFacts,
    rows: &[SqliteRow],
) -> Result<Vec<InvitedFacts>, Error> {
    let invitations = rows.iter().map(read_invitation).collect::<Result<Vec<_>, _>>()?;
    if invitations.is_empty() {
        return Ok(Vec::new());
    }
    let workgroups: Vec<&str> = invitations.iter().map(|invitation| invitation.workgroup.as_str()).collect();
    let rows =
        sqlx::query(select_memberships!("WHERE m.agent = ? AND m.workgroup IN (SELECT value FROM json_each(?))"))
            .bind(agent.id.as_str())
            .bind(serde_json::Value::from(workgroups).to_string())
            .fetch_all(db)
            .await?;
    let memberships = rows.iter().map(|row| membership(row).map(|member| (member.workgroup.id.clone(), member)));
    let memberships: HashMap<WorkgroupId, Membership> = memberships.collect::<Result<_, _>>()?;
    let invited = invitations.into_iter().map(|invitation| {
        let membership = memberships.get(&invitation.workgroup).cloned();
        InvitedFacts { invitation, membership }
    });
    Ok(invited.collect())
}

/// Applies a change of the people of a workgroup.
pub(super) async fn apply(db: &mut SqliteConnection, change: &Change, now: i64) -> Result<(), Error> {
    match change {
        Change::MemberChanged { workgroup, agent, role, rate, by } => {
            sqlx::query(
                "UPDATE membership SET role = coalesce(?3, role), \
                 rate_amount = CASE WHEN ?4 THEN ?5 ELSE rate_amount END, \
                 version = version + 1, updated_at = ?6, updated_by = ?7 WHERE workgroup = ?1 AND agent = ?2",
            )
            .bind(workgroup.as_str())
            .bind(agent.as_str())
            .bind(role.map(role_text).transpose()?)
            .bind(rate.is_some())
            .bind(rate.flatten().map(|rate| rate.amount))
            .bind(now)
            .bind(by.as_str())
            .execute(db)
            .await?;
        }
        Change::InvitationMade(facts) => made(db, facts).await?,
        Change::InvitationChanged(facts) => changed(db, facts).await?,
        Change::InvitationCodeRefused(tries) => {
            for (id, left) in tries {
                let update = sqlx::query("UPDATE invitation SET tries_left = ? WHERE id = ?");
                update.bind(left).bind(id.as_str()).execute(&mut *db).await?;
            }
        }
        Change::AskedForMe { invitation, agent } => {
            sqlx::query(
                "INSERT INTO asked_for_me (invitation, agent, at) VALUES (?, ?, ?) \
                 ON CONFLICT (invitation, agent) DO UPDATE SET at = excluded.at",
            )
            .bind(invitation.as_str())
            .bind(agent.as_str())
            .bind(now)
            .execute(db)
            .await?;
        }
        _ => return Err(Error::Unreadable("change")),
    }
    Ok(())
}

async fn made(db: &mut SqliteConnection, facts: &InvitationFacts) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO invitation (id, workgroup, address, name, find_key, role, state, language, generation, \
         tries_left, inviter, created_at, expires_at, version, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?12)",
    )
    .bind(facts.id.as_str())
    .bind(facts.workgroup.as_str())
    .bind(facts.address.as_str())
    .bind(&facts.name)
    .bind(find_key(facts.name.as_deref(), facts.address.as_str()))
    .bind(role_text(facts.role)?)
    .bind(state_text(facts.state)?)
    .bind(facts.language.tag())
    .bind(facts.generation)
    .bind(facts.tries_left)
    .bind(facts.inviter.id.as_str())
    .bind(facts.created_at.timestamp_millis())
    .bind(facts.expires_at.timestamp_millis())
    .bind(version(facts)?)
    .execute(db)
    .await?;
    Ok(())
}

async fn changed(db: &mut SqliteConnection, facts: &InvitationFacts) -> Result<(), Error> {
    // A mail whose token is dead by now would be worse than none. One whose content has begun to be
    // sent cannot be taken back.
    sqlx::query(
        "UPDATE outbox SET state = 'failed', due_at = NULL, \
         failure = CASE WHEN ?2 IN ('accepted', 'declined') THEN 'answered' ELSE 'withdrawn' END, \
         mail = json_object('kind', mail ->> 'kind') \
         WHERE invitation = ?1 AND (state = 'queued' OR (state = 'sending' AND data_at IS NULL)) \
         AND (?2 <> 'pending' OR EXISTS (SELECT 1 FROM invitation WHERE id = ?1 AND generation <> ?3))",
    )
    .bind(facts.id.as_str())
    .bind(state_text(facts.state)?)
    .bind(facts.generation)
    .execute(&mut *db)
    .await?;
    if let Some(at) = facts.asked_again_at {
        sqlx::query("INSERT OR IGNORE INTO asked_again (invitation, at) VALUES (?, ?)")
            .bind(facts.id.as_str())
            .bind(at.timestamp_millis())
            .execute(&mut *db)
            .await?;
    }
    sqlx::query(
        "UPDATE invitation SET name = ?2, find_key = ?3, role = ?4, state = ?5, language = ?6, generation = ?7, \
         tries_left = ?8, inviter = ?9, expires_at = ?10, asked_again_at = ?11, version = ?12, updated_at = ?13, \
         updated_by = ?14 WHERE id = ?1",
    )
    .bind(facts.id.as_str())
    .bind(&facts.name)
    .bind(find_key(facts.name.as_deref(), facts.address.as_str()))
    .bind(role_text(facts.role)?)
    .bind(state_text(facts.state)?)
    .bind(facts.language.tag())
    .bind(facts.generation)
    .bind(facts.tries_left)
    .bind(facts.inviter.id.as_str())
    .bind(facts.expires_at.timestamp_millis())
    .bind(facts.asked_again_at.map(|at| at.timestamp_millis()))
    .bind(version(facts)?)
    .bind(facts.updated_at.timestamp_millis())
    .bind(facts.updated_by.as_ref().map(|by| by.id.as_str()))
    .execute(db)
    .await?;
    Ok(())
}

fn version(facts: &InvitationFacts) -> Result<i64, Error> {
    i64::try_from(facts.version).map_err(|_| Error::Unreadable("version"))
}

#[cfg(test)]
mod tests;
