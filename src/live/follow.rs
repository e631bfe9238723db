//! The wires of a tab: what happens in the browser goes to [`Connection`], and what that wants is
//! done. What is told, by the server or by the leading tab, goes to whoever wants to hear of it.

use super::{
    connection::{Command, Connection, End, Input},
    hear,
    parser::Parser,
    place::{By, Place},
    ring::{Ring, Subject, Told},
    tabs::{Channel, Lead, Message},
};
use crate::{
    agent::Agent,
    api::{Call, Failure, decode},
    browser,
};
use contract::{
    event::{EventKind, LAST_EVENT_ID},
    path,
    problem::ProblemKind,
};
use js_sys::{JSON, Math, Reflect};
use leptos::{ev, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// What the two events are called that a tab tells of itself.
const READY: &str = "ready";
const RESET: &str = "reset";

/// What a tab has of the stream.
struct Tab {
    agent: Agent,
    /// What the tabs call it.
    name: String,
    connection: RefCell<Connection>,
    ring: RefCell<Ring>,
    place: RefCell<Place>,
    /// Ends the connection.
    abort: RefCell<Option<AbortController>>,
    /// Which waking each timer waits for.
    wakings: [Cell<u32>; 2],
    lead: RefCell<Option<Lead>>,
    channel: RefCell<Option<Channel>>,
    /// Whether nobody follows any more.
    over: Cell<bool>,
}

/// Follows the stream until the present owner ends.
pub(super) fn follow(agent: &Agent) {
    // The part may be here from another session.
    if !super::is_told(agent) {
        return;
    }
    hear::listen(agent);
    let tab = Rc::new(Tab {
        agent: agent.clone(),
        name: browser::random_key(),
        connection: RefCell::default(),
        ring: RefCell::default(),
        place: RefCell::new(Place::new(agent.live.began)),
        abort: RefCell::default(),
        wakings: [Cell::new(0), Cell::new(0)],
        lead: RefCell::default(),
        channel: RefCell::default(),
        over: Cell::new(false),
    });
    let heard = tab.clone();
    tab.channel.replace(Channel::open(&agent.session.agent.id, move |message| heard.hear(message)));
    let [seen, on, off] = [tab.clone(), tab.clone(), tab.clone()];
    let listeners = [
        window_event_listener(ev::visibilitychange, move |_| seen.step(Input::Seen(!document().hidden()))),
        window_event_listener(ev::online, move |_| on.step(Input::Online(true))),
        window_event_listener(ev::offline, move |_| off.step(Input::Online(false))),
    ];
    let (nudged, resumed, reachable) = (tab.clone(), agent.resumed.clone(), agent.reachable.clone());
    Effect::new(move |before: Option<()>| {
        resumed.track();
        if reachable.get() && before.is_some() {
            nudged.step(Input::Nudged);
        }
    });
    let ends = SendWrapper::new(tab.clone());
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        ends.end();
    });
    tab.step(Input::Online(window().navigator().on_line()));
    tab.step(Input::Seen(!document().hidden()));
}

impl Tab {
    fn step(self: &Rc<Self>, input: Input) {
        if self.over.get() {
            return;
        }
        let commands = self.connection.borrow_mut().step(input, chance());
        for command in commands {
            self.run(command);
        }
    }

    fn run(self: &Rc<Self>, command: Command) {
        match command {
            Command::Lead => {
                let tab = self.clone();
                let lead = Lead::wait(&self.agent.session.agent.id, move || tab.step(Input::Leads));
                if lead.is_none() {
                    self.step(Input::Leads);
                }
                self.lead.replace(lead);
            }
            Command::Yield => drop(self.lead.take()),
            Command::CatchUp => self.catch_up(),
            Command::Connect { once } => self.connect(once),
            Command::Disconnect => self.disconnect(),
            Command::Wake(timer, time) => {
                let waking = &self.wakings[timer as usize];
                waking.set(waking.get().wrapping_add(1));
                let (tab, number) = (self.clone(), waking.get());
                let wake = move || {
                    if tab.wakings[timer as usize].get() == number {
                        tab.step(Input::Woken(timer));
                    }
                };
                set_timeout(wake, Duration::from_millis(u64::from(time)));
            }
            Command::Reach(reached) => {
                self.reach(reached);
                self.say(&Message::Reach(reached));
            }
        }
    }

    fn say(&self, message: &Message) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(message);
        }
    }

    /// Asks the leading tab for what was missed.
    fn catch_up(&self) {
        if self.leads() {
            return;
        }
        self.place.borrow_mut().ask();
        let last = self.place.borrow().last().map(str::to_owned);
        self.say(&Message::CatchUp(self.name.clone(), last));
    }

    fn leads(&self) -> bool {
        self.connection.borrow().leads()
    }

    /// Another tab says something.
    fn hear(self: &Rc<Self>, message: Message) {
        let leads = self.leads();
        match message {
            Message::Told(told) if !leads => {
                let seen = !document().hidden();
                let is_ready = told.kind == READY;
                self.take(told, By::Tab { seen });
                // Who leads by now may not have done so when it was asked for.
                if is_ready && seen && self.place.borrow().is_open() {
                    self.catch_up();
                }
            }
            Message::Passed(id) if !leads => self.pass(id, By::Tab { seen: !document().hidden() }),
            // Who does not know yet what was missed says so when it does, by being ready.
            Message::CatchUp(tab, id) if leads && self.place.borrow().is_whole() => {
                let ring = self.ring.borrow();
                let missed = ring.since(id.as_deref(), browser::now());
                let mut missed: Vec<Told> =
                    missed.map_or_else(|| vec![self.own(RESET)], |told| told.into_iter().cloned().collect());
                if missed.is_empty() {
                    missed.push(self.own(READY));
                }
                self.say(&Message::Missed(tab, missed));
            }
            Message::Missed(tab, missed) if tab == self.name && !leads => {
                missed.into_iter().for_each(|told| self.take(told, By::Answer));
                self.caught_up();
            }
            Message::Reach(reached) if !leads => self.reach(reached),
            _ => {}
        }
    }

    /// All that was missed has been told, as far as it can be.
    fn caught_up(self: &Rc<Self>) {
        if self.place.borrow_mut().caught_up(browser::now()) {
            let reset = self.own(RESET);
            if self.leads() {
                // Nor were the others told what came before this tab did.
                self.say(&Message::Told(reset.clone()));
            }
            self.take(reset, By::Answer);
        }
    }

    /// An event that no server told, at this tab's place.
    fn own(&self, kind: &str) -> Told {
        let id = self.place.borrow().last().unwrap_or_default().to_owned();
        Told { id, kind: kind.to_owned(), data: "{}".to_owned() }
    }

    fn reach(&self, reached: bool) {
        self.agent.note(&if reached { Ok(()) } else { Err(Failure::Unreachable) });
    }

    fn connect(self: &Rc<Self>, once: bool) {
        let Ok(abort) = AbortController::new() else { return };
        self.abort.replace(Some(abort.clone()));
        let tab = self.clone();
        spawn_local(async move {
            let end = tab.read(once, &abort).await;
            if !abort.signal().aborted() {
                tab.step(Input::Ended(end));
            }
        });
    }

    fn disconnect(&self) {
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }

    /// Reads one connection to its end.
    async fn read(self: &Rc<Self>, once: bool, abort: &AbortController) -> End {
        // Where another agent has signed in meanwhile, nothing of theirs is to come here.
        let mut path = format!("{}?agent={}", path::EVENTS, self.agent.session.agent.id);
        if once {
            path += "&once=true";
        }
        let mut call = Call::get(&path).with("accept", "text/event-stream".to_owned());
        if let Some(last) = self.place.borrow().last() {
            call = call.with(LAST_EVENT_ID, last.to_owned());
        }
        let pieces = match call.open(abort).await {
            Ok(pieces) => pieces,
            Err(_) if abort.signal().aborted() => return End::Closed,
            Err(Failure::Unreachable) => return End::Lost,
            Err(failure) if failure.kind() == Some(ProblemKind::Unauthenticated) => {
                self.agent.note::<()>(&Err(failure));
                return End::SignedOut;
            }
            Err(Failure::Problem(_, after)) => return End::Refused(after),
            Err(Failure::Unreadable) => return End::Refused(None),
        };
        let mut parser = Parser::default();
        loop {
            let piece = pieces.next().await;
            if abort.signal().aborted() {
                return End::Closed;
            }
            match piece {
                Ok(Some(bytes)) => {
                    self.step(Input::Heard);
                    for told in parser.feed(&bytes) {
                        self.say(&Message::Told(told.clone()));
                        self.take(told, By::Server);
                    }
                    let newest = parser.newest();
                    if !newest.is_empty() && self.place.borrow().last() != Some(newest) {
                        self.say(&Message::Passed(newest.to_owned()));
                        self.pass(newest.to_owned(), By::Server);
                    }
                }
                Ok(None) => return End::Closed,
                Err(_) => return End::Lost,
            }
        }
    }

    /// Takes an event.
    fn take(self: &Rc<Self>, told: Told, by: By) {
        if self.over.get() || self.agent.has_ended() {
            return;
        }
        let kind = decode(&JsValue::from_str(&told.kind)).unwrap_or(EventKind::Unknown);
        self.place.borrow_mut().told(&told.id, by);
        let data = JSON::parse(&told.data).unwrap_or(JsValue::UNDEFINED);
        let (workgroup, subject) = subject(kind, &data);
        self.ring.borrow_mut().push(told, &workgroup, subject, browser::now());
        self.agent.live.tell(kind, &data);
        if kind == EventKind::Ready && by == By::Server {
            self.caught_up();
            self.step(Input::Ready);
        }
    }

    /// The stream has come to a place without an event.
    fn pass(&self, id: String, by: By) {
        self.place.borrow_mut().told(&id, by);
        self.ring.borrow_mut().pass(id);
    }

    /// Nobody follows any more.
    fn end(&self) {
        self.over.set(true);
        self.disconnect();
        self.lead.take();
        self.channel.take();
    }
}

/// A number below 100.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 100")]
fn chance() -> u32 {
    (Math::random() * 100.0) as u32
}

/// Which workgroup and what in it an event is about.
fn subject(kind: EventKind, data: &JsValue) -> (String, Subject) {
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let text = |object: &JsValue, name| member(object, name)?.as_string();
    let workgroup = text(data, "workgroup").unwrap_or_default();
    let id = || text(data, "id").or_else(|| text(&member(data, "record")?, "id")).unwrap_or_default();
    let subject = match kind {
        EventKind::Workgroup => Subject::Record("workgroup ".to_owned(), workgroup.clone()),
        EventKind::WorkgroupGone => Subject::Lost(workgroup.clone()),
        EventKind::Agent | EventKind::AgentGone => Subject::Record("agent ".to_owned(), id()),
        EventKind::Invitation => Subject::Record("invitation ".to_owned(), id()),
        _ => Subject::Itself,
    };
    (workgroup, subject)
}
