use super::*;
use crate::store::testing::store;
use crate::store::{Store, migrations};
use contract::invitation::Delivery;
use rules::{Actor, Command, InvitedBy, Invitee, Language};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

fn nordwind() -> WorkgroupId {
    "wg_nordwind".parse().expect("an id")
}

#[tokio::test]
async fn agents_of_the_first_release_are_listed_and_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteConnectOptions::new().filename(folder.path().join("workgroups.db")).create_if_missing(true);
    let old = SqlitePool::connect_with(options).await.expect("a database");
    migrations::first(1).run(&old).await.expect("the first release");
    for statement in [
        "INSERT INTO agent (id, name, email, created_at) VALUES \
         ('ag_1', 'Zoë Ärlig', 'zoe@example.com', 1), ('ag_2', 'Ada Berg', 'ada@example.com', 2)",
        "INSERT INTO workgroup (id, name, search_key, cost_amount, currency, default_of, version, created_at, updated_at) \
         VALUES ('wg_1', 'One', 'one', 5, 'EUR', 'ag_1', 1, 1, 1), ('wg_2', 'Two', 'two', 5, 'EUR', 'ag_2', 1, 1, 1)",
        "INSERT INTO membership (agent, workgroup, search_key, role, hidden, created_at) VALUES \
         ('ag_1', 'wg_1', 'one', 'administrator', 1, 7), ('ag_2', 'wg_1', 'one', 'associate', 0, 8), \
         ('ag_2', 'wg_2', 'two', 'administrator', 0, 9)",
    ] {
        sqlx::query(statement).execute(&old).await.expect("inserts");
    }
    old.close().await;

    let store = Store::open(folder.path()).await.expect("is brought up to date");
    let one: WorkgroupId = "wg_1".parse().expect("an id");
    let found = store.members(&one, true, "", 10, None).await.expect("lists");
    let names: Vec<&str> = found.page.items.iter().map(|member| member.name.as_str()).collect();
    assert_eq!((names.as_slice(), found.administrators), (["Ada Berg", "Zoë Ärlig"].as_slice(), 1));
    assert_eq!((found.page.items[0].version, found.page.items[0].rate), (1, None));
    assert_eq!(found.page.items[0].updated_at.timestamp_millis(), 8);
    let found = store.members(&one, true, "arlig zoe", 10, None).await.expect("lists");
    assert_eq!(found.page.total, 1);
    let part = store.member(&"ag_1".parse().expect("an id"), &one).await.expect("reads").expect("is a member");
    assert!(part.hidden, "what was there is there");
}

#[tokio::test]
async fn activity_is_neither_changed_nor_deleted() {
    let (store, _folder) = store().await;
    for statement in [
        "UPDATE activity SET at = at + 1",
        "DELETE FROM activity",
        "UPDATE activity SET agent = 'ag_lena'",
        "INSERT OR REPLACE INTO activity (id, workgroup, agent, at, activity) \
         SELECT id, workgroup, agent, 0, activity FROM activity LIMIT 1",
        "REPLACE INTO activity (id, workgroup, agent, at, activity) SELECT id, workgroup, 'ag_lena', at, activity FROM activity",
    ] {
        let refused = sqlx::query(statement).execute(&store.writer).await.expect_err("refused");
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM activity").fetch_one(&store.readers).await.expect("counts");
    assert!(count > 0);
}

#[tokio::test]
async fn neither_tokens_nor_codes_are_in_the_database_once_the_mail_is_gone() {
    let (store, folder) = store().await;
    let (now, maren) = (crate::now(), Actor::Agent("ag_maren".parse().expect("an id")));
    let id: InvitationId = "inv_1".parse().expect("an id");
    let invitee = Invitee {
        id: id.clone(),
        email: "jonas.weber@example.com".to_owned(),
        name: None,
        role: contract::role::Role::Manager,
    };
    let command = Command::Invite {
        workgroup: nordwind(),
        language: Language::En,
        invitees: vec![invitee],
        lifetime: TimeDelta::days(7),
        seal: store.seal().clone(),
    };
    store.write(&maren, command, now).await.expect("invites");
    let jonas = Actor::Agent("ag_jonas".parse().expect("an id"));
    let accept = Command::AcceptInvitation { by: InvitedBy::Id(id.clone()), seal: store.seal().clone() };
    store.write(&jonas, accept, now).await.expect("joins");
    let secrets = [store.seal().token(&id, 1), store.seal().code(&id, 1)];
    sqlx::query("VACUUM").execute(&store.writer).await.expect("tidies");
    store.close().await;
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("reads");
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in {}", path.display());
        }
    }
}

#[tokio::test]
async fn nothing_is_read_about_addresses_for_who_may_not_invite_them() {
    let (store, _folder) = store().await;
    let invitee = |n: usize| Invitee {
        id: format!("inv_{n}").parse().expect("an id"),
        email: format!("a{n}@example.com"),
        name: None,
        role: contract::role::Role::Associate,
    };
    let read = async |agent: &str, count| {
        let command = Command::Invite {
            workgroup: nordwind(),
            language: Language::En,
            invitees: (0..count).map(invitee).collect(),
            lifetime: TimeDelta::days(7),
            seal: store.seal().clone(),
        };
        let actor = Actor::Agent(agent.parse().expect("an id"));
        store.facts(&command.needs(&actor), crate::now()).await.expect("reads").invitees.len()
    };
    assert_eq!(read("ag_tomas", 3).await, 3);
    for powerless in ["ag_aiko", "ag_priya", "ag_jonas"] {
        assert_eq!(read(powerless, 3).await, 0, "{powerless}");
    }
    assert_eq!(read("ag_tomas", 501).await, 0, "so many are refused");
}

#[tokio::test]
async fn an_address_that_everyone_invites_gets_the_rest_one_after_another() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let to = "new@example.com";
    for n in 0..rules::MAILS_BEFORE_SPACING {
        store.queue_mail(to, Language::En, r#"{"kind":"invitation"}"#, Some(&format!("inv_{n}")), now).await;
    }
    sqlx::query("UPDATE outbox SET state = 'sent', sent_at = created_at, due_at = NULL WHERE state = 'queued'")
        .execute(&store.writer)
        .await
        .expect("sends");
    let maren = Actor::Agent("ag_maren".parse().expect("an id"));
    for (hours, workgroup) in [(1, "wg_nordwind"), (2, "wg_harbor")] {
        let invitee = Invitee {
            id: format!("inv_{workgroup}").parse().expect("an id"),
            email: to.to_owned(),
            name: None,
            role: contract::role::Role::Associate,
        };
        let command = Command::Invite {
            workgroup: workgroup.parse().expect("an id"),
            language: Language::En,
            invitees: vec![invitee],
            lifetime: TimeDelta::days(7),
            seal: store.seal().clone(),
        };
        let outcome = store.write(&maren, command, now).await.expect("invites");
        let shown = outcome.invited[0].invitation.as_ref().expect("is made");
        assert_eq!(shown.delivery, Delivery::Queued, "nobody is told");
        assert_eq!(store.take_mail(now).await.expect("looks"), None);
        let due: i64 =
            sqlx::query_scalar("SELECT max(due_at) FROM outbox").fetch_one(&store.readers).await.expect("reads");
        assert_eq!(due, (now + TimeDelta::hours(hours)).timestamp_millis());
    }
    assert!(store.take_mail(now + rules::SPACING).await.expect("takes").is_some());
    assert_eq!(store.take_mail(now + rules::SPACING).await.expect("looks"), None);
}

#[tokio::test]
async fn a_mail_is_withdrawn_until_its_content_begins() {
    for begun in [false, true] {
        let (store, _folder) = store().await;
        let (now, maren) = (crate::now(), Actor::Agent("ag_maren".parse().expect("an id")));
        let (workgroup, id) = (nordwind(), "inv_sample_1".parse::<InvitationId>().expect("an id"));
        let (lifetime, seal) = (TimeDelta::days(7), store.seal().clone());
        let resend = Command::ResendInvitation { workgroup: workgroup.clone(), id: id.clone(), lifetime, seal };
        store.write(&maren, resend, now).await.expect("resends");
        let mail = store.take_mail(now).await.expect("takes").expect("a mail");
        if begun {
            assert!(store.mail_begun(mail.id, now).await.expect("notes"));
        }
        let outcome = store.write(&maren, Command::RevokeInvitation { workgroup, id }, now).await.expect("revokes");
        let left = outcome.invitation.expect("is there").delivery;
        assert_eq!(left, if begun { Delivery::Queued } else { Delivery::NotDelivered });
        assert_eq!(store.mail_begun(mail.id, now).await.expect("looks"), begun);
    }
}

#[tokio::test]
async fn an_invited_address_has_one_invitation_that_waits_whatever_the_rules_say() {
    let (store, _folder) = store().await;
    let twice = sqlx::query(
        "INSERT INTO invitation SELECT 'inv_2', workgroup, address, name, find_key, role, state, language, generation, \
         tries_left, inviter, created_at, expires_at, asked_again_at, version, updated_at, updated_by \
         FROM invitation WHERE id = 'inv_sample_1'",
    );
    assert!(twice.execute(&store.writer).await.is_err());
}

#[tokio::test]
async fn what_an_address_accepted_is_one_range_of_an_index() {
    let (store, _folder) = store().await;
    let explain = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {ACCEPTED}")));
    let rows = explain.bind("a@example.com").bind(1000).fetch_all(&store.readers).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    let found = |text: &str| plan.iter().any(|step| step.contains(text));
    assert!(found("SEARCH i USING INDEX invitation_accepted (address=?)"), "{plan:?}");
    assert!(!found("SCAN i") && !found("ORDER BY"), "{plan:?}");
}
