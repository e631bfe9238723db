//! Tells outcomes to assistive technology, through two live regions that stand in `index.html`
//! from the first paint on.

use crate::{
    agent::field::{Field, Why},
    edit::Outcome,
    text,
};
use contract::workgroup::Workgroup;
use leptos::prelude::document;

/// Says something when there is time.
pub fn status(text: &str) {
    say("status", text);
}

/// Says something at once.
pub fn alert(text: &str) {
    say("alert", text);
}

/// Says what became of a field.
pub fn outcome(record: &Workgroup, field: Field, outcome: &Outcome<Why>) {
    let text = text::outcome(record, field, outcome);
    match outcome {
        Outcome::Saved | Outcome::Unsaved => status(&text),
        Outcome::Refused(_) | Outcome::Failed(_) | Outcome::Conflict => alert(&text),
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
    region.set_text_content(Some(&if again { format!("{text}\u{A0}") } else { text.to_owned() }));
}
