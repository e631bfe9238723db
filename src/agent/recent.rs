//! Which workgroups the agent was in last, for the selector's order. Kept for each agent.

use crate::browser;
use contract::id::{AgentId, WorkgroupId};
use leptos::prelude::*;

const KEPT: usize = 8;

/// The workgroups visited last, the latest first.
/// A copy is a handle.
#[derive(Debug, Clone)]
pub struct Recent {
    key: String,
    ids: ArcStoredValue<Vec<WorkgroupId>>,
}

impl Recent {
    /// Those of this agent.
    pub fn of(agent: &AgentId) -> Self {
        let key = format!("recent:{agent}");
        let stored = browser::local_storage().and_then(|s| s.get_item(&key).ok().flatten()).unwrap_or_default();
        let ids = stored.split(' ').filter_map(|id| id.parse().ok()).take(KEPT).collect();
        Self { key, ids: ArcStoredValue::new(ids) }
    }

    /// The latest first.
    pub fn ids(&self) -> Vec<WorkgroupId> {
        self.ids.get_value()
    }

    /// The workgroup is visited now.
    pub fn visit(&self, id: &WorkgroupId) {
        if self.ids.with_value(|ids| ids.first() == Some(id)) {
            return;
        }
        self.ids.update_value(|ids| visit(ids, id));
        self.store();
    }

    /// The workgroup cannot be visited any more.
    pub fn forget(&self, id: &WorkgroupId) {
        self.ids.update_value(|ids| ids.retain(|known| known != id));
        self.store();
    }

    fn store(&self) {
        if let Some(storage) = browser::local_storage() {
            let ids = self.ids.get_value();
            let text: Vec<&str> = ids.iter().map(WorkgroupId::as_str).collect();
            // Not kept is only not remembered.
            let _ = storage.set_item(&self.key, &text.join(" "));
        }
    }

    /// Forgets all, in storage too.
    pub fn erase(&self) {
        self.ids.update_value(Vec::clear);
        if let Some(storage) = browser::local_storage() {
            let _ = storage.remove_item(&self.key);
        }
    }
}

fn visit(ids: &mut Vec<WorkgroupId>, id: &WorkgroupId) {
    ids.retain(|known| known != id);
    ids.insert(0, id.clone());
    ids.truncate(KEPT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_is_first_and_old_ones_go() {
        let mut ids = Vec::new();
        for n in (0..12).chain([5]) {
            visit(&mut ids, &format!("w{n}").parse().expect("an id"));
        }
        let text: Vec<&str> = ids.iter().map(WorkgroupId::as_str).collect();
        assert_eq!(text, ["w5", "w11", "w10", "w9", "w8", "w7", "w6", "w4"]);
    }
}
