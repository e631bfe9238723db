//! Throws away what has had its time.

use super::{Error, Store, events, outbox};
use chrono::TimeDelta;
use rules::Now;

/// How long an idempotency key is remembered: longer than any page retries.
const KEYS_KEPT: TimeDelta = TimeDelta::hours(48);
/// How long mail is kept, sent or not. Of an invitation's mail, how far it got is kept for good.
const MAIL_KEPT: TimeDelta = TimeDelta::days(7);
/// How long events are kept: whoever was away for longer reads everything anew.
pub const EVENTS_KEPT: TimeDelta = TimeDelta::hours(24);
/// How long it is kept who asked to be invited: longer than it keeps them from asking again.
const ASKS_KEPT: TimeDelta = TimeDelta::days(2);

/// It takes the time in milliseconds.
pub(super) const OLD_MAIL: &str = "DELETE FROM outbox WHERE created_at < ? AND invitation IS NULL";

impl Store {
    /// Deletes expired sessions and sign-ins, old keys, old mail and old events, and empties
    /// mail that is of no use any more.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn tidy(&self, now: Now) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let expired = sqlx::query_scalar(outbox::EXPIRE).bind(now.timestamp_millis());
        let expired: Vec<i64> = expired.fetch_all(&mut *transaction).await?;
        events::keep_mails(&mut transaction, &expired, now).await?;
        for (statement, until) in [
            ("DELETE FROM session WHERE expires_at < ?", now),
            ("DELETE FROM sign_in WHERE expires_at < ?", now - TimeDelta::hours(1)),
            ("DELETE FROM idempotency WHERE created_at < ?", now - KEYS_KEPT),
            ("DELETE FROM asked_for_me WHERE at < ?", now - ASKS_KEPT),
            (OLD_MAIL, now - MAIL_KEPT),
            ("DELETE FROM event WHERE at < ?", now - EVENTS_KEPT),
        ] {
            sqlx::query(statement).bind(until.timestamp_millis()).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        self.written.send_replace(());
        Ok(())
    }
}
