//! What was done in a workgroup, in parts, and what happened to an invitation.

use super::{
    Cursor, Error, Page, Store,
    list::{Of, cut, one_more},
    rows::{by, delivery, id, number, time},
};
use contract::{
    Timestamp,
    activity::EntryKind,
    id::{AgentId, InvitationId, WorkgroupId},
    workgroup::Actor as By,
};
use rules::facts::{ActivityFacts, HistoryFacts, MailFacts};
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection, sqlite::SqliteRow};
use std::collections::HashMap;

/// Which activity is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only what is of these kinds.
    pub kinds: Vec<EntryKind>,
    /// Not that somebody became Inactive, or was until then.
    pub without_inactive: bool,
    /// Only what this agent did.
    pub who: Option<AgentId>,
    /// Only what was done at this instant or later.
    pub from: Option<Timestamp>,
    /// Only what was done before this instant.
    pub to: Option<Timestamp>,
}

/// The columns of [`activity`].
const SELECT: &str = "SELECT x.id, x.at, x.agent, a.name AS agent_name, x.activity, \
                      m.id AS member, m.name AS member_name \
                      FROM activity AS x JOIN agent AS a ON a.id = x.agent \
                      LEFT JOIN agent AS m ON m.id = x.activity ->> 'agent'";

fn activity(row: &SqliteRow) -> Result<ActivityFacts, Error> {
    Ok(ActivityFacts {
        id: row.try_get("id")?,
        at: time(row.try_get("at")?)?,
        by: By { id: id(row.try_get("agent")?)?, name: row.try_get("agent_name")? },
        activity: serde_json::from_str(row.try_get("activity")?).map_err(|_| Error::Unreadable("activity"))?,
        member: by(row, "member", "member_name")?,
    })
}

/// What was done, by these numbers.
pub(super) async fn noted(db: &mut SqliteConnection, numbers: &[i64]) -> Result<HashMap<i64, ActivityFacts>, Error> {
    let mut select = QueryBuilder::<Sqlite>::new(SELECT);
    let numbers = serde_json::Value::from(numbers).to_string();
    select.push(" WHERE x.id IN (SELECT value FROM json_each(").push_bind(numbers).push("))");
    let rows = select.build().fetch_all(db).await?;
    rows.iter().map(|row| activity(row).map(|facts| (facts.id, facts))).collect()
}

/// Begins a query for what is looked for, in a workgroup.
fn matching(begin: &str, workgroup: &WorkgroupId, filter: &ActivityFilter) -> Result<QueryBuilder<Sqlite>, Error> {
    let kinds = serde_json::to_string(&filter.kinds).map_err(|_| Error::Unreadable("kind"))?;
    let mut query = QueryBuilder::new(begin);
    query.push(" WHERE x.workgroup = ").push_bind(workgroup.as_str().to_owned());
    query.push(" AND x.activity ->> 'what' IN (SELECT value FROM json_each(").push_bind(kinds).push("))");
    if filter.without_inactive {
        query.push(
            " AND NOT (x.activity ->> 'what' = 'role-set' \
             AND 'inactive' IN (x.activity ->> 'old', x.activity ->> 'new'))",
        );
    }
    if let Some(who) = &filter.who {
        query.push(" AND x.agent = ").push_bind(who.as_str().to_owned());
    }
    if let Some(from) = filter.from {
        query.push(" AND x.at >= ").push_bind(from.timestamp_millis());
    }
    if let Some(to) = filter.to {
        query.push(" AND x.at < ").push_bind(to.timestamp_millis());
    }
    Ok(query)
}

/// The query of a part.
fn part_query(
    begin: &str,
    workgroup: &WorkgroupId,
    filter: &ActivityFilter,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<QueryBuilder<Sqlite>, Error> {
    let mut select = matching(begin, workgroup, filter)?;
    if let Some((at, id)) = after.map(|cursor| cursor.instant(Of::Activity)).transpose()? {
        let id: i64 = id.parse().map_err(|_| Cursor::foreign())?;
        select.push(" AND (x.at, x.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    select.push(" ORDER BY x.at DESC, x.id DESC LIMIT ").push_bind(one_more(limit));
    Ok(select)
}

async fn count(db: &mut SqliteConnection, workgroup: &WorkgroupId, filter: &ActivityFilter) -> Result<u64, Error> {
    let mut count = matching("SELECT count(*) FROM activity AS x", workgroup, filter)?;
    number(count.build_query_scalar().fetch_one(db).await?)
}

async fn part(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    filter: &ActivityFilter,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<(Vec<ActivityFacts>, Option<Cursor>), Error> {
    let rows = part_query(SELECT, workgroup, filter, limit, after)?.build().fetch_all(db).await?;
    let mut items = rows.iter().map(activity).collect::<Result<Vec<_>, _>>()?;
    let next = cut(&mut items, limit, |last| Ok(Cursor::at(Of::Activity, last.at, &last.id.to_string())))?;
    Ok((items, next))
}

impl Store {
    /// What was done in a workgroup, newest first, in a part that does not know how much there is in
    /// all: reading everything takes each entry once.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn activity_part(
        &self,
        workgroup: &WorkgroupId,
        filter: &ActivityFilter,
        limit: u32,
        after: Option<&Cursor>,
    ) -> Result<(Vec<ActivityFacts>, Option<Cursor>), Error> {
        part(&mut *self.readers.acquire().await?, workgroup, filter, limit, after).await
    }

    /// What was done in a workgroup, newest first. Counted once, for the first part: what is done
    /// later comes in none of the others.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn activity(
        &self,
        workgroup: &WorkgroupId,
        filter: &ActivityFilter,
        limit: u32,
        after: Option<&Cursor>,
    ) -> Result<Page<ActivityFacts>, Error> {
        let mut reader = self.readers.begin().await?;
        let total = match after.and_then(Cursor::total) {
            Some(total) => total,
            None => count(&mut reader, workgroup, filter).await?,
        };
        let (items, next) = part(&mut reader, workgroup, filter, limit, after).await?;
        Ok(Page { items, total, next: next.map(|next| next.of_so_many(total)) })
    }

    /// What happened to an invitation.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn about_invitation(&self, invitation: &InvitationId) -> Result<HistoryFacts, Error> {
        let mut reader = self.readers.begin().await?;
        let mut select = QueryBuilder::<Sqlite>::new(SELECT);
        select.push(" WHERE x.activity ->> 'invitation' = ").push_bind(invitation.as_str());
        select.push(" AND x.activity ->> 'invitation' IS NOT NULL ORDER BY x.id");
        let rows = select.build().fetch_all(&mut *reader).await?;
        let done = rows.iter().map(activity).collect::<Result<Vec<_>, _>>()?;
        let rows =
            sqlx::query("SELECT id, created_at, state, failure, sent_at FROM outbox WHERE invitation = ? ORDER BY id")
                .bind(invitation.as_str())
                .fetch_all(&mut *reader)
                .await?;
        let mail = |row: &SqliteRow| {
            Ok::<_, Error>(MailFacts {
                id: row.try_get("id")?,
                created_at: time(row.try_get("created_at")?)?,
                delivery: delivery(row, "state", "failure", "sent_at")?,
            })
        };
        let mails = rows.iter().map(mail).collect::<Result<Vec<_>, _>>()?;
        let asked: Vec<i64> = sqlx::query_scalar("SELECT at FROM asked_again WHERE invitation = ? ORDER BY at")
            .bind(invitation.as_str())
            .fetch_all(&mut *reader)
            .await?;
        let asked_again = asked.into_iter().map(time).collect::<Result<Vec<_>, _>>()?;
        Ok(HistoryFacts { done, mails, asked_again })
    }
}

#[cfg(test)]
mod tests;
