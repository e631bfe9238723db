//! The message beside a field that is not accepted.

use leptos::prelude::*;

/// Shows the message, if there is one, and says it: the page's own live regions are out of reach
/// while a dialog is open. `id` is what the field's `aria-describedby` names.
#[component]
pub fn FieldError(
    /// The message's id.
    id: &'static str,
    /// The message.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    view! { <p id=id class="field-error" role="alert" hidden=move || message.read().is_none()>{move || message.get()}</p> }
}
