//! Tells outcomes to assistive technology, through two live regions that stand in `index.html`
//! from the first paint on.

use crate::{agent::field::Why, edit::Outcome, ui::dom};
use leptos::prelude::{document, set_timeout};
use std::time::Duration;

/// How long a message that has no place of its own is shown.
const SHOWN: Duration = Duration::from_secs(10);

/// Says something when there is time.
pub fn status(text: &str) {
    say("status", text);
}

/// Says something at once.
pub fn alert(text: &str) {
    say("alert", text);
}

/// Says something at once, where it can be seen too: for what has no place of its own.
pub fn show(text: &str) {
    alert(text);
    uncover("alert", "toast", text);
}

/// Says something when there is time, where it can be seen too.
pub fn tell(text: &str) {
    status(text);
    uncover("status", "toast good", text);
}

/// Shows for a while what a region says.
fn uncover(region: &str, class: &str, text: &str) {
    let Some(region) = document().get_element_by_id(region) else { return };
    dom::set(&region, "class", class);
    let said = text.to_owned();
    set_timeout(
        move || {
            if region.text_content().is_some_and(|now| now.trim_end() == said) {
                region.set_text_content(None);
                dom::set(&region, "class", "hidden-text");
            }
        },
        SHOWN,
    );
}

/// Says what became of a field.
pub fn outcome(outcome: &Outcome<Why>, text: &str) {
    match outcome {
        Outcome::Saved | Outcome::Unsaved | Outcome::Discarded => status(text),
        Outcome::Refused(_) | Outcome::Failed(_) | Outcome::Conflict => alert(text),
    }
}

/// Takes back what was said last: another agent may sign in.
pub fn clear() {
    say("status", "");
    say("alert", "");
}

fn say(region: &str, text: &str) {
    let Some(region) = document().get_element_by_id(region) else { return };
    // The same text twice would not be said twice.
    let again = region.text_content().as_deref() == Some(text);
    dom::set(&region, "class", "hidden-text");
    region.set_text_content(Some(&if again { format!("{text}\u{A0}") } else { text.to_owned() }));
}
