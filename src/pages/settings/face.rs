//! What is seen of a row: decided from the record and its edits alone.

use crate::{
    agent::{Agent, editing::Editable, row::RowState},
    locale::{day, number, t},
    pages::table::cell::{CellFace, Mode, Sign, cell},
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
    /// The cells that are edited in place, in the order of their columns.
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

/// What is seen of a row now; `has_twin` where another workgroup bears the same name.
pub fn face(agent: &Agent, state: &RowState, has_twin: bool) -> Face {
    let record = &state.record;
    let cells = Workgroup::FIELDS.map(|field| cell(agent, state, field));
    // A name on its way brings its initial with it.
    let name = if cells[0].sign == Sign::Unsaved { &record.name } else { &cells[0].text };
    Face {
        hue: mark::hue(&record.id),
        initial: mark::initial(name),
        cells,
        since: if has_twin { t().since(&day(record.created_at)) } else { String::new() },
        role: text::role(record.role),
        agents: number(record.agents),
        updated: day(record.updated_at),
        hidden: record.hidden,
        busy: !state.edits.is_idle(),
    }
}
