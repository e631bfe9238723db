//! A table with a head, as a spreadsheet or a directory hands it over: divided by tabs, semicolons
//! or commas, with quotes as in RFC 4180.

use super::{
    Entries, Entry, Kind,
    free::{self, Part, entry, parts},
    is_blank,
    name::{join, name},
};
use contract::role::Role;
use std::ops::Range;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    Name,
    First,
    Last,
    Role,
    Other,
}

/// What the columns are called, in the languages of the page.
const COLUMNS: [(Column, &[&str]); 5] = [
    (
        Column::Email,
        &[
            "email",
            "e-mail",
            "mail",
            "email address",
            "e-mail address",
            "mail address",
            "emailadresse",
            "email-adresse",
            "e-mail-adresse",
            "e-mail adresse",
            "mailadresse",
            "user principal name",
        ],
    ),
    (Column::Name, &["name", "full name", "display name", "displayname", "anzeigename", "vollständiger name"]),
    (Column::First, &["first", "first name", "firstname", "given name", "vorname"]),
    (Column::Last, &["last", "last name", "lastname", "surname", "family name", "nachname", "familienname"]),
    (Column::Role, &["role", "rolle"]),
];

/// A record: its cells, and where it stands.
struct Record {
    cells: Vec<String>,
    source: Range<usize>,
    next: usize,
}

/// Reads a table; none where the text begins with no head of one.
pub(super) fn parse(text: &str, role: &dyn Fn(&str) -> Option<Role>) -> Option<Entries> {
    let begin = text.len() - text.trim_start_matches(is_blank).len();
    let line = text[begin..].lines().next()?;
    let divider = ['\t', ';', ','].into_iter().find(|divider| line.contains(*divider)).unwrap_or(',');
    let head = record(text, begin, divider)?;
    let columns: Vec<Column> = head.cells.iter().map(|cell| column(cell)).collect();
    if !columns.contains(&Column::Email) || head.cells.iter().any(|cell| cell.contains('@')) {
        return None;
    }
    if columns.len() == 1 {
        // No columns to tell apart: below the head is a list like any other.
        return Some(Entries { all: free::parse(text, head.next, role), header: None });
    }
    let mut all = Vec::new();
    let mut at = head.next;
    while let Some(row) = record(text, at, divider) {
        at = row.next;
        read_row(&columns, &row, role, &mut all);
    }
    Some(Entries { all, header: Some(head.source) })
}

fn read_row(columns: &[Column], row: &Record, role: &dyn Fn(&str) -> Option<Role>, all: &mut Vec<Entry>) {
    let said = |wanted: Column| {
        let cells = columns.iter().zip(&row.cells).filter(|(column, _)| **column == wanted);
        join(cells.map(|(_, cell)| cell.as_str()))
    };
    if row.cells.iter().all(|cell| cell.is_empty()) {
        return;
    }
    let called = name(&said(Column::Name)).or_else(|| name(&join([&*said(Column::First), &*said(Column::Last)])));
    let given = role(&said(Column::Role));
    let email = said(Column::Email);
    let found: Vec<Part> = email.split([',', ';']).flat_map(parts).collect();
    if found.is_empty() {
        return all.push(entry(
            join(row.cells.iter().map(String::as_str)),
            None,
            None,
            Kind::NotAnAddress,
            row.source.clone(),
        ));
    }
    all.extend(found.into_iter().map(|part| match part {
        Part::Address { email, name, .. } => {
            entry(email, called.clone().or(name), given, Kind::Address, row.source.clone())
        }
        Part::Text(text) | Part::Bad(text) => entry(text, None, None, Kind::NotAnAddress, row.source.clone()),
    }));
}

fn column(cell: &str) -> Column {
    let called = join([cell.trim_matches(|c: char| is_blank(c) || "*:".contains(c))]).to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&called.as_str())).map_or(Column::Other, |(column, _)| *column)
}

/// The record that begins at `from`; none at the end of the text.
fn record(text: &str, from: usize, divider: char) -> Option<Record> {
    if from >= text.len() {
        return None;
    }
    let mut cells = Vec::new();
    let mut at = from;
    loop {
        let (cell, end) = cell(text, at, divider);
        cells.push(cell);
        match text[end..].chars().next() {
            Some(c) if c == divider => at = end + c.len_utf8(),
            last => {
                let next = end + last.map_or(0, char::len_utf8);
                return Some(Record { cells, source: from..end, next });
            }
        }
    }
}

/// The cell that begins at `from`, and where it ends: before a divider, the line's end, or the text's.
fn cell(text: &str, from: usize, divider: char) -> (String, usize) {
    let rest = &text[from..];
    let inner = rest.trim_start_matches([' ', '\u{A0}']);
    if let Some(quoted) = inner.strip_prefix('"') {
        let begin = from + (rest.len() - quoted.len());
        let mut at = begin;
        while let Some(found) = text[at..].find('"') {
            at += found + 1;
            if text[at..].starts_with('"') {
                at += 1;
                continue;
            }
            let behind = &text[at..];
            let stop = behind.find([divider, '\n', '\r']).unwrap_or(behind.len());
            // Something behind the quote: it was no quoted cell.
            if behind[..stop].chars().all(is_blank) {
                return (join([text[begin..at - 1].replace("\"\"", "\"").as_str()]), at + stop);
            }
            break;
        }
    }
    let end = rest.find([divider, '\n', '\r']).unwrap_or(rest.len());
    (join([&rest[..end]]), from + end)
}
