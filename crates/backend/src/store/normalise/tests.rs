use super::*;
use crate::store::migrations;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use tempfile::TempDir;

/// A database of the third release with these statements.
async fn before(statements: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteConnectOptions::new().filename(folder.path().join("workgroups.db")).create_if_missing(true);
    let old = SqlitePool::connect_with(options).await.expect("a database");
    migrations::first(3).run(&old).await.expect("the third release");
    for statement in statements {
        sqlx::query(AssertSqlSafe((*statement).to_owned())).execute(&old).await.expect("inserts");
    }
    old.close().await;
    folder
}

const AGENTS: &str = "INSERT INTO agent (id, name, email, search_key, find_key, created_at) VALUES \
    ('ag_1', 'Ada', 'info@xn--bcher-kva.example', 'ada', 'ada info@xn--bcher-kva.example', 1), \
    ('ag_2', 'Zoe', 'zoe\u{308}@example.com', 'zoe', 'zoe', 2), \
    ('ag_3', 'Zoe', 'zo\u{eb}@example.com', 'zoe', 'zoe', 3)";
const WORKGROUP: &str = "INSERT INTO workgroup \
    (id, name, search_key, cost_amount, currency, default_of, version, created_at, updated_at) \
    VALUES ('wg_1', 'One', 'one', 5, 'EUR', 'ag_1', 1, 1, 1)";

#[tokio::test]
async fn addresses_of_earlier_releases_are_found_as_they_are_written_now() {
    let folder = before(&[
        AGENTS,
        WORKGROUP,
        "INSERT INTO address_let_in (address, created_at) VALUES ('a@xn--bcher-kva.example', 1)",
        "INSERT INTO invitation (id, workgroup, address, name, find_key, role, state, language, generation, tries_left, \
         inviter, created_at, expires_at, version, updated_at) VALUES ('inv_1', 'wg_1', 'b@xn--bcher-kva.example', 'Bo', \
         'bo b@xn--bcher-kva.example', 'manager', 'declined', 'en', 1, 5, 'ag_1', 1, 2, 1, 1)",
    ])
    .await;
    for _ in 0..2 {
        let store = Store::open(folder.path()).await.expect("is brought up to date");
        let all = async |query: &'static str| -> Vec<String> {
            sqlx::query_scalar(query).fetch_all(&store.readers).await.expect("reads")
        };
        let agents = all("SELECT email FROM agent ORDER BY id").await;
        assert_eq!(
            agents,
            ["info@b\u{fc}cher.example", "zoe\u{308}@example.com", "zo\u{eb}@example.com"],
            "the one that is there twice stays as it is"
        );
        assert_eq!(all("SELECT find_key FROM agent WHERE id = 'ag_1'").await, ["ada info@bucher.example"]);
        assert_eq!(all("SELECT address FROM address_let_in").await, ["a@b\u{fc}cher.example"]);
        assert_eq!(all("SELECT address FROM invitation").await, ["b@b\u{fc}cher.example"]);
        assert_eq!(all("SELECT find_key FROM invitation").await, ["bo b@bucher.example"]);
        store.close().await;
    }
}

#[tokio::test]
async fn who_has_one_address_twice_is_told_without_it() {
    let folder = before(&[
        AGENTS,
        WORKGROUP,
        "INSERT INTO address_let_in (address, created_at) VALUES ('a@xn--bcher-kva.example', 1), \
         ('a@b\u{fc}cher.example', 1)",
        "INSERT INTO invitation (id, workgroup, address, name, find_key, role, state, language, generation, tries_left, \
         inviter, created_at, expires_at, version, updated_at) \
         SELECT value ->> 0, 'wg_1', value ->> 1, 'Bo', '', 'manager', value ->> 2, 'en', 1, 5, 'ag_1', 1, 2, 1, 1 \
         FROM json_each('[[\"inv_1\",\"b@xn--bcher-kva.example\",\"pending\"], \
         [\"inv_2\",\"b@b\u{fc}cher.example\",\"pending\"],[\"inv_0\",\"b@b\u{fc}cher.example\",\"revoked\"]]')",
    ])
    .await;
    let store = Store::open(folder.path()).await.expect("is brought up to date");
    // What had to stay as it is, is found again.
    let twice = store.normalise().await.expect("is up to date");
    let row = |table, id: &str, other: &str| Twice { table, id: Some(id.to_owned()), other: Some(other.to_owned()) };
    let expected = [
        row("agent", "ag_2", "ag_3"),
        row("invitation", "inv_1", "inv_2"),
        Twice { table: "address_let_in", id: None, other: None },
    ];
    assert_eq!(twice, expected);
    store.close().await;
}
