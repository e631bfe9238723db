//! Opening a cell, and leaving it without saving.

use super::{opened, rows};
use crate::{
    hand, look, page,
    wait::{settle, until},
};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_click_opens_the_field_with_its_text_selected() {
    let (_table, field) = opened().await;
    assert_eq!(field.value(), "Harbor Clinics");
    let all = u32::try_from("Harbor Clinics".len()).expect("is short");
    until("all of it is selected", || (field.selection_start(), field.selection_end()) == (Ok(Some(0)), Ok(Some(all))))
        .await;
    assert_eq!(look::one("button", "Name: Harbor Clinics"), None, "the button made way for the field");
}

#[wasm_bindgen_test]
async fn escape_shows_the_old_name_and_gives_the_focus_back() {
    let (table, _field) = opened().await;
    hand::type_text("Harbor Mistyped");
    assert!(hand::press("Escape"));
    until("the cell has the focus", || look::has_focus("button", "Name: Harbor Clinics")).await;
    settle().await;
    assert!(!look::sees("Mistyped") && !look::sees("Unsaved"), "{}", look::text());
    assert_eq!(look::told("status"), "Discarded: Name of Harbor Clinics.");
    assert_eq!(table.backend.asked("PATCH").len(), 0);
}

#[wasm_bindgen_test]
async fn what_is_rehearsed_is_neither_seen_nor_sent() {
    let (table, field) = opened().await;
    hand::type_text("Harbor Typed");
    let reads = table.backend.asked("GET").len();
    // The rehearsal takes two moments in which the browser has nothing else to do.
    for _ in 0..20 {
        settle().await;
    }
    assert_eq!(field.value(), "Harbor Typed");
    assert!(look::has_focus("textbox", "Name"), "{:?}", look::focus());
    assert_eq!((table.backend.asked("PATCH").len(), table.backend.asked("GET").len()), (0, reads));
    assert_eq!((look::told("status"), look::told("alert")), (String::new(), String::new()));
    assert!(!look::sees("…") && !look::sees("Unsaved"), "{}", look::text());
}

#[wasm_bindgen_test]
async fn f2_opens_and_tab_goes_on_to_the_next_cell() {
    let _table = page::table(rows()).await;
    look::get("button", "Name: Harbor Clinics").await.focus().expect("is in the document");
    assert!(hand::press("F2"));
    until("the name is open", || look::has_focus("textbox", "Name")).await;
    assert!(hand::press("Tab"));
    until("the cost is open", || look::has_focus("textbox", "Default agent cost")).await;
    assert!(hand::press_as("Tab", |key| key.set_shift_key(true)));
    until("the name is open again", || look::has_focus("textbox", "Name")).await;
}

#[wasm_bindgen_test]
async fn an_enter_of_an_input_method_saves_nothing() {
    let (table, field) = opened().await;
    hand::type_text("日本");
    assert!(!hand::press_as("Enter", |key| key.set_is_composing(true)));
    // Safari sends the Enter that ends a composition after it, with this key code.
    assert!(!hand::press_as("Enter", |key| key.set_key_code(229)));
    settle().await;
    assert_eq!(field.value(), "日本");
    assert!(look::has_focus("textbox", "Name"), "{:?}", look::focus());
    assert_eq!(table.backend.asked("PATCH").len(), 0);
}

#[wasm_bindgen_test]
async fn leaving_keeps_a_draft_that_can_be_saved() {
    let (table, _field) = opened().await;
    table.backend.hold("PATCH", super::HARBOR);
    hand::type_text("Harbor Draft");
    look::get("button", "Name: Nordwind IT").await.focus().expect("is in the document");
    until("the draft is shown", || look::sees("Name: Unsaved") && look::sees("Harbor Draft")).await;
    assert!(look::has_focus("button", "Name: Nordwind IT"), "{:?}", look::focus());
    assert_eq!(table.backend.asked("PATCH").len(), 0, "leaving is not saving");

    hand::click(&look::get("button", "Save name of Harbor Clinics").await);
    let asked = table.backend.last("PATCH", 1).await;
    assert_eq!(asked.body, r#"{"name":"Harbor Draft"}"#);
    until("the cell has the focus", || look::has_focus("button", "Name: Harbor Draft")).await;
}

#[wasm_bindgen_test]
async fn leaving_keeps_a_draft_that_can_be_discarded() {
    let (table, _field) = opened().await;
    hand::type_text("Harbor Draft");
    look::get("button", "Name: Nordwind IT").await.focus().expect("is in the document");
    hand::click(&look::get("button", "Discard name of Harbor Clinics").await);
    until("the cell has the focus", || look::has_focus("button", "Name: Harbor Clinics")).await;
    assert!(!look::sees("Harbor Draft") && !look::sees("Unsaved"), "{}", look::text());
    assert_eq!(look::told("status"), "Discarded: Name of Harbor Clinics.");
    assert_eq!(table.backend.asked("PATCH").len(), 0);
}

#[wasm_bindgen_test]
async fn leaving_an_unchanged_field_leaves_nothing() {
    let (_table, _field) = opened().await;
    look::get("button", "Name: Nordwind IT").await.focus().expect("is in the document");
    look::get("button", "Name: Harbor Clinics").await;
    assert!(!look::sees("Unsaved"), "{}", look::text());
}

#[wasm_bindgen_test]
async fn what_the_page_refuses_stays_open_with_the_reason() {
    let (table, field) = opened().await;
    hand::type_text("   ");
    hand::press("Enter");
    until("the reason is told", || look::behind(&field, "aria-describedby") == "Type a name.").await;
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(look::has_focus("textbox", "Name"), "{:?}", look::focus());
    hand::type_text("x");
    until("typing withdraws it", || look::behind(&field, "aria-describedby").is_empty()).await;
    assert_eq!(table.backend.asked("PATCH").len(), 0);
}

#[wasm_bindgen_test]
async fn an_amount_is_read_back_while_it_is_typed() {
    let _table = page::table(rows()).await;
    let cells = crate::wait::found("the costs", || Some(look::each("button")).filter(|all| !all.is_empty())).await;
    let (_, cell) = cells.into_iter().find(|(name, _)| name == "Default agent cost: $85.50").expect("is there");
    hand::click(&cell);
    let field = look::field("textbox", "Default agent cost").await;
    assert_eq!(field.value(), "85.50");
    until("the field has the focus", || look::has_focus("textbox", "Default agent cost")).await;
    hand::type_text("1,234.5");
    until("it is understood", || look::behind(&field, "aria-describedby") == "$1,234.50 per hour").await;
    hand::type_text(".6");
    until("it is not understood", || look::behind(&field, "aria-describedby").is_empty()).await;
}
