//! The people of a workgroup in lists, in parts.

use super::{
    Cursor, Error, Page, Store,
    list::{Of, cut, one_more, push_words},
    people,
    rows::{invitation, member, number, select_invitations, select_members},
};
use contract::{
    id::{AgentId, WorkgroupId},
    invitation::InvitationState,
};
use rules::{
    Now,
    facts::{AgentFacts, InvitationFacts, InvitedFacts, MemberFacts},
};
use sqlx::{QueryBuilder, Row as _, Sqlite};

/// The agents of a workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// A part of them.
    pub page: Page<MemberFacts>,
    /// How many active Administrators there are in all.
    pub administrators: u32,
}

impl Store {
    /// The agents of a workgroup whose name and address have every word of `query_key`, in the
    /// order of their names' search keys.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn members(
        &self,
        workgroup: &WorkgroupId,
        with_inactive: bool,
        query_key: &str,
        limit: u32,
        after: Option<&Cursor>,
    ) -> Result<Members, Error> {
        let matching = |query: &mut QueryBuilder<Sqlite>| {
            query.push(" WHERE m.workgroup = ").push_bind(workgroup.as_str().to_owned());
            if !with_inactive {
                query.push(" AND m.role <> 'inactive'");
            }
            push_words(query, "a.find_key", query_key);
        };
        let mut reader = self.readers.begin().await?;
        // The other table is looked at only for what is in no index of this one.
        let from = if query_key.is_empty() { "" } else { " CROSS JOIN agent AS a ON a.id = m.agent" };
        let mut count = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM membership AS m");
        count.push(from);
        matching(&mut count);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *reader).await?;

        let mut select = QueryBuilder::<Sqlite>::new(select_members!(""));
        matching(&mut select);
        if let Some((key, id)) = after.map(|cursor| cursor.key(Of::Members)).transpose()? {
            select.push(" AND (m.agent_key, m.agent) > (").push_bind(key).push(", ").push_bind(id).push(")");
        }
        select.push(" ORDER BY m.agent_key, m.agent LIMIT ").push_bind(one_more(limit));
        let mut rows = select.build().fetch_all(&mut *reader).await?;
        let next =
            cut(&mut rows, limit, |last| Ok(Cursor::of(Of::Members, last.try_get("agent_key")?, last.try_get("id")?)))?;
        let items = rows.iter().map(member).collect::<Result<_, _>>()?;
        let administrators = people::administrators(&mut reader, workgroup).await?;
        Ok(Members { page: Page { items, total: number(total)?, next }, administrators })
    }

    /// The invitations of a workgroup whose name and address have every word of `query_key`, newest
    /// first; with a `state`, those alone that are in it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn invitations(
        &self,
        workgroup: &WorkgroupId,
        query_key: &str,
        state: Option<InvitationState>,
        limit: u32,
        after: Option<&Cursor>,
        now: Now,
    ) -> Result<Page<InvitationFacts>, Error> {
        let matching = |query: &mut QueryBuilder<Sqlite>| {
            query.push(" WHERE i.workgroup = ").push_bind(workgroup.as_str().to_owned());
            match state {
                None => {}
                Some(InvitationState::Pending) => {
                    query.push(" AND i.state = 'pending' AND i.expires_at > ").push_bind(now.timestamp_millis());
                }
                Some(InvitationState::Expired) => {
                    query.push(" AND i.state = 'pending' AND i.expires_at <= ").push_bind(now.timestamp_millis());
                }
                Some(InvitationState::Accepted) => drop(query.push(" AND i.state = 'accepted'")),
                Some(InvitationState::Declined) => drop(query.push(" AND i.state = 'declined'")),
                Some(InvitationState::Revoked) => drop(query.push(" AND i.state = 'revoked'")),
                Some(InvitationState::Unknown) => drop(query.push(" AND FALSE")),
            }
            push_words(query, "i.find_key", query_key);
        };
        let mut reader = self.readers.begin().await?;
        let mut count = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM invitation AS i");
        matching(&mut count);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *reader).await?;

        let mut select = QueryBuilder::<Sqlite>::new(select_invitations!(""));
        matching(&mut select);
        if let Some((at, id)) = after.map(|cursor| cursor.instant(Of::Invitations)).transpose()? {
            select.push(" AND (i.created_at, i.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
        }
        select.push(" ORDER BY i.created_at DESC, i.id DESC LIMIT ").push_bind(one_more(limit));
        let rows = select.build().fetch_all(&mut *reader).await?;
        let mut items = rows.iter().map(invitation).collect::<Result<Vec<_>, _>>()?;
        let next = cut(&mut items, limit, |last| Ok(Cursor::at(Of::Invitations, last.created_at, last.id.as_str())))?;
        Ok(Page { items, total: number(total)?, next })
    }

    /// The invitations to an agent's address that wait for an answer, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn invitations_to(
        &self,
        agent: &AgentFacts,
        limit: u32,
        after: Option<&Cursor>,
        now: Now,
    ) -> Result<Page<InvitedFacts>, Error> {
        let after = after.map(|cursor| cursor.instant(Of::InvitationsToAgent)).transpose()?;
        let mut reader = self.readers.begin().await?;
        let total: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM invitation WHERE address = ? AND state = 'pending' AND expires_at > ?",
        )
        .bind(&agent.email)
        .bind(now.timestamp_millis())
        .fetch_one(&mut *reader)
        .await?;
        let mut items = people::invited_to(&mut reader, agent, limit + 1, after, now).await?;
        let next = cut(&mut items, limit, |InvitedFacts { invitation: last, .. }| {
            Ok(Cursor::at(Of::InvitationsToAgent, last.created_at, last.id.as_str()))
        })?;
        Ok(Page { items, total: number(total)?, next })
    }

    /// An agent was seen in a workgroup. Kept once in a while: not every request is worth a write.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn seen(&self, agent: &AgentId, workgroup: &WorkgroupId, now: Now) -> Result<(), Error> {
        sqlx::query(
            "UPDATE membership SET last_seen = ?3 WHERE agent = ?1 AND workgroup = ?2 AND role <> 'inactive' \
             AND (last_seen IS NULL OR last_seen <= ?4)",
        )
        .bind(agent.as_str())
        .bind(workgroup.as_str())
        .bind(now.timestamp_millis())
        .bind((now - super::SEEN_EVERY).timestamp_millis())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
