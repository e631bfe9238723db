//! Long pauses, which end when a test says so. Short ones go on ending by themselves.

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// From how many milliseconds on a pause is a long one.
const LONG: f64 = 10_000.0;

thread_local! {
    /// What the browser had before. A failed test cannot put it back; the next one does.
    static REAL: RefCell<Option<Function>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Held {
    /// How many milliseconds have passed by the test's word.
    now: f64,
    /// When which is due, and what it wakes.
    waiting: Vec<(f64, Function)>,
}

/// Stands in for `window.setTimeout`. Dropping it puts the browser's own back; what still waits never
/// ends.
pub(crate) struct Clock {
    held: Rc<RefCell<Held>>,
    _set: Closure<dyn Fn(Function, JsValue) -> JsValue>,
}

impl Clock {
    /// Holds every long pause that begins from now on.
    pub(crate) fn hold() -> Self {
        run();
        let real: Function = Reflect::get(&window(), &"setTimeout".into()).expect("is there").unchecked_into();
        REAL.set(Some(real.clone()));
        let held = Rc::new(RefCell::new(Held::default()));
        let holds = held.clone();
        let set = Closure::<dyn Fn(Function, JsValue) -> JsValue>::new(move |wake: Function, time: JsValue| {
            match time.as_f64().filter(|time| *time >= LONG) {
                Some(time) => {
                    let mut held = holds.borrow_mut();
                    let due = held.now + time;
                    held.waiting.push((due, wake));
                    // The number of no timer.
                    JsValue::from(0)
                }
                None => real.call2(&window(), &wake, &time).expect("is called as it was"),
            }
        });
        put(set.as_ref());
        Self { held, _set: set }
    }

    /// So many milliseconds pass.
    pub(crate) fn pass(&self, milliseconds: u32) {
        let due: Vec<Function> = {
            let mut held = self.held.borrow_mut();
            held.now += f64::from(milliseconds);
            let now = held.now;
            held.waiting.extract_if(.., |(due, _)| *due <= now).map(|(_, wake)| wake).collect()
        };
        for wake in due {
            wake.call0(&JsValue::UNDEFINED).expect("wakes");
        }
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        run();
    }
}

/// Lets all pauses end by themselves again.
pub(crate) fn run() {
    if let Some(real) = REAL.take() {
        put(&real);
    }
}

fn put(set: &JsValue) {
    Reflect::set(&window(), &"setTimeout".into(), set).expect("can be replaced");
}
