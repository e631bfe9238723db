//! The address bar: leptos_router's history and link handling.
//!
//! Its `Router` and `Routes` are not used: places are matched by [`Route`], in one seam
//! (`pages::place`), and without them the page is 15 kB lighter.

use crate::route::Route;
use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};
use leptos_router::location::{BrowserUrl, LocationProvider as _};
use wasm_bindgen::JsValue;

/// The address bar. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Navigation(BrowserUrl);

impl Navigation {
    /// Follows the address bar and the links of the page, for as long as the current owner lives.
    ///
    /// # Panics
    /// Where the browser has no address bar.
    pub fn provide() -> Self {
        let url = BrowserUrl::new().expect("a page has an address");
        url.init(None);
        let navigation = Self(url);
        provide_context(navigation.clone());
        // A click on a link changes the address bar only once the new place is said to be shown,
        // and not at all where the crate's own stack takes it for the present one (after *Forward*).
        let (now, ready) = (navigation.0.as_url().clone(), navigation.0.clone());
        Effect::new(move |_| {
            let path = now.with(|url| url.path().to_owned());
            ready.ready_to_complete();
            spawn_local(async move {
                tick().await;
                if location().pathname().is_ok_and(|shown| shown != path) {
                    push(&path, false);
                }
            });
        });
        navigation
    }

    /// The address bar, from anywhere in the page.
    ///
    /// # Panics
    /// Outside the page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Where the page is.
    pub fn route(&self) -> Memo<Route> {
        let url = self.0.as_url().clone();
        Memo::new(move |_| Route::parse(url.read().path()))
    }

    /// Goes to a place; *Back* leads back from it.
    pub fn go(&self, route: &Route) {
        self.change(route, false);
    }

    /// Goes to a place instead of the present one.
    pub fn replace(&self, route: &Route) {
        self.change(route, true);
    }

    fn change(&self, route: &Route, replace: bool) {
        self.put(&route.to_string(), replace);
    }

    /// Reads the present address once more: a browser takes long over the first one that it reads.
    pub fn rehearse(&self) {
        let url = self.0.as_url().with_untracked(|url| (url.path().to_owned(), url.origin().to_owned()));
        drop(BrowserUrl::parse_with_base(&url.0, &url.1));
    }

    /// What stands behind the question mark of the address.
    pub fn query(&self) -> Memo<String> {
        let url = self.0.as_url().clone();
        Memo::new(move |_| url.read().search().trim_start_matches('?').to_owned())
    }

    /// Stays at the place, with another query.
    pub fn set_query(&self, query: &str, replace: bool) {
        let path = self.0.as_url().with_untracked(|url| url.path().to_owned());
        let mark = if query.is_empty() { "" } else { "?" };
        self.put(&format!("{path}{mark}{query}"), replace);
    }

    /// `address`: path and query.
    fn put(&self, address: &str, replace: bool) {
        // It is always one of this origin, which parses.
        let base = self.0.as_url().with_untracked(|url| url.origin().to_owned());
        let Ok(url) = BrowserUrl::parse_with_base(address, &base) else { return };
        push(address, replace);
        self.0.as_url().set(url);
    }
}

fn push(path: &str, replace: bool) {
    let Ok(history) = window().history() else { return };
    // It throws only for another origin.
    let _ = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(path))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(path))
    };
}
