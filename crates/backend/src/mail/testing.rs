//! A mail server on loopback for tests: it speaks SMTP, keeps what it is sent, and can be told to
//! misbehave at any point.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::Notify,
    task::JoinHandle,
    time::sleep,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivateKeyDer},
};

/// What the server does instead of what is usual.
#[derive(Debug, Clone, Copy)]
pub(super) enum Does {
    /// Says this.
    Says(&'static str),
    /// Says this once it is told to go on.
    SaysAfter(&'static Notify, &'static str),
    /// Says nothing, and waits.
    Hangs,
    /// Closes the connection.
    Closes,
}

/// What the server does at a command (`CONNECT` for its greeting, `.` for the end of the content)
/// that it hears for the so-manieth time, from 0. None is what is usual.
type Manners = dyn Fn(&str, usize) -> Option<Does> + Send + Sync;

/// A mail as the server got it.
#[derive(Debug, Clone, Default)]
pub(super) struct Got {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) content: String,
}

#[derive(Debug, Default)]
struct Seen {
    /// How often each command was heard.
    heard: HashMap<String, usize>,
    /// Mails whose content came to its end, whatever was answered.
    mails: Vec<Got>,
}

/// The server. It ends when it is dropped.
pub(super) struct MailServer {
    pub(super) address: SocketAddr,
    /// The certificate that a client has to trust, in PEM.
    pub(super) certificate: String,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

/// Whether and how the server encrypts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encrypts {
    Never,
    AfterStartTls,
    FromTheStart,
}

struct Shared {
    manners: Box<Manners>,
    seen: Arc<Mutex<Seen>>,
    tls: TlsAcceptor,
    encrypts: Encrypts,
}

impl MailServer {
    /// One that takes all mail.
    pub(super) async fn kind() -> Self {
        Self::start(Encrypts::Never, |_, _| None).await
    }

    /// One that does as `manners` say.
    pub(super) async fn with(manners: impl Fn(&str, usize) -> Option<Does> + Send + Sync + 'static) -> Self {
        Self::start(Encrypts::Never, manners).await
    }

    pub(super) async fn start(
        encrypts: Encrypts,
        manners: impl Fn(&str, usize) -> Option<Does> + Send + Sync + 'static,
    ) -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::new(Shared {
            manners: Box::new(manners),
            seen: seen.clone(),
            tls: TlsAcceptor::from(Arc::new(config.expect("TLS"))),
            encrypts,
        });
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                tokio::spawn(async move {
                    if shared.encrypts == Encrypts::FromTheStart {
                        if let Ok(stream) = shared.tls.accept(stream).await {
                            shared.talk(stream, true).await;
                        }
                    } else if let Some(stream) = shared.talk(stream, true).await
                        && let Ok(stream) = shared.tls.accept(stream).await
                    {
                        shared.talk(stream, false).await;
                    }
                });
            }
        });
        Self { address, certificate: made.cert.pem(), seen, task }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The mails whose content came to its end.
    pub(super) fn mails(&self) -> Vec<Got> {
        self.seen().mails.clone()
    }

    /// How often a command was heard.
    pub(super) fn heard(&self, command: &str) -> usize {
        self.seen().heard.get(command).copied().unwrap_or_default()
    }

    /// Waits until a command was heard so often, for half a minute.
    pub(super) async fn hears(&self, command: &str, times: usize) {
        for _ in 0..6000 {
            if self.heard(command) >= times {
                return;
            }
            sleep(Duration::from_millis(5)).await;
        }
        panic!("{command} was not heard {times} times");
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    /// What to say to a command, or whether to say nothing more at all.
    async fn answer(&self, command: &str, usual: &str) -> Option<String> {
        let does = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let times = seen.heard.entry(command.to_owned()).or_default();
            *times += 1;
            (self.manners)(command, *times - 1)
        };
        match does {
            None => Some(usual.to_owned()),
            Some(Does::Says(words)) => Some(words.to_owned()),
            Some(Does::SaysAfter(told, words)) => {
                told.notified().await;
                Some(words.to_owned())
            }
            Some(Does::Closes) => None,
            Some(Does::Hangs) => {
                std::future::pending::<()>().await;
                None
            }
        }
    }

    /// One connection. The stream comes back where it is to be encrypted.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S, greet: bool) -> Option<S> {
        let mut stream = BufReader::new(stream);
        if greet {
            let greeting = self.answer("CONNECT", "220 ready").await?;
            stream.write_all(format!("{greeting}\r\n").as_bytes()).await.ok()?;
        }
        let (mut got, mut in_content) = (Got::default(), false);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let text = line.trim_end_matches(['\r', '\n']);
            if in_content && text != "." {
                got.content.push_str(text.strip_prefix('.').unwrap_or(text));
                got.content.push_str("\r\n");
                continue;
            }
            let command = text.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let usual = match command.as_str() {
                "EHLO" if greet && self.encrypts == Encrypts::AfterStartTls => "250-me\r\n250 STARTTLS",
                "EHLO" => "250-me\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                "STARTTLS" => "220 go on",
                "AUTH" => "235 welcome",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            match command.as_str() {
                "MAIL" => got.from = text.to_owned(),
                "RCPT" => got.to = text.to_owned(),
                "." => {
                    in_content = false;
                    let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                    seen.mails.push(std::mem::take(&mut got));
                }
                _ => {}
            }
            let answer = self.answer(&command, usual).await?;
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
            stream.flush().await.ok()?;
            in_content |= command == "DATA" && answer.starts_with("354");
            if command == "STARTTLS" && answer.starts_with("220") {
                return Some(stream.into_inner());
            }
            if command == "QUIT" {
                return None;
            }
        }
    }
}
