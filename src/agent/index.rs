//! The index: every workgroup that the agent belongs to, as far as it is known. It lives from
//! sign-in to sign-out and is no part of any one workgroup's state.

use super::row::Row;
use crate::browser::Browser;
use contract::{
    id::WorkgroupId,
    search::{matches, search_key},
    workgroup::Workgroup,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// A row and the key that it is found by.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The search key of its name.
    pub key: String,
    /// The [letters] of the key.
    letters: u64,
    /// The row.
    pub row: Row,
    /// Where it stands, if that is not where its key belongs.
    placed: Option<String>,
}

/// All rows, in the order of the server: by search key, then identifier. One that was renamed since it
/// came stays where it was.
#[derive(Debug, Default)]
pub struct Rows {
    entries: Vec<Entry>,
    /// Rises with every change of what a query may find.
    revision: u32,
    by_id: HashMap<WorkgroupId, Row>,
    /// Those that were renamed since they came, by their new keys.
    renamed: Vec<(String, Row)>,
}

/// The index. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Index {
    rows: ArcRwSignal<Rows>,
    /// Rises when which are called alike may have changed among those that are shown.
    pub names: ArcRwSignal<u32>,
    /// Whether every workgroup is in it.
    pub complete: ArcRwSignal<bool>,
    /// How many there are, as the server said last.
    pub total: ArcRwSignal<u64>,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            rows: ArcRwSignal::new(Rows::default()),
            names: ArcRwSignal::new(0),
            complete: ArcRwSignal::new(false),
            total: ArcRwSignal::new(0),
        }
    }
}

/// Which letters a key has, as a set: a key that lacks one of a query's need not be searched. Letters
/// and digits of ASCII each have a bit of their own; blanks have none.
fn letters(key: &str) -> u64 {
    key.bytes().filter(|byte| *byte != b' ').fold(0, |set, byte| set | 1 << ((byte & 31) | ((byte >> 1) & 32)))
}

impl Entry {
    fn new(key: String, row: Row) -> Self {
        Self { letters: letters(&key), key, row, placed: None }
    }

    /// It is found by another key from now on, and stands where it stood. Gives the one before.
    fn rename(&mut self, key: String) -> String {
        self.letters = letters(&key);
        let before = std::mem::replace(&mut self.key, key);
        self.placed.get_or_insert_with(|| before.clone());
        before
    }

    /// What it is ordered by.
    fn place(&self) -> (&str, &WorkgroupId) {
        (self.placed.as_ref().unwrap_or(&self.key), self.row.id())
    }
}

impl Rows {
    /// The entries in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A number that differs where a query may find something else.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The row of a workgroup.
    pub fn get(&self, id: &WorkgroupId) -> Option<&Row> {
        self.by_id.get(id)
    }

    /// A workgroup that is called so, as far as search can tell, but not the one with this id.
    pub fn called(&self, name: &str, but: Option<&WorkgroupId>) -> Option<&Row> {
        self.with_key(&search_key::<Browser>(name), but)
    }

    fn with_key(&self, key: &str, but: Option<&WorkgroupId>) -> Option<&Row> {
        let from = self.entries.partition_point(|entry| entry.place().0 < key);
        let fits = |called: &str, row: &Row| called == key && Some(row.id()) != but;
        for entry in &self.entries[from..] {
            if entry.place().0 != key {
                break;
            }
            if fits(&entry.key, &entry.row) {
                return Some(&entry.row);
            }
        }
        self.renamed.iter().find(|(key, row)| fits(key, row)).map(|(_, row)| row)
    }

    /// Whether a workgroup other than `id` is called so, as far as search can tell.
    pub fn has_twin(&self, name: &str, id: &WorkgroupId) -> bool {
        self.called(name, Some(id)).is_some()
    }

    /// The positions of the entries that `query` (a search key) finds, in order. `within` are the
    /// positions to look at, where a shorter query has already been answered.
    pub fn find(&self, query: &str, within: Option<&[u32]>) -> Vec<u32> {
        let letters = letters(query);
        let found = |entry: &Entry| entry.letters & letters == letters && matches(&entry.key, query);
        let finds = |at: &u32| self.entries.get(*at as usize).is_some_and(found);
        match within {
            _ if query.is_empty() => (0..self.len()).collect(),
            Some(within) => within.iter().copied().filter(finds).collect(),
            None => (0..self.len()).filter(finds).collect(),
        }
    }

    /// The row at a position.
    pub fn at(&self, at: u32) -> Option<&Row> {
        self.entries.get(at as usize).map(|entry| &entry.row)
    }

    fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Adds a row, or gives the record to the one that is there. Whether rows were added.
    fn put(&mut self, record: Workgroup) -> bool {
        if let Some(row) = self.by_id.get(&record.id) {
            let hidden = || row.peek(|state| state.record.hidden);
            let before = hidden();
            row.put(record);
            // The selector leaves hidden ones out.
            self.revision += u32::from(hidden() != before);
            return false;
        }
        let key = search_key::<Browser>(&record.name);
        let at = match self.entries.last() {
            // The usual case: parts come in order.
            Some(last) if last.place() < (&key, &record.id) => self.entries.len(),
            _ => self.entries.partition_point(|entry| entry.place() < (&key, &record.id)),
        };
        let row = Row::new(record);
        self.by_id.insert(row.id().clone(), row.clone());
        self.entries.insert(at, Entry::new(key, row));
        self.revision += 1;
        true
    }
}

impl Index {
    /// Reads the rows and follows their coming and going (not their contents).
    pub fn with<T>(&self, f: impl FnOnce(&Rows) -> T) -> T {
        self.rows.with(f)
    }

    /// Reads the rows as they are now.
    pub fn peek<T>(&self, f: impl FnOnce(&Rows) -> T) -> T {
        self.rows.with_untracked(f)
    }

    /// The row of a workgroup as it is now.
    pub fn row(&self, id: &WorkgroupId) -> Option<Row> {
        self.peek(|rows| rows.get(id).cloned())
    }

    /// Takes records that a server sent.
    pub fn put(&self, records: impl IntoIterator<Item = Workgroup>) {
        self.rows.maybe_update(|rows| {
            let mut added = false;
            for record in records {
                added |= rows.put(record);
            }
            added
        });
    }

    /// The name changed: it is found by its new key from now on. The order stays, so that nothing
    /// moves while one works.
    pub fn renamed(&self, id: &WorkgroupId, name: &str) {
        let mut matters = false;
        self.rows.maybe_update(|rows| {
            if let Some(entry) = rows.entries.iter_mut().find(|entry| entry.row.id() == id) {
                let now = search_key::<Browser>(name);
                let before = entry.rename(now.clone());
                rows.renamed.retain(|(_, row)| row.id() != id);
                rows.renamed.push((now.clone(), entry.row.clone()));
                rows.revision += 1;
                matters = [before, now].iter().any(|key| rows.with_key(key, Some(id)).is_some());
            }
            false
        });
        if matters {
            self.names.update(|names| *names += 1);
        }
    }

    /// The agent may no longer see it: everything of it goes.
    pub fn remove(&self, id: &WorkgroupId) {
        self.rows.update(|rows| {
            rows.by_id.remove(id);
            rows.renamed.retain(|(_, row)| row.id() != id);
            rows.revision += 1;
            rows.entries.retain(|entry| entry.row.id() != id);
        });
        self.names.update(|names| *names += 1);
        self.total.update(|total| *total = total.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_letters_of_whatever_finds_it() {
        for (key, query) in [("amber falcon 00001", "fal 001"), ("zurich", "urich"), ("東京 süd", "京"), ("a", "")]
        {
            assert!(matches(key, query));
            assert_eq!(letters(key) & letters(query), letters(query), "{query:?} in {key:?}");
        }
    }

    #[test]
    fn letters_and_digits_are_told_apart() {
        let all: String = ('a'..='z').chain('0'..='9').collect();
        assert_eq!(letters(&all).count_ones(), 36);
        assert_eq!(letters(" "), 0);
    }
}
