//! A modal dialog: the browser's own `<dialog>`, which keeps the focus in and gives it back.

use super::{dom, focus};
use leptos::{html, prelude::*};

/// A modal dialog that is open while `open` says so. Escape closes it.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The id of its heading.
    labelledby: &'static str,
    /// Whether the children are made before the first opening and stay. Else they are made anew at
    /// each opening.
    #[prop(default = false)]
    ahead: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            opener.set_value(focus::focused());
            // It throws only where it is open already.
            let _ = dialog.show_modal();
            if !ahead {
                // Where the children are made after it, none had the focus to take.
                let dialog: web_sys::Element = dialog.into();
                dom::focus_soon(move || dom::find(&dialog, "[autofocus]"));
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        let Some(dialog) = dialog.get_untracked() else { return };
        // The browser tells of it a little later: by then it may be open again.
        if dialog.open() {
            return;
        }
        open.set(false);
        // Where what opened it is gone, the focus is left in the dialog at first, then nowhere.
        if focus::focused().is_none_or(|focused| dialog.contains(Some(&focused))) {
            opener.with_value(|opener| focus::give_back(opener.as_ref()));
        }
    };
    view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby=labelledby on:close=closed>
            {move || (ahead || open.get()).then(|| children())}
        </dialog>
    }
}
