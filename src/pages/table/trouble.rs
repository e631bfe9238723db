//! The lines below a row: what was typed and is not saved, why, and what can be done about it.

use super::Table;
use crate::{
    agent::{
        editing::{Editable, Keeper as _},
        field::Field,
        row::{Row, RowState},
    },
    browser,
    edit::State,
    locale::{moment, t},
    text,
    ui::dom,
};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::Element;

/// What is not saved of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trouble {
    field: Field,
    name: String,
    title: &'static str,
    detail: Vec<String>,
    /// How many lines the detail takes where the window is narrow.
    lines: u32,
    actions: Vec<Deed>,
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Save,
    Edit,
    Retry,
    KeepMine,
    KeepTheirs,
    Discard,
}

/// The lines of a row.
#[component]
pub fn Troubles<R: Editable>(
    /// The row.
    row: Memo<Option<Row<R>>>,
    /// Its table.
    grid: Table<R>,
) -> impl IntoView {
    let keeper = StoredValue::new(R::Keeper::expect());
    // The row belongs to the lines: two rows may have to say the same.
    let troubles = Memo::new(move |_| {
        row.with(|row| {
            row.as_ref()
                .map(|row| (row.clone(), keeper.with_value(|keeper| troubles(keeper, row))))
                .filter(|(_, lines)| !lines.is_empty())
        })
    });
    move || {
        let (row, lines) = troubles.get()?;
        let lines: Vec<_> = lines.into_iter().map(|trouble| view! { <Line row=row.clone() trouble grid/> }).collect();
        let around = NodeRef::<html::Div>::new();
        around.on_load(|around| spawn_local(show(around.into())));
        Some(
            view! { <div class="troubles" role="gridcell" aria-colspan=grid.cells.columns node_ref=around>{lines}</div> },
        )
    }
}

/// What became of what one works on is not below the window's edge.
async fn show(lines: Element) {
    browser::painted().await;
    let row = dom::around(&lines, "[role=row]");
    if row.is_some_and(|row| row.contains(document().active_element().as_deref())) {
        dom::show_nearest(&lines);
    }
}

#[component]
fn Line<R: Editable>(row: Row<R>, trouble: Trouble, grid: Table<R>) -> impl IntoView {
    let keeper = R::Keeper::expect();
    let Trouble { field, name, title, detail, lines, actions } = trouble;
    let buttons: Vec<_> = actions
        .into_iter()
        .map(|action| {
            let (keeper, row) = (keeper.clone(), row.clone());
            view! {
                <button
                    type="button" class="text-button" aria-label=action.label(field, &name)
                    on:click=move |_| action.run(&keeper, &row, field, grid)
                >
                    {action.text()}
                </button>
            }
        })
        .collect();
    let details: Vec<_> = detail.into_iter().map(|text| view! { <span class="trouble-detail">{text}</span> }).collect();
    view! {
        <div class="trouble" data-field=field.key() data-lines=lines>
            <strong><span class="trouble-field">{t().label(text::field(field))}</span>" "{title}</strong>
            {details}
            <span class="trouble-actions">{buttons}</span>
        </div>
    }
}

fn troubles<R: Editable>(keeper: &R::Keeper, row: &Row<R>) -> Vec<Trouble> {
    row.with(|state| R::FIELDS.into_iter().filter_map(|field| trouble(keeper, state, field)).collect())
}

fn trouble<R: Editable>(keeper: &R::Keeper, state: &RowState<R>, field: Field) -> Option<Trouble> {
    use self::Deed::{Discard, Edit, KeepMine, KeepTheirs, Retry, Save};
    let record = &state.record;
    let cell = state.edits.cell(field).filter(|cell| cell.open.is_none())?;
    let state_now = &cell.kept.as_ref()?.state;
    let lines = state_now.trouble()?;
    let (title, detail, actions) = match state_now {
        State::Draft => (t().state_unsaved(), vec![], vec![Save, Discard]),
        State::Refused(why) => (t().state_refused(), vec![text::why(why)], vec![Edit, Discard]),
        State::Failed(_, trouble) => {
            (t().state_not_saved(), vec![text::trouble(*trouble).to_owned()], vec![Retry, Discard])
        }
        State::Conflict { mine, theirs } => {
            let (when, who) = record.changed();
            let by = t().conflict_by(&moment(when), who.map_or(t().conflict_somebody(), |by| &by.name));
            // What stands there now is what would be kept, even if it changed once more since.
            let now = record.value(field);
            let theirs = t().conflict_theirs(&by, &keeper.shown(field, now.as_ref().or(Some(theirs))));
            let mine = t().conflict_yours(&keeper.shown(field, Some(mine)));
            (t().state_conflict(), vec![mine, theirs], vec![KeepMine, KeepTheirs])
        }
        State::Queued(_) | State::Sending(_) | State::Checking(_) | State::Saved => return None,
    };
    Some(Trouble { field, name: record.name().to_owned(), title, detail, lines, actions })
}

impl Deed {
    fn text(self) -> &'static str {
        match self {
            Self::Save => t().save(),
            Self::Edit => t().edit(),
            Self::Retry => t().retry(),
            Self::KeepMine => t().keep_mine(),
            Self::KeepTheirs => t().keep_theirs(),
            Self::Discard => t().discard(),
        }
    }

    fn label(self, field: Field, name: &str) -> String {
        let field = text::field_inside(field);
        match self {
            Self::Save => t().save_of(field, name),
            Self::Edit => t().edit_of(field, name),
            Self::Retry => t().retry_of(field, name),
            Self::KeepMine => t().keep_mine_of(field, name),
            Self::KeepTheirs => t().keep_theirs_of(field, name),
            Self::Discard => t().discard_of(field, name),
        }
    }

    /// Does it. The line goes, so the focus goes to the cell that it was about.
    fn run<R: Editable>(self, keeper: &R::Keeper, row: &Row<R>, field: Field, grid: Table<R>) {
        match self {
            Self::Save => keeper.save(row, field),
            Self::Edit => return keeper.open(row, field),
            Self::Retry | Self::KeepMine => keeper.edit(row, |record, edits| edits.retry(record, field)),
            Self::KeepTheirs | Self::Discard => keeper.edit(row, |_, edits| edits.discard(field)),
        }
        if row.peek(|state| state.edits.cell(field).is_none_or(|cell| cell.open.is_none())) {
            grid.go_to(row, field);
        }
    }
}
