//! A backend of its own for each test, and requests to it.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use backend::{
    app::{App, router},
    sample,
    settings::Config,
    store::Store,
};
use contract::{
    currency::Currency,
    headers,
    invitation::{Invitation, InvitationResults},
    path,
    problem::Problem,
};
use http_body_util::BodyExt as _;
use rules::Mail;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) const MAREN: &str = "ag_maren";
pub(crate) const NORDWIND: &str = "wg_nordwind";

/// A backend over a folder that goes when it does.
pub(crate) struct Backend {
    pub(crate) router: Router,
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
}

pub(crate) fn local() -> Config {
    Config {
        local: true,
        mailbox: true,
        origin: "http://127.0.0.1:8080".to_owned(),
        site: None,
        connect_src: Vec::new(),
        currency: Currency::from_code("EUR").expect("a currency"),
        behind_proxy: false,
        sign_in_burst: 1000,
        invitation_lifetime: chrono::TimeDelta::days(7),
    }
}

pub(crate) fn public() -> Config {
    Config { local: false, mailbox: false, origin: "https://work.example.com".to_owned(), ..local() }
}

impl Backend {
    /// In local mode, with sample data.
    pub(crate) async fn new() -> Self {
        Self::with(local(), 0).await
    }

    /// As configured, with sample data and so many workgroups more.
    pub(crate) async fn with(config: Config, more: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).await.expect("a store");
        let now = backend::now();
        assert!(store.load_sample(&sample::sample(more, 0, now), now).await.expect("loads"));
        Self { router: router(App::new(store.clone(), config)), store, folder }
    }

    pub(crate) async fn send(&self, call: Call) -> Reply {
        let response = self.router.clone().oneshot(call.request()).await.expect("answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// The cookie of a sample agent who signs in.
    pub(crate) async fn sign_in(&self, agent: &str) -> String {
        let reply = self.send(post(path::SIGN_IN_SAMPLE, &json!({ "agent": agent }))).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.cookie()
    }

    /// The token and the code of the newest invitation that waits to be sent to an address.
    pub(crate) async fn invitation_mail(&self, to: &str) -> Option<(String, String)> {
        let mail = self.store.mailbox().await.expect("a mailbox");
        mail.into_iter().filter(|queued| queued.address == to).find_map(|queued| match queued.mail {
            Mail::Invitation { token, code, .. } => Some((token, code)),
            _ => None,
        })
    }

    /// The mails that wait to be sent to an address, newest first.
    pub(crate) async fn mails(&self, to: &str) -> Vec<Mail> {
        let mail = self.store.mailbox().await.expect("a mailbox");
        mail.into_iter().filter(|queued| queued.address == to).map(|queued| queued.mail).collect()
    }

    /// Invites one address into Nordwind, which succeeds.
    pub(crate) async fn invite(&self, cookie: &str, email: &str, role: &str) -> Invitation {
        let body = json!({ "invitations": [{ "email": email, "role": role }] });
        let key = format!("{role}-{}", email.replace(['@', '.'], "-"));
        let path = path::invitations(&NORDWIND.parse().expect("an id"));
        let reply = self.send(post(&path, &body).by(cookie).key(&key)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let mut results: InvitationResults = reply.read();
        results.results.remove(0).invitation.unwrap_or_else(|| panic!("{}", reply.text()))
    }

    /// The code and the token of the newest mail to sign in.
    pub(crate) async fn newest_mail(&self) -> Option<(String, String)> {
        let mail = self.store.mailbox().await.expect("a mailbox");
        mail.into_iter().find_map(|queued| match queued.mail {
            Mail::SignIn { code, token, .. } => Some((code, token)),
            _ => None,
        })
    }
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

pub(crate) fn call(method: &str, path: &str) -> Call {
    let call = Call { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() };
    let call = call.header("host", "127.0.0.1:8080");
    if method == "GET" || method == "HEAD" { call } else { call.header(headers::CLIENT, headers::CLIENT_VALUE) }
}

pub(crate) fn get(path: &str) -> Call {
    call("GET", path)
}

pub(crate) fn post(path: &str, body: &Value) -> Call {
    call("POST", path).json("application/json", body)
}

pub(crate) fn put(path: &str, body: &Value) -> Call {
    call("PUT", path).json("application/json", body)
}

pub(crate) fn patch(path: &str, version: u64, body: &Value) -> Call {
    call("PATCH", path).json(headers::MERGE_PATCH, body).header("if-match", &headers::etag(version))
}

pub(crate) fn workgroup(id: &str) -> String {
    path::workgroup(&id.parse().expect("an id"))
}

impl Call {
    /// Sets a header in place of one that was there.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        let mut call = self.without(name);
        call.headers.push((name.to_owned(), value.to_owned()));
        call
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(set, _)| set != name);
        self
    }

    pub(crate) fn by(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header(headers::IDEMPOTENCY_KEY, key)
    }

    pub(crate) fn json(self, media_type: &str, body: &Value) -> Self {
        self.body(media_type, body.to_string().as_bytes())
    }

    pub(crate) fn body(self, media_type: &str, body: &[u8]) -> Self {
        let mut call = self.header("content-type", media_type);
        body.clone_into(&mut call.body);
        call
    }

    fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(Body::from(self.body)).expect("a request")
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// The problem, having checked what all problems have.
    pub(crate) fn problem(&self) -> Problem {
        let problem: Problem = self.read();
        assert_eq!(self.header("content-type"), headers::PROBLEM);
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(&*problem.title, problem.kind.title());
        assert_eq!(problem.request_id.as_deref(), Some(self.header(headers::REQUEST_ID)));
        problem
    }

    /// The session's cookie, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    /// The body with what differs from run to run replaced.
    pub(crate) fn stable(&self) -> Value {
        let mut value = self.read();
        stabilise(&mut value);
        value
    }
}

fn stabilise(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(stabilise),
        Value::Object(members) => members.values_mut().for_each(stabilise),
        Value::String(text) => {
            let prefix = text.split('_').next().unwrap_or_default();
            let generated = text.len() == prefix.len() + 33;
            if generated && ["rq", "wg", "ag", "si", "inv"].contains(&prefix) {
                *text = format!("[{prefix}]");
            } else if text.starts_with("20") && text.ends_with('Z') && !text.starts_with("2025") {
                "[now]".clone_into(text);
            }
        }
        _ => {}
    }
}

/// A built page in a folder: `index.html`, a style sheet, modules in a folder of their own, a compressed
/// twin, `config.json`.
pub(crate) fn built_page(folder: &Path) -> PathBuf {
    let site = folder.join("dist");
    std::fs::create_dir_all(site.join("app-0123456789abcdef")).expect("a folder");
    for (name, content) in [
        ("main-0123456789abcdef.css", "a{}"),
        ("index.html", "<!doctype html><title>Page</title>"),
        ("app-0123456789abcdef/main.js", "export {}"),
        ("app-0123456789abcdef/main.js.br", "compressed"),
        ("app-0123456789abcdef/main_bg.wasm", "\0asm"),
        ("config.json", "{}"),
    ] {
        std::fs::write(site.join(name), content).expect("a file");
    }
    site
}
