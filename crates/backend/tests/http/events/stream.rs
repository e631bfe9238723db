//! A served backend, and streams that are read from it.

pub(super) use crate::served::Served;
use crate::support::{Backend, Call, Reply, local};
use backend::{app::App, store::Store};
use contract::{
    event::{EventKind, LAST_EVENT_ID},
    path,
};
use serde_json::Value;
use std::{collections::VecDeque, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// How long is waited for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

impl Served {
    /// Stops serving, which takes no more than `within`.
    pub(super) async fn stop(self, within: Duration) -> Backend {
        self.stop.send(()).expect("is listened to");
        timeout(within, self.done).await.expect("in time").expect("ends").expect("ends well");
        self.backend
    }

    /// Stops and begins again over the same folder, as another process does.
    pub(super) async fn restart(self) -> Self {
        let mut backend = self.stop(PATIENCE).await;
        backend.store.close().await;
        backend.store = Store::open(backend.folder.path()).await.expect("opens again");
        backend.router = backend::app::router(App::new(backend.store.clone(), local()));
        Self::over(backend).await
    }

    /// Sends what succeeds.
    pub(super) async fn send(&self, call: Call) -> Reply {
        let reply = self.backend.send(call).await;
        assert!(reply.status.is_success(), "{} {}", reply.status, reply.text());
        reply
    }

    /// Follows from now on.
    pub(super) async fn follow(&self, cookie: &str) -> Stream {
        let mut stream = self.stream(cookie, "", None).await;
        stream.missed().await;
        stream
    }

    /// A stream whose head has been read.
    pub(super) async fn stream(&self, cookie: &str, query: &str, last: Option<&str>) -> Stream {
        let mut socket = TcpStream::connect(self.address).await.expect("connects");
        let last = last.map(|id| format!("{LAST_EVENT_ID}: {id}\r\n")).unwrap_or_default();
        let request = format!(
            "GET {}{query} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: br, gzip\r\ncookie: {cookie}\r\n{last}\r\n",
            path::EVENTS
        );
        socket.write_all(request.as_bytes()).await.expect("writes");
        let mut stream =
            Stream { socket, raw: Vec::new(), text: String::new(), head: String::new(), length: 0, over: false };
        stream.head = loop {
            if let Some(end) = find(&stream.raw, b"\r\n\r\n") {
                let rest = stream.raw.split_off(end + 4);
                let head = std::mem::replace(&mut stream.raw, rest);
                break String::from_utf8(head).expect("text");
            }
            assert!(stream.receive().await, "no head");
        };
        stream
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// An event as it came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) kind: EventKind,
    pub(super) data: Value,
}

/// A stream that is read.
pub(super) struct Stream {
    socket: TcpStream,
    raw: Vec<u8>,
    text: String,
    pub(super) head: String,
    /// How many bytes of a body that is not chunked were read.
    length: usize,
    over: bool,
}

impl Stream {
    /// Reads what comes; false at the end.
    async fn receive(&mut self) -> bool {
        timeout(PATIENCE, self.socket.read_buf(&mut self.raw)).await.expect("in time").expect("reads") > 0
    }

    /// The next event, or nothing at the end of the answer.
    pub(super) async fn next_or_end(&mut self) -> Option<Event> {
        loop {
            self.unchunk();
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                match read(&event) {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            if self.over || !self.receive().await {
                assert_eq!(self.text, "", "it ended within an event");
                return None;
            }
        }
    }

    pub(super) async fn next(&mut self) -> Event {
        self.next_or_end().await.expect("another event")
    }

    /// The kinds of the next events.
    pub(super) async fn kinds(&mut self, count: usize) -> Vec<EventKind> {
        let mut kinds = Vec::new();
        for _ in 0..count {
            kinds.push(self.next().await.kind);
        }
        kinds
    }

    /// What comes before `ready`, and that.
    pub(super) async fn missed(&mut self) -> (Vec<Event>, Event) {
        let mut missed = Vec::new();
        loop {
            let event = self.next().await;
            if event.kind == EventKind::Ready {
                return (missed, event);
            }
            missed.push(event);
        }
    }

    /// The rest of an answer that is no stream.
    pub(super) async fn body(&mut self) -> String {
        loop {
            self.unchunk();
            if self.over || !self.receive().await {
                return std::mem::take(&mut self.text);
            }
        }
    }

    /// That the answer ends with nothing more.
    pub(super) async fn ends(&mut self) {
        assert_eq!(self.next_or_end().await, None);
    }

    /// Takes whole chunks (RFC 9112, section 7.1) out of what was received.
    fn unchunk(&mut self) {
        let chunked = self.head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        if !chunked {
            self.length += self.raw.len();
            self.text.push_str(std::str::from_utf8(&self.raw).expect("text"));
            self.raw.clear();
            let length = self.head.to_ascii_lowercase().lines().find_map(|line| {
                line.strip_prefix("content-length: ").map(|length| length.parse::<usize>().expect("a number"))
            });
            self.over = length.is_some_and(|length| self.length >= length);
            return;
        }
        while let Some(line) = find(&self.raw, b"\r\n") {
            let size = std::str::from_utf8(&self.raw[..line]).expect("text");
            let size = usize::from_str_radix(size, 16).expect("a size");
            let end = line + 2 + size;
            if self.raw.len() < end + 2 {
                return;
            }
            let mut chunk: VecDeque<u8> = self.raw.drain(..end + 2).collect();
            chunk.drain(..line + 2);
            chunk.truncate(size);
            self.over = size == 0;
            self.text.push_str(&String::from_utf8(chunk.into()).expect("text"));
        }
    }
}

/// Reads one event; nothing for an id alone.
fn read(text: &str) -> Option<Event> {
    if text.lines().all(|line| line.starts_with("id: ")) {
        return None;
    }
    let field = |name: &str| {
        let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let value = values.next().unwrap_or_else(|| panic!("no {name} in {text}"));
        assert_eq!(values.next(), None, "{name} twice in {text}");
        value
    };
    assert_eq!(text.lines().count(), 3, "{text}");
    let kind = serde_json::from_value(Value::from(field("event"))).expect("a kind");
    let data = serde_json::from_str(field("data")).expect("JSON");
    Some(Event { id: field("id").to_owned(), kind, data })
}
