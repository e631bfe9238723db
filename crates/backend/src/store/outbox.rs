//! Mail that waits to be sent, or to be looked at in the local mailbox, and how far it has got.
//!
//! A row is taken before the mail server hears of it, and it is noted when the server begins to get
//! the content. So it is known after a crash what cannot have been sent, and what may have been:
//! nothing is sent twice unasked. Whoever withdraws a mail in between, by another state, has the
//! last word: only a row that is `sending` goes on.

use super::{Error, Store, events, rows::time};
use contract::Timestamp;
use rules::{Language, Mail, Now};
use sqlx::{
    Row as _, Sqlite,
    query::QueryScalar,
    sqlite::{SqliteArguments, SqliteRow},
};

/// A mail in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: i64,
    /// What its Message-ID has before the @, the same in every try.
    pub message_id: String,
    /// Where to.
    pub address: String,
    /// In which language.
    pub language: Language,
    /// What it says.
    pub mail: Mail,
    /// When it was queued.
    pub created_at: Timestamp,
    /// How often it was taken to be sent.
    pub attempts: u32,
}

/// Why a mail was not sent. The code is what whoever invited is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No mail server answered, or the connection broke, or it took too long.
    Unreachable,
    /// The mail server wants another password, or other encryption: a matter of settings.
    RefusedLogin,
    /// The mail server does not send for the sender's address.
    RefusedSender,
    /// The mail server does not know or does not take mail for the recipient.
    RefusedRecipient,
    /// The mail server did not take the content.
    RefusedContent,
    /// It cannot be sent to an address of this form.
    UnsupportedAddress,
    /// What it tells was over before it could be sent.
    Expired,
    /// The outbox holds what this build does not understand.
    Unreadable,
}

impl Failure {
    /// The code that is kept and told.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::RefusedLogin => "refused-login",
            Self::RefusedSender => "refused-sender",
            Self::RefusedRecipient => "refused-recipient",
            Self::RefusedContent => "refused-content",
            Self::UnsupportedAddress => "unsupported-address",
            Self::Expired => "expired",
            Self::Unreadable => "unreadable",
        }
    }
}

fn queued(row: &SqliteRow) -> Result<Queued, Error> {
    let read = |column: &str| -> Result<serde_json::Value, Error> {
        serde_json::from_str(row.try_get(column)?).map_err(|_| Error::Unreadable("mail"))
    };
    Ok(Queued {
        id: row.try_get("id")?,
        message_id: row.try_get("message_id")?,
        address: row.try_get("address")?,
        language: read("language").ok().and_then(|tag| serde_json::from_value(tag).ok()).unwrap_or_default(),
        mail: serde_json::from_value(read("mail")?).map_err(|_| Error::Unreadable("mail"))?,
        created_at: time(row.try_get("created_at")?)?,
        attempts: row.try_get("attempts")?,
    })
}

/// An update of a mail that is over: its secrets are no longer kept.
macro_rules! close {
    ($set:literal) => {
        concat!("UPDATE outbox SET mail = json_object('kind', mail ->> 'kind'), due_at = NULL, ", $set)
    };
}

/// Closes mail that is of no use any more, where its turn to be sent does not come. It takes the
/// time in milliseconds and answers which mails these are.
pub(super) const EXPIRE: &str = close!(
    "state = 'failed', failure = 'expired' WHERE state = 'queued' AND unixepoch(mail ->> 'expires_at') * 1000 <= ? \
     RETURNING id"
);

/// The next mail that is due: of those that bring an invitation, or of all others. It takes which,
/// as 1 or 0, and the time in milliseconds.
const NEXT: &str = "SELECT id FROM outbox WHERE state = 'queued' AND (invitation IS NOT NULL) = ? AND due_at <= ? \
                    ORDER BY due_at, id LIMIT 1";

/// A statement that closes mail and answers which.
type Closing<'q> = QueryScalar<'q, Sqlite, i64, SqliteArguments>;

impl Store {
    /// The newest mail that was not sent, newest first. What cannot be read is left out.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mailbox(&self) -> Result<Vec<Queued>, Error> {
        let rows = sqlx::query("SELECT * FROM outbox WHERE state = 'queued' ORDER BY id DESC LIMIT 100")
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.iter().filter_map(|row| queued(row).ok()).collect())
    }

    /// One mail that was not sent, if it is there and can be read.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mailed(&self, id: i64) -> Result<Option<Queued>, Error> {
        let row = sqlx::query("SELECT * FROM outbox WHERE state = 'queued' AND id = ?")
            .bind(id)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.and_then(|row| queued(&row).ok()))
    }

    /// Takes a mail whose time to be sent has come; nobody else gets it then. Mail that somebody
    /// waits for, as to sign in, comes before invitations, of which there may be hundreds. What
    /// is of no use any more, and what cannot be read, is closed on the way.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn take_mail(&self, now: Now) -> Result<Option<Queued>, Error> {
        loop {
            // Most of the time nothing is due, which a reader finds out without the write lock.
            let mut due: Option<i64> = None;
            for invites in [0, 1] {
                if due.is_none() {
                    let next = sqlx::query_scalar(NEXT).bind(invites).bind(now.timestamp_millis());
                    due = next.fetch_optional(&self.readers).await?;
                }
            }
            let Some(id) = due else { return Ok(None) };
            let row = sqlx::query(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, data_at = NULL \
                 WHERE id = ? AND state = 'queued' RETURNING *",
            )
            .bind(id)
            .fetch_optional(&self.writer)
            .await?;
            // Somebody else was faster.
            let Some(row) = row else { continue };
            let failure = match queued(&row) {
                Ok(mail) if mail.mail.expires_at().is_some_and(|end| end <= now) => Failure::Expired,
                Ok(mail) => return Ok(Some(mail)),
                Err(_) => Failure::Unreadable,
            };
            tracing::warn!(mail = id, failure = failure.code(), "mail not sent");
            self.mail_failed(id, failure, now).await?;
        }
    }

    /// From now on the mail server may have the content of a mail. Not so where the answer is
    /// false: the mail was withdrawn since it was taken, and is not to be sent.
    ///
    /// # Errors
    /// Where the database fails: the content must not be sent then.
    pub async fn mail_begun(&self, id: i64, now: Now) -> Result<bool, Error> {
        let begun = sqlx::query("UPDATE outbox SET data_at = ? WHERE id = ? AND state = 'sending'")
            .bind(now.timestamp_millis())
            .bind(id)
            .execute(&self.writer)
            .await?;
        Ok(begun.rows_affected() == 1)
    }

    /// The mail server has taken a mail that was taken to be sent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_sent(&self, id: i64, now: Now) -> Result<(), Error> {
        let close =
            close!("state = 'sent', failure = NULL, sent_at = ? WHERE id = ? AND state = 'sending' RETURNING id");
        self.close_mail(sqlx::query_scalar(close).bind(now.timestamp_millis()).bind(id), now).await
    }

    /// The mail server has not taken a mail, which is to be tried again at `due`.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_delayed(&self, id: i64, failure: Failure, due: Timestamp) -> Result<(), Error> {
        sqlx::query(
            "UPDATE outbox SET state = 'queued', data_at = NULL, failure = ?, due_at = ? \
             WHERE id = ? AND state = 'sending'",
        )
        .bind(failure.code())
        .bind(due.timestamp_millis())
        .bind(id)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// A mail that was taken to be sent is given up.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_failed(&self, id: i64, failure: Failure, now: Now) -> Result<(), Error> {
        let close = close!("state = 'failed', failure = ? WHERE id = ? AND state = 'sending' RETURNING id");
        self.close_mail(sqlx::query_scalar(close).bind(failure.code()).bind(id), now).await
    }

    /// A mail may have been sent: the connection broke after its content.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_uncertain(&self, id: i64, now: Now) -> Result<(), Error> {
        let close = close!("state = 'uncertain', failure = NULL WHERE id = ? AND state = 'sending' RETURNING id");
        self.close_mail(sqlx::query_scalar(close).bind(id), now).await
    }

    /// Closes mail, and tells it to those who see the invitations that it brings.
    async fn close_mail(&self, close: Closing<'_>, now: Now) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let closed = close.fetch_all(&mut *transaction).await?;
        events::keep_mails(&mut transaction, &closed, now).await?;
        transaction.commit().await?;
        self.written.send_replace(());
        Ok(())
    }

    /// Puts in order what a process left that ended while it was sending: what the mail server
    /// cannot have is queued again, what it may have is uncertain. To be called before sending
    /// begins, by the one process that sends.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_left_over(&self, now: Now) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let close =
            close!("state = 'uncertain', failure = NULL WHERE state = 'sending' AND data_at IS NOT NULL RETURNING id");
        let uncertain: Vec<i64> = sqlx::query_scalar(close).fetch_all(&mut *transaction).await?;
        events::keep_mails(&mut transaction, &uncertain, now).await?;
        sqlx::query("UPDATE outbox SET state = 'queued', due_at = ? WHERE state = 'sending'")
            .bind(now.timestamp_millis())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.written.send_replace(());
        Ok(())
    }
}

/// A row of the outbox, as tests look at it.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) message_id: String,
    pub(crate) state: String,
    pub(crate) failure: Option<String>,
    pub(crate) mail: String,
    pub(crate) attempts: u32,
}

#[cfg(test)]
impl Store {
    /// Queues a mail that no command made.
    pub(crate) async fn queue_mail(
        &self,
        to: &str,
        language: Language,
        mail: &str,
        invitation: Option<&str>,
        now: Now,
    ) -> i64 {
        sqlx::query_scalar(
            "INSERT INTO outbox (address, language, mail, invitation, due_at, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?5) RETURNING id",
        )
        .bind(to)
        .bind(serde_json::to_string(&language).expect("JSON"))
        .bind(mail)
        .bind(invitation)
        .bind(now.timestamp_millis())
        .fetch_one(&self.writer)
        .await
        .expect("queues")
    }

    /// Takes back a mail whose content has not begun.
    pub(crate) async fn withdraw_mail(&self, id: i64) {
        sqlx::query("UPDATE outbox SET state = 'failed', failure = 'withdrawn' WHERE id = ? AND data_at IS NULL")
            .bind(id)
            .execute(&self.writer)
            .await
            .expect("withdraws");
    }

    /// Has the database refuse to write what became of a mail, or take it again.
    pub(crate) async fn refuse_outcomes(&self, refuse: bool) {
        let trigger = if refuse {
            "CREATE TRIGGER refusing BEFORE UPDATE ON outbox WHEN NEW.state <> 'sending' \
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        } else {
            "DROP TRIGGER refusing"
        };
        sqlx::query(trigger).execute(&self.writer).await.expect("is done");
    }

    /// How far a mail has got.
    pub(crate) async fn waiting_mail(&self, id: i64) -> Waiting {
        let row =
            sqlx::query("SELECT * FROM outbox WHERE id = ?").bind(id).fetch_one(&self.writer).await.expect("a row");
        Waiting {
            message_id: row.get("message_id"),
            state: row.get("state"),
            failure: row.get("failure"),
            mail: row.get("mail"),
            attempts: row.get("attempts"),
        }
    }
}

#[cfg(test)]
mod tests;
