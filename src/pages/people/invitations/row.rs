//! One place for an invitation in the document, written by one effect into a template. Only the
//! field for its role is a view of its own.

use super::{
    Invitations,
    face::{Face, face},
};
use crate::{
    agent::field::role_key,
    locale::{people, t},
    pages::people::{calm::show_changed, invite::fields::options},
    ui::{
        dom,
        grid::{At, Cells},
        virtual_list::Slot,
    },
};
use contract::invitation::Invitation;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use web_sys::{Element, HtmlElement};

/// A row. Which invitation it shows changes as the list is scrolled.
#[component]
pub fn InvitationRow(
    /// The place in the document.
    shelf: Slot,
    /// The view.
    view: Invitations,
    /// The grid.
    cells: Cells,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let number = shelf.number;
    let place = shelf.place;
    let at = place.clone();
    let row = Memo::new(move |_| at.get().and_then(|(at, _)| view.rows.with(|rows| rows.get(at).cloned())));
    let open = Memo::new(move |_| {
        row.with(|row| row.as_ref().is_some_and(|row| view.choosing.with(|id| id.as_ref() == Some(&row.id))))
    });
    let shown = StoredValue::new_local(None::<Face>);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let (Some((at, top)), Some(row)) = (place.get(), row.get()) else { return element.set_hidden(true) };
        view.want(at);
        let busy = view.busy.with(|busy| busy.contains(&row.id));
        dom::set(&element, "aria-rowindex", &(at + 2).to_string());
        dom::set(&element, "aria-busy", &busy.to_string());
        // A property that every browser knows does not throw.
        let _ = HtmlElement::style(&element).set_property("transform", &format!("translateY({top}px)"));
        element.set_hidden(false);
        let face = face(&row, view.chosen.with(|chosen| chosen.get(&row.id).copied()));
        if shown.with_value(|shown| shown.as_ref() != Some(&face)) {
            let moved_on = shown.with_value(|shown| shown.as_ref().is_some_and(|shown| shown.has_moved_on(&face)));
            if let Some(state) = dom::find(&element, "[data-cell=\"2\"]").filter(|_| moved_on) {
                show_changed(&state);
            }
            write(&element, &face);
            shown.set_value(Some(face));
        }
        if let Some(cell) = dom::find(&element, "[data-cell=\"1\"]") {
            dom::set_or_remove(&cell, "data-open", open.get().then_some(""));
        }
    });
    let field = move || {
        let record = if open.get() { row.get_untracked()? } else { return None };
        Some(view! { <RoleField record view cells/> })
    };
    let action = |column: usize, text: &'static str| {
        view! {
            <div role="gridcell" class="td act" data-cell=column>
                <button
                    type="button" class="text-button" data-column=column tabindex="-1" id=format!("act-{number}-{column}")
                    aria-labelledby=format!("act-{number}-{column} address-{number}")
                >
                    {text}
                </button>
            </div>
        }
    };
    view! {
        <div role="row" class="tr" data-slot=number node_ref=element hidden=true>
            <div role="gridcell" class="td who" data-cell="0">
                <span class="lines" data-column="0" tabindex="-1">
                    <span class="email" id=format!("address-{number}")></span><span class="by quiet"></span>
                </span>
            </div>
            <div role="gridcell" class="td" data-cell="1">
                <button type="button" class="value" data-column="1" tabindex="-1" aria-haspopup="listbox"></button>
                <span class="value fixed" data-column="1" tabindex="-1" hidden=true></span>
                {field}
            </div>
            <div role="gridcell" class="td how" data-cell="2">
                <button
                    type="button" class="lines" data-column="2" tabindex="-1" aria-haspopup="dialog" title=people().history()
                    aria-labelledby=format!("state-{number} more-{number} history-{number} address-{number}")
                >
                    <span class="state" id=format!("state-{number}")></span>
                    <span class="more quiet" id=format!("more-{number}")></span>
                    <span hidden=true id=format!("history-{number}")>{people().history()}</span>
                </button>
            </div>
            <div role="gridcell" class="td when" data-cell="3"><span class="sent" data-column="3" tabindex="-1"></span></div>
            <div role="gridcell" class="td when" data-cell="4"><span class="expires" data-column="4" tabindex="-1"></span></div>
            {action(5, people().resend())}
            {action(6, people().copy_link())}
            {action(7, people().revoke())}
        </div>
    }
}

/// Writes a face into a row's template.
fn write(row: &Element, face: &Face) {
    let find = |selector: &str| dom::find(row, selector).expect("the row's template has it");
    for (selector, text) in [
        (".email", &*face.email),
        (".by", &*face.people),
        (".state", face.state),
        (".more", &*face.more),
        (".sent", &*face.sent),
        (".expires", &*face.expires),
    ] {
        dom::write(&find(selector), text);
    }
    let (button, fixed) = (find("[data-cell=\"1\"] > button"), find(".fixed"));
    dom::write(&button, face.role);
    let label = people().role_is(face.role);
    let label = if face.unsaved { format!("{label} {}", t().state_unsaved()) } else { label };
    dom::set(&button, "aria-label", &label);
    dom::set_or_remove(&find("[data-cell=\"1\"]"), "data-sign", face.unsaved.then_some("unsaved"));
    dom::write(&fixed, face.role);
    button.set_hidden(face.fixed.is_some());
    fixed.set_hidden(face.fixed.is_none());
    dom::set_or_remove(&fixed, "title", face.fixed);
    dom::set_or_remove(&find(".more"), "data-amiss", face.amiss.then_some(""));
    for (column, refused) in (5..).zip(face.refused) {
        let button = find(&format!("button[data-column=\"{column}\"]"));
        dom::set(&button, "aria-disabled", &refused.is_some().to_string());
        dom::set_or_remove(&button, "title", refused);
    }
}

/// The open field for a role. What is chosen with the pointer is saved at once; who goes through
/// the roles by keys saves with Enter. Left without that, the choice stays, unsaved.
#[component]
fn RoleField(record: Invitation, view: Invitations, cells: Cells) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    let keyed = StoredValue::new(false);
    dom::focus_soon(move || select.get_untracked().map(Into::into));
    let label = people().role_of(&record.email);
    let now = view.chosen.with_untracked(|chosen| chosen.get(&record.id).copied()).unwrap_or(record.role);
    let options = options(&record.roles, now);
    let go = move |column: usize| {
        let At { row, .. } = cells.at.get_value();
        cells.go(At { row, column });
    };
    let record = StoredValue::new(record);
    let chosen = move || {
        let (select, record) = (select.try_get_untracked().flatten()?, record.try_get_value()?);
        let role = record.roles.iter().copied().find(|role| role_key(*role) == select.value()).unwrap_or(now);
        Some((record, role))
    };
    let save = move || {
        if let Some((record, role)) = chosen() {
            view.set_role(record, role);
            go(1);
        }
    };
    let leave = move || {
        if let Some((record, role)) = chosen() {
            view.choose(&record, role);
        }
    };
    let left = move |_| {
        let select: Option<Element> = select.try_get_untracked().flatten().map(Into::into);
        let is_open =
            record.try_with_value(|record| view.choosing.with_untracked(|id| id.as_ref() == Some(&record.id)));
        // Another window took the focus: the field is still where one works.
        if is_open == Some(true) && document().active_element() != select {
            leave();
        }
    };
    let changed = move |_| {
        if !keyed.get_value() {
            save();
        }
    };
    let pressed = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" => save(),
            "Escape" => {
                view.choosing.set(None);
                go(1);
            }
            "Tab" => {
                leave();
                go(if event.shift_key() { 0 } else { 2 });
            }
            _ => return keyed.set_value(true),
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <select
            class="input" node_ref=select aria-label=label on:change=changed on:keydown=pressed on:blur=left
            on:pointerdown=move |_| keyed.set_value(false)
        >
            {options}
        </select>
    }
}
