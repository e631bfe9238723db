//! A workgroup's mark: its colour and initial. They always stand beside its name, never alone.

use super::dom;
use contract::id::WorkgroupId;
use leptos::prelude::*;
use web_sys::Element;

/// How many colours `style/main.css` has.
const HUES: u32 = 12;

/// The colour of a workgroup: always the same for the same identifier (FNV-1a).
pub fn hue(id: &WorkgroupId) -> u32 {
    let hash =
        id.as_str().bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 8) % HUES
}

/// The first character of a name that is no punctuation; the style sheet makes it a capital.
pub fn initial(name: &str) -> String {
    let punctuation = |c: &char| {
        (c.is_ascii() && !c.is_ascii_alphanumeric())
            || matches!(c, '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}')
    };
    let first = name.chars().find(|c| !punctuation(c)).or_else(|| name.chars().next());
    first.map(String::from).unwrap_or_default()
}

/// Marks an element that bears a workgroup's name: the style sheet draws the mark before its content,
/// so that it costs no element and is no part of the name's own text.
pub fn write(element: &Element, hue: Option<u32>, initial: &str) {
    dom::set_or_remove(element, "data-hue", hue.map(|hue| hue.to_string()).as_deref());
    dom::set(element, "data-initial", initial);
}

/// The mark of a workgroup, where nothing that bears its name can be marked itself.
#[component]
pub fn Mark(
    /// The workgroup.
    id: WorkgroupId,
    /// Its name.
    name: String,
) -> impl IntoView {
    view! { <span aria-hidden="true" data-hue=hue(&id) data-initial=initial(&name)></span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initial_can_be_seen() {
        for (name, first) in [
            ("nordwind", "n"),
            ("“Ärzte”", "Ä"),
            ("「東京」", "東"),
            ("(3) a", "3"),
            ("👩", "👩"),
            ("--", "-"),
            ("", ""),
        ] {
            assert_eq!(initial(name), first);
        }
    }

    #[test]
    fn every_colour_occurs() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..500 {
            seen.insert(hue(&format!("wg_{n}").parse().expect("an id")));
        }
        assert_eq!(seen.len(), HUES as usize);
    }
}
