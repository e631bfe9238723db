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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
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
    async fn a_comment_comes_where_nothing_else_does_until_the_session_ends() {
        let mut open = open(MINUTE).await;
        let begun = Instant::now();
        assert_eq!(next(&mut open.follower).await.as_deref(), Some(&b""[..]));
        for beats in 1..4 {
            assert_eq!(next(&mut open.follower).await.as_deref(), Some(&b":\n\n"[..]));
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
    async fn what_waits_is_not_told_after_the_end() {
        let mut open = open(MINUTE).await;
        open.news.try_send(news(6)).expect("has room");
        drop(open.end);
        assert_eq!(next(&mut open.follower).await, None);
    }
}
