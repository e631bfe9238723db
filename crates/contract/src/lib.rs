//! The wire contract: what the page and every backend say to each other.
//!
//! Nothing here does I/O, reads a clock or draws random numbers, and everything compiles for
//! wasm32 as well as natively. The OpenAPI document is made from these types (feature `openapi`).
//!
//! Requests refuse unknown fields; answers tolerate unknown fields and unknown enum values, so
//! that a page may talk to a backend newer than itself.

pub mod activity;
pub mod currency;
pub mod event;
pub mod headers;
pub mod id;
pub mod invitation;
pub mod list;
pub mod member;
pub mod money;
pub mod name;
pub mod page_path;
mod patch;
pub mod path;
pub mod permission;
pub mod problem;
pub mod role;
pub mod search;
pub mod session;
pub mod sign_in;
pub mod timestamp;
pub mod unicode;
pub mod workgroup;

/// An instant in UTC, on the wire as RFC 3339.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
