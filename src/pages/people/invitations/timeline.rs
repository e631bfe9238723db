//! The history of one invitation: a dialog over the list, with an address of its own.

use super::{
    Invitations,
    face::reason,
    steps::{Step, steps},
};
use crate::{
    api::{Call, Failure},
    locale::{self, people, t},
    navigation::Navigation,
    pages::activity::sentence::{Sentence, said, sentence, when},
    scope::Selected,
    text,
    ui::{abort::owned_abort, dialog::Dialog, mark::Mark},
};
use contract::{Timestamp, activity::Entry, id::InvitationId, invitation::Invitation, list::List, path};
use leptos::{prelude::*, task::spawn_local};

/// What the query of the address begins with, before the invitation.
const QUERY: &str = "history=";

/// The query of an invitation's history.
pub(super) fn query(id: &InvitationId) -> String {
    format!("{QUERY}{id}")
}

/// What is known of the history.
#[derive(Debug, Clone)]
enum Told {
    Loading,
    Ready(Vec<Step>),
    Failed(Failure),
}

/// The dialog.
#[component]
pub fn Timeline(
    /// The view.
    view: Invitations,
    /// The workgroup, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let address = navigation.query();
    let shown = RwSignal::new(false);
    let asked = Memo::new(move |_| address.with(|query| query.strip_prefix(QUERY)?.parse::<InvitationId>().ok()));
    // What is shown stays while the dialog closes.
    let about =
        Memo::new(move |before: Option<&Option<InvitationId>>| asked.get().or_else(|| before.cloned().flatten()));
    Effect::new(move |_| shown.set(asked.read().is_some()));
    Effect::new(move |before: Option<bool>| {
        let now = shown.get();
        if before == Some(true) && !now && asked.get_untracked().is_some() {
            navigation.set_query("", true);
        }
        now
    });
    let row = Memo::new(move |_| {
        let about = about.get()?;
        view.rows.with(|rows| rows.iter().find(|row| row.id == about).cloned())
    });
    let told = RwSignal::new(Told::Loading);
    let email = RwSignal::new(None::<String>);
    let again = RwSignal::new(0_u32);
    Effect::new(move |before: Option<Option<InvitationId>>| {
        let id = asked.get();
        again.track();
        let known = row.get();
        let Some(asked) = id.clone() else { return id };
        if before.flatten().as_ref() != Some(&asked) {
            told.set(Told::Loading);
            email.set(known.as_ref().map(|row| row.email.clone()));
        }
        let Some(abort) = owned_abort() else { return id };
        spawn_local(async move {
            let Some(answer) = read(view, &asked, known, &abort).await else { return };
            match answer {
                Ok((record, entries)) => {
                    email.set(record.as_ref().map(|record| record.email.clone()));
                    told.set(Told::Ready(steps(entries, record.as_ref())));
                }
                Err(failure) => told.set(Told::Failed(failure)),
            }
        });
        id
    });
    let name = move || selected.with(|selected| selected.row().map(|row| row.with(|state| state.record.name.clone())));
    let title = move || email.get().map_or_else(|| people().history().to_owned(), |email| people().history_of(&email));
    let content = move || match told.get() {
        Told::Loading => view! { <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div> }.into_any(),
        Told::Failed(failure) => view! {
            <p role="alert" class="field-error">{text::failure(&failure)}</p>
            <button type="button" class="button" on:click=move |_| {
                told.set(Told::Loading);
                again.update(|again| *again += 1);
            }>{t().retry()}</button>
        }
        .into_any(),
        Told::Ready(steps) if steps.is_empty() => view! { <p>{people().history_none()}</p> }.into_any(),
        Told::Ready(steps) => view! { <ol>{steps.iter().map(one).collect::<Vec<_>>()}</ol> }.into_any(),
    };
    view! {
        <Dialog open=shown labelledby="history-title">
            <h2 id="history-title">{title}</h2>
            <p class="into">
                {move || name().map(|name| {
                    view! { <Mark id=view.workgroup.get_value() name=name.clone()/><strong>{name}</strong> }
                })}
            </p>
            <div class="history" aria-busy=move || matches!(*told.read(), Told::Loading).to_string()>{content}</div>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| shown.set(false)>{t().close()}</button>
            </div>
        </Dialog>
    }
}

/// The invitation and what happened to it. None where nobody wants it any more.
async fn read(
    view: Invitations,
    id: &InvitationId,
    known: Option<Invitation>,
    abort: &web_sys::AbortController,
) -> Option<Result<(Option<Invitation>, Vec<Entry>), Failure>> {
    let path = view.workgroup.try_with_value(|workgroup| path::invitation_timeline(workgroup, id))?;
    let answer: Result<List<Entry>, Failure> = Call::get(&path).abortable(abort).json_answer().await;
    if abort.signal().aborted() {
        return None;
    }
    view.agent.try_with_value(|agent| agent.note(&answer))?;
    let entries = match answer {
        Ok(list) => list.items,
        Err(failure) => return Some(Err(failure)),
    };
    if known.is_some() {
        return Some(Ok((known, entries)));
    }
    // It stands in no part of the list that is here.
    let path = view.workgroup.try_with_value(|workgroup| path::invitation(workgroup, id))?;
    let record: Result<Invitation, Failure> = Call::get(&path).abortable(abort).json_answer().await;
    (!abort.signal().aborted()).then(|| record.map(|record| (Some(record), entries)))
}

fn one(step: &Step) -> impl IntoView + use<> {
    match step {
        Step::Done(entry) => {
            view! { <li>{when(entry.at, locale::moment(entry.at))}{said(sentence(entry, reason))}</li> }.into_any()
        }
        Step::Expired(at) => plain(*at, people().did_expire().to_owned()),
        Step::Open(until) => {
            let text = people().will_expire(&locale::moment_with_zone(*until));
            view! { <li class="quiet"><span></span><p>{text}</p></li> }.into_any()
        }
    }
}

fn plain(at: Timestamp, text: String) -> AnyView {
    view! { <li>{when(at, locale::moment(at))}{said(Sentence { text, change: None })}</li> }.into_any()
}
