//! Mail that waits to be sent, or to be looked at in the local mailbox.

use super::{Error, Store, rows::time};
use chrono::TimeDelta;
use contract::Timestamp;
use rules::{Language, Mail, Now};
use sqlx::{Row as _, sqlite::SqliteRow};

/// How often a mail is tried before it is given up.
const MAX_ATTEMPTS: u32 = 6;

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: i64,
    /// Where to.
    pub address: String,
    /// In which language.
    pub language: Language,
    /// What it says.
    pub mail: Mail,
    /// When it was queued.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
}

fn queued(row: &SqliteRow) -> Result<Queued, Error> {
    let read = |column: &str| -> Result<serde_json::Value, Error> {
        serde_json::from_str(row.try_get(column)?).map_err(|_| Error::Unreadable("mail"))
    };
    Ok(Queued {
        id: row.try_get("id")?,
        address: row.try_get("address")?,
        language: serde_json::from_value(read("language")?).unwrap_or_default(),
        mail: serde_json::from_value(read("mail")?).map_err(|_| Error::Unreadable("mail"))?,
        created_at: time(row.try_get("created_at")?)?,
        attempts: row.try_get("attempts")?,
    })
}

impl Store {
    /// The newest mail that was not sent, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mailbox(&self) -> Result<Vec<Queued>, Error> {
        let rows = sqlx::query("SELECT * FROM outbox WHERE state = 'queued' ORDER BY id DESC LIMIT 100")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(queued).collect()
    }

    /// Mail whose time to be sent has come.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn due_mail(&self, now: Now) -> Result<Vec<Queued>, Error> {
        let rows = sqlx::query("SELECT * FROM outbox WHERE state = 'queued' AND due_at <= ? ORDER BY due_at LIMIT 20")
            .bind(now.timestamp_millis())
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(queued).collect()
    }

    /// A mail was sent: its secrets are no longer kept.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_sent(&self, id: i64, now: Now) -> Result<(), Error> {
        sqlx::query("UPDATE outbox SET state = 'sent', sent_at = ?, due_at = NULL, mail = json_object('kind', mail ->> 'kind') WHERE id = ?")
            .bind(now.timestamp_millis())
            .bind(id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// A mail could not be sent: it is tried again, each time later, and given up in the end or
    /// at once where it will never succeed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_failed(&self, mail: &Queued, permanent: bool, now: Now) -> Result<(), Error> {
        let attempts = mail.attempts + 1;
        let again = !permanent && attempts < MAX_ATTEMPTS;
        let due = again.then(|| (now + TimeDelta::seconds(5 << (2 * mail.attempts.min(5)))).timestamp_millis());
        sqlx::query("UPDATE outbox SET attempts = ?, due_at = ?, state = ? WHERE id = ?")
            .bind(attempts)
            .bind(due)
            .bind(if again { "queued" } else { "failed" })
            .bind(mail.id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
