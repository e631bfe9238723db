//! The Workgroups backend: the HTTP contract over a store, and the built page.
//!
//! What may happen is decided by the `rules` crate, what goes over the wire is shaped by the
//! `contract` crate; here is only the way between them. SQL stands nowhere but in [`store`].

pub mod admin;
pub mod app;
pub mod error;
mod events;
mod extract;
mod limit;
mod mail;
mod observe;
pub mod openapi;
mod routes;
pub mod sample;
mod secret;
mod security;
pub mod serve;
pub mod settings;
pub mod settings_file;
mod site;
pub mod store;

/// The present, in the whole milliseconds that stores keep.
#[must_use]
pub fn now() -> rules::Now {
    let now = chrono::Utc::now();
    rules::Now::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}
