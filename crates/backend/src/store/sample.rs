//! Loads sample data, in one transaction and a few statements: ten thousand workgroups should
//! not make anybody wait.

use super::{Error, Store, rows::role_text};
use contract::{Timestamp, money::Money, role::Role, search::search_key, unicode::Tables};
use rules::Now;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// Sample data. Those who stand first come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// Agents.
    pub people: Vec<SamplePerson>,
    /// Workgroups.
    pub workgroups: Vec<SampleWorkgroup>,
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
        transaction.commit().await?;
        Ok(true)
    }
}

async fn people(db: &mut SqliteConnection, people: &[SamplePerson], now: Now) -> Result<(), Error> {
    // A millisecond apart, so that they keep their order.
    let first = now.timestamp_millis() - 1000;
    let rows: Value =
        (first..).zip(people).map(|(at, person)| json!([person.id, person.name, person.email, at])).collect();
    sqlx::query(
        "INSERT INTO agent (id, name, email, created_at, sample) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, 1 FROM json_each(?)",
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
    let mut rows = Vec::new();
    for workgroup in workgroups {
        let key = search_key::<Tables>(&workgroup.name);
        let at = workgroup.created_at.timestamp_millis();
        for member in &workgroup.members {
            rows.push(json!([member.agent, workgroup.id, key, role_text(member.role)?, at]));
        }
    }
    sqlx::query(
        "INSERT INTO membership (agent, workgroup, search_key, role, created_at) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)",
    )
    .bind(Value::from(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}
