//! The cells of a grid (WAI-ARIA APG, *Grid*, *Data Grids*): one tab stop, arrows between cells,
//! only the rows in sight in the document. A row has `data-slot`, a cell, its child, `data-cell`, and what
//! takes the focus in it `data-column`: the cell itself where it holds nothing but text. A cell
//! whose field is open has `data-open` and its keys are its own.

use super::{dom, virtual_list::VirtualList};
use leptos::{
    ev::{FocusEvent, KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Where the focus is, or goes next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The row in the list.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// The cells of a grid. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct Cells {
    /// The list of its rows.
    pub list: VirtualList,
    /// How many rows there are.
    pub count: Signal<usize>,
    /// How many columns there are.
    pub columns: usize,
    /// The grid's element.
    pub element: NodeRef<html::Div>,
    /// Where the focus is, or goes next time.
    pub at: StoredValue<At>,
}

impl Cells {
    /// Those of a new grid.
    pub fn new(list: VirtualList, count: Signal<usize>, columns: usize) -> Self {
        Self { list, count, columns, element: NodeRef::new(), at: StoredValue::new(At { row: 0, column: 0 }) }
    }

    /// Moves the focus to a cell, wherever it is.
    pub fn go(self, at: At) {
        let count = self.count.get_untracked();
        if count == 0 {
            return;
        }
        let at = At { row: at.row.min(count - 1), column: at.column.min(self.columns - 1) };
        self.at.set_value(at);
        self.list.reveal(at.row);
        self.focus_soon(at);
    }

    fn focus_soon(self, at: At) {
        dom::focus_soon(move || self.cell(at));
    }

    /// Runs what moves the focus without moving it.
    pub fn rehearse(self) {
        let nowhere = At { row: usize::MAX, column: 0 };
        Self { count: Signal::stored(0), ..self }.go(nowhere);
        // A row that is in sight already, where more than a few are.
        if self.list.page() > 3 {
            self.list.reveal(self.list.first_in_sight().map_or(0, |row| row + 1));
        }
        self.focus_soon(nowhere);
    }

    fn cell(self, at: At) -> Option<HtmlElement> {
        let slot = self.list.slot_of(at.row)?;
        let grid: Element = self.element.try_get_untracked()??.into();
        dom::find(
            &grid,
            &format!(
                "[data-slot=\"{slot}\"] :is([data-cell]:not([data-open]) > *, [data-cell])[data-column=\"{}\"]:not([hidden])",
                at.column
            ),
        )
    }

    /// The cell that an element stands in.
    pub fn place_of(self, element: &Element) -> Option<At> {
        self.cell_around(element).map(|(_, at)| at)
    }

    fn cell_around(self, element: &Element) -> Option<(Element, At)> {
        let cell = dom::around(element, "[data-cell]")?;
        let number = |element: &Element, name| element.get_attribute(name)?.parse::<usize>().ok();
        let row = self.list.row_of(number(&cell.parent_element()?, "data-slot")?)?;
        let column = number(&cell, "data-cell")?;
        Some((cell, At { row, column }))
    }

    /// The pointer went down on a button of the grid: what has the focus keeps it until the click.
    /// A field that lost it now would say below its row what is unsaved, and what is aimed at would
    /// have moved away before the pointer comes up.
    pub fn held(event: &MouseEvent) {
        if dom::target(event).is_some_and(|target| dom::around(&target, "button").is_some()) {
            event.prevent_default();
        }
    }

    /// The button of a cell that was clicked, and where it is. It has the focus, unless it opens a
    /// field, which takes it.
    pub fn clicked(self, event: &MouseEvent) -> Option<(HtmlElement, At)> {
        let button = dom::around(&dom::target(event)?, "button[data-column]")?.dyn_into::<HtmlElement>().ok()?;
        let (cell, at) = self.cell_around(&button)?;
        if !cell.has_attribute("data-field") {
            dom::focus(&button);
        }
        // It is done with: nobody has to look for a link around it.
        event.prevent_default();
        Some((button, at))
    }

    /// The focus came to the grid, or moved within it.
    pub fn focused(self, event: &FocusEvent) {
        let Some(target) = dom::target(event) else { return };
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        if target == *element.unchecked_ref::<Element>() {
            self.go(self.at.get_value());
        } else if let Some(at) = self.place_of(&target) {
            self.at.set_value(at);
            self.list.pin(Some(at.row));
            // The grid itself is the one tab stop, but not while the focus is in it: Shift+Tab leaves.
            element.set_tab_index(-1);
        }
    }

    /// The focus left an element of the grid.
    pub fn left(self, event: &FocusEvent) {
        let Some(element) = self.element.try_get_untracked().flatten() else { return };
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !element.contains(to.as_ref()) {
            element.set_tab_index(0);
            self.list.pin(None);
        }
    }

    /// A key was pressed somewhere in the grid. While a field is open, its keys are its own.
    pub fn pressed(self, event: &KeyboardEvent) {
        let Some(target) = dom::target(event) else { return };
        if matches!(target.tag_name().as_str(), "INPUT" | "SELECT") || dom::is_composing(event) {
            return;
        }
        let at = self.at.get_value();
        let last = self.count.get_untracked().saturating_sub(1);
        if event.key() == "F2" && dom::around(&target, "[data-field]").is_some() {
            if let Some(button) = target.dyn_ref::<HtmlElement>() {
                button.click();
            }
            return event.prevent_default();
        }
        let right_to_left =
            document().document_element().and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl");
        let control = event.ctrl_key() || event.meta_key();
        let size = Size { last, columns: self.columns, page: self.list.page(), right_to_left };
        if let Some(to) = moved(&event.key(), control, at, size) {
            event.prevent_default();
            self.go(to);
        }
    }
}

/// The grid as far as moving within it goes.
#[derive(Debug, Clone, Copy)]
struct Size {
    /// The last row.
    last: usize,
    /// How many columns there are.
    columns: usize,
    /// How many rows a page has.
    page: usize,
    right_to_left: bool,
}

/// Where a key leads from a cell; none for a key that moves nothing.
fn moved(key: &str, control: bool, at: At, size: Size) -> Option<At> {
    let Size { last, columns, page, right_to_left } = size;
    let row = |row| At { row, ..at };
    let column = |column| At { column, ..at };
    Some(match (key, control) {
        ("ArrowDown", false) => row((at.row + 1).min(last)),
        ("ArrowUp", false) => row(at.row.saturating_sub(1)),
        ("ArrowRight", false) | ("ArrowLeft", false) if (key == "ArrowRight") != right_to_left => {
            column((at.column + 1).min(columns - 1))
        }
        ("ArrowRight" | "ArrowLeft", false) => column(at.column.saturating_sub(1)),
        ("Home", false) => column(0),
        ("End", false) => column(columns - 1),
        ("Home", true) => At { row: 0, column: 0 },
        ("End", true) => At { row: last, column: columns - 1 },
        ("PageDown", _) => row((at.row + page).min(last)),
        ("PageUp", _) => row(at.row.saturating_sub(page)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { last: 9, columns: 6, page: 4, right_to_left: false };

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
            let moved = moved(key, control, at, SIZE).map(|at| (at.row, at.column));
            assert_eq!(moved, to, "{key}");
        }
    }

    #[test]
    fn the_edges_hold_and_the_direction_counts() {
        let corner = At { row: 9, column: 5 };
        assert_eq!(moved("ArrowDown", false, corner, SIZE), Some(corner));
        assert_eq!(moved("ArrowRight", false, corner, SIZE), Some(corner));
        assert_eq!(
            moved("ArrowRight", false, corner, Size { right_to_left: true, ..SIZE }),
            Some(At { row: 9, column: 4 })
        );
    }
}
