//! Tells those who look on what happens, as soon as it is committed.
//!
//! One task reads what happened and hands each reader their part of it; a reader who comes reads
//! alone what they missed. Both read events and records in one transaction, so what is told is never
//! older than what was told before. Sessions and memberships are read anew each time: whoever lost
//! access is told nothing more.

mod follower;
mod frame;

use crate::{
    error::Error,
    extract::CurrentSession,
    store::{self, Happened, Onlookers, Since, Store},
};
use axum::body::Bytes;
use contract::{id::AgentId, problem::ProblemKind};
use follower::{Follower, Place};
use rules::{SecretHash, event::Told};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{OnceCell, mpsc, oneshot, watch},
    time::sleep,
};

/// How many streams an agent has open at the most; beyond that the oldest ends.
pub(crate) const STREAMS: usize = 20;
/// How many goes wait for a reader who does not take them; beyond that the stream ends, and they
/// are told what they missed when they come back.
const WAITING: usize = 16;
/// How long after a failure it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Who looks on. A clone is the same one.
#[derive(Debug, Clone)]
pub(crate) struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    lines: Mutex<Lines>,
    telling: OnceCell<()>,
}

#[derive(Debug, Default)]
struct Lines {
    /// Of each agent, oldest first.
    open: HashMap<AgentId, Vec<Line>>,
    next: u64,
    closed: bool,
    /// All up to here has been handed to those whose lines are open.
    upto: i64,
}

/// The way to one reader. Dropping it ends their stream at once.
#[derive(Debug)]
struct Line {
    number: u64,
    session: SecretHash,
    news: mpsc::Sender<News>,
    _end: oneshot::Sender<()>,
}

/// What a reader is told in one go, and the last position that was looked at for it.
#[derive(Debug, Clone)]
pub(crate) struct News {
    upto: i64,
    text: Bytes,
}

impl News {
    /// In the server-sent format.
    pub(crate) fn text(self) -> Bytes {
        self.text
    }
}

impl Hub {
    /// Nobody looks on yet.
    pub(crate) fn new(store: Store) -> Self {
        Self(Arc::new(Inner { store, lines: Mutex::default(), telling: OnceCell::new() }))
    }

    /// What a reader missed, and [`Told::Ready`].
    pub(crate) async fn missed(&self, reader: &CurrentSession, since: Since) -> Result<News, Error> {
        let store = &self.0.store;
        let missed = store.missed(&reader.agent, reader.token, since, crate::now()).await?;
        let missed = missed.ok_or_else(|| Error::of(ProblemKind::Unauthenticated))?;
        let mut told = missed.told;
        told.push((missed.upto, Told::Ready {}));
        let text = frame::write(store.seal(), &told).map_err(|error| Error::internal(&error))?;
        Ok(News { upto: missed.upto, text })
    }

    /// The stream of a reader: what they missed, then what happens.
    pub(crate) async fn follow(&self, reader: CurrentSession, since: Since) -> Result<Follower, Error> {
        self.0.telling.get_or_try_init(|| self.begin()).await?;
        // The line comes before what was missed is read, so that nothing falls in between.
        let (place, news, end) = self.open(&reader);
        let missed = self.missed(&reader, since).await?;
        Ok(Follower::new(missed, news, end, reader.expires_at, place))
    }

    /// Ends all streams, and those that come from now on.
    pub(crate) fn close(&self) {
        let mut lines = self.0.lines();
        lines.closed = true;
        lines.open.clear();
    }

    /// Begins to tell from the newest position on.
    async fn begin(&self) -> Result<(), store::Error> {
        let changes = self.0.store.changes();
        let position = self.0.store.newest_event().await?;
        tokio::spawn(run(Arc::downgrade(&self.0), changes, position));
        Ok(())
    }

    fn open(&self, reader: &CurrentSession) -> (Place, mpsc::Receiver<News>, oneshot::Receiver<()>) {
        let (sender, news) = mpsc::channel(WAITING);
        let (end_sender, end) = oneshot::channel();
        let mut lines = self.0.lines();
        lines.next += 1;
        let number = lines.next;
        if !lines.closed {
            let open = lines.open.entry(reader.agent.clone()).or_default();
            if open.len() >= STREAMS {
                open.remove(0);
            }
            open.push(Line { number, session: reader.token, news: sender, _end: end_sender });
        }
        (Place { hub: self.clone(), agent: reader.agent.clone(), number }, news, end)
    }

    /// Up to where everybody has been told what is theirs.
    fn told_upto(&self) -> i64 {
        self.0.lines().upto
    }

    fn heartbeat(&self, upto: i64) -> Bytes {
        frame::heartbeat(self.0.store.seal(), upto)
    }

    /// Forgets a line whose reader is gone.
    fn leave(&self, agent: &AgentId, number: u64) {
        let mut lines = self.0.lines();
        if let Some(open) = lines.open.get_mut(agent) {
            open.retain(|line| line.number != number);
            if open.is_empty() {
                lines.open.remove(agent);
            }
        }
    }
}

impl Inner {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn onlookers(&self) -> Onlookers {
        let lines = self.lines();
        let sessions: HashSet<SecretHash> = lines.open.values().flatten().map(|line| line.session).collect();
        Onlookers { agents: lines.open.keys().cloned().collect(), sessions: sessions.into_iter().collect() }
    }

    /// Tells what happened behind `position`.
    async fn go(&self, position: i64) -> Result<Happened, store::Error> {
        let happened = self.store.happened(position, || self.onlookers(), crate::now()).await?;
        let mut texts = HashMap::with_capacity(happened.told.len());
        for (agent, told) in &happened.told {
            let text = frame::write(self.store.seal(), told).map_err(|_| store::Error::Unreadable("event"))?;
            texts.insert(agent, News { upto: happened.upto, text });
        }
        let mut lines = self.lines();
        if !happened.ended.is_empty() {
            let ended: HashSet<&SecretHash> = happened.ended.iter().collect();
            lines.open.values_mut().for_each(|open| open.retain(|line| !ended.contains(&line.session)));
        }
        for (agent, news) in texts {
            if let Some(open) = lines.open.get_mut(agent) {
                // Whoever takes nothing any more is let go, and comes back to be told.
                open.retain(|line| line.news.try_send(news.clone()).is_ok());
            }
        }
        lines.open.retain(|_, open| !open.is_empty());
        lines.upto = happened.upto;
        Ok(happened)
    }
}

/// Tells until nobody is left who could listen.
async fn run(hub: Weak<Inner>, mut changes: watch::Receiver<()>, mut position: i64) {
    while changes.changed().await.is_ok() {
        loop {
            let Some(inner) = hub.upgrade().filter(|inner| !inner.lines().closed) else { return };
            // On a task of its own: a panic ends one go and no more.
            let going = tokio::spawn({
                let inner = Arc::clone(&inner);
                async move { inner.go(position).await }
            });
            match going.await {
                Ok(Ok(happened)) => {
                    position = happened.upto;
                    if !happened.more {
                        break;
                    }
                }
                failed => {
                    match failed {
                        Ok(Err(error)) => tracing::error!(cause = %error, "what happened cannot be told"),
                        _ => tracing::error!("telling what happened broke"),
                    }
                    position = again(&inner, position).await;
                }
            }
        }
    }
}

/// What could not be told, readers are to read when they come back: each of them on their own, so
/// that what one cannot be told is hidden from nobody else. Answers the position to go on from.
async fn again(inner: &Inner, position: i64) -> i64 {
    inner.lines().open.clear();
    sleep(PAUSE).await;
    let newest = inner.store.newest_event().await.unwrap_or(position);
    // Whoever came meanwhile may have read less than that.
    inner.lines().open.clear();
    newest
}

#[cfg(test)]
mod tests;
