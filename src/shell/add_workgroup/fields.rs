//! What is typed to add a workgroup, and how it is sent.

use crate::{
    agent::{Agent, adding::Adding},
    announce,
    api::{Call, Failure},
    browser::Browser,
    locale::{currency_names, t},
    navigation::Navigation,
    route::{Page, Route},
    text,
    ui::{dom, field_error::FieldError, focus},
};
use contract::{
    currency::Currency,
    name, path,
    workgroup::{CreateWorkgroup, Workgroup},
};
use leptos::{
    ev::SubmitEvent,
    html,
    prelude::*,
    task::{spawn_local, tick},
};

/// What went wrong, beyond the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// This.
    Said(String),
    /// Nobody knows whether what was sent last has been made.
    Unknown,
}

impl Trouble {
    /// What was said goes once one goes on; what nobody knows stays so.
    pub fn settle(&mut self) {
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

/// The form within the dialog.
#[component]
pub fn Fields(
    /// What has been typed.
    form: RwSignal<Adding>,
    /// Whether the dialog is open.
    shown: RwSignal<bool>,
    /// Whether an answer is waited for.
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
                        // After the dialog has given the focus back: another Enter opens nothing.
                        tick().await;
                        focus::to("#main");
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
