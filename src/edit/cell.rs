//! One cell: the field while it is open, and what is kept of it while it is closed.

use super::{Record, Trouble};

/// A cell that is not at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<R: Record> {
    /// The value that the person saw when they began: what a conflict is measured against.
    pub seen: R::Value,
    /// The open field.
    pub open: Option<Open<R::Why>>,
    /// What lies over the record's value while the field is closed.
    pub kept: Option<Kept<R>>,
}

/// An open field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open<W> {
    /// The text when it was opened.
    pub began: String,
    /// The text now.
    pub text: String,
    /// Why the page did not accept it.
    pub why: Option<W>,
}

/// What was typed, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<R: Record> {
    /// The text as typed.
    pub text: String,
    /// What became of it.
    pub state: State<R>,
}

/// What became of a typed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State<R: Record> {
    /// Left without saving.
    Draft,
    /// Waits for the write before it.
    Queued(R::Value),
    /// On its way.
    Sending(R::Value),
    /// It may have been saved; the record is being read.
    Checking(R::Value),
    /// The server has it; shown for a moment.
    Saved,
    /// It is not saved, and can be tried again.
    Failed(R::Value, Trouble),
    /// The server does not accept it.
    Refused(R::Why),
    /// Somebody else changed the field meanwhile.
    Conflict {
        /// What was typed.
        mine: R::Value,
        /// What they made of it.
        theirs: R::Value,
    },
}

impl<R: Record> State<R> {
    /// Whether the person has to decide what becomes of it; then how many lines of detail it takes
    /// to say why.
    pub fn trouble(&self) -> Option<u32> {
        match self {
            Self::Draft => Some(0),
            Self::Failed(..) | Self::Refused(_) | Self::Conflict { .. } => Some(2),
            Self::Queued(_) | Self::Sending(_) | Self::Checking(_) | Self::Saved => None,
        }
    }
}

impl<R: Record> Cell<R> {
    /// The text as it was typed last.
    pub fn text(&self) -> Option<&str> {
        let open = self.open.as_ref().map(|open| open.text.as_str());
        open.or_else(|| self.kept.as_ref().map(|kept| kept.text.as_str()))
    }

    /// The text, where the server is not known to have it.
    pub fn unsaved(&self) -> Option<&str> {
        match (&self.open, &self.kept) {
            (Some(open), _) if open.text != open.began || open.why.is_some() => Some(&open.text),
            (_, Some(kept)) if kept.state != State::Saved => Some(&kept.text),
            _ => None,
        }
    }

    pub(super) fn is_at_rest(&self) -> bool {
        self.open.is_none() && self.kept.as_ref().is_none_or(|kept| kept.state == State::Saved)
    }

    pub(super) fn set(&mut self, state: State<R>) {
        if let Some(kept) = self.kept.as_mut() {
            kept.state = state;
        }
    }
}

impl<R: Record> Kept<R> {
    /// The text to go on typing from, with the reason it was refused for.
    pub(super) fn retyped(&self) -> Option<(String, Option<R::Why>)> {
        match &self.state {
            State::Saved => None,
            State::Refused(why) => Some((self.text.clone(), Some(why.clone()))),
            _ => Some((self.text.clone(), None)),
        }
    }
}
