//! Records that are edited in place, and who keeps them: carries out what the edit machine decides.

use super::{
    field::{Field, Value, Why},
    row::Row,
};
use crate::{
    announce,
    api::Failure,
    browser::{self, Browser},
    edit::{Command, Edits, Record, Reply, Trouble},
    locale, text,
};
use contract::{
    Timestamp,
    currency::Currency,
    permission::Permission,
    problem::{Problem, ProblemKind},
    workgroup::Actor,
};
use leptos::{prelude::*, task::spawn_local};
use std::{fmt::Debug, time::Duration};

/// How long *Saved* is shown.
const LINGER: Duration = Duration::from_millis(2500);

/// By record: how many things it has to say are not saved, and with how many lines of detail.
pub type Attention<Id> = ArcRwSignal<Vec<(Id, [u32; 2])>>;

/// A record whose fields are edited in place.
pub trait Editable: Record<Field = Field, Value = Value, Why = Why> + Send + Sync + 'static {
    /// Tells records apart.
    type Id: Clone + Eq + Debug + Send + Sync + 'static;
    /// Who keeps the rows.
    type Keeper: Keeper<Self>;
    /// The fields, in the order of their columns.
    const FIELDS: [Field; 2];

    /// Which record it is.
    fn id(&self) -> &Self::Id;
    /// What it is called.
    fn name(&self) -> &str;
    /// Whether the signed-in agent may change the field.
    fn may(&self, field: Field) -> Permission;
    /// Whether this and another state of it say the same of roles and of what may be done: those change
    /// without a new version.
    fn has_rights_of(&self, other: &Self) -> bool;
    /// When it was changed last, and by whom.
    fn changed(&self) -> (Timestamp, Option<&Actor>);

    /// What a field is chosen from: keys and words. None for a field that is typed.
    fn choices(&self, _field: Field) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    /// Whether the field can be opened.
    fn may_edit(&self, field: Field) -> bool {
        self.may(field).allowed && self.value(field).is_some()
    }
}

/// Who keeps rows: knows how a record is read, written and said. A copy is a handle.
pub trait Keeper<R: Editable<Keeper = Self>>: Clone + Send + Sync + 'static {
    /// The keeper, from anywhere in the view of its rows.
    fn expect() -> Self;
    /// Whether the row is still one of a signed-in agent's.
    fn holds(&self, row: &Row<R>) -> bool;
    /// Something of the row's edits has changed: keeps what is unsaved, counts the lines.
    fn noted(&self, row: &Row<R>);
    /// The currency of an amount.
    fn currency(&self, record: &R) -> Option<Currency>;
    /// A value as text; none for one that is not shown.
    fn shown(&self, field: Field, value: Option<&Value>) -> String;
    /// What to know of the text in the open field.
    fn hint(&self, row: &Row<R>, record: &R, field: Field, text: &str) -> Option<String>;
    /// Sends one write. None where the row is gone, and everything of it with it.
    fn write(
        &self,
        row: &Row<R>,
        value: &Value,
        field: Field,
        version: u64,
    ) -> impl Future<Output = Option<Reply<Why>>>;
    /// Takes what an event told of the row, and does what follows from it.
    fn take_told(&self, row: &Row<R>, record: R);
    /// Reads the record anew: whether it could be.
    fn look(&self, row: &Row<R>) -> impl Future<Output = bool>;

    /// How amounts are read.
    fn reading(&self, record: &R, field: Field) -> Option<std::rc::Rc<contract::money::MoneyFormat>> {
        // Only an amount is written differently where one types it.
        self.currency(record).filter(|_| field.is_money()).map(locale::reading)
    }

    /// Changes the edits of a row and does what follows from it.
    fn edit(&self, row: &Row<R>, f: impl FnOnce(&R, &mut Edits<R>) -> Vec<Command<R>>) {
        let commands = self.change(row, f);
        if !self.holds(row) {
            return;
        }
        for command in commands {
            self.run(row, command);
        }
    }

    /// Changes the edits of a row where nothing follows from it but what is seen and kept.
    fn change<T>(&self, row: &Row<R>, f: impl FnOnce(&R, &mut Edits<R>) -> T) -> T {
        let result = row.edit(f);
        if self.holds(row) {
            self.noted(row);
        }
        result
    }

    /// Opens the field of a row.
    fn open(&self, row: &Row<R>, field: Field) {
        self.change(row, |record, edits| {
            let format = || self.reading(record, field);
            let typing = || record.value(field).map_or_else(String::new, |value| value.typing(format().as_deref()));
            edits.open(record, field, typing);
        });
    }

    /// Enter in an open field, or Save of a draft.
    fn save(&self, row: &Row<R>, field: Field) {
        self.edit(row, |record, edits| {
            let Some(text) = edits.cell(field).and_then(|cell| cell.text()) else { return Vec::new() };
            let value = field.read::<Browser>(text, self.reading(record, field).as_deref());
            edits.save(record, field, value)
        });
    }

    /// Hears an event: what it tells of a row that is being written waits for the answer.
    fn hear(&self, row: &Row<R>, record: R) {
        if let Some(record) = row.put_aside(record) {
            // One after the other, as they came.
            self.end_wait(row);
            self.take_told(row, record);
        }
    }

    /// Takes what was heard while a write was under way.
    fn end_wait(&self, row: &Row<R>) {
        if let Some(record) = row.take_aside().filter(|_| self.holds(row)) {
            self.take_told(row, record);
        }
    }

    /// Carries out a command.
    fn run(&self, row: &Row<R>, command: Command<R>) {
        let (keeper, row) = (self.clone(), row.clone());
        match command {
            Command::Send(field, value, version) => spawn_local(async move {
                // Making the request takes longer than painting what was typed.
                browser::painted().await;
                if !keeper.holds(&row) {
                    return;
                }
                let reply = keeper.write(&row, &value, field, version).await;
                if let Some(reply) = reply {
                    // After a write that happened, what others made of it since is what the next write
                    // has to be compared with. After any other it is what this one is compared with.
                    let saved = reply == Reply::Saved;
                    if !saved {
                        keeper.end_wait(&row);
                    }
                    keeper.edit(&row, |record, edits| edits.reply(record, reply));
                    if saved {
                        keeper.end_wait(&row);
                    }
                }
            }),
            Command::Check => spawn_local(async move {
                let read = keeper.look(&row).await;
                keeper.end_wait(&row);
                keeper.edit(&row, |record, edits| edits.checked(record, read));
            }),
            Command::Linger(field) => set_timeout(move || row.edit(|_, edits| edits.fade(field)), LINGER),
            Command::Tell(field, outcome) => row.peek(|state| {
                announce::outcome(&outcome, &text::outcome(state.record.name(), field, &outcome));
            }),
        }
    }
}

/// Counts the lines that the row needs to say what of it is not saved.
pub fn attend<R: Editable>(attention: &Attention<R::Id>, row: &Row<R>) {
    let lines = row.peek(|state| {
        let closed = |field| state.edits.cell(field).filter(|cell| cell.open.is_none())?.kept.as_ref();
        let troubles = R::FIELDS.into_iter().filter_map(closed).filter_map(|kept| kept.state.trouble());
        troubles.fold([0, 0], |[count, details], more| [count + 1, details + more])
    });
    attention.maybe_update(|attention| {
        let at = attention.iter().position(|(id, _)| id == row.id());
        match (at, lines) {
            (None, [0, _]) => return false,
            (None, lines) => attention.push((row.id().clone(), lines)),
            (Some(at), [0, _]) => drop(attention.swap_remove(at)),
            (Some(at), lines) if attention[at].1 == lines => return false,
            (Some(at), lines) => attention[at].1 = lines,
        }
        true
    });
}

/// What became of a write that failed in a way that is alike for all records.
pub fn reply_to(failure: Failure, field: Field) -> Reply<Why> {
    match failure {
        failure if failure.is_unknown() => Reply::Lost,
        Failure::Problem(problem, _) => match problem.kind {
            ProblemKind::Unauthenticated => Reply::Failed(Trouble::SignedOut),
            ProblemKind::TooManyRequests | ProblemKind::Unavailable => Reply::Failed(Trouble::Busy),
            _ => Reply::Refused(refusal(&problem, field)),
        },
        Failure::Unreachable | Failure::Unreadable => Reply::Lost,
    }
}

fn refusal(problem: &Problem, field: Field) -> Why {
    Why::of(problem, field)
}
