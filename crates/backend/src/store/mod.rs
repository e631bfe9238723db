//! The store: all SQL of the backend is in this folder, and nothing else of it.
//!
//! There is one way to write, [`Store::write`]: lock, load the facts, decide, apply, all in one
//! transaction. Nothing outside this folder opens a transaction, and nothing in it decides what
//! an agent may do.

mod activity;
mod apply;
mod events;
mod expiry;
mod housekeeping;
mod idempotency;
mod list;
mod load;
mod migrations;
mod normalise;
mod outbox;
mod people;
mod people_lists;
mod rows;
mod sample;
mod seal;
#[cfg(test)]
pub(crate) mod testing;
mod write;

pub use activity::ActivityFilter;
pub use events::{Happened, Missed, Onlookers, Since};
pub use housekeeping::EVENTS_KEPT;
pub use idempotency::{Answer, Once};
pub use list::{Cursor, Page};
pub use load::SessionFacts;
#[cfg(test)]
pub(crate) use outbox::Waiting;
pub use outbox::{Failure, Queued};
pub use people_lists::Members;
pub use sample::{Sample, SampleActivity, SampleInvitation, SampleMember, SamplePerson, SampleWorkgroup};
pub use write::Outcome;

use chrono::TimeDelta;
use contract::problem::Problem;
use normalise::Twice;
use rules::Seal;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::{
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
    time::Duration,
};
use tokio::sync::watch;

/// Why the store did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it, or an idempotency key was used for something else.
    #[error("refused")]
    Refused(Box<Problem>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The database holds what this build does not understand.
    #[error("the database holds an unreadable {0}")]
    Unreadable(&'static str),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

/// Facts on SQLite, in one file.
#[derive(Debug, Clone)]
pub struct Store {
    readers: SqlitePool,
    /// One connection: writers queue here in order instead of polling for SQLite's lock.
    writer: SqlitePool,
    seal: Seal,
    /// Wakes those who tell what was written.
    written: watch::Sender<()>,
}

/// How often it is kept that an agent was seen in a workgroup.
pub const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

impl Store {
    /// Opens the database in `folder`, making both where they are not there, and brings it up to
    /// date.
    ///
    /// # Errors
    /// A sentence for whoever starts the backend.
    pub async fn open(folder: &Path) -> Result<Self, String> {
        let sentence = |what: &str, error: &dyn std::fmt::Display| format!("{} {what}: {error}", folder.display());
        // Addresses of people are in there: nobody else's business on this machine, in a folder that
        // somebody made for all to read, too. SQLite gives the files beside it the same mode.
        let mut private = std::fs::DirBuilder::new();
        private.recursive(true).mode(0o700);
        private.create(folder).map_err(|e| sentence("cannot be made", &e))?;
        let mut file = std::fs::OpenOptions::new();
        file.append(true).create(true).mode(0o600);
        file.open(folder.join("workgroups.db")).map_err(|e| sentence("cannot be written to", &e))?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("workgroups.db"))
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An answered save survives a power cut, too.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            // A whole part of a list fits: rows are handed over by another thread, and waking it up
            // for every few of them costs more than reading them.
            .row_buffer_size(1024)
            // 16 MiB, in which ten thousand workgroups have room.
            .pragma("cache_size", "-16384")
            .optimize_on_close(true, None);
        let pool =
            |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(8));
        let writer = pool(1)
            .connect_with(options.clone())
            .await
            .map_err(|e| sentence("holds a database that cannot be opened", &e))?;
        migrations::migrator()
            .run(&writer)
            .await
            .map_err(|e| sentence("holds a database that cannot be brought up to date", &e))?;
        let waiting: i64 =
            sqlx::query_scalar("SELECT count(*) FROM invitation WHERE state = 'pending' AND expires_at > ?")
                .bind(crate::now().timestamp_millis())
                .fetch_one(&writer)
                .await
                .map_err(|e| sentence("holds a database that cannot be read", &e))?;
        if waiting > 0 && !seal::is_there(folder) {
            return Err(seal::lost(folder, waiting));
        }
        let seal = seal::open(folder)?;
        let readers = pool(4)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(|e| sentence("holds a database that cannot be read", &e))?;
        let store = Self { readers, writer, seal, written: watch::Sender::new(()) };
        let twice = store.normalise().await;
        for Twice { table, id, other } in
            twice.map_err(|e| sentence("holds addresses that cannot be brought up to date", &e))?
        {
            tracing::warn!(table, id, other, "an address is there twice, written in two ways");
        }
        Ok(store)
    }

    /// What makes links and codes of invitations.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }

    /// Writes what is left and lets go of the files.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt as _};

    #[tokio::test]
    async fn the_database_is_its_owner_s_alone_in_a_folder_for_all_too() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("is set");
        let store = Store::open(folder.path()).await.expect("opens");
        let mut files = 0;
        for file in fs::read_dir(folder.path()).expect("a folder").flatten() {
            let mode = file.metadata().expect("is there").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:?}", file.file_name());
            files += 1;
        }
        assert!(files >= 2, "the database and what it writes ahead");
        store.close().await;
    }
}
