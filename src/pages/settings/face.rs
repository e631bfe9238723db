//! What is seen of a row: decided from the record and its edits alone.

use crate::{
    agent::{
        field::{Field, Value},
        row::RowState,
    },
    edit::State,
    locale::{day, money, number, t},
    text,
    ui::mark,
};
use contract::workgroup::Workgroup;

/// What is seen of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The mark's colour.
    pub hue: u32,
    /// The mark's initial.
    pub initial: String,
    /// The cells that are edited in place, in the order of [`Field::ALL`].
    pub cells: [CellFace; 2],
    /// What tells it from another workgroup of the same name.
    pub since: String,
    /// The agent's role.
    pub role: &'static str,
    /// How many agents there are.
    pub agents: String,
    /// When it was changed last.
    pub updated: String,
    /// Whether the selector leaves it out.
    pub hidden: bool,
    /// Whether anything of it is being edited.
    pub busy: bool,
}

impl Face {
    /// Whether it has a cell that says why it cannot be edited.
    pub fn is_fixed(&self) -> bool {
        self.cells.iter().any(|cell| cell.mode == Mode::Text)
    }

    /// Whether it has a line below that says what became of what was typed.
    pub fn has_lines(&self) -> bool {
        self.cells.iter().any(|cell| cell.sign == Sign::Unsaved)
    }

    /// What the button that hides or shows the workgroup says.
    pub fn toggle(&self) -> &'static str {
        if self.hidden { t().show() } else { t().hide() }
    }
}

/// What is seen of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFace {
    /// How it behaves.
    pub mode: Mode,
    /// The value, or what was typed over it.
    pub text: String,
    /// What became of what was typed.
    pub sign: Sign,
    /// Why it cannot be edited.
    pub why_not: Option<&'static str>,
}

/// How a cell behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Text that cannot be edited.
    Text,
    /// A button that opens the field.
    Button,
    /// An open field.
    Open,
}

/// The quiet sign beside a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing to say.
    None,
    /// On its way.
    Saving,
    /// It may have been saved.
    Checking,
    /// The server has it.
    Saved,
    /// Left without saving, refused, failed or in conflict: the line below says more.
    Unsaved,
}

impl Sign {
    /// Its words.
    pub fn text(self) -> &'static str {
        match self {
            Self::None | Self::Unsaved => "",
            Self::Saving => t().state_saving(),
            Self::Checking => t().state_checking(),
            Self::Saved => t().state_saved(),
        }
    }

    /// Its name in the style sheet.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Saving => "saving",
            Self::Checking => "checking",
            Self::Saved => "saved",
            Self::Unsaved => "unsaved",
        }
    }
}

/// What is seen of a row now; `has_twin` where another workgroup bears the same name.
pub fn face(state: &RowState, has_twin: bool) -> Face {
    let record = &state.record;
    Face {
        hue: mark::hue(&record.id),
        initial: mark::initial(&record.name),
        cells: Field::ALL.map(|field| cell(state, field)),
        since: if has_twin { t().since(&day(record.created_at)) } else { String::new() },
        role: text::role(record.role),
        agents: number(record.agents),
        updated: day(record.updated_at),
        hidden: record.hidden,
        busy: !state.edits.is_idle(),
    }
}

fn cell(RowState { record, edits }: &RowState, field: Field) -> CellFace {
    let may = field.may_edit(record);
    let cell = edits.cell(field);
    let open = cell.is_some_and(|cell| cell.open.is_some());
    let state = cell.and_then(|cell| cell.kept.as_ref()).map(|kept| (&kept.text, &kept.state));
    let (text, sign) = match state {
        Some((_, State::Sending(value) | State::Queued(value))) => (shown(value), Sign::Saving),
        Some((_, State::Checking(value))) => (shown(value), Sign::Checking),
        Some((_, State::Failed(value, _))) => (shown(value), Sign::Unsaved),
        Some((_, State::Conflict { mine, .. })) => (shown(mine), Sign::Unsaved),
        Some((text, State::Draft | State::Refused(_))) => (text.clone(), Sign::Unsaved),
        Some((_, State::Saved)) => (base(record, field), Sign::Saved),
        None => (base(record, field), Sign::None),
    };
    let mode = match (open, may) {
        (true, _) => Mode::Open,
        (false, true) => Mode::Button,
        (false, false) => Mode::Text,
    };
    let permission = match field {
        Field::Name => record.may.rename,
        Field::Cost => record.may.set_cost,
    };
    let why_not = (!may).then(|| text::refused(permission).unwrap_or_else(|| t().not_allowed()));
    CellFace { mode, text, sign, why_not }
}

/// The record's own value as text.
pub fn base(record: &Workgroup, field: Field) -> String {
    match field {
        Field::Name => record.name.clone(),
        Field::Cost => record.default_agent_cost.map_or_else(|| t().money_hidden().to_owned(), money),
    }
}

/// A value as text.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Name(name) => name.clone(),
        Value::Cost(cost) => money(*cost),
    }
}
