//! Lists in parts, and an agent's workgroups as one of them.

use super::{
    Error, Store,
    rows::{membership, number, select_memberships},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::{
    Timestamp,
    id::AgentId,
    problem::{FieldCode, Problem, ProblemKind},
};
use rules::facts::Membership;
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Row as _, Sqlite};

/// Which list a cursor is of: in another one it leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Of {
    /// An agent's workgroups.
    #[serde(rename = "w")]
    Workgroups,
    /// A workgroup's agents.
    #[serde(rename = "m")]
    Members,
    /// A workgroup's invitations.
    #[serde(rename = "i")]
    Invitations,
    /// An agent's invitations.
    #[serde(rename = "t")]
    InvitationsToAgent,
    /// A workgroup's activity.
    #[serde(rename = "a")]
    Activity,
}

/// The last item of a part, from which the next one goes on; and how many there are in all, where
/// counting them for each part would cost too much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(Of, String, String, #[serde(default, skip_serializing_if = "Option::is_none")] Option<u64>);

impl Cursor {
    /// The cursor of a list that is ordered by search key, then identifier.
    pub(super) fn of(list: Of, key: String, id: &str) -> Self {
        Self(list, key, id.to_owned(), None)
    }

    /// The cursor of a list that is ordered by time, then identifier.
    pub(super) fn at(list: Of, at: Timestamp, id: &str) -> Self {
        Self(list, at.timestamp_millis().to_string(), id.to_owned(), None)
    }

    /// The same, with how many there are in all.
    pub(super) fn of_so_many(self, total: u64) -> Self {
        Self(self.0, self.1, self.2, Some(total))
    }

    /// How many there are in all, where it says so.
    pub(super) fn total(&self) -> Option<u64> {
        self.3
    }

    /// Search key and identifier.
    ///
    /// # Errors
    /// Where it is a cursor of another list.
    pub(super) fn key(&self, list: Of) -> Result<(&str, &str), Error> {
        if self.0 == list { Ok((&self.1, &self.2)) } else { Err(Self::foreign()) }
    }

    /// Milliseconds and identifier.
    ///
    /// # Errors
    /// Where it is a cursor of another list.
    pub(super) fn instant(&self, list: Of) -> Result<(i64, &str), Error> {
        let (at, id) = self.key(list)?;
        Ok((at.parse().map_err(|_| Self::foreign())?, id))
    }

    /// The refusal of a cursor that the list did not make.
    pub(super) fn foreign() -> Error {
        Problem::new(ProblemKind::MalformedRequest).at("?cursor", FieldCode::Invalid).into()
    }

    /// The cursor as it goes over the wire.
    #[must_use]
    pub fn to_wire(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// A cursor from the wire; `None` for what [`Cursor::to_wire`] did not make.
    #[must_use]
    pub fn from_wire(text: &str) -> Option<Self> {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// How many match in all; of activity, how many did when its first part was read.
    pub total: u64,
    /// Where it goes on; absent at the end.
    pub next: Option<Cursor>,
}

impl Store {
    /// The workgroups that `agent` sees and whose search key has every word of `query_key`.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn workgroups(
        &self,
        agent: &AgentId,
        query_key: &str,
        limit: u32,
        after: Option<&Cursor>,
    ) -> Result<Page<Membership>, Error> {
        let mut reader = self.readers.begin().await?;
        let mut count = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM membership AS m");
        matching(&mut count, agent, query_key);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *reader).await?;

        let mut select = QueryBuilder::<Sqlite>::new(select_memberships!(""));
        matching(&mut select, agent, query_key);
        if let Some((key, id)) = after.map(|cursor| cursor.key(Of::Workgroups)).transpose()? {
            select.push(" AND (m.search_key, m.workgroup) > (").push_bind(key).push(", ").push_bind(id).push(")");
        }
        select.push(" ORDER BY m.search_key, m.workgroup LIMIT ").push_bind(one_more(limit));
        let mut rows = select.build().fetch_all(&mut *reader).await?;
        let next = cut(&mut rows, limit, |last| {
            Ok(Cursor::of(Of::Workgroups, last.try_get("search_key")?, last.try_get("id")?))
        })?;
        let items = rows.iter().map(membership).collect::<Result<_, _>>()?;
        Ok(Page { items, total: number(total)?, next })
    }
}

/// How many rows a part of a list takes: one more than asked for tells whether this is the end.
pub(super) fn one_more(limit: u32) -> i64 {
    i64::from(limit) + 1
}

/// Cuts the rows of a part, of which there may be [`one_more`], to what was asked for. Gives where it
/// goes on: behind the last of them.
pub(super) fn cut<R>(
    rows: &mut Vec<R>,
    limit: u32,
    behind: impl FnOnce(&R) -> Result<Cursor, Error>,
) -> Result<Option<Cursor>, Error> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    rows.last().filter(|_| more).map(behind).transpose()
}

/// A condition for each word of a search key.
pub(super) fn push_words(query: &mut QueryBuilder<Sqlite>, column: &str, query_key: &str) {
    for word in query_key.split(' ').filter(|word| !word.is_empty()) {
        query.push(format!(" AND instr({column}, ")).push_bind(word.to_owned()).push(") > 0");
    }
}

/// The condition of the index `membership_in_order`, and the words.
fn matching<'q>(query: &mut QueryBuilder<Sqlite>, agent: &'q AgentId, query_key: &'q str) {
    query.push(" WHERE m.role <> 'inactive' AND m.agent = ").push_bind(agent.as_str().to_owned());
    push_words(query, "m.search_key", query_key);
}
