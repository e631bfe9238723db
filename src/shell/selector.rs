//! The workgroup selector: a button that opens a dialog with a combobox over a listbox
//! (WAI-ARIA APG, *Editable Combobox With List Autocomplete*).

use super::{
    OpenAdd,
    option::{Choice, Face},
};
use crate::{
    agent::{Agent, index::Rows, row::Row, search::Found},
    announce,
    api::retry,
    browser::{self, Browser},
    locale::t,
    navigation::Navigation,
    on_demand::on_demand,
    route::{Page, Route},
    scope::Selected,
    ui::{
        abort::owned_abort,
        dom, focus, mark, rehearse,
        virtual_list::{Slot, VirtualList},
    },
};
use contract::{
    id::WorkgroupId,
    invitation::InvitationToMe,
    search::{matches, search_key},
};
use leptos::{ev::KeyboardEvent, html, prelude::*, reactive::spawn_local_scoped_with_cancellation, task::tick};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};

on_demand! {
    /// The search field and the options.
    pub static PANEL in work = fn selector_panel(open: RwSignal<bool>, selected: Memo<Selected>, panel: NodeRef<html::Div>) =>
        view! { <Panel open selected panel/> };
}

/// The selector.
#[component]
pub fn Selector(
    /// The selected workgroup.
    selected: Memo<Selected>,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(false);
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key())
            && !event.shift_key()
            && !event.alt_key()
            && event.key() == "k"
            && !dialog_is_open()
        {
            event.prevent_default();
            if let Some(panel) = panel.get_untracked() {
                dom::call(&panel, "togglePopover");
            }
        }
    });
    on_cleanup(move || shortcut.remove());
    // Tab leads out of the dialog and closes it: what it covers is not worked in behind it.
    let left = move |event: leptos::ev::FocusEvent| {
        if !open.get_untracked() {
            return;
        }
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if let (Some(to), Some(panel)) = (to, panel.try_get_untracked().flatten())
            && !panel.contains(Some(&to))
        {
            dom::call(&panel, "hidePopover");
        }
    };
    let name = move || selected.read().row().map(|row| row.with(|state| state.record.name.clone()));
    let label = move || name().map_or_else(|| t().selector_none().to_owned(), |name| t().selector_label(&name));
    view! {
        <button
            type="button" class="selector" node_ref=button popovertarget="selector" aria-haspopup="dialog" aria-label=label
            aria-keyshortcuts="Control+K Meta+K" data-hue=move || selected.read().row().map(|row| mark::hue(row.id()).to_string())
            data-initial=move || name().map(|name| mark::initial(&name))
        >
            <span class="selector-name">{move || name().unwrap_or_else(|| t().choose_workgroup().to_owned())}</span>
            <kbd aria-hidden="true">{if browser::is_apple() { "⌘K" } else { "Ctrl K" }}</kbd>
        </button>
        <div
            id="selector" class="selector-panel" popover="auto" role="dialog" node_ref=panel aria-label=t().choose_workgroup()
            on:beforetoggle=move |event| {
                wanted.set(true);
                open.set(dom::opens(&event));
            }
            on:focusout=left
        >
            {PANEL.show_once(move || wanted.get() || PANEL.is_here(), move |content| content(open, selected, panel))}
        </div>
    }
}

/// Whether a modal dialog stands over the page.
fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The search field and the options. It stands in the document as soon as it has been loaded, so
/// that opening has nothing to build; it finds and shows options only while it is open.
#[component]
fn Panel(open: RwSignal<bool>, selected: Memo<Selected>, panel: NodeRef<html::Div>) -> impl IntoView {
    let agent = Agent::expect();
    let OpenAdd(add) = expect_context();
    let navigation = Navigation::expect();
    let route = navigation.route();
    let search = NodeRef::<html::Input>::new();
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let list = VirtualList::new(0, 2, 360);
    let choices = choices(&agent, open, query, selected);
    agent.ask_for(move || open.get().then(|| query.get()));

    let found = agent.index.clone();
    // It takes the focus when it opens, but where it comes later than that.
    if open.get_untracked() {
        search.on_load(|search| dom::focus_soon(move || Some(search.into())));
    }
    Effect::new(move |_| {
        if open.get() {
            if !query.read_untracked().is_empty() {
                query.set(String::new());
            }
            if active.get_untracked() != 0 {
                active.set(0);
            }
            list.to_top();
            if let Some(search) = search.get_untracked() {
                search.set_value("");
            }
        }
    });
    Effect::new(move |_| choices.with(|choices| list.set(choices.len(), Vec::new())));
    Effect::new(move |_| {
        if open.get() && !query.read().is_empty() {
            announce::found(choices.with(|c| c.iter().filter(|c| !matches!(c, Choice::Create(_))).count()));
        } else {
            announce::nothing_sought();
        }
    });

    let way = move |row: &Row| {
        let page = route.with_untracked(Route::page).map_or(Page::Settings, Page::elsewhere);
        Route::Workgroup(row.id().clone(), page)
    };
    let (at, index) = (navigation.clone(), agent.index.clone());
    let leads_here = move || {
        let first = choices.with_untracked(|choices| choices.first().cloned());
        let Some(Choice::Go(row)) = first.filter(|_| index.complete.get_untracked()) else { return None };
        at.is_at(&way(&row)).then_some(row)
    };
    rehearse_first(open, panel, search, leads_here);
    let choose = Callback::new(move |at: usize| {
        let Some(choice) = choices.with_untracked(|choices| choices.get(at).cloned()) else { return };
        match choice {
            Choice::Go(row) => navigation.go(&way(&row)),
            Choice::Join(invitation) => navigation.go(&Route::InvitationTo(invitation.id)),
            Choice::Create(name) => add.set(Some(name)),
        }
        // Last: another address would have the browser lay out what is without the panel.
        if let Some(panel) = panel.get_untracked() {
            dom::call(&panel, "hidePopover");
        }
    });
    let go = move |to: usize| {
        let last = choices.with_untracked(Vec::len).saturating_sub(1);
        active.set(to.min(last));
        list.reveal(to.min(last));
    };
    let keydown = move |event: KeyboardEvent| {
        if dom::is_composing(&event) {
            return;
        }
        let at = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => go(at + 1),
            "ArrowUp" => go(at.saturating_sub(1)),
            "PageDown" => go(at + list.page()),
            "PageUp" => go(at.saturating_sub(list.page())),
            "Home" if event.ctrl_key() => go(0),
            "End" if event.ctrl_key() => go(usize::MAX),
            "Enter" => choose.run(at),
            _ => return,
        }
        event.prevent_default();
    };
    let typed = move |event| {
        query.set(event_target_value(&event));
        active.set(0);
        list.to_top();
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        let option = dom::target(&event).and_then(|target| dom::around(&target, "[data-at]"));
        if let Some(at) = option.and_then(|option| option.get_attribute("data-at")?.parse().ok()) {
            choose.run(at);
        }
    };
    let none = move || open.get() && choices.read().is_empty();
    let message = move || if found.complete.get() { t().none_found() } else { t().still_loading() };
    view! {
        <input
            class="input" type="text" role="combobox" node_ref=search autofocus=true autocomplete="off" spellcheck="false" maxlength="200"
            aria-label=t().search_workgroups() placeholder=t().search_workgroups() aria-expanded="true"
            aria-controls="selector-options" aria-autocomplete="list"
            aria-activedescendant=move || {
                (open.get() && !choices.read().is_empty()).then(|| format!("option-{}", active.get()))
            }
            on:input=typed on:keydown=keydown
        />
        <div
            id="selector-options" class="options" role="listbox" aria-label=t().workgroups()
            node_ref=list.viewport on:scroll=move |_| list.scrolled() on:click=clicked
        >
            <div class="options-all" role="presentation" style:height=move || format!("{}px", list.height.get())>
                <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                    <Item shelf choices active/>
                </For>
            </div>
        </div>
        <p class="options-none" hidden=move || !none()>{message}</p>
        <p class="options-hint quiet" aria-hidden="true">{t().selector_hint()}</p>
    }
}

/// The first opening, choice and key, where nobody sees them, and while the first option leads to where
/// one is already: `leads_here` gives its row.
fn rehearse_first(
    open: RwSignal<bool>,
    panel: NodeRef<html::Div>,
    search: NodeRef<html::Input>,
    leads_here: impl Fn() -> Option<Row> + 'static,
) {
    spawn_local_scoped_with_cancellation(async move {
        browser::idle().await;
        let (Some(panel), Some(search)) = (panel.get_untracked(), search.get_untracked()) else { return };
        // Who types is told soon what was found.
        let types = focus::focused().is_some_and(|focused| focused.tag_name() == "INPUT");
        if types || open.get_untracked() {
            return;
        }
        let toggle = |to| rehearse::tell_alone(&panel, "beforetoggle", Some(("newState", JsValue::from_str(to))));
        let typed = |text: &str| {
            search.set_value(text);
            rehearse::tell_alone(&search, "input", None);
        };
        toggle("open");
        // No event of a person's comes before what follows from one of these is done.
        tick().await;
        if let Some(row) = leads_here() {
            rehearse::tell(&search, "keydown", Some(("key", "Enter".into())));
            typed(&row.peek(|state| state.record.name.clone()));
            tick().await;
            typed("");
            tick().await;
        }
        toggle("closed");
        rehearse::tell_alone(&panel, "focusout", None);
        Navigation::rehearse();
        // As another workgroup that is gone to ends what was asked of the one before.
        Owner::new().with(owned_abort);
        retry::sleep(Duration::ZERO).await;
    });
}

/// What the options depend on: the index's revision, the query, the current workgroup, those
/// visited last, and the invitations that wait.
type Asked = (u32, String, Option<WorkgroupId>, Vec<WorkgroupId>, Vec<InvitationToMe>);

/// What there is to choose from. Found once before the first opening, so that this has nothing to
/// build, then only while the dialog is open; after it has closed, what was found stays until the
/// next opening, when nobody sees it.
fn choices(
    agent: &Agent,
    open: RwSignal<bool>,
    query: RwSignal<String>,
    selected: Memo<Selected>,
) -> RwSignal<Vec<Choice>> {
    let (index, recent, waiting) = (agent.index.clone(), agent.recent.clone(), agent.waiting.clone());
    let may_create = agent.session.may.create_workgroup.allowed;
    let found = StoredValue::new(Found::default());
    let choices = RwSignal::new(Vec::new());
    Effect::new(move |before: Option<Option<Asked>>| {
        let before = before.flatten();
        if !open.get() && before.is_some() {
            return before;
        }
        let query = query.get();
        let current = selected.with_untracked(|selected| selected.row().map(|row| row.id().clone()));
        let recent = recent.ids();
        let asked = (index.with(Rows::revision), query.clone(), current.clone(), recent.clone(), waiting.get());
        if before.as_ref() == Some(&asked) {
            return before;
        }
        let key = search_key::<Browser>(&query);
        let mut now: Vec<Choice> = index.peek(|rows| {
            let answer = found.try_update_value(std::mem::take).unwrap_or_default();
            let answer = answer.next(rows, key.clone());
            let options = answer.options(rows, current.as_ref(), &recent);
            found.set_value(answer);
            options.into_iter().map(Choice::Go).collect()
        });
        let at = place(&now, current.as_ref(), &recent, !key.is_empty());
        let named = |one: &&InvitationToMe| matches(&search_key::<Browser>(&one.workgroup_name), &key);
        let invitations: Vec<Choice> = asked.4.iter().filter(named).cloned().map(Choice::Join).collect();
        now.splice(at..at, invitations);
        let name = query.trim();
        if may_create && !name.is_empty() {
            now.push(Choice::Create(name.to_owned()));
        }
        choices.set(now);
        Some(asked)
    });
    choices
}

/// Where invitations stand among the workgroups: after those that one was in last, for one is more
/// likely to go there; after all that was found, where one searched.
fn place(options: &[Choice], current: Option<&WorkgroupId>, recent: &[WorkgroupId], searched: bool) -> usize {
    let known = |choice: &Choice| match choice {
        Choice::Go(row) => Some(row.id()) == current || recent.contains(row.id()),
        Choice::Join(_) | Choice::Create(_) => false,
    };
    if searched { options.len() } else { options.iter().take_while(|choice| known(choice)).count() }
}

/// One option. Like the rows of the table it is written by one effect into a template.
#[component]
fn Item(shelf: Slot, choices: RwSignal<Vec<Choice>>, active: RwSignal<usize>) -> impl IntoView {
    let agent = Agent::expect();
    let element = NodeRef::<html::Div>::new();
    let written = StoredValue::new(None::<(usize, Face)>);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let place = shelf.place.get();
        let choice = place.and_then(|(at, top)| choices.with(|all| Some((at, top, all.get(at)?.clone(), all.len()))));
        let Some((at, top, choice, count)) = choice else { return element.set_hidden(true) };
        let face = choice.face(&agent);
        element.set_hidden(false);
        dom::set(&element, "aria-selected", if active.get() == at { "true" } else { "false" });
        dom::set(&element, "aria-setsize", &count.to_string());
        if written.with_value(|written| written.as_ref().is_some_and(|(was, shown)| *was == at && *shown == face)) {
            return;
        }
        element.set_id(&format!("option-{at}"));
        dom::set(&element, "data-at", &at.to_string());
        dom::set(&element, "aria-posinset", &(at + 1).to_string());
        // A property that every browser knows does not throw.
        let _ = web_sys::HtmlElement::style(&element).set_property("transform", &format!("translateY({top}px)"));
        face.write(&element);
        written.set_value(Some((at, face)));
    });
    view! {
        <div class="option" role="option" node_ref=element hidden=true>
            <span class="option-name"></span>
            <span class="option-detail"></span>
            <span class="badge" hidden=true>{t().draft_badge()}</span>
        </div>
    }
}
