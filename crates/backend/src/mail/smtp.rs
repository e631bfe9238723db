//! One conversation with a mail server (RFC 5321), command by command: what a failure means depends
//! on how far the conversation had got. Before the content is complete the server has nothing; once
//! it is, only the server's answer tells, and without one it is not known.

use crate::store::{self, Failure};
use lettre::{
    Address,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::{Response, Severity},
    },
};
use std::{fmt::Display, time::Duration};
use tokio::time::timeout;

/// How a mail server is reached.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    pub(super) patience: Patience,
}

/// How the connection is kept private.
pub(super) enum Security {
    /// By TLS from the start (RFC 8314).
    Tls(TlsParameters),
    /// By TLS after STARTTLS (RFC 3207); without it nothing is sent.
    StartTls(TlsParameters),
    /// Not at all: on the machine itself, or where the operator says so.
    Plain,
}

/// How long the server is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For an answer to a command.
    pub(super) answer: Duration,
    /// For the answer to the content, which servers look through first: giving up too early leaves
    /// it unknown whether the mail was sent (RFC 5321, section 4.5.3.2.6).
    pub(super) taken: Duration,
}

/// Why a mail was not handed over.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The server is there for no mail at all, for now.
    Server(Failure),
    /// The server has not taken this mail, and may later.
    Later(Failure),
    /// The server will never take this mail.
    Never(Failure),
    /// The server may have taken this mail.
    Uncertain,
    /// The mail was withdrawn before its content began.
    Withdrawn,
    /// It could not be noted that the content begins, so it did not.
    Store(store::Error),
}

/// A connection, logged in and ready for a mail.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    patience: Patience,
    used: bool,
}

impl Server {
    /// Connects, encrypts and logs in.
    pub(super) async fn connect(&self) -> Result<Conversation, Failure> {
        let hello = ClientId::default();
        let tls = match &self.security {
            Security::Tls(parameters) => Some(parameters.clone()),
            Security::StartTls(_) | Security::Plain => None,
        };
        let wait = self.patience.answer;
        let connecting =
            AsyncSmtpConnection::connect_tokio1((self.host.as_str(), self.port), Some(wait), &hello, tls, None);
        let mut connection = timeout(wait, connecting).await.map_err(late)?.map_err(|error| unreachable(&error))?;
        if let Security::StartTls(parameters) = &self.security {
            let encrypting = connection.starttls(parameters.clone(), &hello);
            timeout(wait, encrypting).await.map_err(late)?.map_err(|error| unreachable(&error))?;
        }
        if let Some(credentials) = &self.credentials {
            let login = timeout(wait, connection.auth(DEFAULT_MECHANISMS, credentials)).await.map_err(late)?;
            login.map_err(|error| {
                if error.is_permanent() || error.is_client() {
                    tracing::error!(status = status(&error), "the mail server does not accept the login");
                    Failure::RefusedLogin
                } else {
                    unreachable(&error)
                }
            })?;
        }
        Ok(Conversation { connection, patience: self.patience, used: false })
    }
}

impl Conversation {
    /// Whether another mail can go the same way.
    pub(super) async fn is_alive(&mut self) -> bool {
        !self.used || timeout(self.patience.answer, self.connection.test_connected()).await.unwrap_or(false)
    }

    /// Hands over one mail. `begin` notes that the content begins, right before it does, and says
    /// whether it may.
    pub(super) async fn hand_over(
        &mut self,
        envelope: &Envelope,
        content: &[u8],
        begin: impl Future<Output = Result<bool, store::Error>>,
    ) -> Result<(), Trouble> {
        self.used = true;
        let mut parameters = Vec::new();
        let offers = |feature| self.connection.server_info().supports_feature(feature);
        let addresses = envelope.to().iter().chain(envelope.from());
        if !addresses.map(AsRef::<str>::as_ref).all(str::is_ascii) {
            if !offers(Extension::SmtpUtfEight) {
                return Err(Trouble::Never(Failure::UnsupportedAddress));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !content.is_ascii() && offers(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.say(Mail::new(envelope.from().cloned(), parameters), Failure::RefusedSender).await?;
        for recipient in envelope.to() {
            self.say(Rcpt::new(Address::clone(recipient), Vec::new()), Failure::RefusedRecipient).await?;
        }
        let ready = self.say(Data, Failure::RefusedContent).await?;
        if !ready.has_code(354) {
            return Err(Trouble::Server(Failure::Unreachable));
        }
        if !begin.await.map_err(Trouble::Store)? {
            return Err(Trouble::Withdrawn);
        }
        match timeout(self.patience.taken, self.connection.message(content)).await {
            Ok(Ok(answer)) if answer.code().severity == Severity::PositiveCompletion => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(Trouble::Never(Failure::RefusedContent)),
            Ok(Err(error)) if error.is_transient() => Err(Trouble::Later(Failure::RefusedContent)),
            Ok(_) | Err(_) => Err(Trouble::Uncertain),
        }
    }

    /// Makes ready for another mail after one that was refused; whether it is.
    pub(super) async fn reset(&mut self) -> bool {
        timeout(self.patience.answer, self.connection.command(Rset)).await.is_ok_and(|answer| answer.is_ok())
    }

    /// Says goodbye.
    pub(super) async fn quit(mut self) {
        let _ = timeout(Duration::from_secs(1).min(self.patience.answer), self.connection.quit()).await;
    }

    /// Says a command, which fails with `refused` where the server refuses it.
    async fn say(&mut self, command: impl Display, refused: Failure) -> Result<Response, Trouble> {
        let error = match timeout(self.patience.answer, self.connection.command(command)).await {
            Ok(Ok(response)) => return Ok(response),
            Ok(Err(error)) => error,
            Err(_) => return Err(Trouble::Server(Failure::Unreachable)),
        };
        let code = error.status().map(u16::from);
        Err(match code {
            // The server closes the connection.
            Some(421) => Trouble::Server(Failure::Unreachable),
            // It wants a login, or another one (RFC 4954, section 6).
            Some(530 | 534 | 535 | 538) => Trouble::Server(Failure::RefusedLogin),
            Some(_) if error.is_permanent() => Trouble::Never(refused),
            Some(_) => Trouble::Later(refused),
            None => Trouble::Server(Failure::Unreachable),
        })
    }
}

fn late(_: tokio::time::error::Elapsed) -> Failure {
    tracing::warn!("the mail server does not answer");
    Failure::Unreachable
}

/// Up to the login, nobody's address was said: the cause can be told.
fn unreachable(error: &Error) -> Failure {
    tracing::warn!(cause = %error, "the mail server cannot be reached");
    Failure::Unreachable
}

fn status(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}
