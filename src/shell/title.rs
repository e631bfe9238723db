//! The tab's title: the selected workgroup first, so that nobody acts in the wrong one.

use crate::{
    app::App,
    locale::t,
    route::{Page, Route},
    scope::Selected,
};
use leptos::prelude::*;

/// Keeps the title true. Honest pages name themselves.
pub fn follow(route: Memo<Route>, selected: Memo<Selected>) {
    let brand = App::expect().brand;
    Effect::new(move |_| {
        match (&*route.read(), &*selected.read()) {
            (Route::Workgroup(_, page), Selected::Ready(row)) => {
                let name = row.with(|state| state.record.name.clone());
                let page = match page {
                    Page::Settings => t().settings(),
                    Page::People(_) => t().people(),
                    Page::Activity => t().activity(),
                };
                document().set_title(&t().title_workgroup(&brand.get(), page, &name));
            }
            // Not even for a moment the name of the one before.
            (Route::Workgroup(..), Selected::Loading(_)) => document().set_title(&brand.get()),
            _ => {}
        }
    });
}
