//! What a reader of the page, sighted or not, finds in it.

use crate::stage;
use leptos::prelude::document;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, MutationObserver, MutationObserverInit, Node};

/// The text that is seen, which what live regions say is not.
pub(crate) fn text() -> String {
    let page = stage::root().and_then(|root| root.query_selector("#app").ok().flatten());
    page.map(|page| page.unchecked_into::<HtmlElement>().inner_text()).unwrap_or_default()
}

/// Whether a text is seen.
pub(crate) fn sees(part: &str) -> bool {
    text().contains(part)
}

/// Every element with this role that is seen, with its name.
pub(crate) fn each(role: &str) -> Vec<(String, HtmlElement)> {
    let Some(root) = stage::root() else { return Vec::new() };
    let list = root.query_selector_all("*").expect("is a selector");
    let elements = (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<HtmlElement>().ok());
    elements
        .filter(|element| role_of(element).as_deref() == Some(role) && is_seen(element))
        .map(|element| (name_of(&element), element))
        .collect()
}

/// The names of all that have this role.
pub(crate) fn names(role: &str) -> Vec<String> {
    each(role).into_iter().map(|(name, _)| name).collect()
}

/// The one element with this role and name.
pub(crate) fn one(role: &str, name: &str) -> Option<HtmlElement> {
    let mut found = each(role).into_iter().filter(|(found, _)| found == name).map(|(_, element)| element);
    let first = found.next();
    assert!(found.next().is_none(), "several are a {role} named {name:?}");
    first
}

/// Waits for the one element with this role and name.
pub(crate) async fn get(role: &str, name: &str) -> HtmlElement {
    crate::wait::found(&format!("a {role} named {name:?}"), || one(role, name)).await
}

/// Waits for a field, and gives it as such.
pub(crate) async fn field(role: &str, name: &str) -> HtmlInputElement {
    get(role, name).await.dyn_into().expect("is an input")
}

/// Role and name of what has the focus.
pub(crate) fn focus() -> (String, String) {
    let Some(element) = document().active_element() else { return Default::default() };
    (role_of(&element).unwrap_or_default(), name_of(&element))
}

/// Whether what has the focus has this role and name.
pub(crate) fn has_focus(role: &str, name: &str) -> bool {
    focus() == (role.to_owned(), name.to_owned())
}

/// What a live region said last.
pub(crate) fn told(region: &str) -> String {
    let said = each(region).into_iter().find(|(_, element)| element.id() == region);
    said.and_then(|(_, element)| element.text_content()).unwrap_or_default()
}

/// What an attribute that names elements by id leads to: their texts.
pub(crate) fn behind(element: &Element, attribute: &str) -> String {
    let ids = element.get_attribute(attribute).unwrap_or_default();
    let texts = ids.split(' ').filter_map(|id| document().get_element_by_id(id)?.text_content());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The role, as far as the page's markup goes (HTML-AAM).
fn role_of(element: &Element) -> Option<String> {
    let tag = element.tag_name().to_ascii_lowercase();
    let implied = match tag.as_str() {
        "button" | "dialog" | "main" => tag.as_str(),
        "a" if element.has_attribute("href") => "link",
        "h1" | "h2" => "heading",
        "input" | "textarea" => "textbox",
        "select" => "combobox",
        _ => "",
    };
    element.get_attribute("role").or_else(|| Some(implied.to_owned())).filter(|role| !role.is_empty())
}

/// The accessible name, as far as the page's markup goes (accname).
pub(crate) fn name_of(element: &Element) -> String {
    let labelled = behind(element, "aria-labelledby");
    if !labelled.is_empty() {
        return labelled;
    }
    if let Some(label) = element.get_attribute("aria-label") {
        return label;
    }
    match element.closest("label").ok().flatten().filter(|label| label != element) {
        Some(label) => own_text(&label),
        None => spoken(element).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The text that stands directly in an element.
fn own_text(element: &Element) -> String {
    let texts = children(element).filter(|node| node.node_type() == Node::TEXT_NODE);
    texts.filter_map(|node| node.text_content()).collect::<String>().trim().to_owned()
}

/// All text but what is kept from assistive technology.
fn spoken(node: &Node) -> String {
    match node.dyn_ref::<Element>() {
        Some(element) if element.get_attribute("aria-hidden").as_deref() == Some("true") => String::new(),
        Some(element) if element.has_attribute("hidden") => String::new(),
        Some(_) => children(node).map(|child| spoken(&child) + " ").collect(),
        None => node.text_content().unwrap_or_default(),
    }
}

fn children(node: &Node) -> impl Iterator<Item = Node> {
    std::iter::successors(node.first_child(), Node::next_sibling)
}

fn is_seen(element: &HtmlElement) -> bool {
    let has_box = element.get_client_rects().length() > 0;
    has_box && element.closest("[aria-hidden=true]").ok().flatten().is_none()
}

/// Watches for a word. Unlike a look now and then it sees whatever stands in the document even for
/// a single frame.
pub(crate) struct Watch {
    observer: MutationObserver,
    seen: Rc<Cell<bool>>,
    _look: Closure<dyn FnMut()>,
}

impl Watch {
    /// Watches for `word` in all that is mounted, texts and names, and in the tab's title.
    pub(crate) fn for_word(word: &'static str) -> Self {
        let root = stage::root().expect("something is mounted");
        let seen = Rc::new(Cell::new(false));
        let (watched, sees) = (root.clone(), seen.clone());
        let look = Closure::<dyn FnMut()>::new(move || {
            if watched.outer_html().contains(word) || document().title().contains(word) {
                sees.set(true);
            }
        });
        let observer = MutationObserver::new(look.as_ref().unchecked_ref()).expect("is made");
        let all = MutationObserverInit::new();
        all.set_subtree(true);
        all.set_child_list(true);
        all.set_attributes(true);
        all.set_character_data(true);
        observer.observe_with_options(&root, &all).expect("is observed");
        Self { observer, seen, _look: look }
    }

    /// Whether it was there at any time.
    pub(crate) fn has_seen(&self) -> bool {
        self.seen.get()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
