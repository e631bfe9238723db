//! What was typed into the dialog of one workgroup, kept in the tab's session storage beside the
//! agent's other drafts: it ends with them.

use crate::{agent::Agent, browser};
use contract::id::WorkgroupId;

/// Where the text is kept.
#[derive(Debug, Clone)]
pub(super) struct Draft(String);

impl Draft {
    /// That of an agent and a workgroup.
    pub(super) fn of(agent: &Agent, id: &WorkgroupId) -> Self {
        Self(agent.drafts.key(id, "invite"))
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        browser::session_storage().and_then(|storage| storage.get_item(&self.0).ok().flatten()).unwrap_or_default()
    }

    /// Keeps a text. A full or forbidden storage leaves it in the dialog, where it still survives
    /// all but a reload or a look into another workgroup.
    pub(super) fn keep(&self, text: &str) {
        if let Some(storage) = browser::session_storage() {
            let _ = if text.is_empty() { storage.remove_item(&self.0) } else { storage.set_item(&self.0, text) };
        }
    }
}
