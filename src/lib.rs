//! The Workgroups page.

pub mod config;
pub mod edit;
pub mod route;
pub mod ui { pub mod window; }
