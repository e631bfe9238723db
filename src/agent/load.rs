//! How the index fills: what a window shows with the first answer, the rest in parts behind the
//! scenes.

use super::{Agent, drafts::Of, editing::attend, row::Row};
use crate::{
    api::{Call, Failure},
    browser,
    ui::abort::owned_abort,
};
use contract::{id::WorkgroupId, list::List, path, workgroup::Workgroup};
use leptos::{prelude::*, task::spawn_local};
use web_sys::AbortController;

/// What most windows show, and what is read before the first rows are painted. `boot.js` asks for as
/// many.
const FIRST: u32 = 50;
/// A part that is read, taken in and painted around within a frame or two.
const PART: u32 = 500;

impl Agent {
    /// Loads the whole index. The first part is awaited by whoever shows rows; `abort` ends it.
    ///
    /// # Errors
    /// Why a part could not be loaded; what came before it stays.
    pub async fn load_index(&self, abort: &AbortController) -> Result<(), Failure> {
        let (mut first, mut query) = (true, format!("?limit={FIRST}"));
        loop {
            let path = format!("{}{query}", path::WORKGROUPS);
            let list: Result<List<Workgroup>, _> = Call::get(&path).abortable(abort).json_answer().await;
            if abort.signal().aborted() {
                return Ok(());
            }
            self.note(&list);
            let list = list?;
            self.take_list(list.items);
            self.index.total.set(list.total);
            let Some(cursor) = list.next_cursor else { break };
            if std::mem::take(&mut first) {
                // The rows in sight come before what nobody sees.
                browser::painted().await;
            }
            query = format!("?limit={PART}&cursor={}", js_sys::encode_uri_component(&cursor));
        }
        self.index.complete.set(true);
        Ok(())
    }

    /// Asks the server for what the incomplete index may lack.
    async fn find(&self, text: &str, abort: &AbortController) -> Result<(), Failure> {
        let path = format!("{}?limit=100&q={}", path::WORKGROUPS, js_sys::encode_uri_component(text));
        let list: Result<List<Workgroup>, _> = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() {
            return Ok(());
        }
        self.note(&list);
        self.take_list(list?.items);
        Ok(())
    }

    /// Until the index is whole, asks the server too for what is searched for.
    pub fn ask_for(&self, query: impl Fn() -> Option<String> + 'static) {
        let agent = self.clone();
        Effect::new(move |_| {
            let Some(text) = query().filter(|text| !text.trim().is_empty()) else { return };
            if agent.index.complete.get_untracked() {
                return;
            }
            let Some(abort) = owned_abort() else { return };
            let agent = agent.clone();
            spawn_local(async move {
                // What cannot be found out this way comes with the rest of the index.
                let _ = agent.find(&text, &abort).await;
            });
        });
    }

    /// Reads one workgroup anew.
    ///
    /// # Errors
    /// Why it could not be read. One that is gone is taken out of the index.
    pub async fn read(&self, id: &WorkgroupId, abort: Option<&AbortController>) -> Result<(), Failure> {
        let path = path::workgroup(id);
        let mut call = Call::get(&path);
        if let Some(abort) = abort {
            call = call.abortable(abort);
        }
        let record: Result<Workgroup, _> = call.json_answer().await;
        if abort.is_some_and(|abort| abort.signal().aborted()) {
            return Ok(());
        }
        self.note(&record);
        if matches!(&record, Err(failure) if failure.kind() == Some(contract::problem::ProblemKind::NotFound)) {
            self.lose(id);
        }
        self.take_one(record?);
        Ok(())
    }

    /// Takes a record that a server sent. One that no list has counted is one more.
    pub fn take_one(&self, record: Workgroup) {
        if self.take_list(vec![record]) && self.index.complete.get_untracked() {
            self.index.total.update(|total| *total += 1);
        }
    }

    /// Takes records that a server sent. Whether any of them is new.
    pub fn take_list(&self, records: Vec<Workgroup>) -> bool {
        if self.ended.get_value() {
            return false;
        }
        let name = |row: &Row| row.peek(|state| state.record.name.clone());
        let (mut new, mut known) = (Vec::new(), Vec::new());
        self.index.peek(|rows| {
            for record in &records {
                match rows.get(&record.id) {
                    Some(row) => known.push((row.clone(), name(row))),
                    None => new.push(record.id.clone()),
                }
            }
        });
        self.index.put(records);
        for (row, before) in known {
            // A record that is older than ours does not change ours, so the name is asked of the row.
            let now = name(&row);
            if now != before {
                self.index.renamed(row.id(), &now);
            }
        }
        if self.drafts.any() {
            for row in new.iter().filter_map(|id| self.index.row(id)) {
                self.drafts.put_back(&Of::workgroup(row.id()), &row, self);
                attend(&self.attention, &row);
            }
        }
        !new.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::FIRST;

    #[test]
    fn the_boot_script_asks_for_the_same_first_part() {
        // An answer to another question is none of this one's.
        assert!(include_str!("../boot.js").contains(&format!("get('workgroups?limit={FIRST}')")));
    }
}
