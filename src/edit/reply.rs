//! What answers do to the cells. The caller first gives the record of an answer to whoever holds
//! the records, who keeps it unless theirs is newer; `base` is the result.

use super::{Command, Edits, Outcome, Record, State};

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<W> {
    /// It happened.
    Saved,
    /// The record had another version, and is now `base`.
    Stale,
    /// The server does not accept it.
    Refused(W),
    /// It did not happen, for a reason that may pass.
    Failed(Trouble),
    /// Nobody knows: the answer was lost, or says nothing.
    Lost,
}

/// Why a write that may be tried again is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The backend did not answer, and reading the record afterwards showed that it was not saved.
    Network,
    /// The backend did not answer, nor when it was asked about the record: it may have been saved.
    Unknown,
    /// Nobody is signed in any more.
    SignedOut,
    /// The backend is too busy.
    Busy,
    /// Others keep changing the record.
    Contended,
}

impl<R: Record> Edits<R> {
    /// The answer to the last [`Command::Send`].
    pub fn reply(&mut self, base: &R, reply: Reply<R::Why>) -> Vec<Command<R>> {
        match reply {
            Reply::Saved => {
                // A server may keep the value in another form; what is typed next is typed seeing that.
                if let Some(field) = self.write.as_ref().map(|write| write.field)
                    && let Some(now) = base.value(field)
                    && let Some(cell) = self.existing(field)
                {
                    cell.seen = now;
                }
                self.settle(base, |edits, field, _| edits.set_saved(field))
            }
            Reply::Stale => self.compare(base, true),
            Reply::Refused(why) => self.settle(base, |edits, field, _| {
                edits.set(field, State::Refused(why.clone()));
                vec![Command::Tell(field, Outcome::Refused(why))]
            }),
            Reply::Failed(trouble) => self.fail(base, trouble),
            Reply::Lost => {
                if let Some(write) = self.write.clone()
                    && self.is_shown(write.field)
                {
                    self.set(write.field, State::Checking(write.value));
                }
                vec![Command::Check]
            }
        }
    }

    /// The answer to the last [`Command::Check`]: whether the record could be read.
    pub fn checked(&mut self, base: &R, read: bool) -> Vec<Command<R>> {
        if read { self.compare(base, false) } else { self.fail(base, Trouble::Unknown) }
    }

    /// The record is known, and the write on its way either happened or did not: which of the
    /// two, the field tells.
    fn compare(&mut self, base: &R, resend: bool) -> Vec<Command<R>> {
        let Some(write) = self.write.clone() else { return Vec::new() };
        let now = base.value(write.field);
        let seen = self.cell(write.field).map(|cell| cell.seen.clone());
        if now.as_ref() == Some(&write.value) {
            return self.settle(base, |edits, field, _| edits.set_saved(field));
        }
        if now == seen {
            if !resend {
                return self.fail(base, Trouble::Network);
            }
            if write.again {
                return self.fail(base, Trouble::Contended);
            }
            let version = base.version();
            self.write = Some(super::Write { version, again: true, ..write.clone() });
            return vec![Command::Send(write.field, write.value, version)];
        }
        let Some(theirs) = now else { return self.fail(base, Trouble::Unknown) };
        self.settle(base, |edits, field, mine| {
            edits.set(field, State::Conflict { mine, theirs });
            vec![Command::Tell(field, Outcome::Conflict)]
        })
    }

    fn fail(&mut self, base: &R, trouble: Trouble) -> Vec<Command<R>> {
        self.settle(base, |edits, field, value| {
            edits.set(field, State::Failed(value, trouble));
            vec![Command::Tell(field, Outcome::Failed(trouble))]
        })
    }

    /// The write is over. Its cell learns of it unless something newer was typed meanwhile; what
    /// was typed on top of a saved value was typed seeing that value. Then the next one is sent.
    fn settle(
        &mut self,
        base: &R,
        outcome: impl FnOnce(&mut Self, R::Field, R::Value) -> Vec<Command<R>>,
    ) -> Vec<Command<R>> {
        let Some(write) = self.write.take() else { return Vec::new() };
        let mut commands = Vec::new();
        let shown = self.is_shown(write.field);
        let now = base.value(write.field);
        if let Some(cell) = self.existing(write.field)
            && now.as_ref() == Some(&write.value)
        {
            cell.seen = write.value.clone();
        }
        if shown {
            commands = outcome(self, write.field, write.value);
        }
        self.tidy();
        commands.extend(self.send_next(base));
        commands
    }

    /// Whether the cell still shows the write on its way.
    fn is_shown(&self, field: R::Field) -> bool {
        let kept = self.cell(field).and_then(|cell| cell.kept.as_ref());
        matches!(kept.map(|kept| &kept.state), Some(State::Sending(_) | State::Checking(_)))
    }

    fn set(&mut self, field: R::Field, state: State<R>) {
        if let Some(cell) = self.existing(field) {
            cell.set(state);
        }
    }
}
