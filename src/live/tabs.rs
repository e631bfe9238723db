//! What the tabs of one browser do together: one of those that are seen has the lead (Web Locks),
//! and what it reads it passes on to the others (a `BroadcastChannel`), both named by the agent.

use super::ring::Told;
use contract::id::AgentId;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::{prelude::window, task::spawn_local};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// The name of the lock and of the channel.
fn name(agent: &AgentId) -> String {
    format!("workgroups-live-1:{agent}")
}

fn locks() -> Option<LockManager> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// The lead, or the place among those that wait for it. It is given up when this is dropped.
pub(super) struct Lead {
    abort: AbortController,
    release: Rc<RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut(JsValue) -> Promise>,
}

impl Lead {
    /// Waits for the lead; `leads` is called when it is had. None where nobody gives leads: then
    /// each tab is its own leader.
    pub(super) fn wait(agent: &AgentId, leads: impl Fn() + 'static) -> Option<Self> {
        let (locks, abort) = (locks()?, AbortController::new().ok()?);
        let release = Rc::new(RefCell::new(None));
        let leads = Rc::new(leads);
        let (releases, has) = (release.clone(), leads.clone());
        // The lead lasts until the promise that this gives is kept.
        let granted = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_| {
            let held = Promise::new(&mut |keep, _| drop(releases.replace(Some(keep))));
            has();
            held
        });
        let options = Object::new();
        // A property of a new object can always be set.
        let _ = Reflect::set(&options, &"signal".into(), &abort.signal());
        let asked = locks.request(&name(agent), &options, granted.as_ref().unchecked_ref()).ok()?;
        let ended = abort.clone();
        spawn_local(async move {
            // A browser may refuse locks to some pages.
            if JsFuture::from(asked).await.is_err() && !ended.signal().aborted() {
                leads();
            }
        });
        Some(Self { abort, release, _granted: granted })
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        self.abort.abort();
        if let Some(release) = self.release.take() {
            // Keeping a promise throws nothing.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// What tabs say to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    /// The leader was told an event.
    Told(Told),
    /// The stream has come to the place with this id without an event.
    Passed(String),
    /// A tab, by its name, wants to know what it missed since the place with this id.
    CatchUp(String, Option<String>),
    /// What that tab has missed.
    Missed(String, Vec<Told>),
    /// The leader reaches the backend, or does not.
    Reach(bool),
}

impl Message {
    fn write(&self) -> Array {
        let texts: Vec<&str> = match self {
            Self::Told(told) => vec!["told", &told.id, &told.kind, &told.data],
            Self::Passed(id) => vec!["passed", id],
            Self::CatchUp(tab, Some(id)) => vec!["catch-up", tab, id],
            Self::CatchUp(tab, None) => vec!["catch-up", tab],
            Self::Missed(tab, missed) => {
                let told = missed.iter().flat_map(|told| [&*told.id, &*told.kind, &*told.data]);
                ["missed", tab].into_iter().chain(told).collect()
            }
            Self::Reach(true) => vec!["reached"],
            Self::Reach(false) => vec!["unreachable"],
        };
        texts.into_iter().map(JsValue::from_str).collect()
    }

    fn read(data: &JsValue) -> Option<Self> {
        let array = data.dyn_ref::<Array>()?;
        let mut texts = array.iter().map_while(|text| text.as_string());
        Some(match &*texts.next()? {
            "told" => Self::Told(read_told(&mut texts)?),
            "passed" => Self::Passed(texts.next()?),
            "catch-up" => Self::CatchUp(texts.next()?, texts.next()),
            "missed" => Self::Missed(texts.next()?, std::iter::from_fn(|| read_told(&mut texts)).collect()),
            "reached" => Self::Reach(true),
            "unreachable" => Self::Reach(false),
            _ => return None,
        })
    }
}

fn read_told(texts: &mut impl Iterator<Item = String>) -> Option<Told> {
    Some(Told { id: texts.next()?, kind: texts.next()?, data: texts.next()? })
}

/// The channel between the tabs. It is closed when this is dropped.
pub(super) struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Opens it. None where each tab is its own leader, and nobody tells anybody.
    pub(super) fn open(agent: &AgentId, hear: impl Fn(Message) + 'static) -> Option<Self> {
        locks()?;
        let channel = BroadcastChannel::new(&name(agent)).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(message) = Message::read(&message.data()) {
                hear(message);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }

    /// Says something to all other tabs.
    pub(super) fn say(&self, message: &Message) {
        // What is not heard is caught up with when the tab is seen the next time.
        let _ = self.channel.post_message(&message.write());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
