//! One option of the selector.

use crate::{
    agent::{Agent, drafts::Drafts, row::Row},
    locale::{day, number, plural, t},
    text,
    ui::{dom, mark, virtual_list::Slot},
};
use contract::invitation::InvitationToMe;
use leptos::{html, prelude::*};
use web_sys::Element;

/// What an option stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Go to this workgroup.
    Go(Row),
    /// Look at this invitation. Behind a pointer, for lists of ten thousand choices are made.
    Join(Box<InvitationToMe>),
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
    /// Whether it has a draft.
    fn is_unsaved(&self, drafts: &Drafts) -> bool {
        matches!(self, Self::Go(row) if drafts.has(row.id()))
    }

    /// What is seen of it now.
    fn face(&self, agent: &Agent, draft: bool) -> Face {
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
                    draft,
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

/// One option. Like the rows of the table it is written by one effect into a template.
#[component]
pub fn Item(
    /// The place in the document.
    shelf: Slot,
    /// All choices.
    choices: RwSignal<Vec<Choice>>,
    /// Which of them Enter takes.
    active: RwSignal<usize>,
) -> impl IntoView {
    let agent = Agent::expect();
    let element = NodeRef::<html::Div>::new();
    let written = StoredValue::new(None::<(usize, Face)>);
    let (at, drafts) = (shelf.place.clone(), agent.drafts.clone());
    // Whatever else becomes a draft, or is one no more, leaves it alone.
    let draft = Memo::new(move |_| {
        at.get().is_some_and(|(at, _)| choices.with(|all| all.get(at).is_some_and(|choice| choice.is_unsaved(&drafts))))
    });
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let place = shelf.place.get();
        let choice = place.and_then(|(at, top)| choices.with(|all| Some((at, top, all.get(at)?.clone(), all.len()))));
        let Some((at, top, choice, count)) = choice else { return element.set_hidden(true) };
        let face = choice.face(&agent, draft.get());
        element.set_hidden(false);
        dom::set(&element, "aria-selected", if active.get() == at { "true" } else { "false" });
        dom::set(&element, "aria-setsize", &count.to_string());
        if written.with_value(|written| written.as_ref().is_some_and(|(was, shown)| *was == at && *shown == face)) {
            return;
        }
        element.set_id(&format!("option-{at}"));
        dom::set(&element, "data-at", &at.to_string());
        dom::set(&element, "aria-posinset", &(at + 1).to_string());
        // A property that every browser knows does not throw.
        let _ = web_sys::HtmlElement::style(&element).set_property("transform", &format!("translateY({top}px)"));
        face.write(&element);
        written.set_value(Some((at, face)));
    });
    view! {
        <div class="option" role="option" node_ref=element hidden=true>
            <span class="option-name"></span>
            <span class="option-detail"></span>
            <span class="badge" hidden=true>{t().draft_badge()}</span>
        </div>
    }
}
