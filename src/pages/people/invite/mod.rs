//! The dialog that invites agents. It has an address of its own, over the view it was opened from.

use crate::{locale::people, scope::Selected, ui::dialog::Dialog};
use contract::id::WorkgroupId;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn Invite(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
    /// Whether the address is the dialog's.
    open: Memo<bool>,
    /// Goes back to the view below.
    close: Callback<()>,
) -> impl IntoView {
    let _ = (id, selected);
    let shown = RwSignal::new(false);
    Effect::new(move |_| shown.set(open.get()));
    Effect::new(move |before: Option<bool>| {
        let now = shown.get();
        if before == Some(true) && !now {
            close.run(());
        }
        now
    });
    view! {
        <Dialog open=shown labelledby="invite-title">
            <h2 id="invite-title">{people().invite()}</h2>
        </Dialog>
    }
}
