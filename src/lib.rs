//! The Workgroups page. `ARCHITECTURE.md` tells which way the data goes.

pub mod agent;
pub mod announce;
pub mod api;
pub mod app;
pub mod boot;
pub mod browser;
pub mod config;
pub mod crash;
pub mod edit;
pub mod live;
pub mod locale;
pub mod navigation;
pub mod on_demand;
pub mod pages;
pub mod route;
pub mod scope;
pub mod shell;
pub mod text;
pub mod ui;
