//! Text in no certain form. Lines are read one by one, each in pieces that commas, semicolons and
//! tabs divide, but not within quotes and angle brackets.

use super::{
    Entry, Kind,
    address::address,
    is_blank,
    name::{join, name, unquote},
};
use contract::role::Role;
use std::ops::Range;

/// What a piece of a line is.
#[derive(Debug)]
pub(super) enum Part {
    /// An address, the name beside it, and whether the address stood in angle brackets.
    Address { email: String, name: Option<String>, bracketed: bool },
    /// Something without an `@`: a name, a role.
    Text(String),
    /// Something with an `@` that is no address.
    Bad(String),
}

/// A part, where it stands, and what divides it from the next.
struct Placed {
    part: Part,
    source: Range<usize>,
    divider: char,
}

/// What ends a line.
const ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
/// What people write between the last two of a list.
const CONNECTING: [&str; 4] = ["and", "und", "&", "+"];

/// Reads the text from `from` on.
pub(super) fn parse(text: &str, from: usize, role: &dyn Fn(&str) -> Option<Role>) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut start = from;
    for line in text[from..].split_inclusive(ENDS) {
        read_line(line.trim_end_matches(ENDS), start, role, &mut all);
        start += line.len();
    }
    all
}

fn read_line(line: &str, start: usize, role: &dyn Fn(&str) -> Option<Role>, all: &mut Vec<Entry>) {
    let mut placed = Vec::new();
    for (piece, divider) in pieces(line) {
        let source = start + piece.start..start + piece.end;
        placed.extend(parts(&line[piece]).into_iter().map(|part| Placed { part, source: source.clone(), divider }));
    }
    let alone = placed.iter().filter(|placed| matches!(placed.part, Part::Address { .. })).count() == 1
        && !placed.iter().any(|placed| matches!(placed.part, Part::Bad(_)));
    let first = all.len();
    let mut before: Vec<(String, Range<usize>, char)> = Vec::new();
    for Placed { part, source, divider } in placed {
        match part {
            Part::Text(text) => before.push((text, source, divider)),
            Part::Bad(text) => {
                refuse(&mut before, all);
                all.push(entry(text, None, None, Kind::NotAnAddress, source));
            }
            Part::Address { email, name, bracketed } => {
                let (name, given, from) = if alone {
                    let from = before.first().map_or(source.start, |(_, range, _)| range.start);
                    let (named, given) = said(std::mem::take(&mut before), role);
                    (whole(name, named), given, from)
                } else if bracketed && before.last().is_some_and(|(_, _, divider)| *divider == ',') {
                    let (last, range, _) = before.pop().unwrap_or_default();
                    refuse(&mut before, all);
                    (whole(name, vec![last]), None, range.start)
                } else {
                    refuse(&mut before, all);
                    (name, None, source.start)
                };
                all.push(entry(email, name, given, Kind::Address, from..source.end));
            }
        }
    }
    match all.get_mut(first..).unwrap_or_default() {
        [only] if alone && !before.is_empty() => {
            only.source.end = before.last().map_or(only.source.end, |(_, range, _)| range.end);
            let (named, given) = said(before, role);
            only.role = only.role.or(given);
            only.name = only.name.take().or_else(|| whole(None, named));
        }
        _ => refuse(&mut before, all),
    }
}

/// The texts are nobody's name.
fn refuse(before: &mut Vec<(String, Range<usize>, char)>, all: &mut Vec<Entry>) {
    all.extend(before.drain(..).map(|(text, source, _)| entry(text, None, None, Kind::NotAnAddress, source)));
}

/// Which of the texts beside an address are names, and the role among them.
fn said(texts: Vec<(String, Range<usize>, char)>, role: &dyn Fn(&str) -> Option<Role>) -> (Vec<String>, Option<Role>) {
    let (mut names, mut given) = (Vec::new(), None);
    for (text, ..) in texts {
        match role(&text) {
            Some(role) => given = Some(role),
            None => names.push(text),
        }
    }
    (names, given)
}

/// `Last, First <a@b>`: what stands within the address's own piece comes first.
fn whole(own: Option<String>, beside: Vec<String>) -> Option<String> {
    let beside = beside.iter().map(String::as_str);
    name(&join(own.as_deref().into_iter().chain(beside)))
}

pub(super) fn entry(
    email: String,
    name: Option<String>,
    role: Option<Role>,
    kind: Kind,
    source: Range<usize>,
) -> Entry {
    Entry { email, name, role, kind, source }
}

/// The pieces of a line that are not blank, without blanks around them, and what divides each from
/// the next.
fn pieces(line: &str) -> Vec<(Range<usize>, char)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize, divider: char| {
        let piece = &line[from..to];
        let bare = piece.trim_start_matches(is_blank);
        let from = to - bare.len();
        let bare = bare.trim_end_matches(is_blank);
        if !bare.is_empty() {
            pieces.push((from..from + bare.len(), divider));
        }
    };
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        if at < skip {
            continue;
        }
        let after = &line[at + c.len_utf8()..];
        match c {
            '"' if line[start..at].chars().all(is_blank) => {
                skip = after.find('"').map_or(0, |end| at + c.len_utf8() + end + 1);
            }
            '<' => {
                if let Some(end) = after.find('>').filter(|end| !after[..*end].contains('<')) {
                    skip = at + end + 2;
                    push(start, skip, ' ');
                    start = skip;
                }
            }
            ',' | ';' | '\t' | '，' | '；' | '、' => {
                push(start, at, if c == '，' { ',' } else { c });
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    push(start, line.len(), '\n');
    pieces
}

/// What a piece says. Addresses may be divided by blanks alone.
pub(super) fn parts(piece: &str) -> Vec<Part> {
    if let Some((before, inside)) = piece.strip_suffix('>').and_then(|piece| piece.rsplit_once('<')) {
        return vec![match address(inside) {
            Some(email) => Part::Address { email: email.to_owned(), name: name(before), bracketed: true },
            None => Part::Bad(piece.to_owned()),
        }];
    }
    if !piece.contains('@') {
        return vec![Part::Text(name(piece).unwrap_or_else(|| unquote(piece)))]
            .into_iter()
            .filter(Part::says)
            .collect();
    }
    let mut parts = Vec::new();
    let mut words = Vec::new();
    for word in piece.split(is_blank).filter(|word| !word.is_empty()) {
        if !word.contains('@') {
            if !(words.is_empty() && CONNECTING.contains(&word)) {
                words.push(word);
            }
        } else if let Some(email) = address(word) {
            let name = name(&words.join(" "));
            parts.push(Part::Address { email: email.to_owned(), name, bracketed: false });
            words.clear();
        } else {
            parts.push(Part::Bad(join(words.drain(..).chain([word]))));
        }
    }
    if !words.is_empty() {
        match parts.as_mut_slice() {
            [Part::Address { name: slot @ None, .. }] => *slot = name(&words.join(" ")),
            _ => parts.push(Part::Bad(words.join(" "))),
        }
    }
    parts
}

impl Part {
    /// Whether there is more to it than punctuation.
    fn says(&self) -> bool {
        !matches!(self, Self::Text(text) if !text.contains(char::is_alphanumeric))
    }
}
