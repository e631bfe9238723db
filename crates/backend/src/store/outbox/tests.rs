use super::*;
use crate::store::migrations;
use rules::{Actor, Address, Command, Secret, SecretHash};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::collections::BTreeSet;
use tempfile::TempDir;

async fn store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (Store::open(folder.path()).await.expect("a store"), folder)
}

fn mail(now: Now) -> String {
    let mail = Mail::SignIn { code: "012345".into(), token: "t".into(), expires_at: now + rules::SIGN_IN_LIFETIME };
    serde_json::to_string(&mail).expect("JSON")
}

#[tokio::test]
async fn a_mail_is_taken_once_however_many_ask() {
    let (store, _folder) = store().await;
    let now = crate::now();
    for _ in 0..40 {
        store.queue_mail("a@example.com", Language::En, &mail(now), None, now).await;
    }
    let takers: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(mail) = store.take_mail(now).await.expect("takes") {
                    taken.push(mail.id);
                }
                taken
            })
        })
        .collect();
    let mut all = Vec::new();
    for taker in takers {
        all.extend(taker.await.expect("does not panic"));
    }
    assert_eq!(all.len(), 40);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 40);
}

#[tokio::test]
async fn the_content_begins_only_for_a_mail_that_is_taken() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let id = store.queue_mail("a@example.com", Language::En, &mail(now), None, now).await;
    assert!(!store.mail_begun(id, now).await.expect("writes"));
    store.take_mail(now).await.expect("takes").expect("a mail");
    assert!(store.mail_begun(id, now).await.expect("writes"));
    store.mail_sent(id, now).await.expect("writes");
    assert!(!store.mail_begun(id, now).await.expect("writes"));
}

#[tokio::test]
async fn every_mail_has_a_message_id_of_its_own() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let one = store.queue_mail("a@example.com", Language::En, &mail(now), None, now).await;
    let other = store.queue_mail("a@example.com", Language::En, &mail(now), None, now).await;
    let (one, other) = (store.waiting_mail(one).await.message_id, store.waiting_mail(other).await.message_id);
    assert!(one != other && one.len() == 32 && one.bytes().all(|b| b.is_ascii_hexdigit()), "{one}");
}

#[tokio::test]
async fn mail_of_the_first_release_is_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteConnectOptions::new().filename(folder.path().join("workgroups.db")).create_if_missing(true);
    let old = SqlitePool::connect_with(options).await.expect("a database");
    migrations::first(1).run(&old).await.expect("the first release");
    let now = crate::now();
    let text = mail(now);
    for (id, mail, attempts, due, sent) in
        [(1, text.as_str(), 1, Some(5), None), (2, "null", 1, None, Some(7)), (3, text.as_str(), 6, None, None)]
    {
        sqlx::query(
            "INSERT INTO outbox (id, address, language, mail, attempts, due_at, sent_at, created_at) \
             VALUES (?, 'a@example.com', '\"de\"', ?, ?, ?, ?, 1)",
        )
        .bind(id)
        .bind(mail)
        .bind(attempts)
        .bind(due)
        .bind(sent)
        .execute(&old)
        .await
        .expect("inserts");
    }
    old.close().await;

    let store = Store::open(folder.path()).await.expect("is brought up to date");
    let mut found = Vec::new();
    for id in 1..=3 {
        let waiting = store.waiting_mail(id).await;
        assert_eq!(waiting.message_id.len(), 32);
        found.push((waiting.state, waiting.failure, waiting.attempts, waiting.mail == text));
    }
    let row = |state: &str, failure: Option<&str>, attempts, whole| {
        (state.to_owned(), failure.map(str::to_owned), attempts, whole)
    };
    assert_eq!(
        found,
        [row("queued", None, 1, true), row("sent", None, 1, false), row("failed", Some("unreachable"), 6, false)]
    );
    let taken = store.take_mail(now).await.expect("takes").expect("a mail");
    assert_eq!((taken.id, taken.language, taken.attempts), (1, Language::De, 2));
}

#[tokio::test]
async fn news_use_up_nobody_s_mails_to_sign_in() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let address = Address::parse("maren.falk@example.com").expect("an address");
    store.write(&Actor::Operator, Command::InviteAddress { address: address.clone() }, now).await.expect("writes");
    let news = Mail::AskedAgain {
        workgroup: "wg_1".parse().expect("an id"),
        workgroup_name: "Nordwind".into(),
        who_email: "a@example.com".into(),
    };
    let news = serde_json::to_string(&news).expect("JSON");
    for _ in 0..rules::MAILS_PER_HOUR {
        store.queue_mail(address.as_str(), Language::En, &news, None, now).await;
    }
    let secret = |byte: u8| Secret { text: byte.to_string(), hash: SecretHash([byte; 32]) };
    for at in 0..=rules::MAILS_PER_HOUR {
        let at = u8::try_from(at).expect("a few");
        let command = Command::RequestSignIn {
            id: format!("si_{at}").parse().expect("an id"),
            address: address.clone(),
            language: Language::En,
            code: secret(2 * at),
            token: secret(2 * at + 1),
        };
        store.write(&Actor::Nobody, command, now).await.expect("writes");
        // One that was sent counts as well.
        if let Some(mail) = store.take_mail(now).await.expect("takes").filter(|_| at == 0) {
            store.mail_sent(mail.id, now).await.expect("writes");
        }
    }
    let count = sqlx::query_scalar("SELECT count(*) FROM outbox WHERE mail ->> 'kind' = 'sign-in'");
    let sign_ins: u32 = count.fetch_one(&store.readers).await.expect("counts");
    assert_eq!(sign_ins, rules::MAILS_PER_HOUR);
}

#[tokio::test]
async fn tidying_empties_what_expired_and_keeps_what_became_of_invitations() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let expires_at = now + rules::SIGN_IN_LIFETIME;
    let waits = store.queue_mail("a@example.com", Language::En, &mail(now), None, now).await;
    let invites = store.queue_mail("a@example.com", Language::En, &mail(now), Some("inv_1"), now).await;
    store.tidy(expires_at - chrono::TimeDelta::seconds(1)).await.expect("tidies");
    assert_eq!(store.waiting_mail(waits).await.state, "queued");
    store.tidy(expires_at + chrono::TimeDelta::seconds(1)).await.expect("tidies");
    for id in [waits, invites] {
        let waiting = store.waiting_mail(id).await;
        assert_eq!((waiting.state.as_str(), waiting.failure.as_deref()), ("failed", Some("expired")));
        assert_eq!(waiting.mail, r#"{"kind":"sign-in"}"#);
    }
    store.tidy(now + chrono::TimeDelta::days(8)).await.expect("tidies");
    let left: Vec<i64> = sqlx::query_scalar("SELECT id FROM outbox").fetch_all(&store.readers).await.expect("reads");
    assert_eq!(left, [invites]);
}

#[tokio::test]
async fn nothing_is_looked_for_by_reading_everything() {
    let (store, _folder) = store().await;
    for (statement, index) in [
        (NEXT, "outbox_next (<expr>=? AND due_at<?)"),
        (crate::store::housekeeping::OLD_MAIL, "outbox_age (created_at<?)"),
    ] {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
            .bind(0)
            .bind(0)
            .fetch_all(&store.writer)
            .await
            .expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert_eq!(plan.len(), 1, "{plan:?}");
        assert!(plan[0].starts_with("SEARCH outbox USING") && plan[0].contains(index), "{plan:?}");
    }
}
