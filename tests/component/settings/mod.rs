//! `pages::settings`: the table that is edited in place.

mod list;
mod may;
mod open;
mod save;

use crate::{data::workgroup, hand, look, page, wait::until};
use contract::workgroup::Workgroup;
use web_sys::HtmlInputElement;

/// Where the first workgroup of [`rows`] is.
const HARBOR: &str = "/api/v1/workgroups/harbor";

/// Two workgroups, in the order of the table.
fn rows() -> Vec<Workgroup> {
    vec![workgroup("harbor", "Harbor Clinics"), workgroup("north", "Nordwind IT")]
}

/// The table with the field of Harbor's name open.
async fn opened() -> (page::Table, HtmlInputElement) {
    let table = page::table(rows()).await;
    hand::click(&look::get("button", "Name: Harbor Clinics").await);
    let field = look::field("textbox", "Name").await;
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    (table, field)
}

/// Types over what is selected and presses Enter.
fn enter(text: &str) {
    hand::type_text(text);
    assert!(hand::press("Enter"), "Enter is the field's own");
}
