//! Keeps the rows of workgroups: how one is written and read.

use super::{
    Agent,
    drafts::Of,
    editing::{Keeper, attend, reply_to},
    field::{Field, Value, Why, patch_workgroup},
    row::Row,
};
use crate::{
    announce,
    api::{Call, Failure},
    edit::Reply,
    locale::{money, t},
    text,
};
use contract::{currency::Currency, path, problem::ProblemKind, workgroup::Workgroup};
use leptos::prelude::*;

impl Keeper<Workgroup> for Agent {
    fn expect() -> Self {
        expect_context()
    }

    fn holds(&self, row: &Row) -> bool {
        !self.ended.get_value() && self.index.row(row.id()).as_ref() == Some(row)
    }

    fn noted(&self, row: &Row) {
        self.drafts.keep(&Of::workgroup(row.id()), row);
        attend(&self.attention, row);
    }

    fn currency(&self, record: &Workgroup) -> Option<Currency> {
        record.default_agent_cost.map(|cost| cost.currency)
    }

    fn shown(&self, _field: Field, value: Option<&Value>) -> String {
        match value {
            Some(Value::Name(name)) => name.clone(),
            value => value.and_then(Value::money).map_or_else(|| t().money_hidden().to_owned(), money),
        }
    }

    fn hint(&self, row: &Row, _record: &Workgroup, field: Field, text: &str) -> Option<String> {
        let taken = field == Field::Name && self.index.peek(|rows| rows.has_twin(text, row.id()));
        taken.then(|| t().name_taken().to_owned())
    }

    async fn write(&self, row: &Row, value: &Value, field: Field, version: u64) -> Option<Reply<Why>> {
        let path = path::workgroup(row.id());
        let answer: Result<Workgroup, _> = Call::patch(&path, &patch_workgroup(value), version).json_answer().await;
        self.note_write(&answer);
        Some(match answer {
            Ok(record) if record.id == *row.id() => {
                self.take_one(record);
                Reply::Saved
            }
            Ok(_) => Reply::Lost,
            Err(Failure::Problem(mut problem, retry)) => match (problem.kind, problem.current.take()) {
                (ProblemKind::StaleVersion, Some(current)) if current.id == *row.id() => {
                    self.take_one(*current);
                    Reply::Stale
                }
                (ProblemKind::StaleVersion, _) => match self.read(row.id(), None).await {
                    Ok(()) => Reply::Stale,
                    Err(_) => Reply::Lost,
                },
                (ProblemKind::NotFound, _) => {
                    self.lose(row.id());
                    return None;
                }
                _ => reply_to(Failure::Problem(problem, retry), field),
            },
            Err(failure) => reply_to(failure, field),
        })
    }

    fn take_told(&self, row: &Row, record: Workgroup) {
        let role = || row.peek(|state| state.record.role);
        let before = role();
        self.take_one(record);
        if role() != before {
            announce::tell(&row.peek(|state| t().role_changed(text::role(state.record.role), &state.record.name)));
        }
    }

    async fn look(&self, row: &Row) -> bool {
        self.read(row.id(), None).await.is_ok()
    }
}
