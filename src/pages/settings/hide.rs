//! Leaving a workgroup out of one's own selector.

use crate::{
    agent::{Agent, row::Row},
    announce,
    api::Call,
    locale::t,
    text,
};
use contract::{
    path,
    workgroup::{Workgroup, WorkgroupPreferences},
};
use leptos::{prelude::*, task::spawn_local};

/// Hides the workgroup that is asked for, or shows it where it is hidden. Nothing is seen of this by
/// itself: it comes with the part when it is first wanted.
#[component]
pub fn Hide(
    /// The workgroup; another or the same again each time.
    asked: RwSignal<Option<Row>>,
) -> impl IntoView {
    let agent = Agent::expect();
    Effect::new(move |_| {
        let Some(row) = asked.get() else { return };
        let agent = agent.clone();
        spawn_local(async move {
            let body = WorkgroupPreferences { hidden: row.peek(|state| !state.record.hidden) };
            let path = path::workgroup_preferences(row.id());
            let answer: Result<Workgroup, _> = Call::put(&path, &body).json_answer().await;
            agent.note(&answer);
            match answer {
                Ok(record) => {
                    let (hidden, name) = (record.hidden, record.name.clone());
                    agent.take_one(record);
                    announce::status(&if hidden { t().hidden_now(&name) } else { t().shown_now(&name) });
                }
                Err(failure) => announce::show(&text::failure(&failure)),
            }
        });
    });
}
