//! What was done in a workgroup.

use crate::{
    app::App,
    error::Error,
    extract::{ActivityParameters, CurrentAgent, WorkgroupPath},
    store::{ActivityFilter, Cursor},
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{
    activity::{ActivityQuery, Entry, EntryValue},
    id::WorkgroupId,
    list::{List, MAX_LIMIT},
    path,
    workgroup::Actor,
};
use rules::{facts::Membership, may, view};

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
    let (limit, after) = (query.list.limit, query.list.after.clone());
    let page = app.store.activity(&id, &filter(asker, query), limit, after.as_ref()).await?;
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
    let asker = app.store.member(&agent.0, &id).await?;
    let asker = rules::seen(asker.as_ref())?;
    let filter = filter(asker, query);
    let mut table = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    let internal = |error: csv::Error| Error::internal(&error);
    table.write_record(COLUMNS).map_err(internal)?;
    let mut after = None;
    loop {
        let page = app.store.activity(&id, &filter, MAX_LIMIT, after.as_ref()).await?;
        for entry in page.items.iter().filter_map(|facts| view::entry(asker, facts)) {
            table.write_record(cells(&entry)).map_err(internal)?;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let table = table.into_inner().map_err(|error| Error::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"activity.csv\""),
    ];
    Ok((headers, table).into_response())
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

/// A cell that no spreadsheet takes for a formula (CWE-1236).
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn filter(asker: &Membership, query: ActivityParameters) -> ActivityFilter {
    let wanted = |kind: &_| query.kind.is_none_or(|wanted| wanted == *kind);
    ActivityFilter {
        kinds: may::kinds(asker).iter().copied().filter(wanted).collect(),
        without_inactive: !may::see_invitations(asker),
        who: query.who,
        from: query.from,
        to: query.to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula() {
        for (cell, kept) in [
            ("=HYPERLINK(\"https://evil.example\")", "'=HYPERLINK(\"https://evil.example\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell.to_owned()), kept);
        }
    }
}
