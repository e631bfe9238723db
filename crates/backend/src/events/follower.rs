//! One reader's stream, as the body of an answer.

use super::{Hub, News, frame};
use axum::body::{Bytes, HttpBody};
use contract::{Timestamp, event::HEARTBEAT_SECONDS, id::AgentId};
use http_body::Frame;
use std::{
    convert::Infallible,
    future::Future as _,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, Sleep, sleep_until},
};

const HEARTBEAT: Duration = Duration::from_secs(HEARTBEAT_SECONDS as u64);

/// A body that has what was missed and then what happens, until the session ends or the hub closes
/// it.
#[derive(Debug)]
pub(crate) struct Follower {
    missed: Option<Bytes>,
    /// What was missed reaches up to here.
    upto: i64,
    news: mpsc::Receiver<News>,
    end: oneshot::Receiver<()>,
    /// When the session ends by itself.
    expires: Instant,
    next_beat: Pin<Box<Sleep>>,
    _place: Place,
}

/// A reader's place in the hub, which is free when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) hub: Hub,
    pub(super) agent: AgentId,
    pub(super) number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.hub.leave(&self.agent, self.number);
    }
}

impl Follower {
    pub(super) fn new(
        missed: News,
        news: mpsc::Receiver<News>,
        end: oneshot::Receiver<()>,
        expires_at: Timestamp,
        place: Place,
    ) -> Self {
        let expires = Instant::now() + (expires_at - crate::now()).to_std().unwrap_or_default();
        let next_beat = Box::pin(sleep_until(expires.min(Instant::now() + HEARTBEAT)));
        Self { missed: Some(missed.text), upto: missed.upto, news, end, expires, next_beat, _place: place }
    }

    /// The next text, or nothing at the end.
    fn poll_text(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        // Whoever lost their session is not even told what waits already.
        if Pin::new(&mut self.end).poll(cx).is_ready() || self.expires <= Instant::now() {
            return Poll::Ready(None);
        }
        if let Some(missed) = self.missed.take() {
            return Poll::Ready(Some(missed));
        }
        while let Poll::Ready(news) = self.news.poll_recv(cx) {
            match news {
                // It happened while what was missed was read, and was in there.
                Some(news) if news.upto <= self.upto => {}
                news => return Poll::Ready(news.map(|news| news.text)),
            }
        }
        ready!(self.next_beat.as_mut().poll(cx));
        let over = self.expires <= Instant::now();
        Poll::Ready((!over).then(|| Bytes::from_static(frame::HEARTBEAT.as_bytes())))
    }
}

impl HttpBody for Follower {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let text = ready!(self.poll_text(cx));
        let next = self.expires.min(Instant::now() + HEARTBEAT);
        self.next_beat.as_mut().reset(next);
        Poll::Ready(text.map(|text| Ok(Frame::data(text))))
    }
}
