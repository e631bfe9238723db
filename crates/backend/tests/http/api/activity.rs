use crate::support::{Backend, MAREN, NORDWIND, get, patch, workgroup};
use contract::{
    activity::{Entry, EntryKind},
    id::WorkgroupId,
    list::List,
    path,
    problem::{FieldCode, ProblemKind},
    role::Role,
};
use serde_json::json;

fn id() -> WorkgroupId {
    NORDWIND.parse().expect("an id")
}

async fn list(backend: &Backend, cookie: &str, query: &str) -> List<Entry> {
    backend.send(get(&format!("{}{query}", path::activity(&id()))).by(cookie)).await.read()
}

#[tokio::test]
async fn tells_who_did_what_from_what_to_what() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let one = path::agent(&id(), &"ag_lena".parse().expect("an id"));
    let body = json!({ "role": "manager", "rate": { "amount": 12_300 } });
    assert_eq!(backend.send(patch(&one, 1, &body).by(&tomas)).await.status, 200);
    let rename = patch(&workgroup(NORDWIND), 1, &json!({ "name": "Nordwind AG" })).by(&tomas);
    assert_eq!(backend.send(rename).await.status, 200);
    let done = list(&backend, &tomas, "?limit=3").await;
    assert!(done.total > 10 && done.next_cursor.is_some());
    let kinds: Vec<EntryKind> = done.items.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Renamed, EntryKind::RateSet, EntryKind::RoleSet]);
    let [renamed, rated, role] = done.items.as_slice() else { panic!("{kinds:?}") };
    let name = |value: &Option<contract::activity::EntryValue>| value.as_ref().and_then(|value| value.name.clone());
    assert_eq!((name(&renamed.old), name(&renamed.new)), (Some("Nordwind IT".into()), Some("Nordwind AG".into())));
    assert_eq!(rated.old, None);
    assert_eq!(rated.new.as_ref().and_then(|value| value.money).map(|money| money.decimal()), Some("123.00".into()));
    let roles = [&role.old, &role.new].map(|value| value.as_ref().and_then(|value| value.role));
    assert_eq!(roles, [Some(Role::Associate), Some(Role::Manager)]);
    for entry in &done.items {
        assert_eq!(entry.by.as_ref().map(|by| by.name.as_str()), Some("Tomás Rivera"));
    }
    assert_eq!(role.member.as_ref().map(|member| member.name.as_str()), Some("Lena Brandt"));
}

#[tokio::test]
async fn an_associate_sees_neither_money_nor_who_is_invited() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    let (all, some) = (list(&backend, &maren, "").await, list(&backend, &aiko, "").await);
    assert!(some.total > 0 && some.total < all.total);
    assert_eq!(some.total as usize, some.items.len());
    use EntryKind as K;
    assert!(some.items.iter().all(|entry| matches!(entry.kind, K::Created | K::Renamed | K::RoleSet | K::Joined)));
    assert!(some.items.iter().all(|entry| entry.email.is_none() && entry.invitation.is_none()));
    let inactive =
        |entry: &Entry| [&entry.old, &entry.new].into_iter().flatten().any(|value| value.role == Some(Role::Inactive));
    assert!(all.items.iter().any(inactive) && !some.items.iter().any(inactive));
    assert_eq!(list(&backend, &aiko, "?kind=rate-set").await.total, 0);
    let table = backend.send(get(&path::activity_csv(&id())).by(&aiko)).await.text();
    assert!(table.contains("renamed") && !table.contains('@') && !table.contains("EUR") && !table.contains("inactive"));
}

#[tokio::test]
async fn is_filtered_and_comes_in_parts_that_make_a_whole() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let all = list(&backend, &maren, "?limit=1000").await.items;
    assert!(all.is_sorted_by(|a, b| a.at >= b.at));
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let part = list(&backend, &maren, &format!("?limit=4{cursor}")).await;
        assert_eq!(part.total as usize, all.len());
        seen.extend(part.items);
        let Some(next) = part.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, all);
    let kind = list(&backend, &maren, "?kind=invited").await;
    assert_eq!((kind.total, kind.items.len()), (8, 8));
    let who = list(&backend, &maren, "?who=ag_sofia").await;
    assert!(
        who.total > 0 && who.items.iter().all(|entry| entry.by.as_ref().is_some_and(|by| by.id.as_str() == "ag_sofia"))
    );
    let middle = all[all.len() / 2].at;
    let text = middle.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let (from, to) =
        (list(&backend, &maren, &format!("?from={text}")).await, list(&backend, &maren, &format!("?to={text}")).await);
    assert_eq!((from.total + to.total) as usize, all.len());
    assert!(from.items.iter().all(|entry| entry.at >= middle) && to.items.iter().all(|entry| entry.at < middle));
}

#[tokio::test]
async fn is_counted_once_for_all_its_parts() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let first = list(&backend, &maren, "?limit=4").await;
    let rename = patch(&workgroup(NORDWIND), 1, &json!({ "name": "Nordwind AG" })).by(&maren);
    assert_eq!(backend.send(rename).await.status, 200);
    let (mut seen, mut next) = (first.items.len(), first.next_cursor);
    while let Some(cursor) = next {
        let part = list(&backend, &maren, &format!("?limit=4&cursor={cursor}")).await;
        assert_eq!(part.total, first.total, "what is done meanwhile comes in none of them");
        seen += part.items.len();
        next = part.next_cursor;
    }
    assert_eq!(seen as u64, first.total);
    assert_eq!(list(&backend, &maren, "?limit=4").await.total, first.total + 1);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for (query, place, code) in [
        ("who=a%20b", "?who", FieldCode::Invalid),
        ("kind=painted", "?kind", FieldCode::Invalid),
        ("from=yesterday", "?from", FieldCode::Invalid),
        ("to=2026-01-01", "?to", FieldCode::Invalid),
        ("q=x", "?q", FieldCode::UnknownField),
        ("limit=0", "?limit", FieldCode::OutOfRange),
        ("cursor=x", "?cursor", FieldCode::Invalid),
    ] {
        for path in [path::activity(&id()), path::activity_csv(&id())] {
            let problem = backend.send(get(&format!("{path}?{query}")).by(&maren)).await.problem();
            assert_eq!((problem.kind, problem.code_at(place)), (ProblemKind::MalformedRequest, Some(code)), "{query}");
        }
    }
}

#[tokio::test]
async fn the_table_has_everything_and_no_formula() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let evil = "=HYPERLINK(\"https://evil.example\", \"a,b\")";
    for (version, name) in [(1, evil), (2, "Nordwind \"IT\", Süd")] {
        let rename = patch(&workgroup(NORDWIND), version, &json!({ "name": name })).by(&maren);
        assert_eq!(backend.send(rename).await.status, 200);
    }
    let reply = backend.send(get(&path::activity_csv(&id())).by(&maren)).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"activity.csv\"");
    assert_eq!(reply.header("cache-control"), "no-store");
    let text = reply.text();
    let mut table = csv::Reader::from_reader(text.strip_prefix('\u{FEFF}').expect("a mark").as_bytes());
    assert_eq!(table.headers().expect("a head"), vec!["at", "by", "kind", "agent", "email", "old", "new"]);
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("a table");
    let all = list(&backend, &maren, "?limit=1000").await;
    assert_eq!(rows.len() as u64, all.total);
    assert_eq!(&rows[0][6], "Nordwind \"IT\", Süd");
    assert_eq!(&rows[1][6], format!("'{evil}"));
    assert!(rows.iter().all(|row| row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@']))));
    assert!(rows.iter().any(|row| &row[2] == "rate-set" && &row[6] == "120.00 EUR"));
    let some = backend.send(get(&format!("{}?kind=renamed", path::activity_csv(&id()))).by(&maren)).await.text();
    assert_eq!(some.lines().count(), 4);
}
