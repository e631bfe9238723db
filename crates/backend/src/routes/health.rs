//! Whether the backend can answer: for whoever watches it.

use crate::{app::App, error::Error};
use axum::extract::State;

/// Answers `ok` where the database does.
pub(crate) async fn get(State(app): State<App>) -> Result<&'static str, Error> {
    app.store.ping().await?;
    Ok("ok\n")
}
