//! What is told to those who look on: which events a decision makes, and what of them each reader
//! is told.
//!
//! An event has no content. The record that it is about is read when it is told, and goes through
//! [`view`] for each reader: nobody is told what reading would not show them.

use crate::{
    Now,
    address::Address,
    change::{Activity, Change},
    facts::{ActivityFacts, InvitationFacts, MemberFacts, Membership},
    may, view,
};
use contract::{
    activity::Entry,
    event::{Changed, EventKind, Gone},
    id::{AgentId, InvitationId, WorkgroupId},
    invitation::Invitation,
    member::Member,
    role::Role,
    workgroup::Workgroup,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Something that a decision makes worth telling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// Something about a workgroup.
    In(WorkgroupId, About),
    /// The next thing that the decision notes in this workgroup: what was done has its number only
    /// once it is kept.
    Noted(WorkgroupId),
    /// The invitations to an address have changed.
    InvitationsTo(Address),
    /// All invitations into this workgroup that wait for an answer look different to whoever they
    /// are for.
    InvitationsInto(WorkgroupId),
}

/// What in a workgroup an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum About {
    /// The workgroup.
    Workgroup,
    /// What an agent is in it, for them alone.
    Membership(AgentId),
    /// What an agent has set about it for themself.
    Preferences(AgentId),
    /// An agent.
    Agent(AgentId),
    /// An agent who became Inactive.
    AgentLeft(AgentId),
    /// How many Administrators there are, on which depends what may be done about the last one.
    Administrators,
    /// An invitation.
    Invitation(InvitationId),
    /// What was done, by its number.
    Activity(i64),
}

/// The events of a decision, in the order of its changes, each of them once.
#[must_use]
pub fn events(changes: &[Change]) -> Vec<Event> {
    let mut seen = HashSet::new();
    let all = changes.iter().flat_map(of);
    all.filter(|event| matches!(event, Event::Noted(_)) || seen.insert(event.clone())).collect()
}

fn of(change: &Change) -> Vec<Event> {
    match change {
        Change::MemberAdded { workgroup, agent, role } => {
            let about = [About::Workgroup, About::Membership(agent.clone()), About::Agent(agent.clone())];
            let administrators = (*role == Role::Administrator).then_some(About::Administrators);
            within(workgroup, about.into_iter().chain(administrators))
        }
        Change::MemberChanged { workgroup, agent, role: Some(role), .. } => {
            let agent_now = if *role == Role::Inactive { About::AgentLeft } else { About::Agent }(agent.clone());
            let about = [About::Workgroup, About::Membership(agent.clone()), agent_now, About::Administrators];
            within(workgroup, about)
        }
        Change::MemberChanged { workgroup, agent, role: None, .. } => within(workgroup, [About::Agent(agent.clone())]),
        Change::InvitationMade(facts) | Change::InvitationChanged(facts) => {
            let mut events = within(&facts.workgroup, [About::Invitation(facts.id.clone())]);
            events.push(Event::InvitationsTo(facts.address.clone()));
            events
        }
        Change::WorkgroupChanged { id, .. } => within(id, [About::Workgroup]),
        Change::HiddenSet { workgroup, agent, .. } => within(workgroup, [About::Preferences(agent.clone())]),
        // The name stands in invitations too, all else that changes about a workgroup does not.
        Change::Noted { workgroup, activity: Activity::Renamed { .. }, .. } => {
            vec![Event::Noted(workgroup.clone()), Event::InvitationsInto(workgroup.clone())]
        }
        Change::Noted { workgroup, .. } => vec![Event::Noted(workgroup.clone())],
        // Nobody belongs to a workgroup that was just made: whoever does comes by a change of its own.
        // How many codes may be tried is shown to nobody, and what is queued comes with its invitation.
        Change::AgentMade { .. }
        | Change::WorkgroupMade { .. }
        | Change::InvitationCodeRefused(_)
        | Change::AskedForMe { .. }
        | Change::AddressLetIn { .. }
        | Change::SignInMade { .. }
        | Change::CodeRefused { .. }
        | Change::SignInUsed { .. }
        | Change::SessionMade { .. }
        | Change::SessionEnded { .. }
        | Change::MailQueued { .. } => Vec::new(),
    }
}

fn within(workgroup: &WorkgroupId, about: impl IntoIterator<Item = About>) -> Vec<Event> {
    about.into_iter().map(|about| Event::In(workgroup.clone(), about)).collect()
}

/// What a reader is told. It serializes as the data of its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// All that was missed has been told.
    Ready {},
    /// What there is to tell is too much, or not known any more.
    Reset {},
    /// A workgroup came or changed.
    Workgroup(Box<Changed<Workgroup>>),
    /// The reader does not belong to a workgroup any more.
    WorkgroupGone(Gone),
    /// An agent came or changed.
    Agent(Box<Changed<Member>>),
    /// The reader does not see an agent any more.
    AgentGone(Gone),
    /// An invitation came or changed.
    Invitation(Box<Changed<Invitation>>),
    /// Something was done.
    Activity(Box<Changed<Entry>>),
    /// The invitations to the reader's own address have changed.
    InvitationsToMe {},
}

impl Told {
    /// What it is called on the wire.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Ready {} => EventKind::Ready,
            Self::Reset {} => EventKind::Reset,
            Self::Workgroup(_) => EventKind::Workgroup,
            Self::WorkgroupGone(_) => EventKind::WorkgroupGone,
            Self::Agent(_) => EventKind::Agent,
            Self::AgentGone(_) => EventKind::AgentGone,
            Self::Invitation(_) => EventKind::Invitation,
            Self::Activity(_) => EventKind::Activity,
            Self::InvitationsToMe {} => EventKind::InvitationsToMe,
        }
    }
}

/// What happened in one workgroup, with the facts to tell it from, all of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// The workgroup.
    pub workgroup: WorkgroupId,
    /// What it was about, by position.
    pub happened: Vec<(i64, About)>,
    /// The agents that it was about, and all Administrators where it was about these.
    pub members: HashMap<AgentId, MemberFacts>,
    /// How many active Administrators there are.
    pub administrators: u32,
    /// The invitations that it was about.
    pub invitations: HashMap<InvitationId, InvitationFacts>,
    /// What was done.
    pub activity: HashMap<i64, ActivityFacts>,
}

/// What a reader is told of what happened in a workgroup, by position, in rising order: of each
/// record only its present state, at the last position that is about it. A [`Told::Reset`] alone
/// where it were more than `most`. `membership` is what the reader is in the workgroup now.
#[must_use]
pub fn tell(
    scene: &Scene,
    reader: &AgentId,
    membership: Option<&Membership>,
    most: usize,
    now: Now,
) -> Vec<(i64, Told)> {
    let mine = |about: &About| matches!(about, About::Membership(agent) if agent == reader);
    let place = scene.happened.iter().filter(|(_, about)| mine(about)).map(|(at, _)| *at).max();
    let Some(asker) = membership.filter(|member| may::see(member)) else {
        let id = scene.workgroup.to_string();
        let gone = Told::WorkgroupGone(Gone { workgroup: scene.workgroup.clone(), id });
        return place.map(|at| (at, gone)).into_iter().collect();
    };
    let mut told: Vec<(i64, Told)> = Vec::new();
    for (at, record) in latest(scene, reader, place) {
        // Whoever is not shown invitations is not slowed down by them either.
        if matches!(record, Record::Invitation(_)) && !may::see_invitations(asker) {
            continue;
        }
        told.extend(show(scene, asker, &record, now).map(|told| (at, told)));
        if told.len() > most {
            return vec![(at, Told::Reset {})];
        }
    }
    told.sort_by_key(|(at, _)| *at);
    told
}

/// A record that events are about.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Record<'a> {
    Workgroup,
    /// Whether they left while the reader could see it.
    Agent(&'a AgentId, bool),
    Invitation(&'a InvitationId),
    Activity(i64),
}

/// The records that events are about for a reader, each with the last position. `place` is that of
/// the last change of what the reader is in the workgroup.
fn latest<'a>(scene: &'a Scene, reader: &AgentId, place: Option<i64>) -> Vec<(i64, Record<'a>)> {
    let mut workgroup = None;
    let mut agents: HashMap<&AgentId, (i64, bool)> = HashMap::new();
    let mut others: HashMap<Record<'a>, i64> = HashMap::new();
    let mut agent = |at: i64, agent: &'a AgentId, left: bool| {
        let known = agents.entry(agent).or_insert((at, false));
        *known = (known.0.max(at), known.1 || left);
    };
    for (at, about) in &scene.happened {
        let at = *at;
        match about {
            About::Workgroup => workgroup = workgroup.max(Some(at)),
            About::Membership(whose) | About::Preferences(whose) => {
                if whose == reader {
                    workgroup = workgroup.max(Some(at));
                }
            }
            About::Agent(who) => agent(at, who, false),
            // Who left before the reader came is none of theirs.
            About::AgentLeft(who) => agent(at, who, place.is_none_or(|place| at > place)),
            // With three of them none is the last one, neither before nor after.
            About::Administrators if scene.administrators <= 2 => {
                let all = scene.members.values().filter(|member| member.role == Role::Administrator);
                all.for_each(|member| agent(at, &member.agent, false));
            }
            About::Administrators => {}
            About::Invitation(id) => {
                let last = others.entry(Record::Invitation(id)).or_insert(at);
                *last = (*last).max(at);
            }
            About::Activity(number) => drop(others.insert(Record::Activity(*number), at)),
        }
    }
    let agents = agents.into_iter().map(|(agent, (at, left))| (at, Record::Agent(agent, left)));
    let others = others.into_iter().map(|(record, at)| (at, record));
    workgroup.map(|at| (at, Record::Workgroup)).into_iter().chain(agents).chain(others).collect()
}

/// A record as the reader sees it now.
fn show(scene: &Scene, asker: &Membership, record: &Record<'_>, now: Now) -> Option<Told> {
    fn changed<T>(scene: &Scene, record: T) -> Box<Changed<T>> {
        Box::new(Changed { workgroup: scene.workgroup.clone(), record })
    }
    match record {
        Record::Workgroup => view::workgroup(asker).map(|record| Told::Workgroup(changed(scene, record))),
        Record::Agent(agent, left) => {
            let facts = scene.members.get(*agent);
            match facts.and_then(|facts| view::member(asker, facts, scene.administrators)) {
                Some(record) => Some(Told::Agent(changed(scene, record))),
                None => {
                    left.then(|| Told::AgentGone(Gone { workgroup: scene.workgroup.clone(), id: agent.to_string() }))
                }
            }
        }
        Record::Invitation(id) => {
            let record = scene.invitations.get(*id).and_then(|facts| view::invitation(asker, facts, now));
            record.map(|record| Told::Invitation(changed(scene, record)))
        }
        Record::Activity(number) => {
            let record = scene.activity.get(number).and_then(|facts| view::entry(asker, facts));
            record.map(|record| Told::Activity(changed(scene, record)))
        }
    }
}

#[cfg(test)]
mod tests;
