//! Lists in parts, and an agent's workgroups as one of them.

use super::{
    Error, Store,
    rows::{membership, select_memberships},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::id::AgentId;
use rules::facts::Membership;
use serde::{Deserialize, Serialize};
use sqlx::{QueryBuilder, Row as _, Sqlite};

/// The last item of a part, from which the next one goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub(super) String, pub(super) String);

impl Cursor {
    /// The cursor of a list that is ordered by time.
    pub(super) fn at(milliseconds: i64, id: &str) -> Self {
        Self(milliseconds.to_string(), id.to_owned())
    }

    /// Time and identifier, where it is a cursor of such a list.
    pub(super) fn instant(&self) -> Option<(i64, &str)> {
        Some((self.0.parse().ok()?, &self.1))
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
    /// How many match in all.
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
        if let Some(Cursor(key, id)) = after {
            select.push(" AND (m.search_key, m.workgroup) > (").push_bind(key).push(", ").push_bind(id).push(")");
        }
        // One more than asked for tells whether this is the end.
        select.push(" ORDER BY m.search_key, m.workgroup LIMIT ").push_bind(i64::from(limit) + 1);
        let mut rows = select.build().fetch_all(&mut *reader).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let items = rows.iter().map(membership).collect::<Result<Vec<_>, _>>()?;
        let next = match items.last() {
            Some(last) if more => {
                let id = last.workgroup.id.as_str();
                let key = sqlx::query("SELECT search_key FROM workgroup WHERE id = ?").bind(id).fetch_one(&mut *reader);
                Some(Cursor(key.await?.try_get("search_key")?, id.to_owned()))
            }
            _ => None,
        };
        Ok(Page { items, total: u64::try_from(total).unwrap_or_default(), next })
    }
}

/// The condition of the index `membership_in_order`, and the words.
fn matching<'q>(query: &mut QueryBuilder<Sqlite>, agent: &'q AgentId, query_key: &'q str) {
    query.push(" WHERE m.role <> 'inactive' AND m.agent = ").push_bind(agent.as_str().to_owned());
    for word in query_key.split(' ').filter(|word| !word.is_empty()) {
        query.push(" AND instr(m.search_key, ").push_bind(word.to_owned()).push(") > 0");
    }
}
