//! The tab's title: the selected workgroup first, so that nobody acts in the wrong one; and that another
//! one is selected is said.

use crate::{
    announce,
    app::App,
    locale::t,
    route::{Page, Route},
    scope::Selected,
};
use contract::id::WorkgroupId;
use leptos::prelude::*;

/// Keeps the title true. Honest pages name themselves.
pub fn follow(route: Memo<Route>, selected: Memo<Selected>) {
    let brand = App::expect().brand;
    Effect::new(move |before: Option<Option<WorkgroupId>>| {
        let before = before.flatten();
        match (&*route.read(), &*selected.read()) {
            (Route::Workgroup(_, page), Selected::Ready(row)) => {
                let name = row.with(|state| state.record.name.clone());
                let page = match page {
                    Page::Settings => t().settings(),
                    Page::People(_) => t().people(),
                    Page::Activity => t().activity(),
                };
                document().set_title(&t().title_workgroup(&brand.get(), page, &name));
                if before.is_some_and(|before| before != *row.id()) {
                    announce::status(&t().you_are_in(&name));
                }
                return Some(row.id().clone());
            }
            // Not even for a moment the name of the one before.
            (Route::Workgroup(..), Selected::Loading(_)) => document().set_title(&brand.get()),
            _ => {}
        }
        before
    });
}
