use crate::support::{Backend, Call, MAREN, NORDWIND, Reply, get, local, patch, workgroup};
use backend::sample;
use contract::{
    id::WorkgroupId,
    list::List,
    member::Member,
    path,
    permission::{Permission, Reason},
    problem::{FieldCode, ProblemKind},
    role::Role,
    search::search_key,
    unicode::Tables,
    workgroup::Workgroup,
};
use serde_json::{Value, json};
use std::time::Duration;

fn id(text: &str) -> WorkgroupId {
    text.parse().expect("an id")
}

fn one(workgroup: &str, agent: &str) -> String {
    path::agent(&id(workgroup), &agent.parse().expect("an id"))
}

async fn list(backend: &Backend, cookie: &str, query: &str) -> List<Member> {
    backend.send(get(&format!("{}{query}", path::agents(&id(NORDWIND)))).by(cookie)).await.read()
}

async fn read(backend: &Backend, cookie: &str, agent: &str) -> Member {
    backend.send(get(&one(NORDWIND, agent)).by(cookie)).await.read()
}

fn change(workgroup: &str, agent: &str, version: u64, body: &Value, cookie: &str) -> Call {
    patch(&one(workgroup, agent), version, body).by(cookie)
}

fn names(list: &List<Member>) -> Vec<&str> {
    list.items.iter().map(|member| member.name.as_str()).collect()
}

#[tokio::test]
async fn a_manager_sees_everyone_with_what_may_be_done() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let all = list(&backend, &tomas, "").await;
    assert_eq!((all.total, all.items.len()), (14, 14));
    let member = |id: &str| all.items.iter().find(|member| member.id.as_str() == id).expect("is there");
    let maren = member(MAREN);
    assert_eq!((maren.role, maren.seat, maren.is_me), (Role::Administrator, true, false));
    assert_eq!(maren.may.set_role, Permission::refused(Reason::NeedsAdministrator));
    assert_eq!(maren.roles, [Role::Administrator]);
    let priya = member("ag_priya");
    assert_eq!((priya.role, priya.seat), (Role::Inactive, false));
    assert_eq!((priya.may.reactivate, priya.may.set_role.reason), (Permission::ALLOWED, Some(Reason::AlreadyInactive)));
    assert_eq!(member("ag_hannah").rate.map(|rate| (rate.amount, rate.currency.code())), Some((8_800, "EUR")));
    let me = member("ag_tomas");
    assert!(me.is_me && me.may.leave.allowed);
    assert_eq!(me.may.deactivate, Permission::refused(Reason::Oneself));
}

#[tokio::test]
async fn an_associate_sees_neither_rates_nor_who_is_inactive() {
    let backend = Backend::new().await;
    let aiko = backend.sign_in("ag_aiko").await;
    let all = list(&backend, &aiko, "").await;
    assert_eq!((all.total, all.items.len()), (12, 12));
    assert!(all.items.iter().all(|member| member.rate.is_none() && member.role != Role::Inactive));
    assert_eq!(list(&backend, &aiko, "?q=priya").await.total, 0);
}

#[tokio::test]
async fn comes_in_parts_ordered_by_the_name_s_search_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = backend::store::Store::open(folder.path()).await.expect("a store");
    let now = backend::now();
    store.load_sample(&sample::sample(0, 300, now), now).await.expect("loads");
    let router = backend::app::router(backend::app::App::new(store.clone(), local()));
    let backend = Backend { router, store, folder };
    let maren = backend.sign_in(MAREN).await;
    for limit in [1, 7, 100, 314, 1000] {
        let (mut cursor, mut all) = (String::new(), Vec::new());
        loop {
            let part = list(&backend, &maren, &format!("?limit={limit}{cursor}")).await;
            assert_eq!(part.total, 314);
            assert!(!part.items.is_empty() && part.items.len() <= limit);
            all.extend(part.items);
            let Some(next) = part.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        let keys: Vec<_> = all.iter().map(|m| (search_key::<Tables>(&m.name), m.id.clone())).collect();
        assert_eq!(keys.len(), 314);
        assert!(keys.is_sorted_by(|a, b| a < b), "in order, none twice");
    }
    let found = list(&backend, &maren, "?q=00123").await;
    assert_eq!((found.total, found.items[0].id.as_str()), (1, "ag_p00123"));
}

#[tokio::test]
async fn finds_by_name_and_address() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    assert_eq!(names(&list(&backend, &maren, "?q=WOJCIK").await), ["Mateusz Wójcik"]);
    assert_eq!(names(&list(&backend, &maren, "?q=w%C3%B3jcik").await), ["Mateusz Wójcik"]);
    assert_eq!(names(&list(&backend, &maren, "?q=example+SCHAFER").await), ["Hannah Schäfer"]);
    assert_eq!(names(&list(&backend, &maren, "?q=tomas.rivera%40").await), ["Tomás Rivera"]);
    assert_eq!(list(&backend, &maren, "?q=%25").await.total, 0);
}

#[tokio::test]
async fn a_role_and_a_rate_are_changed_and_the_rate_taken_away() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let reply = backend.send(get(&one(NORDWIND, "ag_lena")).by(&maren)).await;
    assert_eq!((reply.header("etag"), reply.read::<Member>().rate), ("\"1\"", None));
    let body = json!({ "role": "manager", "rate": { "amount": 12_345 } });
    let reply = backend.send(change(NORDWIND, "ag_lena", 1, &body, &maren)).await;
    let changed: Member = reply.read();
    assert_eq!((changed.role, changed.version, reply.header("etag")), (Role::Manager, 2, "\"2\""));
    assert_eq!(changed.rate.map(|rate| (rate.amount, rate.currency.code())), Some((12_345, "EUR")));
    assert_eq!(changed.updated_by.as_ref().map(|by| by.id.as_str()), Some(MAREN));
    assert_eq!(read(&backend, &maren, "ag_lena").await, changed);
    let without = change(NORDWIND, "ag_lena", 2, &json!({ "rate": null }), &maren);
    let without: Member = backend.send(without).await.read();
    assert_eq!((without.rate, without.role, without.version), (None, Role::Manager, 3));
    let same = change(NORDWIND, "ag_lena", 3, &json!({ "rate": null, "role": "manager" }), &maren);
    assert_eq!(backend.send(same).await.read::<Member>(), without);
}

#[tokio::test]
async fn a_rate_fixes_the_workgroup_s_currency() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let currency = |version| {
        let cost = json!({ "default_agent_cost": { "amount": 1, "currency": "USD" } });
        patch(&workgroup("wg_bergmann"), version, &cost).by(&maren)
    };
    assert_eq!(backend.send(currency(1)).await.status, 200);
    let rate = |version, rate: Value| change("wg_bergmann", "ag_lena", version, &json!({ "rate": rate }), &maren);
    assert_eq!(backend.send(rate(1, json!({ "amount": 1 }))).await.status, 200);
    let euros = json!({ "default_agent_cost": { "amount": 1, "currency": "EUR" } });
    let refused = backend.send(patch(&workgroup("wg_bergmann"), 2, &euros).by(&maren)).await;
    assert_eq!(refused.problem().code_at("/default_agent_cost/currency"), Some(FieldCode::CurrencyFixed));
    let foreign = backend.send(rate(2, json!({ "amount": 1, "currency": "EUR" }))).await;
    assert_eq!(foreign.problem().code_at("/rate/currency"), Some(FieldCode::CurrencyFixed));
    assert_eq!(backend.send(rate(2, Value::Null)).await.status, 200);
    assert_eq!(backend.send(patch(&workgroup("wg_bergmann"), 2, &euros).by(&maren)).await.status, 200);
}

#[tokio::test]
async fn values_are_refused_where_they_stand() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for (body, status, pointer, code) in [
        (json!({ "role": "auditor" }), 422, "/role", FieldCode::Invalid),
        (json!({ "role": null }), 400, "/role", FieldCode::Missing),
        (json!({ "role": 1 }), 400, "/role", FieldCode::WrongType),
        (json!({ "name": "x" }), 400, "/name", FieldCode::UnknownField),
        (json!({ "rate": { "amount": 1_000_000_000 } }), 422, "/rate/amount", FieldCode::OutOfRange),
        (json!({ "rate": { "amount": -1 } }), 422, "/rate/amount", FieldCode::OutOfRange),
        (json!({ "rate": {} }), 400, "/rate/amount", FieldCode::Missing),
        (json!({ "rate": { "amount": 1, "currency": "XXX" } }), 422, "/rate/currency", FieldCode::UnknownCurrency),
    ] {
        let reply = backend.send(change(NORDWIND, "ag_lena", 1, &body, &maren)).await;
        assert_eq!((reply.status.as_u16(), reply.problem().code_at(pointer)), (status, Some(code)), "{body}");
    }
    let without = change(NORDWIND, "ag_lena", 1, &json!({}), &maren).without("if-match");
    assert_eq!(backend.send(without).await.status, 428);
    for agent in ["ag_nobody", "ag%20x"] {
        let path = path::agents(&id(NORDWIND)) + "/" + agent;
        assert_eq!(backend.send(get(&path).by(&maren)).await.status, 404);
    }
}

#[tokio::test]
async fn a_stale_version_gets_the_present_record() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let theirs = backend.send(change(NORDWIND, "ag_lena", 1, &json!({ "role": "manager" }), &maren)).await;
    assert_eq!(theirs.status, 200);
    let mine = backend.send(change(NORDWIND, "ag_lena", 1, &json!({ "rate": { "amount": 5 } }), &tomas)).await;
    let problem = mine.problem();
    assert_eq!(problem.kind, ProblemKind::StaleVersion);
    assert_eq!(problem.current_member.map(|member| *member), Some(read(&backend, &tomas, "ag_lena").await));
}

#[tokio::test]
async fn deactivating_ends_access_at_once_and_reactivating_gives_it_back() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&aiko)).await.status, 200);
    let off = change(NORDWIND, "ag_aiko", 1, &json!({ "role": "inactive" }), &maren);
    let off: Member = backend.send(off).await.read();
    assert_eq!((off.role, off.seat), (Role::Inactive, false));
    for path in [workgroup(NORDWIND), path::agents(&id(NORDWIND)), path::activity(&id(NORDWIND))] {
        assert_eq!(backend.send(get(&path).by(&aiko)).await.status, 404);
    }
    let mine: List<Workgroup> = backend.send(get(path::WORKGROUPS).by(&aiko)).await.read();
    assert!(mine.items.iter().all(|workgroup| workgroup.id.as_str() != NORDWIND));
    let on = change(NORDWIND, "ag_aiko", 2, &json!({ "role": "associate" }), &maren);
    assert_eq!(backend.send(on).await.status, 200);
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&aiko)).await.status, 200);
}

#[tokio::test]
async fn one_leaves_but_not_as_the_last_administrator_nor_one_s_own_default_workgroup() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    let leave = |workgroup: &str, agent: &str, cookie: &str| {
        change(workgroup, agent, 1, &json!({ "role": "inactive" }), cookie)
    };
    let left = backend.send(leave(NORDWIND, "ag_aiko", &aiko)).await;
    assert_eq!((left.status.as_u16(), left.text()), (204, String::new()));
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&aiko)).await.status, 404);
    let reason = |reply: Reply| {
        let problem = reply.problem();
        (problem.kind, problem.reason)
    };
    let last = backend.send(leave("wg_gulf", MAREN, &maren)).await;
    assert_eq!(reason(last), (ProblemKind::Forbidden, Some(Reason::LastAdministrator)));
    let own = backend.send(leave("wg_maren", MAREN, &maren)).await;
    assert_eq!(reason(own), (ProblemKind::Forbidden, Some(Reason::OwnDefaultWorkgroup)));
    let seen: Member = backend.send(get(&one("wg_gulf", MAREN)).by(&maren)).await.read();
    assert_eq!(seen.may.leave, Permission::refused(Reason::LastAdministrator));
    assert_eq!(seen.roles, [Role::Administrator]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_administrators_who_demote_each_other_at_once_leave_one() {
    for wanted in ["manager", "inactive"] {
        let backend = Backend::new().await;
        let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
        let body = json!({ "role": wanted });
        let (one, other) = tokio::join!(
            backend.send(change("wg_tokyo", "ag_aiko", 1, &body, &maren)),
            backend.send(change("wg_tokyo", MAREN, 1, &body, &aiko)),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert!([403, 404].contains(&statuses[1]), "{statuses:?}");
        assert_eq!(administrators(&backend, "wg_tokyo", [&maren, &aiko]).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_administrators_who_leave_at_once_one_stays() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    let body = json!({ "role": "inactive" });
    let (one, other) = tokio::join!(
        backend.send(change("wg_tokyo", MAREN, 1, &body, &maren)),
        backend.send(change("wg_tokyo", "ag_aiko", 1, &body, &aiko)),
    );
    let (left, stayed) = if one.status == 204 { (one, other) } else { (other, one) };
    assert_eq!((left.status.as_u16(), stayed.problem().reason), (204, Some(Reason::LastAdministrator)));
    assert_eq!(administrators(&backend, "wg_tokyo", [&maren, &aiko]).await, 1);
}

/// How many active Administrators there are, as whoever still sees the workgroup is told.
async fn administrators(backend: &Backend, workgroup: &str, cookies: [&str; 2]) -> usize {
    for cookie in cookies {
        let reply = backend.send(get(&path::agents(&id(workgroup))).by(cookie)).await;
        if reply.status == 200 {
            let members: List<Member> = reply.read();
            return members.items.iter().filter(|member| member.role == Role::Administrator).count();
        }
    }
    0
}

#[tokio::test]
async fn when_one_was_seen_is_kept_once_in_a_while_where_they_were() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let (nordwind, harbor) = (id(NORDWIND), id("wg_harbor"));
    let in_harbor = path::agent(&harbor, &"ag_tomas".parse().expect("an id"));
    let elsewhere = async || backend.send(get(&in_harbor).by(&maren)).await.read::<Member>().last_seen;
    let (before, there) = (read(&backend, &maren, "ag_tomas").await, elsewhere().await);
    for path in [path::SESSION, path::WORKGROUPS, &path::workgroup(&nordwind)] {
        assert_eq!(backend.send(get(path).by(&tomas)).await.status, 200);
    }
    let mut seen = before.clone();
    for _ in 0..100 {
        seen = read(&backend, &maren, "ag_tomas").await;
        if seen.last_seen != before.last_seen {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(seen.last_seen > before.last_seen);
    assert_eq!(seen.version, before.version, "it is no change of the record");
    assert_eq!(elsewhere().await, there, "another workgroup is told nothing");
    backend.send(get(&path::workgroup(&nordwind)).by(&tomas)).await;
    backend.store.seen(&seen.id, &nordwind, backend::now()).await.expect("looks");
    assert_eq!(read(&backend, &maren, "ag_tomas").await.last_seen, seen.last_seen);
    let later = backend::now() + backend::store::SEEN_EVERY;
    backend.store.seen(&seen.id, &nordwind, later).await.expect("keeps");
    assert_eq!(read(&backend, &maren, "ag_tomas").await.last_seen, Some(later));
    let priya = read(&backend, &maren, "ag_priya").await;
    assert_eq!((priya.role, priya.last_seen), (Role::Inactive, None));
}
