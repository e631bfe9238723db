//! The address bar: leptos_router's history and link handling.
//!
//! Its `Router` and `Routes` are not used: places are matched by [`Route`], in one seam
//! (`pages::place`), and without them the page is 15 kB lighter.

use crate::route::Route;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider as _, Url};
use std::fmt::{self, Display, Formatter};
use wasm_bindgen::JsValue;

/// The address bar. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Navigation(ArcRwSignal<Address>);

/// What the page reads of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Address {
    path: String,
    /// What stands behind the question mark.
    query: String,
}

impl Address {
    fn of(url: &Url) -> Self {
        Self { path: url.path().to_owned(), query: url.search().to_owned() }
    }

    fn to(route: &Route) -> Self {
        Self { path: route.to_string(), query: String::new() }
    }

    /// What the address bar says.
    fn shown() -> Option<Self> {
        let (path, search) = (location().pathname().ok()?, location().search().ok()?);
        Some(Self { path, query: search.trim_start_matches('?').to_owned() })
    }
}

impl Display for Address {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.query.is_empty() {
            return Ok(());
        }
        f.write_str("?")?;
        f.write_str(&self.query)
    }
}

impl Navigation {
    /// Follows the address bar and the links of the page, for as long as the current owner lives.
    ///
    /// # Panics
    /// Where the browser has no address bar.
    pub fn provide() -> Self {
        let bar = BrowserUrl::new().expect("a page has an address");
        bar.init(None);
        let followed = bar.as_url().clone();
        let navigation = Self(ArcRwSignal::new(followed.with_untracked(Address::of)));
        provide_context(navigation.clone());
        let at = navigation.0.clone();
        Effect::new(move |before: Option<()>| {
            let now = followed.with(Address::of);
            if before.is_none() {
                return;
            }
            // A click on a link changes the address bar here, before anything shows the new place and
            // may lead on. The crate would do so only when told that it is shown, and not at all where
            // its own stack takes the place for the present one (after *Forward*).
            if Address::shown().is_some_and(|shown| shown != now) {
                push(&now, false);
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
            if *at.read_untracked() != now {
                at.set(now);
            }
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
        let at = self.0.clone();
        Memo::new(move |_| Route::parse(&at.read().path))
    }

    /// What stands behind the question mark of the address.
    pub fn query(&self) -> Memo<String> {
        let at = self.0.clone();
        Memo::new(move |_| at.read().query.clone())
    }

    /// Goes to a place; *Back* leads back from it.
    pub fn go(&self, route: &Route) {
        self.put(Address::to(route), false);
    }

    /// Goes to a place instead of the present one.
    pub fn replace(&self, route: &Route) {
        self.put(Address::to(route), true);
    }

    /// Stays at the place, with another query.
    pub fn set_query(&self, query: &str, replace: bool) {
        let path = self.0.with_untracked(|at| at.path.clone());
        self.put(Address { path, query: query.to_owned() }, replace);
    }

    /// Whether the page is at this place, with nothing more in its address.
    pub fn is_at(&self, route: &Route) -> bool {
        *self.0.read_untracked() == Address::to(route)
    }

    /// Goes nowhere, for that to have been run once.
    pub fn rehearse() {
        // No address: the browser refuses it.
        push(&Address { path: "//".to_owned(), query: String::new() }, false);
    }

    fn put(&self, to: Address, replace: bool) {
        // *Back* does not lead to where one is already (HTML, *navigate*: a link to it replaces the entry).
        let here = *self.0.read_untracked() == to;
        push(&to, replace || here);
        self.0.set(to);
    }
}

fn push(to: &Address, replace: bool) {
    let Ok(history) = window().history() else { return };
    let to = to.to_string();
    // It throws only for what is no address of this origin.
    let _ = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&to))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&to))
    };
}
