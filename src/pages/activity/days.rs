//! What was done, by day in the reader's zone.

use crate::locale::{self, people};
use contract::{Timestamp, activity::Entry};
use js_sys::Date;
use leptos::prelude::*;

/// What was done on one day.
#[derive(Debug, Clone)]
pub(super) struct Day {
    /// The reading that it came with, and the day in the reader's zone.
    pub(super) key: (u32, String),
    /// What the day is called.
    pub(super) title: String,
    /// What was done, newest first.
    pub(super) entries: ArcRwSignal<Vec<Entry>>,
}

impl Day {
    /// The day of an entry, with it alone.
    fn of(entry: Entry, at: String, reading: u32) -> Self {
        let title = title(&at, entry.at);
        Self { key: (reading, at), title, entries: ArcRwSignal::new(vec![entry]) }
    }
}

/// Puts entries, newest first, before all others.
pub(super) fn put_first(days: &mut Vec<Day>, entries: Vec<Entry>, reading: u32) {
    for entry in entries.into_iter().rev() {
        let at = local(entry.at);
        match days.first().filter(|day| day.key.1 == at) {
            Some(day) => day.entries.update(|entries| entries.insert(0, entry)),
            None => days.insert(0, Day::of(entry, at, reading)),
        }
    }
}

/// Puts entries at the end, each to its day.
pub(super) fn put_last(days: &mut Vec<Day>, entries: Vec<Entry>, reading: u32) {
    for entry in entries {
        let at = local(entry.at);
        match days.last().filter(|day| day.key.1 == at) {
            Some(day) => day.entries.update(|entries| entries.push(entry)),
            None => days.push(Day::of(entry, at, reading)),
        }
    }
}

/// The day of an instant in the reader's zone, for comparing.
fn local(at: Timestamp) -> String {
    let date = locale::date(at);
    format!("{}-{}-{}", date.get_full_year(), date.get_month(), date.get_date())
}

fn title(day: &str, at: Timestamp) -> String {
    let now = Date::new_0();
    let before = Date::new_with_year_month_day(now.get_full_year(), month(&now), day_of(&now) - 1);
    let key = |date: &Date| format!("{}-{}-{}", date.get_full_year(), date.get_month(), date.get_date());
    if day == key(&now) {
        people().today().to_owned()
    } else if day == key(&before) {
        people().yesterday().to_owned()
    } else {
        locale::long_day(at)
    }
}

fn month(date: &Date) -> i32 {
    i32::try_from(date.get_month()).unwrap_or(0)
}

fn day_of(date: &Date) -> i32 {
    i32::try_from(date.get_date()).unwrap_or(1)
}
