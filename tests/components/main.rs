//! The page's parts in a real browser, each by itself. What a whole journey shows is left to
//! `tests/e2e`; here is what only shows in the document: focus, popovers, scrolling.
//!
//! Nothing here talks to a backend, and nothing waits by counting ticks: see `wait::until`.
#![cfg(target_arch = "wasm32")]

mod dialog;
mod dom;
mod field_error;
mod menu;
mod normalize;
mod stage;
mod virtual_list;
mod wait;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
