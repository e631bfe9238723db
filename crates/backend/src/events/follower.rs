//! One reader's stream, as the body of an answer.

use super::{Hub, News};
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
    /// All up to here has been handed over.
    upto: i64,
    news: mpsc::Receiver<News>,
    end: oneshot::Receiver<()>,
    /// When the session ends by itself.
    expires: Instant,
    next_beat: Pin<Box<Sleep>>,
    place: Place,
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
        Self { missed: Some(missed.text), upto: missed.upto, news, end, expires, next_beat, place }
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
        // Read before the news: what was told up to here is among them.
        let told = self.place.hub.told_upto();
        while let Poll::Ready(news) = self.news.poll_recv(cx) {
            match news {
                // It happened while what was missed was read, and was in there.
                Some(news) if news.upto <= self.upto => {}
                Some(news) => {
                    self.upto = news.upto;
                    return Poll::Ready(Some(news.text));
                }
                None => return Poll::Ready(None),
            }
        }
        ready!(self.next_beat.as_mut().poll(cx));
        if self.expires <= Instant::now() {
            return Poll::Ready(None);
        }
        self.upto = self.upto.max(told);
        Poll::Ready(Some(self.place.hub.heartbeat(self.upto)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{events::frame, store::Store};
    use rules::Seal;
    use std::future::poll_fn;

    const MINUTE: Duration = Duration::from_secs(60);

    struct Open {
        follower: Follower,
        news: mpsc::Sender<News>,
        end: oneshot::Sender<()>,
        _folder: tempfile::TempDir,
    }

    /// A follower of a session that ends after a while, with the clock stopped.
    async fn open(lifetime: Duration) -> Open {
        let folder = tempfile::tempdir().expect("a folder");
        let hub = Hub::new(Store::open(folder.path()).await.expect("a store"));
        tokio::time::pause();
        let (news, receiver) = mpsc::channel(4);
        let (end, ended) = oneshot::channel();
        let place = Place { hub, agent: "ag_1".parse().expect("an id"), number: 1 };
        let missed = News { upto: 5, text: frame::write(&Seal::new([7; 32]), &[]).expect("writes") };
        let follower = Follower::new(missed, receiver, ended, crate::now() + lifetime, place);
        Open { follower, news, end, _folder: folder }
    }

    async fn next(follower: &mut Follower) -> Option<Bytes> {
        poll_fn(|cx| Pin::new(&mut *follower).poll_frame(cx))
            .await
            .map(|frame| frame.expect("never fails").into_data().expect("data"))
    }

    fn news(upto: i64) -> News {
        News { upto, text: Bytes::from(upto.to_string()) }
    }

    #[tokio::test]
    async fn how_far_was_looked_comes_where_nothing_else_does_until_the_session_ends() {
        let mut open = open(MINUTE).await;
        let hub = open.follower.place.hub.clone();
        let begun = Instant::now();
        assert_eq!(next(&mut open.follower).await.as_deref(), Some(&b""[..]));
        for (beats, told, upto) in [(1, 0, 5), (2, 4, 5), (3, 8, 8)] {
            hub.0.lines().upto = told;
            let id = hub.0.store.seal().hide(upto);
            assert_eq!(next(&mut open.follower).await, Some(Bytes::from(format!("id: {id}\n\n"))));
            assert_eq!(begun.elapsed().as_secs(), 15 * beats);
        }
        assert_eq!(next(&mut open.follower).await, None);
        assert!(begun.elapsed().abs_diff(MINUTE) < Duration::from_secs(1), "it lasted {:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn what_was_missed_is_not_told_again() {
        let mut open = open(MINUTE).await;
        for upto in [4, 5, 6] {
            open.news.try_send(news(upto)).expect("has room");
        }
        next(&mut open.follower).await;
        assert_eq!(next(&mut open.follower).await.as_deref(), Some(&b"6"[..]));
    }

    #[tokio::test]
    async fn a_beat_is_never_behind_what_was_told() {
        let mut open = open(MINUTE).await;
        open.news.try_send(news(9)).expect("has room");
        next(&mut open.follower).await;
        assert_eq!(next(&mut open.follower).await.as_deref(), Some(&b"9"[..]));
        let hub = open.follower.place.hub.clone();
        let id = hub.0.store.seal().hide(9);
        assert_eq!(next(&mut open.follower).await, Some(Bytes::from(format!("id: {id}\n\n"))));
    }

    #[tokio::test]
    async fn what_waits_is_not_told_after_the_end() {
        let mut open = open(MINUTE).await;
        open.news.try_send(news(6)).expect("has room");
        drop(open.end);
        assert_eq!(next(&mut open.follower).await, None);
    }
}
