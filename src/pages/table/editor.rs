//! The open field of a cell.

use super::Table;
use crate::{
    agent::{
        editing::{Editable, Keeper as _},
        field::Field,
        row::Row,
    },
    browser::Browser,
    locale::{money, t},
    text,
    ui::dom,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;

/// What stands below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hint {
    Nothing,
    /// What is understood of the amount so far, or what to know of the text.
    Note(String),
    Refused(String),
}

/// The field. It takes the focus and selects its text when it appears.
#[component]
pub fn Editor<R: Editable>(
    /// The row.
    row: Row<R>,
    /// The field.
    field: Field,
    /// Its table.
    grid: Table<R>,
) -> impl IntoView {
    let keeper = R::Keeper::expect();
    let around = NodeRef::<html::Span>::new();
    let text = row.peek(|state| state.edits.cell(field).and_then(|cell| cell.text()).unwrap_or_default().to_owned());
    around.on_load(|around| {
        dom::focus_soon(move || {
            let control = dom::find(&around, ".input")?;
            if let Some(input) = control.dyn_ref::<web_sys::HtmlInputElement>() {
                input.select();
            }
            Some(control)
        });
    });
    let hint = {
        let (keeper, row) = (keeper.clone(), row.clone());
        Memo::new(move |_| hint(&keeper, &row, field))
    };
    let note = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        // In the last rows what stands below the field has to be scrolled to.
        if *hint.read() != Hint::Nothing
            && let Some(note) = note.get()
        {
            dom::show_nearest(&note);
        }
    });
    let refused = move || matches!(*hint.read(), Hint::Refused(_));
    let typed = {
        let (keeper, row) = (keeper.clone(), row.clone());
        move |event| {
            keeper.edit(&row, |_, edits| {
                edits.typed(field, event_target_value(&event));
                Vec::new()
            });
        }
    };
    let left = {
        let (keeper, row) = (keeper.clone(), row.clone());
        move |_| {
            // Another window took the focus: the field is still where one works.
            // A field that is taken out of the document is told so after its end.
            let Some(around) = around.try_get_untracked() else { return };
            let now = document().active_element();
            if !around.is_some_and(|around| now.is_some_and(|now| around.contains(Some(&now)))) {
                keeper.edit(&row, |_, edits| edits.leave(field));
            }
        }
    };
    let save = {
        let (keeper, row) = (keeper.clone(), row.clone());
        move || {
            keeper.save(&row, field);
            if row.peek(|state| state.edits.cell(field).is_none_or(|cell| cell.open.is_none())) {
                grid.go_to(&row, field);
            }
        }
    };
    let choices = row.peek(|state| state.record.choices(field));
    let entered = save.clone();
    let keydown = move |event: KeyboardEvent| {
        if dom::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" => entered(),
            "Escape" => {
                keeper.edit(&row, |_, edits| edits.restore(field));
                grid.go_to(&row, field);
            }
            "Tab" => {
                let Some((next, field_next)) = next(grid, &row, field, event.shift_key()) else { return };
                keeper.edit(&row, |_, edits| edits.leave(field));
                if let Some(at) = grid.place(&next, field_next) {
                    grid.cells.at.set_value(at);
                    grid.cells.list.pin(Some(at.row));
                    grid.cells.list.reveal(at.row);
                }
                keeper.open(&next, field_next);
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let control = if choices.is_empty() {
        view! {
            <input
                type="text" class="value input" value=text autocomplete="off" spellcheck="false"
                inputmode=field.is_money().then_some("decimal") aria-label=text::field(field)
                aria-invalid=move || refused().to_string() aria-describedby="cell-hint"
                on:input=typed on:blur=left on:keydown=keydown
            />
        }
        .into_any()
    } else {
        view! { <Choice field text choices typed left keydown save refused/> }.into_any()
    };
    view! {
        <span class="editor" node_ref=around>
            {control}
            <span
                id="cell-hint" class="cell-hint" node_ref=note data-refused=move || refused().then_some("")
                hidden=move || *hint.read() == Hint::Nothing
            >
                {move || match hint.get() {
                    Hint::Nothing => String::new(),
                    Hint::Note(text) | Hint::Refused(text) => text,
                }}
            </span>
        </span>
    }
}

/// A field that is chosen. What the pointer chooses is saved at once; what the arrows pass by is
/// not, before Enter.
#[component]
fn Choice(
    field: Field,
    text: String,
    choices: Vec<(&'static str, &'static str)>,
    typed: impl Fn(web_sys::Event) + 'static,
    left: impl Fn(web_sys::FocusEvent) + 'static,
    keydown: impl Fn(KeyboardEvent) + 'static,
    save: impl Fn() + 'static,
    refused: impl Fn() -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let by_key = StoredValue::new(false);
    let pressed = move |event: KeyboardEvent| {
        by_key.set_value(true);
        keydown(event);
    };
    let changed = move |event| {
        typed(event);
        if !by_key.get_value() {
            save();
        }
    };
    let options: Vec<_> = choices
        .into_iter()
        .map(|(key, name)| view! { <option value=key selected=key == text>{name}</option> })
        .collect();
    view! {
        <select
            class="value input" aria-label=text::field(field) aria-invalid=move || refused().to_string()
            aria-describedby="cell-hint" on:change=changed on:blur=left on:keydown=pressed
            on:pointerdown=move |_| by_key.set_value(false)
        >
            {options}
        </select>
    }
}

fn hint<R: Editable>(keeper: &R::Keeper, row: &Row<R>, field: Field) -> Hint {
    row.with(|state| {
        let Some(open) = state.edits.cell(field).and_then(|cell| cell.open.as_ref()) else { return Hint::Nothing };
        if let Some(why) = &open.why {
            return Hint::Refused(text::why(why));
        }
        if let Some(note) = keeper.hint(row, &state.record, field, &open.text) {
            return Hint::Note(note);
        }
        let understood = keeper
            .reading(&state.record, field)
            .and_then(|format| field.read::<Browser>(&open.text, Some(&format)).ok()?.money());
        understood.map_or(Hint::Nothing, |amount| Hint::Note(t().understood(&money(amount))))
    })
}

/// The next editable cell in reading order, or the one before it.
fn next<R: Editable>(grid: Table<R>, row: &Row<R>, field: Field, back: bool) -> Option<(Row<R>, Field)> {
    let fields = R::FIELDS.len();
    grid.rows.with_untracked(|rows| {
        let at = rows.position(row)?;
        let here = at * fields + R::FIELDS.iter().position(|f| *f == field)?;
        let may = |cell: usize| {
            let (row, field) = (rows.get(cell / fields)?, *R::FIELDS.get(cell % fields)?);
            row.peek(|state| state.record.may_edit(field)).then(|| (row.clone(), field))
        };
        if back { (0..here).rev().find_map(may) } else { (here + 1..rows.len() * fields).find_map(may) }
    })
}
