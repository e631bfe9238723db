//! The keys of the grid (WAI-ARIA APG, *Grid*, *Data Grids*).

use super::grid::{At, GridHandle};
use crate::{agent::field::Field, ui::dom};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A key was pressed somewhere in the grid. While a field is open, its keys are its own.
pub fn pressed(event: &KeyboardEvent, grid: GridHandle) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    if target.tag_name().eq_ignore_ascii_case("input") || dom::is_composing(event) {
        return;
    }
    let at = grid.at.get_value();
    let last = grid.rows.with_untracked(Vec::len).saturating_sub(1);
    if event.key() == "F2" && at.column < Field::ALL.len() {
        if let Some(button) = target.dyn_ref::<web_sys::HtmlElement>() {
            button.click();
        }
        return event.prevent_default();
    }
    let right_to_left =
        document().document_element().and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl");
    if let Some(to) =
        moved(&event.key(), event.ctrl_key() || event.meta_key(), at, last, grid.list.page(), right_to_left)
    {
        event.prevent_default();
        grid.go(to);
    }
}

/// Where a key leads from a cell; none for a key that moves nothing.
fn moved(key: &str, control: bool, at: At, last: usize, page: usize, right_to_left: bool) -> Option<At> {
    let row = |row| At { row, ..at };
    let column = |column| At { column, ..at };
    Some(match (key, control) {
        ("ArrowDown", false) => row((at.row + 1).min(last)),
        ("ArrowUp", false) => row(at.row.saturating_sub(1)),
        ("ArrowRight", false) | ("ArrowLeft", false) if (key == "ArrowRight") != right_to_left => {
            column((at.column + 1).min(super::grid::COLUMNS - 1))
        }
        ("ArrowRight" | "ArrowLeft", false) => column(at.column.saturating_sub(1)),
        ("Home", false) => column(0),
        ("End", false) => column(super::grid::COLUMNS - 1),
        ("Home", true) => At { row: 0, column: 0 },
        ("End", true) => At { row: last, column: super::grid::COLUMNS - 1 },
        ("PageDown", _) => row((at.row + page).min(last)),
        ("PageUp", _) => row(at.row.saturating_sub(page)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_within_the_grid() {
        let at = At { row: 1, column: 1 };
        for (key, control, to) in [
            ("ArrowDown", false, Some((2, 1))),
            ("ArrowUp", false, Some((0, 1))),
            ("ArrowRight", false, Some((1, 2))),
            ("ArrowLeft", false, Some((1, 0))),
            ("Home", false, Some((1, 0))),
            ("End", false, Some((1, 5))),
            ("Home", true, Some((0, 0))),
            ("End", true, Some((9, 5))),
            ("PageDown", false, Some((5, 1))),
            ("PageUp", false, Some((0, 1))),
            ("a", false, None),
        ] {
            let moved = moved(key, control, at, 9, 4, false).map(|at| (at.row, at.column));
            assert_eq!(moved, to, "{key}");
        }
    }

    #[test]
    fn the_edges_hold_and_the_direction_counts() {
        let corner = At { row: 9, column: 5 };
        assert_eq!(moved("ArrowDown", false, corner, 9, 4, false), Some(corner));
        assert_eq!(moved("ArrowRight", false, corner, 9, 4, false), Some(corner));
        assert_eq!(moved("ArrowRight", false, corner, 9, 4, true), Some(At { row: 9, column: 4 }));
    }
}
