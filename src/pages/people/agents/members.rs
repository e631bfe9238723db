//! The agents of one workgroup, as far as they are known, and what is being edited of them. Made
//! anew for each workgroup; what is answered for one that was left changes nothing.

use super::member::patch;
use crate::{
    agent::{
        Agent,
        drafts::Of,
        editing::{Attention, Keeper, attend, reply_to},
        field::{Field, Value, Why, role_of},
        row::Row,
    },
    api::{Call, Failure},
    edit::Reply,
    locale::{money, people, t},
    pages::people::anew::Anew,
    text,
};
use contract::{
    currency::Currency,
    id::{AgentId, WorkgroupId},
    member::Member,
    money::Money,
    path,
    problem::ProblemKind,
    role::Role,
};
use leptos::prelude::*;
use std::{cell::Cell, collections::HashMap};

thread_local! {
    /// Which [`Members`] are the present ones.
    static PRESENT: Cell<u32> = const { Cell::new(0) };
}

/// How far the list has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    /// The first part, or that of another search, is on its way.
    Loading,
    /// It could not be loaded; what came before it stays.
    Failed(Failure),
    /// It is here. With the cursor of what follows, where something does.
    Ready(Option<String>),
}

/// The agents of a workgroup. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Members {
    /// The workgroup.
    pub workgroup: WorkgroupId,
    /// What is searched for.
    pub query: ArcRwSignal<String>,
    /// What the rows were found by.
    pub answered: ArcRwSignal<String>,
    /// What was found, as far as it has been loaded, in the server's order.
    pub rows: ArcRwSignal<Vec<Row<Member>>>,
    /// How many were found in all.
    pub total: ArcRwSignal<usize>,
    /// How far the list has come.
    pub load: ArcRwSignal<Load>,
    /// What each has to say is not saved.
    pub attention: Attention<AgentId>,
    /// The last row that was to be shown.
    pub(super) wanted: ArcRwSignal<usize>,
    pub(super) agent: Agent,
    /// Whether what is shown is to be read anew.
    pub(super) anew: Anew,
    /// Rises when the list is to begin anew.
    pub(super) begin: ArcRwSignal<u32>,
    /// Every row that was ever found here: what is being edited outlives a search for others.
    known: ArcStoredValue<HashMap<AgentId, Row<Member>>>,
    number: u32,
}

impl Members {
    /// Those of a workgroup, with nothing loaded yet. They take the place of those before.
    pub fn new(agent: &Agent, workgroup: &WorkgroupId) -> Self {
        let number = PRESENT.get().wrapping_add(1);
        PRESENT.set(number);
        Self {
            workgroup: workgroup.clone(),
            query: ArcRwSignal::new(String::new()),
            answered: ArcRwSignal::new(String::new()),
            rows: ArcRwSignal::new(Vec::new()),
            total: ArcRwSignal::new(0),
            load: ArcRwSignal::new(Load::Loading),
            attention: ArcRwSignal::new(Vec::new()),
            wanted: ArcRwSignal::new(0),
            agent: agent.clone(),
            anew: Anew::default(),
            begin: ArcRwSignal::new(0),
            known: ArcStoredValue::new(HashMap::new()),
            number,
        }
    }

    /// Whether these are still the ones that the page shows, or showed last.
    pub fn are_present(&self) -> bool {
        let lost = || self.agent.lost.with_untracked(|lost| lost.as_ref().is_some_and(|(id, _)| *id == self.workgroup));
        let is_there = || self.agent.index.row(&self.workgroup).is_some();
        PRESENT.get() == self.number && !self.agent.has_ended() && (is_there() || !lost())
    }

    /// The rows of records that a server sent.
    pub(super) fn take(&self, records: Vec<Member>) -> Vec<Row<Member>> {
        records.into_iter().map(|record| self.take_one(record)).collect()
    }

    /// Takes a record that a server sent.
    pub fn take_one(&self, record: Member) -> Row<Member> {
        if let Some(row) = self.known.with_value(|known| known.get(&record.id).cloned()) {
            row.put(record);
            return row;
        }
        let row = Row::new(record);
        self.known.update_value(|known| drop(known.insert(row.id().clone(), row.clone())));
        if self.agent.drafts.any() {
            self.agent.drafts.put_back(&self.draft(&row), &row, self);
            attend(&self.attention, &row);
        }
        row
    }

    /// Reads one agent anew.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn read(&self, id: &AgentId) -> Result<(), Failure> {
        let answer: Result<Member, _> = Call::get(&path::agent(&self.workgroup, id)).json_answer().await;
        self.agent.note(&answer);
        let record = answer?;
        if self.are_present() && record.id == *id {
            self.take_one(record);
        }
        Ok(())
    }

    /// Somebody has another role: what may be done about the others, and what the workgroup counts
    /// and allows, may be different now. The order stays.
    pub async fn role_changed(&self) {
        // The workgroup is read anew whenever it is come to.
        let _ = self.agent.read(&self.workgroup, None).await;
        self.look_again().await;
    }

    /// What an hour costs where an agent has no rate of their own.
    pub fn default_rate(&self) -> Option<Money> {
        let workgroup = self.agent.index.with(|rows| rows.get(&self.workgroup).cloned())?;
        workgroup.with(|state| state.record.default_agent_cost)
    }

    fn draft(&self, row: &Row<Member>) -> Of {
        Of::agent(&self.workgroup, row.id())
    }
}

impl Keeper<Member> for Members {
    fn expect() -> Self {
        expect_context()
    }

    fn holds(&self, row: &Row<Member>) -> bool {
        self.are_present() && self.known.with_value(|known| known.get(row.id()) == Some(row))
    }

    fn noted(&self, row: &Row<Member>) {
        self.agent.drafts.keep(&self.draft(row), row);
        attend(&self.attention, row);
    }

    fn currency(&self, record: &Member) -> Option<Currency> {
        let default = || untrack(|| self.default_rate());
        record.rate.or_else(default).map(|rate| rate.currency)
    }

    fn shown(&self, _field: Field, value: Option<&Value>) -> String {
        match value {
            Some(Value::Role(role)) => text::role(*role).to_owned(),
            Some(Value::Rate(Some(rate))) => money(*rate),
            Some(_) => self.default_rate().map_or_else(String::new, |rate| people().default_rate(&money(rate))),
            None => t().money_hidden().to_owned(),
        }
    }

    fn hint(&self, _row: &Row<Member>, record: &Member, field: Field, text: &str) -> Option<String> {
        match field {
            Field::Role => role_of(text).and_then(|role| {
                let means = means(role)?;
                let lower = gives(role) < gives(record.role);
                Some(if lower { format!("{means} {}", people().invitations_some_end()) } else { means.to_owned() })
            }),
            Field::Rate if text.trim().is_empty() => {
                self.default_rate().map(|rate| people().default_applies(&money(rate)))
            }
            _ => None,
        }
    }

    async fn write(&self, row: &Row<Member>, value: &Value, field: Field, version: u64) -> Option<Reply<Why>> {
        let path = path::agent(&self.workgroup, row.id());
        let answer: Result<Member, _> = Call::patch(&path, &patch(value), version).json_answer().await;
        self.agent.note_write(&answer);
        if !self.are_present() {
            return None;
        }
        Some(match answer {
            Ok(record) if record.id == *row.id() => {
                self.take_one(record);
                if field == Field::Role {
                    let members = self.clone();
                    leptos::task::spawn_local(async move { members.role_changed().await });
                }
                Reply::Saved
            }
            Ok(_) => Reply::Lost,
            Err(Failure::Problem(problem, retry)) => match problem.kind {
                ProblemKind::StaleVersion => match self.read(row.id()).await {
                    Ok(()) => Reply::Stale,
                    Err(_) => Reply::Lost,
                },
                ProblemKind::NotFound => {
                    // One of the two is gone; where it is the workgroup, so is all of this.
                    let _ = self.agent.read(&self.workgroup, None).await;
                    reply_to(Failure::Problem(problem, retry), field)
                }
                _ => reply_to(Failure::Problem(problem, retry), field),
            },
            Err(failure) => reply_to(failure, field),
        })
    }

    fn take_told(&self, row: &Row<Member>, record: Member) {
        let before = row.peek(|state| state.record.role);
        if before != record.role && (before == Role::Administrator || record.role == Role::Administrator) {
            // The last Administrator stays one: that changes what may be done about the others.
            self.anew.want();
        }
        row.put(record);
    }

    async fn look(&self, row: &Row<Member>) -> bool {
        self.read(row.id()).await.is_ok()
    }
}

/// How many roles somebody of this one may give by inviting.
fn gives(role: Role) -> u32 {
    match role {
        Role::Administrator => 3,
        Role::Manager => 2,
        Role::Associate | Role::Inactive | Role::Unknown => 0,
    }
}

/// What a role means.
pub fn means(role: Role) -> Option<&'static str> {
    match role {
        Role::Administrator => Some(people().administrator_means()),
        Role::Manager => Some(people().manager_means()),
        Role::Associate => Some(people().associate_means()),
        Role::Inactive | Role::Unknown => None,
    }
}
