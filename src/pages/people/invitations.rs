//! The invitations into a workgroup.

use crate::scope::Selected;
use contract::id::WorkgroupId;
use leptos::prelude::*;

/// The view.
#[component]
pub fn Invitations(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let _ = (id, selected);
}
