//! What was told last, so that a tab that was away learns from the tab with the connection what it
//! has missed. Of what was told of one record only the last is kept, in the order of telling: what
//! is told late is never older than what was told before.

use std::collections::VecDeque;

/// How many events are remembered, and how many places without one.
const KEPT: usize = 500;
/// How many are told at once at the most: reading anew takes less time than more of them.
const TOLD: usize = 200;
/// How far back a tab is told that has read none, in milliseconds: as far as the server does.
const BEGINNING: i64 = 60_000;

/// An event of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where the stream has come with it. Opaque.
    pub id: String,
    /// What it tells.
    pub kind: String,
    /// Its data as it came.
    pub data: String,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Itself alone.
    Itself,
    /// A record of a workgroup, by what it is and its identifier.
    Record(String, String),
    /// The reader's access to a workgroup, which has ended: nothing of it is told after.
    Lost(String),
}

#[derive(Debug)]
struct Entry {
    id: String,
    at: i64,
    /// The workgroup and the record.
    about: Option<(String, String)>,
    /// None where something newer was told.
    told: Option<Told>,
}

/// The ring.
#[derive(Debug, Default)]
pub struct Ring {
    entries: VecDeque<Entry>,
    /// How many events were ever told.
    pushed: usize,
    /// Places that the stream passed without an event (a heartbeat), and how many were told by then.
    passed: VecDeque<(String, usize)>,
}

impl Ring {
    /// An event was told at `now`, in milliseconds.
    pub fn push(&mut self, told: Told, workgroup: &str, subject: Subject, now: i64) {
        let about = match subject {
            Subject::Itself => None,
            Subject::Record(what, id) => Some((workgroup.to_owned(), what + &id)),
            Subject::Lost(id) => Some((id, String::new())),
        };
        let lost = about.as_ref().is_some_and(|(_, record)| record.is_empty());
        if let Some((workgroup, record)) = &about {
            for entry in &mut self.entries {
                let same = |(w, r): &(String, String)| w == workgroup && (lost || r == record || r.is_empty());
                if entry.about.as_ref().is_some_and(same) {
                    entry.told = None;
                }
            }
        }
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(Entry { id: told.id.clone(), at: now, about, told: Some(told) });
        self.pushed += 1;
    }

    /// The stream has come to a place without an event.
    pub fn pass(&mut self, id: String) {
        if self.passed.len() == KEPT {
            self.passed.pop_front();
        }
        self.passed.push_back((id, self.pushed));
    }

    /// What was told after the place with this id; where none was read, what was told lately. None
    /// where that is not known any more.
    pub fn since(&self, id: Option<&str>, now: i64) -> Option<Vec<&Told>> {
        let from = match id {
            Some(id) => self.after(id)?,
            None => self.entries.iter().position(|entry| entry.at >= now - BEGINNING).unwrap_or(self.entries.len()),
        };
        if id.is_none() && from == 0 && self.entries.len() == KEPT {
            return None;
        }
        let told: Vec<&Told> = self.entries.range(from..).filter_map(|entry| entry.told.as_ref()).collect();
        (told.len() <= TOLD).then_some(told)
    }

    /// The first entry after a place.
    fn after(&self, id: &str) -> Option<usize> {
        let forgotten = self.pushed - self.entries.len();
        let passed = || self.passed.iter().rev().find(|(passed, _)| passed == id)?.1.checked_sub(forgotten);
        self.entries.iter().rposition(|entry| entry.id == id).map(|at| at + 1).or_else(passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(ring: &mut Ring, id: &str, subject: Subject, now: i64) {
        ring.push(Told { id: id.into(), kind: String::new(), data: String::new() }, "wg", subject, now);
    }

    fn record(id: &str) -> Subject {
        Subject::Record("agent".into(), id.into())
    }

    fn ids(ring: &Ring, since: Option<&str>, now: i64) -> Option<Vec<String>> {
        ring.since(since, now).map(|told| told.into_iter().map(|told| told.id.clone()).collect())
    }

    #[test]
    fn tells_what_came_after() {
        let mut ring = Ring::default();
        for (id, of) in [("1", "a"), ("2", "b"), ("3", "c")] {
            push(&mut ring, id, record(of), 0);
        }
        assert_eq!(ids(&ring, Some("1"), 0), Some(vec!["2".into(), "3".into()]));
        assert_eq!(ids(&ring, Some("3"), 0), Some(Vec::new()));
        assert_eq!(ids(&ring, Some("0"), 0), None);
    }

    #[test]
    fn only_the_last_of_a_record_is_told_and_positions_stay_known() {
        let mut ring = Ring::default();
        for (id, of) in [("1", "a"), ("2", "b"), ("3", "a")] {
            push(&mut ring, id, record(of), 0);
        }
        assert_eq!(ids(&ring, Some("1"), 0), Some(vec!["2".into(), "3".into()]));
        assert_eq!(ids(&ring, None, 0), Some(vec!["2".into(), "3".into()]));
        push(&mut ring, "4", Subject::Itself, 0);
        push(&mut ring, "5", Subject::Itself, 0);
        assert_eq!(ids(&ring, Some("3"), 0), Some(vec!["4".into(), "5".into()]));
    }

    #[test]
    fn what_was_told_twice_counts_from_the_second_time() {
        let mut ring = Ring::default();
        for (id, of) in [("1", "a"), ("2", "b"), ("1", "a"), ("2", "b"), ("3", "c")] {
            push(&mut ring, id, record(of), 0);
        }
        assert_eq!(ids(&ring, Some("2"), 0), Some(vec!["3".into()]));
    }

    #[test]
    fn a_place_that_was_passed_without_an_event_is_known() {
        let mut ring = Ring::default();
        push(&mut ring, "1", record("a"), 0);
        ring.pass("5".into());
        assert_eq!(ids(&ring, Some("5"), 0), Some(Vec::new()));
        push(&mut ring, "6", record("b"), 0);
        ring.pass("9".into());
        assert_eq!(ids(&ring, Some("5"), 0), Some(vec!["6".into()]));
        assert_eq!(ids(&ring, Some("9"), 0), Some(Vec::new()));
        for n in 0..KEPT {
            push(&mut ring, &format!("more {n}"), record("c"), 0);
        }
        assert_eq!(ids(&ring, Some("9"), 0), Some(vec![format!("more {}", KEPT - 1)]));
        push(&mut ring, "last", record("d"), 0);
        assert_eq!(ids(&ring, Some("9"), 0), None, "what came after it is forgotten in part");
        for n in 0..=KEPT {
            ring.pass(n.to_string());
        }
        assert_eq!((ring.passed.len(), ids(&ring, Some("0"), 0)), (KEPT, None));
    }

    #[test]
    fn nothing_of_a_lost_workgroup_is_told() {
        let mut ring = Ring::default();
        push(&mut ring, "1", record("a"), 0);
        push(&mut ring, "2", Subject::Record("workgroup".into(), "wg".into()), 0);
        push(&mut ring, "3", Subject::Lost("wg".into()), 0);
        assert_eq!(ids(&ring, None, 0), Some(vec!["3".into()]));
        push(&mut ring, "4", Subject::Record("workgroup".into(), "wg".into()), 0);
        assert_eq!(ids(&ring, None, 0), Some(vec!["4".into()]), "joined again");
    }

    #[test]
    fn a_new_reader_is_told_the_last_minute() {
        let mut ring = Ring::default();
        push(&mut ring, "1", record("a"), 0);
        push(&mut ring, "2", record("b"), 50_000);
        assert_eq!(ids(&ring, None, 70_000), Some(vec!["2".into()]));
        assert_eq!(ids(&ring, None, 200_000), Some(Vec::new()));
    }

    #[test]
    fn too_much_is_read_anew() {
        let mut ring = Ring::default();
        for n in 0..=TOLD {
            push(&mut ring, &n.to_string(), record(&n.to_string()), 0);
        }
        assert_eq!(ids(&ring, Some("0"), 0).map(|told| told.len()), Some(TOLD));
        push(&mut ring, "more", record("more"), 0);
        assert_eq!(ids(&ring, Some("0"), 0), None);
        for n in 0..KEPT {
            push(&mut ring, "same", record("same"), 0);
            assert!(ring.entries.len() <= KEPT, "{n}");
        }
        assert_eq!(ids(&ring, None, 0), None, "it may have forgotten some of the last minute");
    }
}
