//! That invitations expire. Nobody writes it, for it follows from the time; those who look on are to be
//! told all the same.

use super::{Error, Store};
use rules::Now;

/// For the agents of their workgroups. They take the times in milliseconds.
const IN_WORKGROUP: &str = "INSERT INTO event (at, workgroup, kind, subject) \
                            SELECT ?2, i.workgroup, 'invitation', i.id FROM invitation AS i \
                            WHERE i.state = 'pending' AND i.expires_at > ?1 AND i.expires_at <= ?2 \
                            AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.workgroup = i.workgroup \
                            AND e.agent IS NULL AND e.kind = 'invitation' AND e.subject = i.id AND e.at >= i.expires_at)";
/// For those who were invited.
const TO_INVITED: &str = "INSERT INTO event (at, kind, agent) SELECT DISTINCT ?2, 'invitations-to-me', a.id \
                          FROM invitation AS i JOIN agent AS a ON a.email = i.address \
                          WHERE i.state = 'pending' AND i.expires_at > ?1 AND i.expires_at <= ?2 \
                          AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.agent = a.id \
                          AND e.kind = 'invitations-to-me' AND e.at >= i.expires_at)";

impl Store {
    /// Keeps the events of invitations that expired after `since`, `until` included, but for those that
    /// were told before: after a restart more is looked at than is new.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn expire(&self, since: Now, until: Now) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let mut events = 0;
        for statement in [IN_WORKGROUP, TO_INVITED] {
            let kept = sqlx::query(statement).bind(since.timestamp_millis()).bind(until.timestamp_millis());
            events += kept.execute(&mut *transaction).await?.rows_affected();
        }
        transaction.commit().await?;
        if events > 0 {
            self.written.send_replace(());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
