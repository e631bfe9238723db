//! One option of the selector.

use crate::{
    agent::{Agent, row::Row},
    locale::{day, number, plural, t},
    text,
    ui::{dom, mark},
};
use contract::invitation::InvitationToMe;
use web_sys::Element;

/// What an option stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Go to this workgroup.
    Go(Row),
    /// Look at this invitation.
    Join(InvitationToMe),
    /// Make one that is called so.
    Create(String),
}

/// What is seen of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The mark's colour; none where there is no workgroup yet.
    pub hue: Option<u32>,
    /// The mark's initial.
    pub initial: String,
    /// The name, first in the accessible name too.
    pub name: String,
    /// Role and counts.
    pub detail: String,
    /// That something of it is unsaved.
    pub draft: bool,
}

impl Choice {
    /// What is seen of it now.
    pub fn face(&self, agent: &Agent) -> Face {
        match self {
            Self::Go(row) => row.with(|state| {
                let record = &state.record;
                let count = t().agent_count(plural(record.agents), &number(record.agents));
                let badge = if record.hidden {
                    Some(t().hidden_badge())
                } else {
                    record.is_default.then(|| t().default_badge())
                };
                let since = agent
                    .index
                    .peek(|rows| rows.has_twin(&record.name, &record.id))
                    .then(|| t().since(&day(record.created_at)));
                // What tells two of one name apart is never cut off.
                let detail = [since.as_deref(), Some(text::role(record.role)), Some(&count), badge];
                Face {
                    hue: Some(mark::hue(&record.id)),
                    initial: mark::initial(&record.name),
                    name: record.name.clone(),
                    detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
                    draft: agent.drafts.has(&record.id),
                }
            }),
            Self::Join(invitation) => Face {
                hue: None,
                initial: mark::initial(&invitation.workgroup_name),
                name: invitation.workgroup_name.clone(),
                detail: t().invited_by_name(&invitation.inviter_name),
                draft: false,
            },
            Self::Create(name) => Face {
                hue: None,
                initial: "+".into(),
                name: t().create_option(name),
                detail: String::new(),
                draft: false,
            },
        }
    }
}

impl Face {
    /// Writes it into the template of an option.
    pub fn write(&self, option: &Element) {
        let part = |selector| dom::find(option, selector).expect("the option's template has it");
        mark::write(option, self.hue, &self.initial);
        dom::write(&part(".option-name"), &self.name);
        dom::write(&part(".option-detail"), &self.detail);
        part(".badge").set_hidden(!self.draft);
    }
}
