//! `ui::virtual_list`

use super::{all, find, frame, mount};
use crate::{stage::Stage, wait::until};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::virtual_list::{Slot, VirtualList};

const ROWS: usize = 10_000;
const ROW: usize = 20;

/// A list of numbers in a window that shows ten of them.
async fn numbers() -> (Stage, VirtualList) {
    let made = StoredValue::new(None);
    let stage = mount(move || {
        let list = VirtualList::new(0, 3, 0);
        list.set(ROWS, Vec::new());
        made.set_value(Some(list));
        view! {
            <div class="port" style="--row: 20px; height: 200px; overflow-y: auto; position: relative" node_ref=list.viewport>
                <div style:height=move || format!("{}px", list.height.get())>
                    <For each=move || list.slots.get() key=|slot| slot.number let:shelf><Row shelf/></For>
                </div>
            </div>
        }
    }).await;
    let list = made.get_value().expect("is made");
    (stage, list)
}

#[component]
fn Row(shelf: Slot) -> impl IntoView {
    let (place, text) = (shelf.place.clone(), shelf.place.clone());
    view! {
        <p
            style="position: absolute; margin: 0; height: 20px; inset-block-start: 0"
            style:transform=move || place.get().map(|(_, top)| format!("translateY({top}px)"))
            hidden={ let place = shelf.place; move || place.get().is_none() }
        >
            {move || text.get().map(|(row, _)| row.to_string())}
        </p>
    }
}

/// The numbers that can be seen, in order of place.
fn seen() -> Vec<usize> {
    let port = find(".port").get_bounding_client_rect();
    let mut found: Vec<(i64, usize)> = all("p:not([hidden])")
        .iter()
        .filter_map(|row| {
            let place = row.get_bounding_client_rect();
            let inside = place.bottom() > port.top() && place.top() < port.bottom();
            #[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
            inside.then(|| Some((place.top() as i64, row.inner_text().parse().ok()?)))?
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, number)| number).collect()
}

#[wasm_bindgen_test]
async fn only_what_is_in_sight_is_in_the_document() {
    let (_stage, list) = numbers().await;
    until("ten rows show", || seen() == (0..10).collect::<Vec<_>>()).await;
    assert!(all("p").len() <= 10 + 2 * 4, "{} rows are in the document", all("p").len());
    assert_eq!(list.height.get_untracked() as usize, ROWS * ROW);
}

#[wasm_bindgen_test]
async fn scrolling_shows_the_right_rows_in_the_same_elements() {
    let (_stage, list) = numbers().await;
    until("ten rows show", || seen().len() == 10).await;
    for first in [7, 5_000, ROWS - 10, 0] {
        find(".port").set_scroll_top(i32::try_from(first * ROW).expect("fits"));
        list.scrolled();
        until("the rows follow", || seen() == (first..first + 10).collect::<Vec<_>>()).await;
    }
    assert!(all("p").len() <= 10 + 2 * 4 + 1, "{} elements were made", all("p").len());
}

#[wasm_bindgen_test]
async fn a_pinned_row_stays_in_its_element_wherever_one_scrolls() {
    let (_stage, list) = numbers().await;
    until("ten rows show", || seen().len() == 10).await;
    list.pin(Some(4));
    let element = all("p").into_iter().find(|row| row.inner_text() == "4").expect("is there");
    for first in [100, 9_000, 50] {
        find(".port").set_scroll_top(i32::try_from(first * ROW).expect("fits"));
        list.scrolled();
        frame().await;
        assert_eq!(element.inner_text(), "4");
        assert!(!element.hidden());
    }
}

#[wasm_bindgen_test]
async fn revealing_scrolls_no_further_than_needed() {
    let (_stage, list) = numbers().await;
    until("ten rows show", || seen().len() == 10).await;
    list.reveal(9);
    assert_eq!(find(".port").scroll_top(), 0);
    list.reveal(10);
    until("the eleventh row shows", || seen().contains(&10)).await;
    assert_eq!(find(".port").scroll_top(), 20);
    list.reveal(0);
    until("the first row shows", || seen().contains(&0)).await;
    assert_eq!(find(".port").scroll_top(), 0);
}

#[wasm_bindgen_test]
async fn fewer_rows_leave_none_behind() {
    let (_stage, list) = numbers().await;
    until("ten rows show", || seen().len() == 10).await;
    list.set(3, Vec::new());
    until("three rows show", || seen() == [0, 1, 2]).await;
}
