//! A menu button (WAI-ARIA APG, *Menu Button*): the browser's popover does opening, closing and
//! giving the focus back; the arrows are ours.

use super::dom;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A button that opens a menu. The children are elements with the role `menuitem`.
#[component]
pub fn Menu(
    /// The id of the menu, unique in the page.
    id: &'static str,
    /// The button's text.
    #[prop(into)]
    label: String,
    /// The button's class.
    #[prop(default = "button")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let button = format!("{id}-button");
    let focus = move |step: i32| {
        let Some(menu) = menu.get_untracked() else { return };
        let items = items(&menu);
        let at = items.iter().position(|item| document().active_element().as_ref() == Some(item.as_ref()));
        let count = i32::try_from(items.len()).unwrap_or(0);
        let next = match (at.and_then(|at| i32::try_from(at).ok()), step) {
            (_, i32::MIN) | (None, _) => 0,
            (_, i32::MAX) => count - 1,
            (Some(at), step) => (at + step).rem_euclid(count.max(1)),
        };
        if let Some(item) = usize::try_from(next).ok().and_then(|next| items.get(next)) {
            dom::focus(item);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => focus(1),
            "ArrowUp" => focus(-1),
            "Home" => focus(i32::MIN),
            "End" => focus(i32::MAX),
            "Tab" => return dom::hide(menu),
            _ => return,
        }
        event.prevent_default();
    };
    let toggled = move |event: web_sys::Event| {
        if dom::opens(&event) {
            focus(i32::MIN);
        }
    };
    view! {
        <button type="button" class=class id=button.clone() popovertarget=id aria-haspopup="menu">{label}</button>
        <div
            id=id class="menu" role="menu" popover="auto" node_ref=menu aria-labelledby=button
            on:keydown=keydown on:toggle=toggled on:click=move |_| dom::hide(menu)
        >
            {children()}
        </div>
    }
}

fn items(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(list) = menu.query_selector_all("[role=menuitem]") else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}
