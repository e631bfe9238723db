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

#[cfg(test)]
mod tests {
    use super::*;
    use rules::{Actor, Address, Command, Language, Secret, SecretHash};
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::TcpListener,
    };

    /// A mail server for one mail, which it takes or refuses with `answer`; what it was sent.
    async fn server(listener: TcpListener, answer: &'static str) -> String {
        let (stream, _) = listener.accept().await.expect("a client");
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let (mut seen, mut in_text) = (String::new(), false);
        write.write_all(b"220 ready\r\n").await.expect("writes");
        while let Ok(Some(line)) = lines.next_line().await {
            seen.push_str(&line);
            seen.push('\n');
            let said = match line.split([' ', ':']).next().unwrap_or_default() {
                _ if in_text && line != "." => continue,
                "." => "250 taken",
                "RCPT" => answer,
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            in_text = said.starts_with("354");
            if write.write_all(format!("{said}\r\n").as_bytes()).await.is_err() {
                break;
            }
        }
        seen
    }

    async fn queued() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).await.expect("a store");
        let address = Address::parse("maren.falk@example.com").expect("an address");
        let secret = |text: &str, byte| Secret { text: text.to_owned(), hash: SecretHash([byte; 32]) };
        for (actor, command) in [
            (Actor::Operator, Command::InviteAddress { address: address.clone() }),
            (
                Actor::Nobody,
                Command::RequestSignIn {
                    id: "si_1".parse().expect("an id"),
                    address,
                    language: Language::De,
                    code: secret("012345", 1),
                    token: secret("t0ken", 2),
                },
            ),
        ] {
            store.write(&actor, command, crate::now()).await.expect("writes");
        }
        (store, folder)
    }

    async fn send(store: &Store, answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let sender =
            Sender::new(&url, "Workgroups <no-reply@example.com>", "https://work.example.com").expect("a sender");
        let server = tokio::spawn(server(listener, answer));
        for mail in store.due_mail(crate::now()).await.expect("due mail") {
            sender.send(store, &mail).await;
        }
        drop(sender);
        server.await.expect("a server")
    }

    #[tokio::test]
    async fn sends_a_mail_and_forgets_its_secrets() {
        let (store, _folder) = queued().await;
        let seen = send(&store, "250 ok").await;
        assert!(seen.contains("FROM:<no-reply@example.com>") && seen.contains("TO:<maren.falk@example.com>"), "{seen}");
        assert!(seen.contains("t0ken") && seen.contains("012345"), "{seen}");
        let later = crate::now() + chrono::TimeDelta::days(1);
        assert!(store.due_mail(later).await.expect("due mail").is_empty());
        assert!(store.mailbox().await.expect("a mailbox").is_empty());
    }

    #[tokio::test]
    async fn tries_again_later_what_is_refused_for_now() {
        let (store, _folder) = queued().await;
        send(&store, "451 later").await;
        assert!(store.due_mail(crate::now()).await.expect("due mail").is_empty());
        let later = crate::now() + chrono::TimeDelta::minutes(1);
        let due = store.due_mail(later).await.expect("due mail");
        assert_eq!(due.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [1]);
    }

    #[tokio::test]
    async fn gives_up_what_is_refused_for_good() {
        let (store, _folder) = queued().await;
        send(&store, "550 no such mailbox").await;
        let later = crate::now() + chrono::TimeDelta::days(1);
        assert!(store.due_mail(later).await.expect("due mail").is_empty());
    }

    #[test]
    fn settings_that_cannot_be_read_are_told_without_the_password() {
        let sentence = Sender::new("smtpss://u:hunter2@mail", "a@example.com", "https://x").err().expect("refused");
        assert!(!sentence.contains("hunter2"));
        assert!(Sender::new("smtp://mail.example.com", "nobody", "https://x").is_err());
    }
}
