//! Leaving a workgroup out of one's own selector.

use super::{Agent, row::Row};
use crate::{announce, api::Call, locale::t, text};
use contract::{
    path,
    workgroup::{Workgroup, WorkgroupPreferences},
};
use leptos::task::spawn_local;

impl Agent {
    /// Hides a workgroup that is shown, and shows one that is hidden.
    pub fn set_hidden(&self, row: &Row) {
        let (agent, row) = (self.clone(), row.clone());
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
    }
}
