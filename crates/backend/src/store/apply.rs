//! Applies changes, and keeps the events that they make. Each is one statement or two; all of a
//! decision are in one transaction.

use super::{Error, events, people, rows::role_text};
use contract::{
    id::{AgentId, WorkgroupId},
    money::Money,
    search::search_key,
    sign_in::SIGN_IN_TRIES,
    unicode::Tables,
};
use rules::{Activity, Change, Now};
use sqlx::SqliteConnection;

pub(super) async fn apply(db: &mut SqliteConnection, changes: &[Change], now: Now) -> Result<(), Error> {
    let mut noted = Vec::new();
    for change in changes {
        if let Change::Noted { workgroup, by, activity } = change {
            noted.push(note(db, workgroup, by, activity, now.timestamp_millis()).await?);
        } else {
            one(db, change, now.timestamp_millis()).await?;
        }
    }
    events::keep(db, changes, &noted, now).await
}

/// Keeps what was done, and answers its number.
async fn note(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    by: &AgentId,
    activity: &Activity,
    now: i64,
) -> Result<i64, Error> {
    let kept = sqlx::query("INSERT INTO activity (workgroup, agent, at, activity) VALUES (?, ?, ?, ?)")
        .bind(workgroup.as_str())
        .bind(by.as_str())
        .bind(now)
        .bind(json(activity)?)
        .execute(db)
        .await?;
    Ok(kept.last_insert_rowid())
}

async fn one(db: &mut SqliteConnection, change: &Change, now: i64) -> Result<(), Error> {
    match change {
        Change::AgentMade { id, name, address } => {
            sqlx::query(
                "INSERT INTO agent (id, name, email, search_key, find_key, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(id.as_str())
            .bind(name)
            .bind(address.as_str())
            .bind(search_key::<Tables>(name))
            .bind(people::find_key(Some(name), address.as_str()))
            .bind(now)
            .execute(db)
            .await?;
        }
        Change::WorkgroupMade { id, name, default_agent_cost: Money { amount, currency }, default_of } => {
            sqlx::query(
                "INSERT INTO workgroup (id, name, search_key, cost_amount, currency, default_of, version, \
                 created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7)",
            )
            .bind(id.as_str())
            .bind(name)
            .bind(search_key::<Tables>(name))
            .bind(amount)
            .bind(currency.code())
            .bind(default_of.as_ref().map(|id| id.as_str()))
            .bind(now)
            .execute(db)
            .await?;
        }
        Change::MemberAdded { workgroup, agent, role } => {
            sqlx::query(
                "INSERT INTO membership (agent, workgroup, search_key, agent_key, role, created_at, updated_at) \
                 SELECT a.id, w.id, w.search_key, a.search_key, ?3, ?4, ?4 \
                 FROM workgroup AS w JOIN agent AS a ON a.id = ?1 WHERE w.id = ?2",
            )
            .bind(agent.as_str())
            .bind(workgroup.as_str())
            .bind(role_text(*role)?)
            .bind(now)
            .execute(db)
            .await?;
        }
        Change::WorkgroupChanged { id, version, name, default_agent_cost: Money { amount, currency }, by } => {
            sqlx::query(
                "UPDATE workgroup SET version = ?, name = ?, search_key = ?, cost_amount = ?, currency = ?, \
                 updated_at = ?, updated_by = ? WHERE id = ?",
            )
            .bind(i64::try_from(*version).map_err(|_| Error::Unreadable("version"))?)
            .bind(name)
            .bind(search_key::<Tables>(name))
            .bind(amount)
            .bind(currency.code())
            .bind(now)
            .bind(by.as_str())
            .bind(id.as_str())
            .execute(db)
            .await?;
        }
        Change::HiddenSet { workgroup, agent, hidden } => {
            sqlx::query("UPDATE membership SET hidden = ? WHERE agent = ? AND workgroup = ?")
                .bind(hidden)
                .bind(agent.as_str())
                .bind(workgroup.as_str())
                .execute(db)
                .await?;
        }
        Change::MailQueued { to, language, mail, about, not_before } => {
            sqlx::query(
                "INSERT INTO outbox (address, language, mail, invitation, due_at, created_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .bind(to.as_str())
            .bind(json(language)?)
            .bind(json(mail)?)
            .bind(about.as_ref().map(|id| id.as_str()))
            .bind(not_before.map_or(now, |at| at.timestamp_millis()))
            .bind(now)
            .execute(db)
            .await?;
        }
        Change::MemberChanged { .. }
        | Change::InvitationMade(_)
        | Change::InvitationChanged(_)
        | Change::InvitationCodeRefused(_)
        | Change::AskedForMe { .. } => people::apply(db, change, now).await?,
        other => signing(db, other, now).await?,
    }
    Ok(())
}

/// The changes of signing in and out.
async fn signing(db: &mut SqliteConnection, change: &Change, now: i64) -> Result<(), Error> {
    let query = match change {
        Change::AddressLetIn { address } => {
            sqlx::query("INSERT INTO address_let_in (address, created_at) VALUES (?, ?)")
                .bind(address.as_str())
                .bind(now)
        }
        Change::SignInMade { id, address, code, token, expires_at } => sqlx::query(
            "INSERT INTO sign_in (id, address, code_hash, token_hash, tries_left, created_at, expires_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id.as_str())
        .bind(address.as_str())
        .bind(&code.0[..])
        .bind(&token.0[..])
        .bind(SIGN_IN_TRIES)
        .bind(now)
        .bind(expires_at.timestamp_millis()),
        Change::CodeRefused { id, tries_left } => {
            sqlx::query("UPDATE sign_in SET tries_left = ? WHERE id = ?").bind(tries_left).bind(id.as_str())
        }
        Change::SignInUsed { id } => {
            sqlx::query("UPDATE sign_in SET used_at = ? WHERE id = ?").bind(now).bind(id.as_str())
        }
        Change::SessionMade { hash, agent, expires_at } => {
            sqlx::query("INSERT INTO session (token_hash, agent, created_at, expires_at) VALUES (?, ?, ?, ?)")
                .bind(&hash.0[..])
                .bind(agent.as_str())
                .bind(now)
                .bind(expires_at.timestamp_millis())
        }
        Change::SessionEnded { hash } => sqlx::query("DELETE FROM session WHERE token_hash = ?").bind(&hash.0[..]),
        _ => return Err(Error::Unreadable("change")),
    };
    query.execute(db).await?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Unreadable("value"))
}
