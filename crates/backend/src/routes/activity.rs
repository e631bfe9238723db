//! What was done in a workgroup.

use crate::{
    app::App,
    error::Error,
    extract::{ActivityParameters, CurrentAgent, WorkgroupPath},
    store::{ActivityFilter, Cursor, Store},
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{
    activity::{ActivityQuery, Entry, EntryValue},
    id::{AgentId, WorkgroupId},
    list::{List, MAX_LIMIT},
    path,
    workgroup::Actor,
};
use futures_util::stream::{self, Stream, StreamExt as _};
use rules::{facts::Membership, may, view};
use std::io;

/// List what was done in a workgroup
///
/// Associates see neither what concerns money nor who is invited or Inactive.
#[utoipa::path(
    get,
    path = path::ACTIVITY,
    operation_id = "listActivity",
    tag = "activity",
    params(("workgroup" = WorkgroupId, Path, description = "Which one."), ActivityQuery),
    security(("session" = [])),
    responses((status = 200, description = "A part of it, newest first.", body = List<Entry>)),
)]
pub(crate) async fn list(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    query: ActivityParameters,
) -> Result<Json<List<Entry>>, Error> {
    let asker = app.store.member(&agent.0, &id).await?;
    let asker = rules::seen(asker.as_ref())?;
    let (limit, after) = (query.list.limit, query.list.after.as_ref());
    let page = app.store.activity(&id, &filter(asker, &query), limit, after).await?;
    Ok(Json(List {
        items: page.items.iter().filter_map(|facts| view::entry(asker, facts)).collect(),
        total: page.total,
        next_cursor: page.next.as_ref().map(Cursor::to_wire),
    }))
}

/// Read what was done in a workgroup as a table
///
/// The same entries as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets go by;
/// all of them, whatever `limit` and `cursor` say. A cell that a spreadsheet would take for a
/// formula begins with an apostrophe.
#[utoipa::path(
    get,
    path = path::ACTIVITY_CSV,
    operation_id = "exportActivity",
    tag = "activity",
    params(("workgroup" = WorkgroupId, Path, description = "Which one."), ActivityQuery),
    security(("session" = [])),
    responses((
        status = 200, description = "The table, newest first.", body = String, content_type = "text/csv",
        headers(("Content-Disposition" = String, description = "That it is a file to keep.")),
    )),
)]
pub(crate) async fn table(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    query: ActivityParameters,
) -> Result<Response, Error> {
    let table = Table { store: app.store.clone(), agent: agent.0, workgroup: id, query, limit: MAX_LIMIT };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"activity.csv\""),
    ];
    Ok((headers, Body::from_stream(table.lines().await?)).into_response())
}

/// The table while it is read. There is no more of it in memory than a part.
struct Table {
    store: Store,
    agent: AgentId,
    workgroup: WorkgroupId,
    query: ActivityParameters,
    limit: u32,
}

impl Table {
    /// The whole table, part by part. What goes wrong with the first part is still a problem; later
    /// on the answer breaks off, so that nobody takes the half for the whole.
    async fn lines(self) -> Result<impl Stream<Item = io::Result<Vec<u8>>> + use<>, Error> {
        let (first, next) = self.part(None).await?;
        let rest = stream::try_unfold((self, next), async |(table, next)| {
            let Some(after) = next else { return Ok(None) };
            let (lines, next) = table.part(Some(&after)).await.map_err(|error| {
                tracing::warn!(problem = ?error.kind(), "a table broke off");
                io::Error::other("the table breaks off")
            })?;
            Ok(Some((lines, (table, next))))
        });
        Ok(stream::iter([Ok(first)]).chain(rest))
    }

    /// A part, and where it goes on. Who asks is looked at for each: access that ends meanwhile ends
    /// the table.
    async fn part(&self, after: Option<&Cursor>) -> Result<(Vec<u8>, Option<Cursor>), Error> {
        let asker = self.store.member(&self.agent, &self.workgroup).await?;
        let asker = rules::seen(asker.as_ref())?;
        let filter = filter(asker, &self.query);
        let (items, next) = self.store.activity_part(&self.workgroup, &filter, self.limit, after).await?;
        let begin = if after.is_none() { "\u{FEFF}" } else { "" };
        let mut lines = csv::Writer::from_writer(begin.as_bytes().to_vec());
        let internal = |error: csv::Error| Error::internal(&error);
        if after.is_none() {
            lines.write_record(COLUMNS).map_err(internal)?;
        }
        for entry in items.iter().filter_map(|facts| view::entry(asker, facts)) {
            lines.write_record(cells(&entry)).map_err(internal)?;
        }
        Ok((lines.into_inner().map_err(|error| Error::internal(&error))?, next))
    }
}

const COLUMNS: [&str; 7] = ["at", "by", "kind", "agent", "email", "old", "new"];

fn cells(entry: &Entry) -> [String; 7] {
    let name = |actor: &Option<Actor>| actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    [
        entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        name(&entry.by),
        word(&entry.kind),
        name(&entry.member),
        entry.email.clone().unwrap_or_default(),
        entry.old.as_ref().map(value).unwrap_or_default(),
        entry.new.as_ref().map(value).unwrap_or_default(),
    ]
    .map(harmless)
}

fn value(value: &EntryValue) -> String {
    let money = value.money.map(|money| format!("{} {}", money.decimal(), money.currency.code()));
    value.name.clone().or_else(|| value.role.map(|role| word(&role))).or(money).unwrap_or_default()
}

/// A value of an enumeration, as on the wire.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula (CWE-1236). Spreadsheets read full-width and small
/// signs as the plain ones; blanks, and separators where another one is set, begin a cell anew.
fn harmless(cell: String) -> String {
    let skipped = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '|' | '"' | '\u{FEFF}');
    let sign = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}')
            || matches!(c, '\u{FE66}' | '\u{FE62}' | '\u{FE63}' | '\u{FE6B}' | '\u{2212}')
    };
    let formula = cell.trim_start_matches(skipped).starts_with(sign);
    if formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

fn filter(asker: &Membership, query: &ActivityParameters) -> ActivityFilter {
    let wanted = |kind: &_| query.kind.is_none_or(|wanted| wanted == *kind);
    ActivityFilter {
        kinds: may::kinds(asker).iter().copied().filter(wanted).collect(),
        without_inactive: !may::see_invitations(asker),
        who: query.who.clone(),
        from: query.from,
        to: query.to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::ListParameters;
    use contract::list::DEFAULT_LIMIT;
    use std::pin::pin;

    const NORDWIND: &str = "wg_nordwind";

    async fn table(limit: u32) -> (Table, tempfile::TempDir) {
        let (store, folder) = crate::store::testing::store().await;
        let list = ListParameters { query_key: String::new(), limit: DEFAULT_LIMIT, after: None };
        let query = ActivityParameters { list, who: None, kind: None, from: None, to: None };
        let (agent, workgroup) = ("ag_tomas".parse().expect("an id"), NORDWIND.parse().expect("an id"));
        (Table { store, agent, workgroup, query, limit }, folder)
    }

    impl Table {
        fn in_parts(&self, limit: u32) -> Self {
            let list = ListParameters { query_key: String::new(), limit: DEFAULT_LIMIT, after: None };
            let query = ActivityParameters { list, who: None, kind: None, from: None, to: None };
            let (store, agent, workgroup) = (self.store.clone(), self.agent.clone(), self.workgroup.clone());
            Self { store, agent, workgroup, query, limit }
        }
    }

    #[tokio::test]
    async fn parts_make_the_table_that_one_part_would_be() {
        let (one, _folder) = table(MAX_LIMIT).await;
        let whole = one.part(None).await.expect("a table");
        assert_eq!(whole.1, None);
        for limit in [1, 4] {
            let parts = one.in_parts(limit).lines().await.expect("a table");
            let parts: Vec<Vec<u8>> = parts.map(|part| part.expect("a part")).collect().await;
            assert!(parts.len() > 3);
            assert_eq!(parts.concat(), whole.0);
        }
    }

    #[tokio::test]
    async fn a_table_breaks_off_once_access_is_lost() {
        let (one, _folder) = table(1).await;
        let store = one.store.clone();
        let mut lines = pin!(one.lines().await.expect("a table"));
        assert!(lines.next().await.is_some_and(|part| part.is_ok()));
        assert!(lines.next().await.is_some_and(|part| part.is_ok()));
        let command = rules::Command::PatchMember {
            workgroup: NORDWIND.parse().expect("an id"),
            agent: "ag_tomas".parse().expect("an id"),
            version: Some(1),
            patch: contract::member::PatchMember { role: Some(contract::role::Role::Inactive), rate: None },
        };
        let maren = rules::Actor::Agent("ag_maren".parse().expect("an id"));
        store.write(&maren, command, crate::now()).await.expect("deactivates");
        assert!(lines.next().await.is_some_and(|part| part.is_err()));
        assert!(lines.next().await.is_none());
    }

    #[test]
    fn a_cell_is_no_formula() {
        for (cell, kept) in [
            ("=HYPERLINK(\"https://evil.example\")", "'=HYPERLINK(\"https://evil.example\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            (" =1", "' =1"),
            ("\u{A0}@SUM(A1)", "'\u{A0}@SUM(A1)"),
            (";=1", "';=1"),
            (",\" -1", "',\" -1"),
            ("\u{FF1D}1", "'\u{FF1D}1"),
            ("\u{FF0B}1", "'\u{FF0B}1"),
            ("\u{FF0D}1", "'\u{FF0D}1"),
            ("\u{FF20}SUM(A1)", "'\u{FF20}SUM(A1)"),
            ("\u{2212}1", "'\u{2212}1"),
            ("a=b", "a=b"),
            (" a", " a"),
            ("; a", "; a"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell.to_owned()), kept);
        }
    }
}
