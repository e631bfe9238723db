//! Deactivate, Reactivate and Leave: what will happen is said before it does.

use super::{
    member::roles,
    members::{Members, means},
};
use crate::{
    agent::{
        Agent,
        editing::Keeper as _,
        field::{role_key, role_of},
        row::Row,
    },
    announce,
    api::{Call, Failure},
    locale::{people, t},
    navigation::Navigation,
    route::{Page, Route},
    scope::Selected,
    text,
    ui::{dialog::Dialog, field_error::FieldError, mark::Mark},
};
use contract::{
    id::WorkgroupId,
    member::{Member, PatchMember},
    path,
    permission::Permission,
    problem::ProblemKind,
    role::Role,
};
use leptos::{
    ev::SubmitEvent,
    prelude::*,
    task::{spawn_local, tick},
};

/// What can be done about somebody's part in the workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Their access ends.
    Deactivate,
    /// Their access begins again.
    Reactivate,
    /// One's own access ends.
    Leave,
}

impl Deed {
    /// What there is to do about them.
    pub fn of(member: &Member) -> Self {
        match member.role {
            Role::Inactive => Self::Reactivate,
            _ if member.is_me => Self::Leave,
            _ => Self::Deactivate,
        }
    }

    /// Whether the signed-in agent may do it.
    pub fn permission(self, member: &Member) -> Permission {
        match self {
            Self::Deactivate => member.may.deactivate,
            Self::Reactivate => member.may.reactivate,
            Self::Leave => member.may.leave,
        }
    }

    /// What its button says.
    pub fn text(self) -> &'static str {
        match self {
            Self::Deactivate => people().deactivate(),
            Self::Reactivate => people().reactivate(),
            Self::Leave => people().leave(),
        }
    }
}

/// What is asked before it is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    row: Row<Member>,
    deed: Deed,
}

impl Asked {
    /// What there is to ask about an agent.
    ///
    /// # Errors
    /// Why nothing can be done about them.
    pub fn about(row: &Row<Member>) -> Result<Self, &'static str> {
        row.peek(|state| {
            let deed = Deed::of(&state.record);
            text::refused(deed.permission(&state.record)).map_or(Ok(Self { row: row.clone(), deed }), Err)
        })
    }
}

/// The dialog.
#[component]
pub fn Standing(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
    /// What is asked; none while the dialog is closed.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        if asked.read().is_some() {
            shown.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = shown.get();
        if before == Some(true) && !now {
            asked.set(None);
        }
        now
    });
    view! {
        <Dialog open=shown labelledby="standing-title">
            {
                let id = id.clone();
                move || asked.get_untracked().map(|asked| view! { <Question id=id.clone() selected asked shown/> })
            }
        </Dialog>
    }
}

#[component]
fn Question(id: WorkgroupId, selected: Memo<Selected>, asked: Asked, shown: RwSignal<bool>) -> impl IntoView {
    let (members, agent, navigation) = (Members::expect(), Agent::expect(), Navigation::expect());
    let Asked { row, deed } = asked;
    let member = row.peek(|state| state.record.clone());
    let workgroup = selected.with_untracked(|selected| {
        selected.row().map(|row| row.peek(|state| state.record.name.clone())).unwrap_or_default()
    });
    let name = member.name.clone();
    let (title, lines) = match deed {
        Deed::Deactivate => (
            people().deactivate_title(&name),
            vec![people().access_ends(&name, &workgroup), people().invitations_end(&name), people().can_return(&name)],
        ),
        Deed::Reactivate => (people().reactivate_title(&name), vec![people().access_begins(&name, &workgroup)]),
        Deed::Leave => (
            people().leave_title(&workgroup),
            vec![
                people().your_access_ends(&workgroup),
                people().your_invitations_end().to_owned(),
                people().you_can_return().to_owned(),
            ],
        ),
    };
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect();
    // Whoever comes back begins with the least.
    let role = RwSignal::new(roles(&member).last().unwrap_or(Role::Associate));
    let choice = (deed == Deed::Reactivate).then(|| {
        let chosen = role.get_untracked();
        let options: Vec<_> = roles(&member)
            .map(|role| view! { <option value=role_key(role) selected=role == chosen>{text::role(role)}</option> })
            .collect();
        let choose = move |event| {
            if let Some(chosen) = role_of(&event_target_value(&event)) {
                role.set(chosen);
            }
        };
        view! {
            <label class="field">
                {t().role()}
                <select class="input" aria-describedby="standing-role" on:change=choose>{options}</select>
            </label>
            <p id="standing-role" class="quiet">{move || means(role.get())}</p>
        }
    });
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let submit = {
        let (members, row) = (members.clone(), row.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            trouble.set(None);
            let wanted = if deed == Deed::Reactivate { role.get_untracked() } else { Role::Inactive };
            let (members, agent, row) = (members.clone(), agent.clone(), row.clone());
            let (navigation, workgroup) = (navigation.clone(), workgroup.clone());
            spawn_local(async move {
                let ended = members.stand(&row, wanted, deed).await;
                busy.try_set(false);
                match ended {
                    Ended::Done => {
                        shown.try_set(false);
                        let name = row.peek(|state| state.record.name.clone());
                        announce::status(&match deed {
                            Deed::Reactivate => people().reactivated(&name, text::role(wanted)),
                            _ => people().deactivated(&name),
                        });
                        members.role_changed().await;
                    }
                    Ended::Left => {
                        // First away from it, so that nothing says that access was lost.
                        shown.try_set(false);
                        navigation.replace(&Route::Workgroup(agent.session.default_workgroup.clone(), Page::Settings));
                        agent.leave(&members.workgroup);
                        // Last, for where one is now is said too.
                        tick().await;
                        announce::status(&people().left(&workgroup));
                    }
                    Ended::Not(why) => drop(trouble.try_set(Some(why))),
                    Ended::Elsewhere => {}
                }
            });
        }
    };
    let name_of = move || {
        selected.read().row().map(|row| {
            row.with(|state| view! { <Mark id=id.clone() name=state.record.name.clone()/> <span>{state.record.name.clone()}</span> })
        })
    };
    let class = if deed == Deed::Reactivate { "button primary" } else { "button danger" };
    view! {
        <form on:submit=submit>
            <p class="of-workgroup">{name_of}</p>
            <h2 id="standing-title">{title}</h2>
            <ul class="what-happens">{lines}</ul>
            {choice}
            <FieldError id="standing-error" message=trouble/>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| shown.set(false)>{t().cancel()}</button>
                <button type="submit" class=class aria-disabled=move || busy.get().to_string()>{deed.text()}</button>
            </div>
        </form>
    }
}

/// How a deed ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ended {
    /// It is done.
    Done,
    /// The signed-in agent is out of the workgroup.
    Left,
    /// It is not done, or nobody knows.
    Not(String),
    /// Nobody looks at it any more.
    Elsewhere,
}

impl Members {
    /// Gives an agent the role that ends or begins their access.
    async fn stand(&self, row: &Row<Member>, role: Role, deed: Deed) -> Ended {
        let path = path::agent(&self.workgroup, row.id());
        let version = row.peek(|state| state.record.version);
        let patch = PatchMember { role: Some(role), rate: None };
        if deed == Deed::Leave {
            // The answer has no body: one sees the workgroup no more.
            self.agent.live.set_leaving(Some(&self.workgroup));
            let answer = Call::patch(&path, &patch, version).no_answer().await;
            self.agent.note(&answer);
            let ended = match answer {
                Ok(()) => Ended::Left,
                Err(failure) => self.not(row, role, deed, failure).await,
            };
            self.agent.live.set_leaving(None);
            return ended;
        }
        let answer: Result<Member, _> = Call::patch(&path, &patch, version).json_answer().await;
        self.agent.note(&answer);
        match answer {
            Ok(record) if self.are_present() && record.id == *row.id() => {
                self.take_one(record);
                Ended::Done
            }
            Ok(_) => Ended::Elsewhere,
            Err(failure) => self.not(row, role, deed, failure).await,
        }
    }

    /// Why it is not done, unless it is all the same.
    async fn not(&self, row: &Row<Member>, role: Role, deed: Deed, failure: Failure) -> Ended {
        let is_there = || row.peek(|state| state.record.role == role);
        if failure.is_unknown() {
            // Whether it happened is asked, not guessed.
            return match self.read(row.id()).await {
                Ok(()) if is_there() => Ended::Done,
                Ok(()) => Ended::Not(t().trouble_network().to_owned()),
                Err(read) if deed == Deed::Leave && read.kind() == Some(ProblemKind::NotFound) => Ended::Left,
                Err(_) => Ended::Not(people().may_be_done().to_owned()),
            };
        }
        match failure {
            Failure::Problem(problem, _) if problem.kind == ProblemKind::StaleVersion => {
                // Where it cannot be read, what is seen stays, and trying again finds out.
                let _ = self.read(row.id()).await;
                if is_there() { Ended::Done } else { Ended::Not(people().changed_meanwhile().to_owned()) }
            }
            Failure::Problem(problem, _) if problem.kind == ProblemKind::Forbidden => Ended::Not(
                text::refused(Permission { allowed: false, reason: problem.reason }).unwrap_or_default().to_owned(),
            ),
            failure => Ended::Not(text::failure(&failure)),
        }
    }
}
