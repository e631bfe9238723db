//! What the tabs of one browser tell each other about the session.

use contract::id::AgentId;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "workgroups-session";

/// What happened to the session in another tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody signed in.
    SignedIn,
    /// This agent signed out.
    SignedOut(AgentId),
    /// This agent is about to sign out: who keeps something unsaved of theirs says so.
    Asks(AgentId),
    /// Something unsaved of this agent is kept.
    Keeps(AgentId),
}

thread_local! {
    static CHANNEL: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Tells the other tabs.
pub fn tell(event: &Event) {
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            // Without the message the other tabs learn it from the server's next answer.
            let _ = channel.post_message(&match event {
                Event::SignedIn => true.into(),
                Event::SignedOut(agent) => agent.as_str().into(),
                Event::Asks(agent) => format!("?{agent}").into(),
                Event::Keeps(agent) => format!("!{agent}").into(),
            });
        }
    });
}

/// Listens for the rest of the page's life.
pub fn listen(hear: impl Fn(Event) + 'static) {
    let Ok(channel) = BroadcastChannel::new(NAME) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let Some(said) = message.data().as_string() else { return hear(Event::SignedIn) };
        // No identifier begins with a sign.
        let (what, id): (fn(AgentId) -> Event, _) = match said.split_at_checked(1) {
            Some(("?", id)) => (Event::Asks, id),
            Some(("!", id)) => (Event::Keeps, id),
            _ => (Event::SignedOut, &*said),
        };
        if let Ok(agent) = id.parse() {
            hear(what(agent));
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    CHANNEL.set(Some(channel));
}
