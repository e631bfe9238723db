//! What was done in a workgroup, in parts, and what happened to an invitation.

use super::{
    Cursor, Error, Page, Store,
    rows::{by, delivery, id, time},
};
use contract::{
    Timestamp,
    activity::EntryKind,
    id::{AgentId, InvitationId, WorkgroupId},
    workgroup::Actor as By,
};
use rules::facts::{ActivityFacts, MailFacts};
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

impl Store {
    /// What was done in a workgroup, newest first.
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
        let kinds = serde_json::to_string(&filter.kinds).map_err(|_| Error::Unreadable("kind"))?;
        let matching = |query: &mut QueryBuilder<Sqlite>| {
            query.push(" WHERE x.workgroup = ").push_bind(workgroup.as_str().to_owned());
            query
                .push(" AND x.activity ->> 'what' IN (SELECT value FROM json_each(")
                .push_bind(kinds.clone())
                .push("))");
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
        };
        let mut reader = self.readers.begin().await?;
        let mut count = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM activity AS x");
        matching(&mut count);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *reader).await?;

        let mut select = QueryBuilder::<Sqlite>::new(SELECT);
        matching(&mut select);
        if let Some((at, id)) = after.and_then(Cursor::instant) {
            // What is no number was never in a cursor of this list; nothing comes before it.
            let id: i64 = id.parse().unwrap_or_default();
            select.push(" AND (x.at, x.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
        }
        select.push(" ORDER BY x.at DESC, x.id DESC LIMIT ").push_bind(i64::from(limit) + 1);
        let mut rows = select.build().fetch_all(&mut *reader).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let items = rows.iter().map(activity).collect::<Result<Vec<_>, _>>()?;
        let last = items.last().filter(|_| more);
        let next = last.map(|last| Cursor::at(last.at.timestamp_millis(), &last.id.to_string()));
        Ok(Page { items, total: u64::try_from(total).unwrap_or_default(), next })
    }

    /// What was done about an invitation, oldest first, and its mails.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn about_invitation(
        &self,
        invitation: &InvitationId,
    ) -> Result<(Vec<ActivityFacts>, Vec<MailFacts>), Error> {
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
        Ok((done, rows.iter().map(mail).collect::<Result<Vec<_>, _>>()?))
    }
}
