//! A backend that is a script: it stands in for `window.fetch`, answers each request as it was
//! told to, and writes down what it was asked. It does not honour aborts: an answer that comes
//! all the same is the harder case.

use contract::problem::Problem;
use futures::channel::oneshot;
use leptos::prelude::window;
use serde::Serialize;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Headers, Request, Response, ResponseInit, Url};

/// What the backend says.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// A status and a body.
    Says(u16, String),
    /// 200, and a body that comes in pieces.
    Streams(JsValue),
    /// Nothing: the connection breaks.
    Lost,
}

impl Answer {
    /// 200 with a body.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::Says(200, serde_json::to_string(body).expect("serialises"))
    }

    /// A problem, with its status.
    pub(crate) fn problem(problem: &Problem) -> Self {
        Self::Says(problem.status, serde_json::to_string(problem).expect("serialises"))
    }
}

/// The stream of events, as the test tells it.
pub(crate) struct Stream(JsValue);

impl Stream {
    /// Says a piece of it.
    pub(crate) fn say(&self, text: &str) {
        self.call("write", &js_sys::Uint8Array::from(text.as_bytes()));
    }

    /// Tells an event.
    pub(crate) fn tell(&self, id: &str, kind: &str, data: &impl Serialize) {
        let data = serde_json::to_string(data).expect("serialises");
        self.say(&format!("id: {id}\nevent: {kind}\ndata: {data}\n\n"));
    }

    /// Comes to its end.
    pub(crate) fn end(&self) {
        self.call("close", &JsValue::UNDEFINED);
    }

    fn call(&self, method: &str, argument: &JsValue) {
        let method: js_sys::Function = get(&self.0, method).unchecked_into();
        let done: js_sys::Promise = method.call1(&self.0, argument).expect("is called").unchecked_into();
        // Nobody may read it any more.
        leptos::task::spawn_local(async move { drop(JsFuture::from(done).await) });
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).expect("is an object")
}

/// A request that was made.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: String,
    request: Request,
}

impl Asked {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).expect("a header's name")
    }

    /// Whether the page no longer wants the answer.
    pub(crate) fn is_aborted(&self) -> bool {
        self.request.signal().aborted()
    }
}

/// An answer that comes when the test says so.
pub(crate) struct Held(oneshot::Sender<Answer>);

impl Held {
    /// Answers.
    pub(crate) fn answer(self, answer: Answer) {
        self.0.send(answer).expect("the request waits");
    }
}

enum Line {
    Always(Answer),
    Once(Answer),
    Held(oneshot::Receiver<Answer>),
}

#[derive(Default)]
struct Script {
    lines: Vec<(&'static str, String, Line)>,
    asked: Vec<Asked>,
}

thread_local! {
    /// The script of the test that runs; none before the first.
    static NOW: RefCell<Option<Rc<RefCell<Script>>>> = const { RefCell::new(None) };
}

/// The backend of one test.
pub(crate) struct Backend(Rc<RefCell<Script>>);

impl Backend {
    /// A backend that answers nothing yet. Takes the place of the one before.
    pub(crate) fn new() -> Self {
        let script = Rc::new(RefCell::new(Script::default()));
        if NOW.replace(Some(script.clone())).is_none() {
            install();
        }
        Self(script)
    }

    /// Answers so whenever it is asked.
    pub(crate) fn always(&self, method: &'static str, path: &str, answer: Answer) {
        self.write(method, path, Line::Always(answer));
    }

    /// Answers so once, before what it always answers.
    pub(crate) fn once(&self, method: &'static str, path: &str, answer: Answer) {
        self.write(method, path, Line::Once(answer));
    }

    /// Answers the next request for what changes by a stream.
    pub(crate) fn stream(&self) -> Stream {
        let pipe: js_sys::Function = get(&window(), "TransformStream").unchecked_into();
        let pipe = js_sys::Reflect::construct(&pipe, &js_sys::Array::new()).expect("is made");
        let writable = get(&pipe, "writable");
        let writer: js_sys::Function = get(&writable, "getWriter").unchecked_into();
        self.once("GET", contract::path::EVENTS, Answer::Streams(get(&pipe, "readable")));
        Stream(writer.call0(&writable).expect("nobody writes yet"))
    }

    /// Keeps the next request waiting.
    pub(crate) fn hold(&self, method: &'static str, path: &str) -> Held {
        let (sender, receiver) = oneshot::channel();
        self.write(method, path, Line::Held(receiver));
        Held(sender)
    }

    fn write(&self, method: &'static str, path: &str, line: Line) {
        self.0.borrow_mut().lines.push((method, path.to_owned(), line));
    }

    /// What it was asked by this method, in order.
    pub(crate) fn asked(&self, method: &str) -> Vec<Asked> {
        self.0.borrow().asked.iter().filter(|asked| asked.method == method).cloned().collect()
    }

    /// Waits until it was asked `count` times by this method, and gives the last.
    pub(crate) async fn last(&self, method: &str, count: usize) -> Asked {
        let what = format!("{count} × {method}");
        let asked = crate::wait::found(&what, || Some(self.asked(method)).filter(|asked| asked.len() >= count)).await;
        assert_eq!(asked.len(), count, "{method}: {asked:?}");
        asked.into_iter().next_back().expect("counted")
    }
}

impl Script {
    /// What comes next for this request.
    fn next(&mut self, method: &str, path: &str) -> Option<Line> {
        let fits = |(m, p, _): &(&str, String, Line)| *m == method && p == path;
        let once = self.lines.iter().position(|line| fits(line) && !matches!(line.2, Line::Always(_)));
        if let Some(at) = once {
            return Some(self.lines.remove(at).2);
        }
        self.lines.iter().rev().find(|line| fits(line)).and_then(|(_, _, line)| match line {
            Line::Always(answer) => Some(Line::Always(answer.clone())),
            Line::Once(_) | Line::Held(_) => None,
        })
    }
}

/// Puts itself in the place of `window.fetch` for the rest of the run.
fn install() {
    let real: js_sys::Function =
        js_sys::Reflect::get(&window(), &"fetch".into()).expect("is there").dyn_into().expect("is a function");
    let fetch = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(move |input: JsValue, options: JsValue| {
        match input.dyn_into::<Request>() {
            Ok(request) => future_to_promise(answer(request)).into(),
            // The runner's own.
            Err(input) => real.call2(&window(), &input, &options).expect("is called as it was"),
        }
    });
    js_sys::Reflect::set(&window(), &"fetch".into(), fetch.as_ref()).expect("can be replaced");
    fetch.forget();
}

async fn answer(request: Request) -> Result<JsValue, JsValue> {
    let script = NOW.with_borrow(|now| now.clone()).expect("is installed with a script");
    let url = Url::new(&request.url())?;
    let (path, query) = (url.pathname(), url.search());
    let method = request.method();
    let line = script.borrow_mut().next(&method, &path);
    let body = JsFuture::from(request.clone()?.text()?).await?.as_string().unwrap_or_default();
    script.borrow_mut().asked.push(Asked { method: method.clone(), path: path.clone(), query, body, request });
    let answer = match line {
        Some(Line::Always(answer) | Line::Once(answer)) => answer,
        Some(Line::Held(answer)) => match answer.await {
            Ok(answer) => answer,
            // The test is over: an answer now would only make the page ask in the midst of the next.
            Err(oneshot::Canceled) => std::future::pending().await,
        },
        None => {
            web_sys::console::error_1(&format!("the script has no answer to {method} {path}").into());
            Answer::Lost
        }
    };
    match answer {
        Answer::Says(status, body) => respond(status, &body).map(JsValue::from),
        Answer::Streams(body) => {
            let response: js_sys::Function = get(&window(), "Response").unchecked_into();
            js_sys::Reflect::construct(&response, &js_sys::Array::of1(&body))
        }
        Answer::Lost => Err(js_sys::TypeError::new("Failed to fetch").into()),
    }
}

fn respond(status: u16, body: &str) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&headers);
    Response::new_with_opt_str_and_init(Some(body).filter(|_| status != 204), &init)
}
