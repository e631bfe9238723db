//! The Workgroups page.

pub mod edit;
