//! Handlers, one file for each resource. They translate: what may happen is decided in the rules.

pub(crate) mod health;
mod once;
pub(crate) mod preferences;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod workgroup;
pub(crate) mod workgroups;
