//! The first answer to each idempotency key.

use super::Error;
use contract::{
    id::WorkgroupId,
    problem::{Problem, ProblemKind},
};
use rules::Now;
use serde::{Deserialize, Serialize};
use sqlx::{Row as _, SqliteConnection};

/// A request that happens once, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Whose key it is: keys of different agents never meet.
    pub scope: String,
    /// The key.
    pub key: String,
    /// The hash of what was asked for.
    pub fingerprint: [u8; 32],
}

/// An answer as it was first given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The `ETag` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The body, which is JSON.
    pub body: String,
}

/// An answer that was given, with what it is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Given {
    /// The answer.
    #[serde(flatten)]
    pub(super) answer: Answer,
    /// The workgroup that it tells of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<WorkgroupId>,
}

/// The answer that was given to this request before.
pub(super) async fn find(db: &mut SqliteConnection, once: &Once) -> Result<Option<Given>, Error> {
    let row = sqlx::query("SELECT fingerprint, answer FROM idempotency WHERE scope = ? AND key = ?")
        .bind(&once.scope)
        .bind(&once.key)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let fingerprint: &[u8] = row.try_get("fingerprint")?;
    if fingerprint != once.fingerprint {
        return Err(Problem::new(ProblemKind::IdempotencyKeyReused).into());
    }
    serde_json::from_str(row.try_get("answer")?).map(Some).map_err(|_| Error::Unreadable("answer"))
}

pub(super) async fn keep(
    db: &mut SqliteConnection,
    once: &Once,
    answer: &Answer,
    about: Option<WorkgroupId>,
    now: Now,
) -> Result<(), Error> {
    let given = Given { answer: answer.clone(), about };
    sqlx::query("INSERT INTO idempotency (scope, key, fingerprint, answer, created_at) VALUES (?, ?, ?, ?, ?)")
        .bind(&once.scope)
        .bind(&once.key)
        .bind(&once.fingerprint[..])
        .bind(serde_json::to_string(&given).map_err(|_| Error::Unreadable("answer"))?)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}
