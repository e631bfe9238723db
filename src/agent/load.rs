//! How the index fills: the first hundred with the first answer, the rest in parts behind the
//! scenes.

use super::Agent;
use crate::{
    api::{Call, Failure},
    browser,
};
use contract::{id::WorkgroupId, list::List, path, workgroup::Workgroup};
use leptos::prelude::*;
use web_sys::AbortController;

/// A part that is read, taken in and painted around within a frame or two.
const PART: u32 = 500;

impl Agent {
    /// Loads the whole index. The first part is awaited by whoever shows rows; `abort` ends it.
    ///
    /// # Errors
    /// Why a part could not be loaded; what came before it stays.
    pub async fn load_index(&self, abort: &AbortController) -> Result<(), Failure> {
        let mut query = "?limit=100".to_owned();
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
            query = format!("?limit={PART}&cursor={}", js_sys::encode_uri_component(&cursor));
        }
        self.index.complete.set(true);
        Ok(())
    }

    /// Asks the server for what the incomplete index may lack.
    pub async fn find(&self, text: &str, abort: &AbortController) -> Result<(), Failure> {
        let path = format!("{}?limit=100&q={}", path::WORKGROUPS, js_sys::encode_uri_component(text));
        let list: Result<List<Workgroup>, _> = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() {
            return Ok(());
        }
        self.note(&list);
        self.take_list(list?.items);
        Ok(())
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

    /// Takes a record that a server sent.
    pub fn take_one(&self, record: Workgroup) {
        self.take_list(vec![record]);
    }

    fn take_list(&self, records: Vec<Workgroup>) {
        let new: Vec<WorkgroupId> = self
            .index
            .peek(|rows| records.iter().filter(|r| rows.get(&r.id).is_none()).map(|r| r.id.clone()).collect());
        let renamed: Vec<(WorkgroupId, String)> = self.index.peek(|rows| {
            let other = |r: &&Workgroup| rows.get(&r.id).is_some_and(|row| row.peek(|s| s.record.name != r.name));
            records.iter().filter(other).map(|r| (r.id.clone(), r.name.clone())).collect()
        });
        self.index.put(records);
        for (id, name) in renamed {
            self.index.renamed(&id, &name);
        }
        if self.drafts.any() {
            for row in new.iter().filter_map(|id| self.index.row(id)) {
                self.drafts.put_back(&row);
                self.attend(&row);
            }
        }
        // The boot script asks for data early only where somebody is likely to be signed in.
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item("signed-in", "1");
        }
    }
}
