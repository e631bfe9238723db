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
            });
        }
    });
}

/// Listens for the rest of the page's life.
pub fn listen(hear: impl Fn(Event) + 'static) {
    let Ok(channel) = BroadcastChannel::new(NAME) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        match message.data().as_string().map(AgentId::try_from) {
            None => hear(Event::SignedIn),
            Some(Ok(agent)) => hear(Event::SignedOut(agent)),
            Some(Err(_)) => {}
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    CHANNEL.set(Some(channel));
}
