//! The page's components in a real browser, each in front of a fake backend. What takes a whole
//! journey is `tests/e2e`'s; here nothing talks to a network.
//!
//! Tests ask as a reader does, by role, accessible name and text, never by CSS class, and wait by
//! a deadline, never by counting ticks.
#![cfg(target_arch = "wasm32")]

mod backend;
mod clock;
mod data;
mod hand;
mod look;
mod page;
mod stage;
mod wait;

mod activity;
mod add;
mod again;
mod drafts;
mod invite;
mod live;
mod loading;
mod locale;
mod normalize;
mod people;
mod scope;
mod selector;
mod settings;
mod ui;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
