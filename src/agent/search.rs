//! What a list of workgroups shows: found by what was typed, in which order.

use super::{index::Rows, row::Row};
use contract::id::WorkgroupId;

/// An answered query, kept so that one more letter looks only at what the shorter text found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The search key asked for.
    query: String,
    /// The rows that it was asked of.
    revision: u32,
    /// The positions found.
    positions: Vec<u32>,
}

impl Found {
    /// Answers a query, from this answer where it can be.
    pub fn next(self, rows: &Rows, query: String) -> Self {
        let revision = rows.revision();
        let within = (revision == self.revision && !self.query.is_empty() && query.starts_with(&self.query))
            .then_some(self.positions);
        let positions = rows.find(&query, within.as_deref());
        Self { query, revision, positions }
    }

    /// The rows that were found.
    pub fn rows(&self, rows: &Rows) -> Vec<Row> {
        self.positions.iter().filter_map(|&at| rows.at(at)).cloned().collect()
    }

    /// The options of the selector: the current one first, the recent ones next, then the others.
    /// Hidden ones come only when they are searched for.
    pub fn options(&self, rows: &Rows, current: Option<&WorkgroupId>, recent: &[WorkgroupId]) -> Vec<Row> {
        let mut first: Vec<WorkgroupId> = current.cloned().into_iter().collect();
        for id in recent {
            if !first.contains(id) {
                first.push(id.clone());
            }
        }
        let searched = !self.query.is_empty();
        self.ordered(rows, &first, |row| searched || current == Some(row.id()) || row.peek(|s| !s.record.hidden))
    }

    fn ordered(&self, rows: &Rows, first: &[WorkgroupId], shown: impl Fn(&Row) -> bool) -> Vec<Row> {
        let mut lead: Vec<(&Row, bool)> = first.iter().filter_map(|id| rows.get(id)).map(|row| (row, false)).collect();
        let mut ordered = Vec::with_capacity(self.positions.len());
        for row in self.positions.iter().filter_map(|&at| rows.at(at)).filter(|row| shown(row)) {
            match lead.iter_mut().find(|(leading, _)| *leading == row) {
                Some((_, found)) => *found = true,
                None => ordered.push(row.clone()),
            }
        }
        ordered.splice(0..0, lead.iter().filter(|(_, found)| *found).map(|(row, _)| (*row).clone()));
        ordered
    }
}
