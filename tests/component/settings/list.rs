//! Ten thousand rows, of which only those in sight are in the document.

use crate::{
    backend::Answer,
    data::{renamed, workgroup},
    hand, look, page,
    wait::{found, until},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

const COUNT: usize = 10_000;

fn name(row: usize) -> String {
    format!("Workgroup {row:05}")
}

/// The table, once it shows rows.
async fn long() -> (page::Table, HtmlElement) {
    let table = page::table((0..COUNT).map(|row| workgroup(&format!("w{row:05}"), &name(row))).collect()).await;
    look::get("button", &format!("Name: {}", name(0))).await;
    let grid = look::get("grid", "Workgroups").await;
    (table, grid.parent_element().map(wasm_bindgen::JsCast::unchecked_into).expect("stands in what scrolls"))
}

/// The rows of which something is seen, by place, each checked against what it should show.
/// None where there is a gap.
fn in_sight(scroller: &HtmlElement) -> Option<Vec<usize>> {
    let port = scroller.get_bounding_client_rect();
    let mut edge = 0.0;
    let mut rows: Vec<(usize, f64, f64)> = Vec::new();
    for (text, row) in look::each("row") {
        let place = row.get_bounding_client_rect();
        let index: usize = row.get_attribute("aria-rowindex")?.parse().ok()?;
        if index == 1 {
            edge = place.bottom();
        } else if place.bottom() > port.top() && place.top() < port.bottom() {
            assert!(text.contains(&name(index - 2)), "row {index} shows {text}");
            rows.push((index - 2, place.top(), place.bottom()));
        }
    }
    rows.sort_by_key(|row| row.0);
    for (_, top, bottom) in &rows {
        if *top > edge + 1.0 {
            return None;
        }
        edge = *bottom;
    }
    (edge >= port.bottom() - 2.0 || rows.last()?.0 == COUNT - 1).then(|| rows.iter().map(|row| row.0).collect())
}

#[wasm_bindgen_test]
async fn namesakes_are_told_apart_also_where_one_was_renamed() {
    let names = ["Alpha", "Beta", "Gamma", "Harbor", "Zeta"];
    let rows: Vec<_> = names.iter().map(|name| workgroup(&name.to_lowercase(), name)).collect();
    let zeta = rows[4].clone();
    let table = page::table(rows).await;
    table.backend.once("PATCH", "/api/v1/workgroups/zeta", Answer::ok(&renamed(&zeta, "Alpha")));
    hand::click(&look::get("button", "Name: Zeta").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Alpha");
    until("it is told that another is called so", || look::sees("Another workgroup is called so")).await;
    hand::press("Enter");
    until("it is saved", || look::told("status") == "Name of Alpha is saved.").await;
    until("both say since when", || look::text().matches("since ").count() == 2).await;
    hand::click(&look::get("button", "Name: Beta").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Zeta");
    assert!(!look::sees("Another workgroup"), "nobody is called so any more");
}

#[wasm_bindgen_test]
async fn only_a_few_are_in_the_document_and_all_are_counted() {
    let (_table, scroller) = long().await;
    let rows = scroller.query_selector_all("[role=row]").expect("is a selector").length();
    assert!(rows < 60, "{rows} rows are in the document");
    let grid = look::get("grid", "Workgroups").await;
    assert_eq!(grid.get_attribute("aria-rowcount"), Some((COUNT + 1).to_string()));
    until("the first rows fill what is in sight", || in_sight(&scroller).is_some_and(|rows| rows[0] == 0)).await;
}

#[wasm_bindgen_test]
async fn scrolling_shows_the_right_rows_without_a_gap() {
    let (_table, scroller) = long().await;
    let height = scroller.scroll_height();
    for part in [1, 3, 50, 99, 40, 0] {
        scroller.set_scroll_top(height / 100 * part);
        let expected = COUNT / 100 * usize::try_from(part).expect("is positive");
        until(&format!("rows near {expected} are shown"), || {
            in_sight(&scroller).is_some_and(|rows| rows[0].abs_diff(expected) < 5)
        })
        .await;
    }
    let rows = scroller.query_selector_all("[role=row]").expect("is a selector").length();
    assert!(rows < 60, "{rows} rows are in the document");
}

#[wasm_bindgen_test]
async fn the_row_with_the_focus_stays_wherever_one_scrolls() {
    let (_table, scroller) = long().await;
    let third = format!("Name: {}", name(3));
    look::get("button", &third).await.focus().expect("is in the document");
    for part in [20, 90] {
        scroller.set_scroll_top(scroller.scroll_height() / 100 * part);
        until("other rows are shown", || in_sight(&scroller).is_some_and(|rows| rows[0] > 1_000)).await;
        assert!(look::has_focus("button", &third), "{:?}", look::focus());
    }
    assert!(hand::press("ArrowDown"), "the keys go on from there");
    let fourth = format!("Name: {}", name(4));
    until("the next row has the focus", || look::has_focus("button", &fourth)).await;
    assert!(in_sight(&scroller).is_some_and(|rows| rows.contains(&4)), "and is in sight");
}

#[wasm_bindgen_test]
async fn an_open_field_keeps_what_is_typed_wherever_one_scrolls() {
    let (_table, scroller) = long().await;
    hand::click(&look::get("button", &format!("Name: {}", name(2))).await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Half typed");
    scroller.set_scroll_top(scroller.scroll_height() / 2);
    until("other rows are shown", || in_sight(&scroller).is_some_and(|rows| rows[0] > 1_000)).await;
    assert_eq!(look::field("textbox", "Name").await.value(), "Half typed");
    assert!(look::has_focus("textbox", "Name"), "{:?}", look::focus());
}

#[wasm_bindgen_test]
async fn control_end_goes_to_the_last_row() {
    let (_table, scroller) = long().await;
    look::get("button", &format!("Name: {}", name(0))).await.focus().expect("is in the document");
    assert!(hand::press_as("End", |key| key.set_ctrl_key(true)));
    let last = format!("Hide {}", name(COUNT - 1));
    until("the last cell has the focus", || look::has_focus("button", &last)).await;
    assert!(in_sight(&scroller).is_some_and(|rows| rows.contains(&(COUNT - 1))));
}

#[wasm_bindgen_test]
async fn the_filter_finds_one_among_all_and_says_how_many() {
    let (_table, _scroller) = long().await;
    look::get("textbox", "Filter workgroups").await.focus().expect("is in the document");
    hand::type_text("GROUP 09876");
    let found_row = format!("Name: {}", name(9_876));
    found("the row", || look::one("button", &found_row)).await;
    assert_eq!(look::each("row").len(), 2, "the head and what was found");
    until("it is told", || look::told("status") == "1 workgroup found").await;
}
