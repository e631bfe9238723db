//! Which rows of a long list are in the document, and where: plain arithmetic, no DOM.
//!
//! Rows have one height, but a few may be taller. A fixed pool of slots shows them; a row keeps
//! its slot as long as it is in sight, so that a scroll step rewrites only the rows that came in,
//! and a pinned row (the one with the focus) keeps its slot wherever it is.

use std::ops::Range;

/// The vertical layout of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// How many rows there are.
    pub count: usize,
    /// The height of a row in CSS pixels; at least 1.
    pub row: u32,
    /// What some rows are taller by, in CSS pixels, by ascending row.
    pub taller: Vec<(usize, u32)>,
}

impl Layout {
    /// The top of row `i`, in pixels from the top of the list.
    pub fn top(&self, i: usize) -> u32 {
        let taller: u32 = self.taller.iter().take_while(|(at, _)| *at < i).map(|(_, by)| by).sum();
        u32::try_from(i).unwrap_or(u32::MAX).saturating_mul(self.row).saturating_add(taller)
    }

    /// The height of all rows.
    pub fn height(&self) -> u32 {
        self.top(self.count)
    }

    /// The row at `y` pixels from the top, as if the list went on beyond its end.
    pub fn row_at(&self, y: u32) -> usize {
        let mut above = 0;
        for &(at, by) in &self.taller {
            let end = self.top(at) + self.row;
            if y < end {
                break;
            }
            if y < end + by {
                return at;
            }
            above += by;
        }
        ((y - above) / self.row.max(1)) as usize
    }

    /// The rows that touch the part of `height` pixels from `top`, and `more` on either side.
    pub fn rows(&self, top: u32, height: u32, more: usize) -> Range<usize> {
        let first = self.row_at(top).saturating_sub(more);
        let last = (self.row_at(top.saturating_add(height)) + 1 + more).min(self.count);
        first.min(last)..last
    }
}

/// Gives the rows in sight to the slots. `slots` is what they show now and is changed in place; it
/// grows when there are more rows than slots. Returns the slots that changed.
pub fn assign(slots: &mut Vec<Option<usize>>, rows: Range<usize>, pinned: Option<usize>) -> Vec<usize> {
    let wanted = |row: usize| rows.contains(&row) || pinned == Some(row);
    let mut changed = Vec::new();
    let mut missing: Vec<usize> = rows.clone().chain(pinned.filter(|row| !rows.contains(row))).collect();
    for row in slots.iter().flatten() {
        if wanted(*row) {
            missing.retain(|m| m != row);
        }
    }
    let mut missing = missing.into_iter();
    for (slot, shown) in slots.iter_mut().enumerate() {
        if shown.is_some_and(wanted) {
            continue;
        }
        let next = missing.next();
        if *shown != next {
            *shown = next;
            changed.push(slot);
        }
    }
    for row in missing {
        changed.push(slots.len());
        slots.push(Some(row));
    }
    changed
}

/// The row `from` is at `to` now: its slot goes with it, so that what has the focus keeps it.
pub fn follow(slots: &mut [Option<usize>], from: usize, to: usize) {
    let Some(slot) = slots.iter().position(|row| *row == Some(from)) else { return };
    for row in slots.iter_mut() {
        if *row == Some(to) {
            *row = None;
        }
    }
    slots[slot] = Some(to);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_step_of_one_row_changes_one_slot() {
        let mut slots = Vec::new();
        assert_eq!(assign(&mut slots, 0..4, None).len(), 4);
        assert_eq!(assign(&mut slots, 1..5, None), [0]);
        assert_eq!(slots, [Some(4), Some(1), Some(2), Some(3)]);
        assert!(assign(&mut slots, 1..5, None).is_empty());
    }

    #[test]
    fn a_pinned_row_keeps_its_slot() {
        let mut slots = Vec::new();
        assign(&mut slots, 0..3, Some(1));
        assign(&mut slots, 50..53, Some(1));
        assert_eq!(slots[1], Some(1));
        assert_eq!(slots.len(), 4);
    }

    #[test]
    fn a_row_that_moves_takes_its_slot_along() {
        let mut slots = vec![Some(0), Some(1), Some(2)];
        follow(&mut slots, 2, 0);
        assert_eq!(slots, [None, Some(1), Some(0)]);
        assert_eq!(assign(&mut slots, 0..3, Some(0)), [0]);
        assert_eq!(slots, [Some(2), Some(1), Some(0)]);
    }

    #[test]
    fn taller_rows_push_the_others_down() {
        let layout = Layout { count: 10, row: 10, taller: vec![(2, 30), (5, 7)] };
        assert_eq!((layout.top(2), layout.top(3), layout.top(6)), (20, 60, 97));
        assert_eq!(layout.height(), 137);
        for (y, row) in [(0, 0), (29, 2), (30, 2), (59, 2), (60, 3), (96, 5), (97, 6), (136, 9)] {
            assert_eq!(layout.row_at(y), row, "{y}");
        }
    }

    proptest! {
        #[test]
        fn every_pixel_belongs_to_the_row_around_it(
            count in 1..50_usize, row in 1..40_u32, taller in prop::collection::btree_map(0..50_usize, 1..90_u32, 0..5),
        ) {
            let layout = Layout { count, row, taller: taller.into_iter().filter(|(at, _)| *at < count).collect() };
            for y in 0..layout.height() {
                let at = layout.row_at(y);
                prop_assert!(layout.top(at) <= y && y < layout.top(at + 1), "{y} in {at}");
            }
        }

        #[test]
        fn all_rows_in_sight_are_shown_once(
            steps in prop::collection::vec((0..60_usize, 0..12_usize, prop::option::of(0..70_usize)), 1..12),
        ) {
            let mut slots = Vec::new();
            for (first, len, pinned) in steps {
                assign(&mut slots, first..first + len, pinned);
                let shown: Vec<usize> = slots.iter().flatten().copied().collect();
                let expected: BTreeSet<usize> = (first..first + len).chain(pinned).collect();
                prop_assert_eq!(shown.len(), expected.len());
                prop_assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), expected);
            }
        }
    }
}
