//! The search field and the options.

use super::{
    choices::choices,
    option::{Choice, Item},
    rehearsal::rehearse_first,
};
use crate::{
    agent::{Agent, row::Row},
    announce,
    locale::t,
    navigation::Navigation,
    route::{Page, Route},
    scope::Selected,
    shell::OpenAdd,
    ui::{dom, virtual_list::VirtualList},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// Both. They stand in the document as soon as they have been loaded, so that opening has nothing to
/// build; options are found and shown only while it is open.
#[component]
pub fn Panel(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The selected workgroup.
    selected: Memo<Selected>,
    /// What is around it: the popover.
    panel: NodeRef<html::Div>,
) -> impl IntoView {
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
        dom::hide(panel);
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
