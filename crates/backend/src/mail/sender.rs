//! Sends what is in the outbox, and tries again what the mail server did not take.

use super::{
    message::Envelopes,
    retry,
    smtp::{Conversation, Server, Trouble},
};
use crate::store::{Error, Failure, Queued, Store};
use contract::Timestamp;
use rules::Now;
use std::time::Duration;
use tokio::{sync::watch, time::timeout};

/// How often it is looked whether there is mail to send.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is tried at the least whether a mail server that was not there is back.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Sends mail by a mail server.
pub(crate) struct Sender {
    pub(super) server: Server,
    pub(super) envelopes: Envelopes,
}

/// How a round of sending ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// Nothing more is due, or it is to stop.
    Done,
    /// The mail server is not there.
    NoServer,
}

impl Sender {
    /// Sends until `stop` turns true; what is under way then is finished first.
    pub(crate) async fn run(self, store: Store, stop: watch::Receiver<bool>) {
        while let Err(error) = store.mail_left_over(crate::now()).await {
            tracing::error!(cause = %error, "the outbox cannot be put in order");
            if stopped_within(PAUSE, &stop).await {
                return;
            }
        }
        // A server that is slow with one mail holds up no others.
        let work = || self.work(&store, &stop);
        tokio::join!(work(), work(), work());
    }

    async fn work(&self, store: &Store, stop: &watch::Receiver<bool>) {
        let mut pause = PAUSE;
        loop {
            pause = match self.round(store, &crate::now, stop).await {
                Ok(Round::Done) => PAUSE,
                Ok(Round::NoServer) => (2 * pause).min(LONGEST_PAUSE),
                Err(error) => {
                    tracing::error!(cause = %error, "the outbox cannot be read or written");
                    PAUSE
                }
            };
            if stopped_within(pause, stop).await {
                return;
            }
        }
    }

    /// Sends what is due, over one connection where the server goes along.
    pub(super) async fn round(
        &self,
        store: &Store,
        clock: &(dyn Fn() -> Now + Sync),
        stop: &watch::Receiver<bool>,
    ) -> Result<Round, Error> {
        let mut conversation = None;
        let mut round = Round::Done;
        while round == Round::Done && !*stop.borrow() {
            let Some(mail) = store.take_mail(clock()).await? else { break };
            round = self.send(store, clock, stop, &mail, &mut conversation).await?;
        }
        if let Some(conversation) = conversation {
            conversation.quit().await;
        }
        Ok(round)
    }

    /// Sends a mail that was taken, and keeps what came of it.
    async fn send(
        &self,
        store: &Store,
        clock: &(dyn Fn() -> Now + Sync),
        stop: &watch::Receiver<bool>,
        mail: &Queued,
        open: &mut Option<Conversation>,
    ) -> Result<Round, Error> {
        let Some(message) = self.envelopes.message(mail) else {
            let became = not_sent(mail, Failure::UnsupportedAddress, clock(), Try::Over);
            keep(store, mail, became, clock, stop).await?;
            return Ok(Round::Done);
        };
        let mut conversation = match self.conversation(open.take()).await {
            Ok(conversation) => conversation,
            Err(failure) => {
                keep(store, mail, not_sent(mail, failure, clock(), Try::Again), clock, stop).await?;
                return Ok(Round::NoServer);
            }
        };
        let begin = async { store.mail_begun(mail.id, clock()).await };
        let (became, round) = match conversation.hand_over(message.envelope(), &message.formatted(), begin).await {
            Ok(()) => {
                tracing::info!(mail = mail.id, attempt = mail.attempts, "mail sent");
                *open = Some(conversation);
                (Became::Sent, Ok(Round::Done))
            }
            Err(Trouble::Server(failure)) => (not_sent(mail, failure, clock(), Try::Again), Ok(Round::NoServer)),
            Err(Trouble::Later(failure)) => {
                *open = ready(conversation).await;
                (not_sent(mail, failure, clock(), Try::Again), Ok(Round::Done))
            }
            Err(Trouble::Never(failure)) => {
                *open = ready(conversation).await;
                (not_sent(mail, failure, clock(), Try::Over), Ok(Round::Done))
            }
            Err(Trouble::Uncertain) => {
                tracing::warn!(mail = mail.id, attempt = mail.attempts, "mail may have been sent");
                (Became::Uncertain, Ok(Round::Done))
            }
            // The server waits for the content: closing the connection is the way to take back the mail.
            Err(Trouble::Withdrawn) => return Ok(Round::Done),
            Err(Trouble::Store(error)) => {
                drop(conversation);
                (not_sent(mail, Failure::Unreachable, clock(), Try::Again), Err(error))
            }
        };
        keep(store, mail, became, clock, stop).await?;
        round
    }

    /// The connection of the mail before, if it still works, or another one.
    async fn conversation(&self, open: Option<Conversation>) -> Result<Conversation, Failure> {
        if let Some(mut open) = open
            && open.is_alive().await
        {
            return Ok(open);
        }
        self.server.connect().await
    }
}

/// A connection after a mail was refused, if it can go on.
async fn ready(mut conversation: Conversation) -> Option<Conversation> {
    conversation.reset().await.then_some(conversation)
}

/// Whether a mail that was not sent is worth another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Try {
    Again,
    Over,
}

/// What came of a mail.
#[derive(Debug, Clone, Copy)]
enum Became {
    Sent,
    /// It is not sent, and tried again then.
    Delayed(Failure, Timestamp),
    /// It is not sent, and given up.
    Failed(Failure),
    /// Nobody knows whether it is sent.
    Uncertain,
}

/// Writes what came of a mail, again and again where the database does not take it: nobody else looks
/// at a mail that was taken. Where it is to stop first, the next start puts the mail in order.
async fn keep(
    store: &Store,
    mail: &Queued,
    became: Became,
    clock: &(dyn Fn() -> Now + Sync),
    stop: &watch::Receiver<bool>,
) -> Result<(), Error> {
    loop {
        let written = match became {
            Became::Sent => store.mail_sent(mail.id, clock()).await,
            Became::Delayed(failure, due) => store.mail_delayed(mail.id, failure, due).await,
            Became::Failed(failure) => store.mail_failed(mail.id, failure, clock()).await,
            Became::Uncertain => store.mail_uncertain(mail.id, clock()).await,
        };
        match written {
            Err(error) if !stopped_within(PAUSE, stop).await => {
                tracing::error!(mail = mail.id, cause = %error, "what came of a mail cannot be written");
            }
            written => return written,
        }
    }
}

/// What becomes of a mail that was not sent.
fn not_sent(mail: &Queued, failure: Failure, now: Now, then: Try) -> Became {
    let again = if then == Try::Again { retry::next(mail, now) } else { None };
    // The server's words may quote the address; these do not.
    tracing::warn!(
        mail = mail.id,
        attempt = mail.attempts,
        failure = failure.code(),
        again = again.is_some(),
        "mail not sent"
    );
    let expires = then == Try::Again && mail.mail.expires_at() == Some(retry::last(mail));
    match again {
        Some(due) => Became::Delayed(failure, due),
        None => Became::Failed(if expires { Failure::Expired } else { failure }),
    }
}

/// Whether it is to stop, now or within a while.
async fn stopped_within(pause: Duration, stop: &watch::Receiver<bool>) -> bool {
    let mut stop = stop.clone();
    // Whoever could say so is gone: there is nobody left to go on for.
    timeout(pause, stop.wait_for(|&stop| stop)).await.is_ok()
}

#[cfg(test)]
mod tests;
