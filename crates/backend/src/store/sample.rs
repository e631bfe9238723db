//! Loads sample data, in one transaction and a few statements: ten thousand workgroups should
//! not make anybody wait.

use super::{
    Error, Store,
    people::find_key,
    rows::{role_text, state_text},
};
use contract::{
    Timestamp,
    invitation::{INVITATION_TRIES, InvitationState},
    money::Money,
    role::Role,
    search::search_key,
    unicode::Tables,
};
use rules::{Activity, Language, Now};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// Sample data. Those who stand first come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// Agents.
    pub people: Vec<SamplePerson>,
    /// Workgroups.
    pub workgroups: Vec<SampleWorkgroup>,
    /// Invitations.
    pub invitations: Vec<SampleInvitation>,
    /// What was done, oldest first.
    pub activity: Vec<SampleActivity>,
}

/// A sample agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePerson {
    /// Their identifier.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether anybody may sign in as them.
    pub listed: bool,
    /// When they were last seen.
    pub last_seen: Option<Timestamp>,
}

/// A sample workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleWorkgroup {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its default agent cost.
    pub cost: Money,
    /// Whose default workgroup it is.
    pub default_of: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who belongs to it.
    pub members: Vec<SampleMember>,
}

/// A sample agent's part in a sample workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleMember {
    /// The agent.
    pub agent: String,
    /// What they are in it.
    pub role: Role,
    /// Their own rate, in minor units of the workgroup's currency.
    pub rate: Option<u32>,
}

/// A sample invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleInvitation {
    /// Its identifier.
    pub id: String,
    /// Into which workgroup.
    pub workgroup: String,
    /// Whom.
    pub address: String,
    /// What to call them.
    pub name: Option<String>,
    /// As what.
    pub role: Role,
    /// What has become of it.
    pub state: InvitationState,
    /// The language of its mail.
    pub language: Language,
    /// Who invited.
    pub inviter: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// How far its mail got, in the outbox's words.
    pub mail_state: &'static str,
    /// Why it got no further.
    pub mail_failure: Option<&'static str>,
}

/// Something that was done in a sample workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleActivity {
    /// Where.
    pub workgroup: String,
    /// By whom.
    pub agent: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub activity: Activity,
}

impl Store {
    /// Loads `sample` where no agent is there yet, and says whether it did.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn load_sample(&self, sample: &Sample, now: Now) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let taken: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM agent) OR EXISTS (SELECT 1 FROM address_let_in)")
                .fetch_one(&mut *transaction)
                .await?;
        if taken {
            return Ok(false);
        }
        people(&mut transaction, &sample.people, now).await?;
        workgroups(&mut transaction, &sample.workgroups).await?;
        members(&mut transaction, sample).await?;
        invitations(&mut transaction, &sample.invitations).await?;
        activity(&mut transaction, &sample.activity).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn people(db: &mut SqliteConnection, people: &[SamplePerson], now: Now) -> Result<(), Error> {
    // A millisecond apart, so that they keep their order.
    let first = now.timestamp_millis() - 1000;
    let row = |(at, person): (i64, &SamplePerson)| {
        let (key, find_key) = (search_key::<Tables>(&person.name), find_key(Some(&person.name), &person.email));
        json!([person.id, person.name, person.email, at, key, find_key, i32::from(person.listed)])
    };
    let rows: Value = (first..).zip(people).map(row).collect();
    sqlx::query(
        "INSERT INTO agent (id, name, email, created_at, search_key, find_key, sample) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 \
         FROM json_each(?)",
    )
    .bind(rows.to_string())
    .execute(db)
    .await?;
    Ok(())
}

async fn workgroups(db: &mut SqliteConnection, workgroups: &[SampleWorkgroup]) -> Result<(), Error> {
    let rows: Value = workgroups
        .iter()
        .map(|w| {
            let (key, at) = (search_key::<Tables>(&w.name), w.created_at.timestamp_millis());
            json!([w.id, w.name, key, w.cost.amount, w.cost.currency.code(), w.default_of, at])
        })
        .collect();
    sqlx::query(
        "INSERT INTO workgroup (id, name, search_key, cost_amount, currency, default_of, version, created_at, updated_at) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, 1, value ->> 6, value ->> 6 \
         FROM json_each(?)",
    )
    .bind(rows.to_string())
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn members(db: &mut SqliteConnection, sample: &Sample) -> Result<(), Error> {
    let of_person =
        |person: &SamplePerson| (search_key::<Tables>(&person.name), person.last_seen.map(|at| at.timestamp_millis()));
    let people: HashMap<&str, _> = sample.people.iter().map(|person| (person.id.as_str(), of_person(person))).collect();
    let mut rows = Vec::new();
    for workgroup in &sample.workgroups {
        let key = search_key::<Tables>(&workgroup.name);
        let at = workgroup.created_at.timestamp_millis();
        for member in &workgroup.members {
            let (agent_key, last_seen) = people.get(member.agent.as_str()).cloned().unzip();
            let role = role_text(member.role)?;
            rows.push(json!([member.agent, workgroup.id, key, agent_key, role, member.rate, at, last_seen.flatten()]));
        }
    }
    sqlx::query(
        "INSERT INTO membership (agent, workgroup, search_key, agent_key, role, rate_amount, created_at, updated_at, \
         last_seen) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 6, \
         value ->> 7 \
         FROM json_each(?)",
    )
    .bind(Value::from(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

async fn invitations(db: &mut SqliteConnection, invitations: &[SampleInvitation]) -> Result<(), Error> {
    for one in invitations {
        let (created_at, expires_at) = (one.created_at.timestamp_millis(), one.expires_at.timestamp_millis());
        sqlx::query(
            "INSERT INTO invitation (id, workgroup, address, name, find_key, role, state, language, generation, \
             tries_left, inviter, created_at, expires_at, version, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?10, ?11, ?12, 1, ?11)",
        )
        .bind(&one.id)
        .bind(&one.workgroup)
        .bind(&one.address)
        .bind(&one.name)
        .bind(find_key(one.name.as_deref(), &one.address))
        .bind(role_text(one.role)?)
        .bind(state_text(one.state)?)
        .bind(one.language.tag())
        .bind(INVITATION_TRIES)
        .bind(&one.inviter)
        .bind(created_at)
        .bind(expires_at)
        .execute(&mut *db)
        .await?;
        // A mail that is over: only what became of it is left.
        sqlx::query(
            "INSERT INTO outbox (address, language, mail, invitation, state, failure, attempts, sent_at, created_at) \
             VALUES (?1, ?2, '{\"kind\":\"invitation\"}', ?3, ?4, ?5, 1, ?6, ?7)",
        )
        .bind(&one.address)
        .bind(json!(one.language).to_string())
        .bind(&one.id)
        .bind(one.mail_state)
        .bind(one.mail_failure)
        .bind((one.mail_state == "sent").then_some(created_at + 2_000))
        .bind(created_at)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn activity(db: &mut SqliteConnection, activity: &[SampleActivity]) -> Result<(), Error> {
    for done in activity {
        sqlx::query("INSERT INTO activity (workgroup, agent, at, activity) VALUES (?, ?, ?, ?)")
            .bind(&done.workgroup)
            .bind(&done.agent)
            .bind(done.at.timestamp_millis())
            .bind(serde_json::to_string(&done.activity).map_err(|_| Error::Unreadable("activity"))?)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
