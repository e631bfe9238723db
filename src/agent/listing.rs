//! The rows of a table, in the order in which they are shown.

use super::{editing::Editable, row::Row};
use contract::workgroup::Workgroup;
use std::sync::Arc;

/// Rows in order; one of them may be led to the front. A copy is a handle, and so is one with
/// another lead: ten thousand rows are not moved because one is selected.
#[derive(Debug)]
pub struct Listing<R: Editable = Workgroup> {
    rows: Arc<Vec<Row<R>>>,
    /// The place in `rows` of the one that comes first.
    lead: Option<usize>,
}

impl<R: Editable> Listing<R> {
    /// Rows in the order that they have.
    pub fn new(rows: Vec<Row<R>>) -> Self {
        Self { rows: Arc::new(rows), lead: None }
    }

    /// The same rows, this one first where it is among them.
    pub fn led_by(&self, row: Option<&Row<R>>) -> Self {
        let lead = row.and_then(|row| self.rows.iter().position(|other| other == row));
        Self { rows: self.rows.clone(), lead }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<&Row<R>> {
        self.rows.get(behind(at, self.lead))
    }

    /// Whether a row was led to the front.
    pub fn is_led(&self) -> bool {
        self.lead.is_some()
    }

    /// The place of a row.
    pub fn position(&self, row: &Row<R>) -> Option<usize> {
        self.rows.iter().position(|other| other == row).map(|at| shown(at, self.lead))
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &Row<R>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

impl<R: Editable> Clone for Listing<R> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), lead: self.lead }
    }
}

impl<R: Editable> PartialEq for Listing<R> {
    fn eq(&self, other: &Self) -> bool {
        self.lead == other.lead && (Arc::ptr_eq(&self.rows, &other.rows) || self.rows == other.rows)
    }
}

/// What stands at a place, where `lead` comes first.
fn behind(place: usize, lead: Option<usize>) -> usize {
    match (place, lead) {
        (0, Some(lead)) => lead,
        (place, Some(lead)) if place <= lead => place - 1,
        (place, _) => place,
    }
}

/// The place of what is number `at`, where `lead` comes first.
fn shown(at: usize, lead: Option<usize>) -> usize {
    match lead {
        Some(lead) if at == lead => 0,
        Some(lead) if at < lead => at + 1,
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_comes_first_and_the_others_keep_their_order() {
        let order = |lead| (0..5).map(|place| behind(place, lead)).collect::<Vec<_>>();
        assert_eq!(order(None), [0, 1, 2, 3, 4]);
        assert_eq!(order(Some(0)), [0, 1, 2, 3, 4]);
        assert_eq!(order(Some(2)), [2, 0, 1, 3, 4]);
        assert_eq!(order(Some(4)), [4, 0, 1, 2, 3]);
    }

    #[test]
    fn what_stands_at_a_place_is_found_there() {
        for lead in std::iter::once(None).chain((0..5).map(Some)) {
            for place in 0..7 {
                assert_eq!(shown(behind(place, lead), lead), place, "{lead:?}");
            }
        }
    }
}
