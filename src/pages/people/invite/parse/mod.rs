//! Reads whom to invite from whatever was typed or pasted: lists by commas, semicolons, lines or
//! tabs, names before or behind addresses, tables with a header. Nothing is left out in silence:
//! what is no address is an entry that says so. Whether a mail can be sent to an address is the
//! server's to say.

mod address;
mod free;
mod name;
mod table;
#[cfg(test)]
mod tests;

use contract::{invitation::MAX_INVITATIONS, role::Role};
use std::{collections::HashSet, ops::Range};

/// What an entry is, as far as the page can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It looks like an address.
    Address,
    /// The same address stands before.
    Duplicate,
    /// It is not an address.
    NotAnAddress,
    /// It is one more than are invited at once.
    Over,
}

/// One person to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The address, or the text that is none.
    pub email: String,
    /// What they are called, where that was said.
    pub name: Option<String>,
    /// What they are to be, where that was said.
    pub role: Option<Role>,
    /// What the entry is.
    pub kind: Kind,
    /// Where it stands in the text, in bytes.
    pub source: Range<usize>,
}

/// What was read from a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// All entries, in the order of the text.
    pub all: Vec<Entry>,
    /// Where the head of a table stands, in bytes.
    pub header: Option<Range<usize>>,
}

impl Entries {
    /// How many are more than are invited at once.
    pub fn over(&self) -> usize {
        self.all.iter().filter(|entry| entry.kind == Kind::Over).count()
    }

    /// The text with those entries alone for whose place in the list `keep` says so. The text is
    /// the one that was read.
    pub fn rest(&self, text: &str, keep: impl Fn(usize) -> bool) -> String {
        let mut kept: Vec<&Range<usize>> = Vec::new();
        for (_, entry) in self.all.iter().enumerate().filter(|(at, _)| keep(*at)) {
            // Several addresses may stand in one row of a table.
            if kept.last() != Some(&&entry.source) {
                kept.push(&entry.source);
            }
        }
        if !kept.is_empty() {
            kept.splice(0..0, &self.header);
        }
        let lines: Vec<&str> = kept.into_iter().filter_map(|range| text.get(range.clone())).collect();
        lines.join("\n")
    }
}

/// Reads a text. `role` knows what roles are called.
pub fn parse(text: &str, role: &dyn Fn(&str) -> Option<Role>) -> Entries {
    let mut entries =
        table::parse(text, role).unwrap_or_else(|| Entries { all: free::parse(text, 0, role), header: None });
    let mut seen = HashSet::new();
    let mut room = MAX_INVITATIONS;
    for entry in entries.all.iter_mut().filter(|entry| entry.kind == Kind::Address) {
        if !seen.insert(entry.email.to_lowercase()) {
            entry.kind = Kind::Duplicate;
        } else if room == 0 {
            entry.kind = Kind::Over;
        } else {
            room -= 1;
        }
    }
    entries
}

/// Blanks, and what can be seen no more than they: programs leave it around what is copied.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
