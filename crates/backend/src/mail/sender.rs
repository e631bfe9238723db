//! Sends what is in the outbox, and tries again what could not be sent.

use super::Letter;
use crate::store::{Queued, Store};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::time::Duration;

/// How often it is looked whether there is mail to send.
const PAUSE: Duration = Duration::from_secs(1);

/// A mail server, and whom mail comes from.
pub(crate) struct Sender {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    origin: String,
}

impl Sender {
    /// Mail by the server at `url`.
    pub(crate) fn new(url: &str, from: &str, origin: &str) -> Result<Self, String> {
        // The address may hold a password: errors are told without it.
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                "WORKGROUPS_SMTP_URL cannot be read; it looks like smtps://user:password@mail.example.com".to_owned()
            })?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let from = from.parse().map_err(|_| {
            format!("WORKGROUPS_MAIL_FROM is {from:?}; it should look like Workgroups <no-reply@example.com>")
        })?;
        Ok(Self { server, from, origin: origin.to_owned() })
    }

    /// Sends for as long as it is polled.
    pub(crate) async fn run(self, store: Store) {
        loop {
            match store.due_mail(crate::now()).await {
                Ok(due) => {
                    for mail in due {
                        self.send(&store, &mail).await;
                    }
                }
                Err(error) => tracing::error!(cause = %error, "the outbox cannot be read"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn send(&self, store: &Store, mail: &Queued) {
        let kept = match self.message(mail) {
            None => {
                tracing::error!(mail = mail.id, "a mail cannot be written");
                store.mail_failed(mail, true, crate::now()).await
            }
            Some(message) => match self.server.send(message).await {
                Ok(_) => {
                    tracing::info!(mail = mail.id, "mail sent");
                    store.mail_sent(mail.id, crate::now()).await
                }
                Err(error) => {
                    // The server's words may quote the address; its status does not.
                    let status = error.status().map(|code| code.to_string());
                    tracing::warn!(mail = mail.id, attempt = mail.attempts + 1, status, "mail not sent");
                    store.mail_failed(mail, error.is_permanent(), crate::now()).await
                }
            },
        };
        if let Err(error) = kept {
            tracing::error!(cause = %error, "the outbox cannot be written");
        }
    }

    fn message(&self, mail: &Queued) -> Option<Message> {
        let letter = Letter::write(&mail.mail, mail.language, &self.origin);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.address.parse().ok()?))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)
            .ok()
    }
}
