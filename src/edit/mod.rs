//! Editing in place: what happens to a typed value between the first key and the server's last
//! word. Plain Rust: nothing here knows signals, the DOM, the network or a particular record.
//!
//! A record has cells, one for each field, and one write queue: at most one request is on its way,
//! and each carries the version that the previous answer gave. What is typed lies over the record
//! as an overlay until the server has it; the record itself only ever holds what a server said.

mod cell;
mod reply;
#[cfg(test)]
mod tests;

pub use cell::{Cell, Kept, Open, State};
pub use reply::{Reply, Trouble};

use std::fmt::Debug;

/// A record whose fields are edited in place.
pub trait Record: Clone + Eq + Debug {
    /// Names a field.
    type Field: Copy + Eq + Debug + 'static;
    /// The value of a field.
    type Value: Clone + Eq + Debug + 'static;
    /// Why a typed text or a sent value is not accepted.
    type Why: Clone + Eq + Debug + 'static;

    /// The field's value, or none where it is not shown.
    fn value(&self, field: Self::Field) -> Option<Self::Value>;
    /// The record's version.
    fn version(&self) -> u64;
}

/// What the caller has to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command<R: Record> {
    /// Send this value with this version as `If-Match`, and hand the answer to [`Edits::reply`].
    Send(R::Field, R::Value, u64),
    /// Read the record and hand it to [`Edits::checked`]: a write may or may not have happened.
    Check,
    /// After a while, call [`Edits::fade`].
    Linger(R::Field),
    /// Say to the reader what became of the field.
    Tell(R::Field, Outcome<R::Why>),
}

/// What is announced about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<W> {
    /// The server has it.
    Saved,
    /// It was left without saving; it is kept.
    Unsaved,
    /// What was typed is gone, by the person's own will.
    Discarded,
    /// It is not accepted.
    Refused(W),
    /// It is not saved; it can be tried again.
    Failed(Trouble),
    /// Somebody else changed the field meanwhile.
    Conflict,
}

/// The write on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Write<R: Record> {
    field: R::Field,
    value: R::Value,
    /// The version it was sent with.
    version: u64,
    /// Whether it was already sent once more after a 412 about other fields.
    again: bool,
}

/// All that is being edited of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edits<R: Record> {
    cells: Vec<(R::Field, Cell<R>)>,
    /// Fields in the order in which they were asked to be saved.
    queue: Vec<R::Field>,
    write: Option<Write<R>>,
}

impl<R: Record> Default for Edits<R> {
    fn default() -> Self {
        Self { cells: Vec::new(), queue: Vec::new(), write: None }
    }
}

impl<R: Record> Edits<R> {
    /// Whether nothing is being edited, kept or sent.
    pub fn is_idle(&self) -> bool {
        self.cells.is_empty() && self.write.is_none()
    }

    /// Whether a write is queued or on its way.
    pub fn is_writing(&self) -> bool {
        self.write.is_some()
    }

    /// The field's cell, where it is not at rest.
    pub fn cell(&self, field: R::Field) -> Option<&Cell<R>> {
        self.cells.iter().find(|(f, _)| *f == field).map(|(_, cell)| cell)
    }

    /// Every text that the server is not known to have, with the value that its editing began from.
    pub fn unsaved(&self) -> impl Iterator<Item = (R::Field, &str, &R::Value)> {
        self.cells.iter().filter_map(|(field, cell)| Some((*field, cell.unsaved()?, &cell.seen)))
    }

    /// Opens the field. A kept text is taken up again; otherwise it begins with `text`, the value
    /// as the field shows it for typing.
    pub fn open(&mut self, base: &R, field: R::Field, text: impl FnOnce() -> String) {
        let Some(seen) = base.value(field) else { return };
        let cell = self.cell_mut(field, seen);
        if cell.open.is_none() {
            let (text, why) = cell.kept.as_ref().and_then(Kept::retyped).unwrap_or_else(|| (text(), None));
            cell.open = Some(Open { began: text.clone(), text, why });
        }
    }

    /// The text was changed; an earlier refusal is withdrawn.
    pub fn typed(&mut self, field: R::Field, text: String) {
        if let Some(open) = self.existing(field).and_then(|cell| cell.open.as_mut()) {
            open.text = text;
            open.why = None;
        }
    }

    /// Escape: what was shown before the field was opened is shown again, a draft too. That is told
    /// by what stands beside it.
    pub fn restore(&mut self, field: R::Field) -> Vec<Command<R>> {
        let mut commands = Vec::new();
        if let Some(cell) = self.existing(field)
            && let Some(open) = cell.open.take()
            && cell.kept.as_ref().is_none_or(|kept| kept.state.trouble().is_none())
            && (open.text != open.began || open.why.is_some())
        {
            commands.push(Command::Tell(field, Outcome::Discarded));
        }
        self.tidy();
        commands
    }

    /// The field is left without saving: a changed text stays as a draft.
    pub fn leave(&mut self, field: R::Field) -> Vec<Command<R>> {
        let mut commands = Vec::new();
        if let Some(cell) = self.existing(field)
            && let Some(open) = cell.open.take()
            && (open.text != open.began || open.why.is_some())
        {
            cell.kept = Some(Kept { text: open.text, state: State::Draft });
            self.queue.retain(|f| *f != field);
            commands.push(Command::Tell(field, Outcome::Unsaved));
        }
        self.tidy();
        commands
    }

    /// Enter, or Save of a draft: `parsed` is what the page makes of the text. A refusal opens the
    /// field with its reason; a value that changes nothing is simply closed.
    pub fn save(&mut self, base: &R, field: R::Field, parsed: Result<R::Value, R::Why>) -> Vec<Command<R>> {
        let writing = self.write.as_ref().is_some_and(|w| w.field == field);
        let Some(cell) = self.existing(field) else { return Vec::new() };
        let Some(text) = cell.text().map(str::to_owned) else { return Vec::new() };
        match parsed {
            Err(why) => {
                let began = cell.open.take().map_or_else(|| text.clone(), |open| open.began);
                cell.open = Some(Open { began, text, why: Some(why.clone()) });
                vec![Command::Tell(field, Outcome::Refused(why))]
            }
            Ok(value) => {
                let rests = cell.kept.as_ref().is_none_or(|kept| kept.state == State::Saved);
                let untouched = rests && cell.open.as_ref().is_some_and(|open| open.text == open.began);
                cell.open = None;
                // Where nothing was typed, what somebody else made of it meanwhile is no conflict.
                if untouched || base.value(field).as_ref() == Some(&value) && !writing {
                    cell.kept = None;
                    self.queue.retain(|f| *f != field);
                    self.tidy();
                    return Vec::new();
                }
                cell.kept = Some(Kept { text, state: State::Queued(value) });
                self.enqueue(base, field)
            }
        }
    }

    /// Retry of a failed write, or *Keep mine* in a conflict.
    pub fn retry(&mut self, base: &R, field: R::Field) -> Vec<Command<R>> {
        let Some(cell) = self.existing(field) else { return Vec::new() };
        let Some(kept) = cell.kept.as_mut() else { return Vec::new() };
        let value = match &kept.state {
            State::Failed(value, _) => value.clone(),
            State::Conflict { mine, theirs } => {
                // What stands there now was seen, and mine is wanted all the same.
                cell.seen = base.value(field).unwrap_or_else(|| theirs.clone());
                mine.clone()
            }
            _ => return Vec::new(),
        };
        kept.state = State::Queued(value);
        self.enqueue(base, field)
    }

    /// Discard of a draft, a refusal or a failure, or *Keep theirs* in a conflict. A write on its
    /// way cannot be called back, so it is left alone.
    pub fn discard(&mut self, field: R::Field) -> Vec<Command<R>> {
        let mut commands = Vec::new();
        let writing = self.write.as_ref().is_some_and(|w| w.field == field);
        if let Some(cell) = self.existing(field)
            && !(writing
                && matches!(cell.kept.as_ref().map(|k| &k.state), Some(State::Sending(_) | State::Checking(_))))
        {
            if cell.kept.take().is_some() {
                commands.push(Command::Tell(field, Outcome::Discarded));
            }
            cell.open = None;
            self.queue.retain(|f| *f != field);
        }
        self.tidy();
        commands
    }

    /// The sign *Saved* has been shown long enough.
    pub fn fade(&mut self, field: R::Field) {
        if let Some(cell) = self.existing(field)
            && matches!(cell.kept.as_ref().map(|k| &k.state), Some(State::Saved))
        {
            cell.kept = None;
        }
        self.tidy();
    }

    /// Puts a text of an earlier page life back as a draft.
    pub fn put_back(&mut self, field: R::Field, text: String, seen: R::Value) {
        let cell = self.cell_mut(field, seen);
        if cell.kept.is_none() {
            cell.kept = Some(Kept { text, state: State::Draft });
        }
    }

    /// Another text for the same value: another language writes it so.
    pub fn retype(&mut self, field: R::Field, text: &str) {
        if let Some(kept) = self.existing(field).and_then(|cell| cell.kept.as_mut()) {
            text.clone_into(&mut kept.text);
        }
    }

    fn enqueue(&mut self, base: &R, field: R::Field) -> Vec<Command<R>> {
        self.queue.retain(|f| *f != field);
        self.queue.push(field);
        self.send_next(base)
    }

    /// Sends the next queued value, unless one is on its way.
    fn send_next(&mut self, base: &R) -> Vec<Command<R>> {
        let mut commands = Vec::new();
        while self.write.is_none() && !self.queue.is_empty() {
            let field = self.queue.remove(0);
            let Some(cell) = self.existing(field) else { continue };
            let Some(Kept { state: State::Queued(value), .. }) = &cell.kept else { continue };
            let value = value.clone();
            let now = base.value(field);
            if now.as_ref() == Some(&value) {
                commands.extend(self.set_saved(field));
            } else if let Some(theirs) = now.filter(|now| *now != cell.seen) {
                // Somebody changed it after this editing began: never written over unasked.
                cell.set(State::Conflict { mine: value, theirs });
                commands.push(Command::Tell(field, Outcome::Conflict));
            } else {
                cell.set(State::Sending(value.clone()));
                let version = base.version();
                self.write = Some(Write { field, value: value.clone(), version, again: false });
                commands.push(Command::Send(field, value, version));
            }
        }
        commands
    }

    fn set_saved(&mut self, field: R::Field) -> Vec<Command<R>> {
        if let Some(cell) = self.existing(field) {
            cell.set(State::Saved);
        }
        vec![Command::Linger(field), Command::Tell(field, Outcome::Saved)]
    }

    fn cell_mut(&mut self, field: R::Field, seen: R::Value) -> &mut Cell<R> {
        let at = self.cells.iter().position(|(f, _)| *f == field).unwrap_or_else(|| {
            self.cells.push((field, Cell { seen: seen.clone(), open: None, kept: None }));
            self.cells.len() - 1
        });
        let cell = &mut self.cells[at].1;
        if cell.is_at_rest() {
            cell.seen = seen;
        }
        cell
    }

    fn existing(&mut self, field: R::Field) -> Option<&mut Cell<R>> {
        self.cells.iter_mut().find(|(f, _)| *f == field).map(|(_, cell)| cell)
    }

    fn tidy(&mut self) {
        self.cells.retain(|(_, cell)| cell.open.is_some() || cell.kept.is_some());
    }
}
