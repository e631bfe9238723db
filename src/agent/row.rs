//! A record in a table: what a server last said of it, and what is being edited of it.

use super::editing::Editable;
use crate::edit::Edits;
use contract::workgroup::Workgroup;
use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// A record and its edits, behind one signal. A copy is a handle to the same row.
#[derive(Debug)]
pub struct Row<R: Editable = Workgroup>(Arc<Shared<R>>);

/// Behind one pointer, for lists of ten thousand rows are copied.
#[derive(Debug)]
struct Shared<R: Editable> {
    id: R::Id,
    state: ArcRwSignal<RowState<R>>,
    /// What an event told while a write was under way; the newest.
    aside: Mutex<Option<Box<R>>>,
}

/// What a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowState<R: Editable = Workgroup> {
    /// What a server said.
    pub record: R,
    /// What lies over it.
    pub edits: Edits<R>,
}

impl<R: Editable> Row<R> {
    /// A row at rest.
    pub fn new(record: R) -> Self {
        let id = record.id().clone();
        let state = ArcRwSignal::new(RowState { record, edits: Edits::default() });
        Self(Arc::new(Shared { id, state, aside: Mutex::new(None) }))
    }

    /// Which record it is.
    pub fn id(&self) -> &R::Id {
        &self.0.id
    }

    /// Reads it and follows its changes.
    pub fn with<T>(&self, f: impl FnOnce(&RowState<R>) -> T) -> T {
        self.0.state.with(f)
    }

    /// Reads it as it is now.
    pub fn peek<T>(&self, f: impl FnOnce(&RowState<R>) -> T) -> T {
        self.0.state.with_untracked(f)
    }

    /// Takes what a server said, unless something newer is here. Equal versions may differ in what
    /// the signed-in agent's own (role, hidden, what they may do), so they are taken.
    pub fn put(&self, record: R) {
        if self.peek(|state| record.version() >= state.record.version() && record != state.record) {
            self.0.state.update(|state| state.record = record);
        }
    }

    /// Puts aside what an event tells while a write is under way: the answer, which is on its way and
    /// most often says the same, is shown with it. Gives back what cannot wait: what comes at rest, and
    /// what changes rights.
    pub fn put_aside(&self, record: R) -> Option<R> {
        if !self.peek(|state| state.edits.is_writing() && state.record.has_rights_of(&record)) {
            return Some(record);
        }
        if let Ok(mut aside) = self.0.aside.lock()
            && aside.as_ref().is_none_or(|aside| record.version() >= aside.version())
        {
            *aside = Some(Box::new(record));
        }
        None
    }

    /// What was put aside. Whether it is news is for [`put`](Self::put) to see: a count, say, changes
    /// without a new version.
    pub fn take_aside(&self) -> Option<R> {
        Some(*self.0.aside.lock().ok()?.take()?)
    }

    /// Changes what is being edited.
    pub fn edit<T>(&self, f: impl FnOnce(&R, &mut Edits<R>) -> T) -> T {
        let mut result = None;
        self.0.state.update(|RowState { record, edits }| result = Some(f(record, edits)));
        result.expect("update calls its function")
    }
}

impl<R: Editable> Clone for Row<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R: Editable> PartialEq for Row<R> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
