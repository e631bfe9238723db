//! Add → Workgroup. What was typed, and the key that names the intent, outlive the dialog until
//! the workgroup is made: a refusal, a lost answer or a mistaken Escape costs nothing, and a second
//! try makes no second workgroup.

use crate::{
    agent::{Agent, adding::Adding},
    announce,
    api::{Call, Failure},
    browser::{self, Browser},
    locale::{currency_names, t},
    navigation::Navigation,
    on_demand::on_demand,
    route::{Page, Route},
    text,
    ui::{dialog::Dialog, dom, field_error::FieldError, focus, rehearse},
};
use contract::{
    currency::Currency,
    name, path,
    workgroup::{CreateWorkgroup, Workgroup},
};
use leptos::{ev::SubmitEvent, html, prelude::*, reactive::spawn_local_scoped_with_cancellation, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

on_demand! {
    /// The dialog. It opens when `open` holds a name to begin with.
    pub static ADD_WORKGROUP in work = fn add_workgroup(open: RwSignal<Option<String>>) => view! { <AddWorkgroup open/> };
}

#[component]
fn AddWorkgroup(
    /// The name to begin with, for as long as the dialog is still to be opened.
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let agent = Agent::expect();
    let form = RwSignal::from(agent.adding.clone());
    let shown = RwSignal::new(false);
    let (problem, trouble) = (RwSignal::new(None), RwSignal::new(Trouble::None));
    // The answer may come when the dialog is closed, and open again.
    let busy = RwSignal::new(false);
    let begin = move |name: Option<String>| {
        let Some(name) = name else { return };
        if !name.is_empty() {
            form.update(|form| form.name = name);
        }
        open.set(None);
        problem.set(None);
        trouble.update(Trouble::settle);
        shown.set(true);
    };
    Effect::new(move |_| begin(open.get()));
    rehearse_first(open, shown);
    view! {
        <Dialog open=shown labelledby="add-title" ahead=true>
            <Fields form shown busy problem trouble/>
        </Dialog>
    }
}

/// The first opening, as far as nobody sees it.
fn rehearse_first(open: RwSignal<Option<String>>, shown: RwSignal<bool>) {
    spawn_local_scoped_with_cancellation(async move {
        browser::idle().await;
        let Some(root) = document().document_element() else { return };
        let Some(menu) = dom::find(&root, "#add-menu:not(:popover-open)") else { return };
        if open.get_untracked().is_some() || shown.get_untracked() {
            return;
        }
        // What is set back at once is never acted upon.
        rehearse::tell_alone(&menu, "toggle", Some(("newState", "open".into())));
        if let Some(item) = dom::find(&menu, "[role=menuitem]") {
            rehearse::tell(&item, "click", None);
        }
        open.set(None);
        shown.set(true);
        shown.set(false);
        if let Some(name) = dom::find(&root, "[aria-labelledby=add-title] input") {
            rehearse::tell_alone(&name, "input", None);
        }
        StoredValue::new_local(None).set_value(focus::focused());
        if let Ok(dialog) = document().create_element("dialog") {
            // In no document it cannot be shown.
            let _ = dialog.unchecked_into::<HtmlDialogElement>().show_modal();
        }
    });
}

/// What went wrong, beyond the name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    None,
    /// This.
    Said(String),
    /// Nobody knows whether what was sent last has been made.
    Unknown,
}

impl Trouble {
    /// What was said goes once one goes on; what nobody knows stays so.
    fn settle(&mut self) {
        if matches!(self, Self::Said(_)) {
            *self = Self::None;
        }
    }

    /// What it says of the form as it is now.
    fn text(&self, form: &Adding) -> Option<String> {
        match (self, &form.sent) {
            (Self::None, _) | (Self::Unknown, None) => None,
            (Self::Said(text), _) => Some(text.clone()),
            // The same again has the same key.
            (Self::Unknown, Some((sent, _))) if form.is_still(sent) => Some(t().create_unknown().to_owned()),
            (Self::Unknown, Some((sent, _))) => Some(t().create_unknown_other(&sent.name)),
        }
    }
}

#[component]
fn Fields(
    form: RwSignal<Adding>,
    shown: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// What is wrong with the name.
    problem: RwSignal<Option<String>>,
    /// What else went wrong.
    trouble: RwSignal<Trouble>,
) -> impl IntoView {
    let agent = Agent::expect();
    let preset = agent.session.default_currency;
    let navigation = Navigation::expect();
    let input = NodeRef::<html::Input>::new();
    let near = near(&agent, form);
    let index = agent.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = form.get_untracked();
        let name = match name::parse::<Browser>(&typed.name) {
            Ok(name) => name,
            Err(error) => {
                let text = text::name_error(error);
                problem.set(Some(text.to_owned()));
                trouble.update(Trouble::settle);
                if let Some(input) = input.get_untracked() {
                    dom::focus(&input);
                }
                return;
            }
        };
        let body = CreateWorkgroup { name, currency: typed.currency };
        let mut key = String::new();
        form.update_untracked(|form| key = form.key(&body));
        problem.set(None);
        trouble.set(Trouble::None);
        busy.set(true);
        let (agent, navigation) = (index.clone(), navigation.clone());
        spawn_local(async move {
            let answer: Result<Workgroup, _> = Call::post(path::WORKGROUPS, &body, Some(&key)).json_answer().await;
            agent.note(&answer);
            busy.try_set(false);
            match answer {
                Ok(record) => {
                    let (id, name) = (record.id.clone(), record.name.clone());
                    agent.take_one(record);
                    // Something else may have been typed meanwhile: that is kept, and gone on with.
                    let same = form.try_with_untracked(|form| form.name == typed.name);
                    if same == Some(true) {
                        form.set(Adding::new(preset));
                        shown.set(false);
                        navigation.go(&Route::Workgroup(id, Page::Settings));
                    }
                    announce::status(&t().created(&name));
                }
                Err(failure) => {
                    let at_name = match &failure {
                        Failure::Problem(problem, _) => {
                            problem.code_at("/name").map(|code| text::code_text(code).to_owned())
                        }
                        _ => None,
                    };
                    if failure.is_unknown() {
                        trouble.try_set(Trouble::Unknown);
                    } else if at_name.is_none() {
                        trouble.try_set(Trouble::Said(text::failure(&failure)));
                    }
                    problem.try_set(at_name);
                }
            }
        });
    };
    view! {
        <form on:submit=submit novalidate=true>
            <h2 id="add-title">{t().add_workgroup()}</h2>
            <p class="quiet">{t().create_cannot()}</p>
            <label class="field">
                {t().workgroup_name()}
                <input
                    type="text" class="input" node_ref=input autocomplete="off" autofocus=true
                    prop:value=move || form.read().name.clone()
                    aria-describedby="add-name-error add-near" aria-invalid=move || problem.read().is_some().to_string()
                    on:input=move |event| {
                        problem.set(None);
                        trouble.update(Trouble::settle);
                        form.update(|form| form.name = event_target_value(&event));
                    }
                />
            </label>
            <FieldError id="add-name-error" message=problem/>
            <p id="add-near" class="field-note" role="status" hidden=move || near.read().is_none()>
                {move || near.get().map(|name| t().create_near(&name))}
            </p>
            <CurrencyField form/>
            <FieldError id="add-error" message=Signal::derive(move || trouble.read().text(&form.read()))/>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| shown.set(false)>{t().cancel()}</button>
                <button type="submit" class="button primary" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { t().creating() } else { t().create_workgroup() }}
                </button>
            </div>
        </form>
    }
}

/// The currency. The list is filled when it is first wanted: naming 150 currencies takes longer
/// than opening the dialog.
#[component]
fn CurrencyField(form: RwSignal<Adding>) -> impl IntoView {
    let full = RwSignal::new(false);
    let options = move || {
        let chosen = form.get_untracked().currency;
        if !full.get() {
            return vec![view! { <option value=chosen.code() selected=true>{chosen.code().to_owned()}</option> }];
        }
        let option = |(currency, name): (Currency, String)| {
            let text = format!("{} – {name}", currency.code());
            view! { <option value=currency.code() selected=currency == chosen>{text}</option> }
        };
        currency_names(Currency::all()).into_iter().map(option).collect::<Vec<_>>()
    };
    let chosen = move |event| {
        if let Ok(currency) = Currency::from_code(&event_target_value(&event)) {
            form.update(|form| form.currency = currency);
        }
    };
    view! {
        <label class="field">
            {t().currency()}
            <select
                class="input" aria-describedby="add-currency-note" on:change=chosen
                prop:value=move || form.read().currency.code().to_owned()
                on:pointerdown=move |_| full.set(true) on:focus=move |_| full.set(true)
            >
                {options}
            </select>
        </label>
        <p id="add-currency-note" class="quiet">{t().create_currency_note()}</p>
    }
}

/// The name of a workgroup that is called almost the same.
fn near(agent: &Agent, form: RwSignal<Adding>) -> Memo<Option<String>> {
    let index = agent.index.clone();
    Memo::new(move |_| {
        form.with(|form| {
            let name = Some(&form.name).filter(|name| !name.trim().is_empty())?;
            index.with(|rows| rows.called(name, None).map(|row| row.peek(|state| state.record.name.clone())))
        })
    })
}
