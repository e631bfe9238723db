//! One workgroup in the index: what a server last said of it, and what is being edited of it.

use crate::edit::Edits;
use contract::{id::WorkgroupId, workgroup::Workgroup};
use leptos::prelude::*;
use std::sync::Arc;

/// A workgroup and its edits, behind one signal. A copy is a handle to the same row.
#[derive(Debug, Clone)]
pub struct Row {
    id: Arc<WorkgroupId>,
    state: ArcRwSignal<RowState>,
}

/// What a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowState {
    /// What a server said.
    pub record: Workgroup,
    /// What lies over it.
    pub edits: Edits<Workgroup>,
}

impl Row {
    /// A row at rest.
    pub fn new(record: Workgroup) -> Self {
        let id = Arc::new(record.id.clone());
        Self { id, state: ArcRwSignal::new(RowState { record, edits: Edits::default() }) }
    }

    /// Its workgroup.
    pub fn id(&self) -> &WorkgroupId {
        &self.id
    }

    /// Reads it and follows its changes.
    pub fn with<T>(&self, f: impl FnOnce(&RowState) -> T) -> T {
        self.state.with(f)
    }

    /// Reads it as it is now.
    pub fn peek<T>(&self, f: impl FnOnce(&RowState) -> T) -> T {
        self.state.with_untracked(f)
    }

    /// Takes what a server said, unless something newer is here. Equal versions may differ in what
    /// is the agent's own (role, hidden), so they are taken.
    pub fn put(&self, record: Workgroup) {
        if self.peek(|state| record.version >= state.record.version && record != state.record) {
            self.state.update(|state| state.record = record);
        }
    }

    /// Changes what is being edited.
    pub fn edit<T>(&self, f: impl FnOnce(&Workgroup, &mut Edits<Workgroup>) -> T) -> T {
        let mut result = None;
        self.state.update(|RowState { record, edits }| result = Some(f(record, edits)));
        result.expect("update calls its function")
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.id, &other.id)
    }
}
