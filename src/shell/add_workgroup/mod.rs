//! Add → Workgroup. What was typed, and the key that names the intent, outlive the dialog until
//! the workgroup is made: a refusal, a lost answer or a mistaken Escape costs nothing, and a second
//! try makes no second workgroup.

pub mod fields;
pub mod rehearsal;

use crate::{agent::Agent, on_demand::on_demand, ui::dialog::Dialog};
use fields::{Fields, Trouble};
use leptos::prelude::*;
use rehearsal::rehearse_first;

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
