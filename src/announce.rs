//! Tells outcomes to assistive technology, through two live regions that stand in `index.html`
//! from the first paint on.

use crate::{
    agent::field::Why,
    edit::Outcome,
    locale::{number, plural, t},
    ui::dom,
};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::{document, set_timeout},
};
use std::{cell::Cell, time::Duration};
use web_sys::Element;

/// How long a message that has no place of its own is shown.
const SHOWN: Duration = Duration::from_secs(10);
/// How long typing has to rest before what it finds is said.
const REST: Duration = Duration::from_millis(500);

thread_local! {
    /// What is said once typing rests.
    static RESTING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

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
                write(&region, None);
            }
        },
        SHOWN,
    );
}

/// Says how many workgroups a search finds once typing rests: said at each key, none would be heard
/// to the end.
pub fn found(count: usize) {
    nothing_sought();
    let say = move || {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        status(&t().found_count(plural(count), &number(count)));
    };
    RESTING.set(set_timeout_with_handle(say, REST).ok());
}

/// Nothing is searched for any more: what was found is not said.
pub fn nothing_sought() {
    if let Some(resting) = RESTING.take() {
        resting.clear();
    }
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
    nothing_sought();
    for region in ["status", "alert"].into_iter().filter_map(|region| document().get_element_by_id(region)) {
        write(&region, None);
    }
}

fn say(region: &str, text: &str) {
    let Some(region) = document().get_element_by_id(region) else { return };
    // The same text twice would not be said twice.
    let again = region.text_content().as_deref() == Some(text);
    if text.is_empty() {
        return;
    }
    write(&region, Some(&if again { format!("{text}\u{A0}") } else { text.to_owned() }));
}

/// Writes into a region where nobody sees it.
fn write(region: &Element, text: Option<&str>) {
    dom::set(region, "class", "hidden-text");
    region.set_text_content(text);
}
