//! The backend from outside: requests into the router, over a real database file.
//! The tree mirrors the tree of paths.

mod api;
mod events;
mod headers;
mod logs;
mod mailbox;
mod matrix;
mod openapi;
mod restart;
mod served;
mod site;
mod socket;
mod support;
