//! A cell that is edited in place: what is seen of it, decided from the record and its edits alone,
//! and how that is written into its template.

use crate::{
    agent::{
        editing::{Editable, Keeper as _},
        field::{Field, Value, role_of},
        row::RowState,
    },
    edit::State,
    locale::t,
    text,
    ui::dom,
};
use leptos::prelude::document;
use std::cell::OnceCell;
use web_sys::{Element, HtmlElement};

/// What is seen of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFace {
    /// How it behaves.
    pub mode: Mode,
    /// The value, or what was typed over it.
    pub text: String,
    /// What became of what was typed.
    pub sign: Sign,
    /// Why it cannot be edited.
    pub why_not: Option<&'static str>,
}

/// How a cell behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Text that cannot be edited.
    Text,
    /// A button that opens the field.
    Button,
    /// An open field.
    Open,
}

/// The quiet sign beside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing to say.
    None,
    /// On its way.
    Saving,
    /// It may have been saved.
    Checking,
    /// The server has it.
    Saved,
    /// Left without saving, refused, failed or in conflict: the line below says more.
    Unsaved,
}

impl Sign {
    /// Its words.
    pub fn text(self) -> &'static str {
        match self {
            Self::None | Self::Unsaved => "",
            Self::Saving => t().state_saving(),
            Self::Checking => t().state_checking(),
            Self::Saved => t().state_saved(),
        }
    }

    /// Its name in the style sheet.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Saving => "saving",
            Self::Checking => "checking",
            Self::Saved => "saved",
            Self::Unsaved => "unsaved",
        }
    }
}

/// What is seen of a row's cell.
pub fn cell<R: Editable>(keeper: &R::Keeper, RowState { record, edits }: &RowState<R>, field: Field) -> CellFace {
    let may = record.may_edit(field);
    let cell = edits.cell(field);
    let open = cell.is_some_and(|cell| cell.open.is_some());
    let state = cell.and_then(|cell| cell.kept.as_ref()).map(|kept| (&kept.text, &kept.state));
    let shown = |value: &Value| keeper.shown(field, Some(value));
    let base = || keeper.shown(field, record.value(field).as_ref());
    let (text, sign) = match state {
        Some((_, State::Sending(value) | State::Queued(value))) => (shown(value), Sign::Saving),
        Some((_, State::Checking(value))) => (shown(value), Sign::Checking),
        Some((_, State::Failed(value, _))) => (shown(value), Sign::Unsaved),
        Some((_, State::Conflict { mine, .. })) => (shown(mine), Sign::Unsaved),
        Some((text, State::Draft | State::Refused(_))) => (typed(field, text), Sign::Unsaved),
        Some((_, State::Saved)) => (base(), Sign::Saved),
        None => (base(), Sign::None),
    };
    let mode = match (open, may) {
        (true, _) => Mode::Open,
        (false, true) => Mode::Button,
        (false, false) => Mode::Text,
    };
    let why_not = (!may).then(|| text::refused(record.may(field)).unwrap_or_else(|| t().not_allowed()));
    CellFace { mode, text, sign, why_not }
}

/// A typed text as it is seen while the field is closed.
fn typed(field: Field, text: &str) -> String {
    match role_of(text).filter(|_| field == Field::Role) {
        Some(role) => text::role(role).to_owned(),
        None => text.to_owned(),
    }
}

/// The elements of a cell that are written to. Its template holds the value's button alone: what
/// few rows show is made when it first has something to say, for at each scroll, and when a dialog
/// opens, the browser goes over every element there is.
#[derive(Debug)]
pub struct CellParts {
    cell: HtmlElement,
    button: HtmlElement,
    fixed: OnceCell<Fixed>,
    sign: Aside,
}

/// A value that cannot be edited, in the button's place.
#[derive(Debug)]
struct Fixed {
    text: HtmlElement,
    why: HtmlElement,
}

impl CellParts {
    /// Those of the cell in a column of a row's template.
    ///
    /// # Panics
    /// Where the template lacks one.
    pub fn of(row: &HtmlElement, column: usize) -> Self {
        let cell = dom::find(row, &format!("[data-cell=\"{column}\"]")).expect("the row's template has the cell");
        let button = dom::find(&cell, "button").expect("the cell's template has a button");
        // What becomes of a write is said by a live region.
        Self { sign: Aside { silent: true, ..Aside::new(&cell, "sign") }, fixed: OnceCell::new(), button, cell }
    }

    /// The element, where what it shows is another's doing: nothing was typed over it, before or now.
    pub fn changed_by_others(&self, face: &CellFace, before: &CellFace) -> Option<&Element> {
        let rests = |face: &CellFace| face.sign == Sign::None && face.mode != Mode::Open;
        (rests(face) && rests(before) && face.text != before.text).then_some(&self.cell)
    }

    /// Writes what has changed; `before` is none of a template that nothing was written into. `same`
    /// says whether it was of the same record.
    pub fn write(&self, face: &CellFace, before: Option<&CellFace>, same: bool) {
        if before == Some(face) {
            return;
        }
        // Hidden or not, the button's text is what labels refer to.
        if before.is_none_or(|before| before.text != face.text) {
            dom::write(&self.button, &face.text);
        }
        let was = before.map_or(Mode::Button, |before| before.mode);
        if was != face.mode {
            // While the field is open, the sheet hides the button.
            dom::set_or_remove(&self.cell, "data-open", (face.mode == Mode::Open).then_some(""));
            self.button.set_hidden(face.mode == Mode::Text);
            if let Some(fixed) = self.fixed.get() {
                fixed.text.set_hidden(face.mode != Mode::Text);
                fixed.why.set_hidden(face.mode != Mode::Text);
            }
        }
        if face.mode == Mode::Text {
            let fixed = self.fixed.get_or_init(|| Fixed::new(&self.cell, &self.button));
            dom::write(&fixed.text, &face.text);
            // Where the value is not shown, the text already is the reason.
            dom::write(&fixed.why, face.why_not.filter(|why| *why != face.text).unwrap_or_default());
        }
        if before.map_or(Sign::None, |before| before.sign) != face.sign {
            dom::set(&self.cell, "data-sign", face.sign.key());
            self.sign.write(face.sign.text());
        }
        // Another record's value is none that one works on: a key would open it. Last, for the browser
        // lays out here what was written.
        if was == Mode::Open && face.mode != Mode::Open && same {
            self.take_over(face.mode);
        }
    }

    /// The field is about to go: where it has the focus, the value takes it over. A field that went
    /// with the focus would leave it nowhere, and have the browser lay out the page twice.
    fn take_over(&self, mode: Mode) {
        let fixed = self.fixed.get().filter(|_| mode == Mode::Text).map(|fixed| &fixed.text);
        let focused = document().active_element();
        if focused.is_some_and(|focused| self.cell.contains(Some(&focused))) {
            dom::focus(fixed.unwrap_or(&self.button));
        }
    }
}

impl Fixed {
    fn new(cell: &Element, button: &Element) -> Self {
        let [text, why] = ["value fixed", "why"].map(|class| dom::append(cell, class));
        dom::set(&text, "data-column", &button.get_attribute("data-column").unwrap_or_default());
        text.set_tab_index(-1);
        Self { text, why }
    }
}

/// A text beside a value, in a span that is made when there first is one. The sheet says where it
/// stands.
#[derive(Debug)]
pub struct Aside {
    around: HtmlElement,
    class: &'static str,
    /// Whether assistive technology passes over it.
    silent: bool,
    span: OnceCell<HtmlElement>,
}

impl Aside {
    /// The one of this class in `around`.
    pub fn new(around: &HtmlElement, class: &'static str) -> Self {
        Self { around: around.clone(), class, silent: false, span: OnceCell::new() }
    }

    /// Writes the text; there may be none.
    pub fn write(&self, text: &str) {
        if !text.is_empty() || self.span.get().is_some() {
            dom::write(self.span.get_or_init(|| self.make()), text);
        }
    }

    fn make(&self) -> HtmlElement {
        let span = dom::append(&self.around, self.class);
        if self.silent {
            dom::set(&span, "aria-hidden", "true");
        }
        span
    }
}
