//! What is seen of an agent's row: decided from the record and its edits alone.

use super::{members::Members, standing::Deed};
use crate::{
    agent::{editing::Editable, field::Field, row::RowState},
    edit::Record as _,
    locale::{day, people},
    pages::table::cell::{CellFace, Mode, Sign, cell},
    text,
};
use contract::member::Member;

/// What is seen of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Their name.
    pub name: String,
    /// Whether they are the signed-in agent.
    pub is_me: bool,
    /// Their address.
    pub email: String,
    /// The cells that are edited in place, in the order of their columns.
    pub cells: [CellFace; 2],
    /// Whether the rate is the workgroup's default.
    pub is_default: bool,
    /// Whether they use a seat.
    pub seat: &'static str,
    /// When they were seen last.
    pub seen: String,
    /// Whether they are Inactive.
    pub is_inactive: bool,
    /// What can be done about their part in the workgroup.
    pub deed: Deed,
    /// Why it cannot be done.
    pub why_not: Option<&'static str>,
    /// Whether anything of it is being edited.
    pub busy: bool,
}

impl Face {
    /// Whether it has something that says why it cannot be changed.
    pub fn is_fixed(&self) -> bool {
        self.why_not.is_some() || self.cells.iter().any(|cell| cell.mode == Mode::Text)
    }

    /// Whether it has a line below that says what became of what was typed.
    pub fn has_lines(&self) -> bool {
        self.cells.iter().any(|cell| cell.sign == Sign::Unsaved)
    }
}

/// What is seen of a row now.
pub fn face(members: &Members, state: &RowState<Member>) -> Face {
    let record = &state.record;
    let deed = Deed::of(record);
    let cells = Member::FIELDS.map(|field| cell(members, state, field));
    Face {
        name: record.name.clone(),
        is_me: record.is_me,
        email: record.email.clone(),
        is_default: record.rate.is_none()
            && record.value(Field::Rate).is_some()
            && matches!(cells[1].sign, Sign::None | Sign::Saved),
        cells,
        seat: if record.seat { people().seat_used() } else { people().seat_none() },
        seen: match record.last_seen {
            Some(at) => day(at),
            // Of who is inactive that is not told.
            None if record.role == contract::role::Role::Inactive => "–".to_owned(),
            None => people().never_seen().to_owned(),
        },
        is_inactive: record.role == contract::role::Role::Inactive,
        deed,
        why_not: text::refused(deed.permission(record)),
        busy: !state.edits.is_idle(),
    }
}
