use super::*;
use crate::{
    mail::{
        settings::MailSettings,
        smtp::Patience,
        testing::{Does, Encrypts, MailServer},
    },
    store::Waiting,
};
use chrono::TimeDelta;
use contract::{Timestamp, role::Role};
use mail_parser::{MessageParser, MimeHeaders as _};
use rules::{Language, Mail};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tempfile::TempDir;
use tokio::sync::Notify;

/// A store, and a clock that goes when it is told to.
struct Office {
    folder: TempDir,
    store: Store,
    now: Arc<AtomicI64>,
}

fn begin() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().expect("an instant")
}

fn sign_in(at: Now) -> Mail {
    let expires_at = at + rules::SIGN_IN_LIFETIME;
    Mail::SignIn { code: "012345".to_owned(), token: "t0ken".to_owned(), expires_at }
}

fn invitation(at: Now) -> Mail {
    Mail::Invitation {
        workgroup_name: "Bergmann & Söhne".to_owned(),
        inviter_name: "Jörg \"Joe\" Falk,\r\nBcc: all@example.com".to_owned(),
        inviter_email: "joerg.falk@example.com".to_owned(),
        role: Role::Associate,
        token: "inv_1.t0ken".to_owned(),
        code: "K7QX2MPA".to_owned(),
        expires_at: at + TimeDelta::days(7),
    }
}

impl Office {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).await.expect("a store");
        Self { folder, store, now: Arc::new(AtomicI64::new(begin().timestamp_millis())) }
    }

    fn now(&self) -> Now {
        Now::from_timestamp_millis(self.now.load(Ordering::SeqCst)).expect("an instant")
    }

    fn later(&self, by: TimeDelta) {
        self.now.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    async fn queue(&self, to: &str, mail: &Mail) -> i64 {
        let about = matches!(mail, Mail::Invitation { .. }).then_some("inv_1");
        self.store.queue_mail(to, Language::De, &serde_json::to_string(mail).expect("JSON"), about, self.now()).await
    }

    async fn waiting(&self, id: i64) -> Waiting {
        self.store.waiting_mail(id).await
    }

    async fn state(&self, id: i64) -> (String, Option<String>) {
        let waiting = self.waiting(id).await;
        (waiting.state, waiting.failure)
    }

    async fn round(&self, sender: &Sender) -> Round {
        let (_go_on, stop) = watch::channel(false);
        sender.round(&self.store, &|| self.now(), &stop).await.expect("a round")
    }
}

fn settings(server: &MailServer, scheme: &str, rest: &str) -> MailSettings {
    MailSettings {
        smtp_url: Some(format!("{scheme}{}{rest}", server.address)),
        mail_from: Some("Workgroups <no-reply@example.com>".to_owned()),
        smtp_timeout: 60,
        ..MailSettings::default()
    }
}

fn of(settings: &MailSettings) -> Sender {
    settings.sender("https://work.example.com").expect("settings").expect("a sender")
}

fn sender(server: &MailServer) -> Sender {
    of(&settings(server, "smtp://", ""))
}

/// One that waits no longer than for `does`: a server that hangs is soon given up, any other is not.
fn patient_as_for(server: &MailServer, does: Does) -> Sender {
    let mut sender = sender(server);
    if let Does::Hangs = does {
        sender.server.patience = Patience { answer: Duration::from_millis(300), taken: Duration::from_millis(300) };
    }
    sender
}

fn state(state: &str, failure: Option<&str>) -> (String, Option<String>) {
    (state.to_owned(), failure.map(str::to_owned))
}

fn message_id(content: &str) -> Option<String> {
    MessageParser::default().parse(content)?.message_id().map(str::to_owned)
}

#[tokio::test]
async fn a_mail_arrives_with_both_its_forms_and_its_secrets_are_forgotten() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let id = office.queue("priya.nair@example.com", &invitation(office.now())).await;
    office.later(TimeDelta::minutes(2));
    assert_eq!(office.round(&sender(&server)).await, Round::Done);

    let [got] = &server.mails()[..] else { panic!("one mail") };
    assert!(got.from.contains("<no-reply@example.com>") && got.to.contains("<priya.nair@example.com>"), "{got:?}");
    let message = MessageParser::default().parse(&got.content).expect("a message");
    let address = |addresses: Option<&mail_parser::Address<'_>>| {
        let one = addresses.and_then(|addresses| addresses.first()).expect("an address");
        (one.name().map(str::to_owned), one.address().map(str::to_owned))
    };
    assert_eq!(address(message.from()), (Some("Workgroups".into()), Some("no-reply@example.com".into())));
    assert_eq!(address(message.to()), (None, Some("priya.nair@example.com".into())));
    let inviter = "Jörg \"Joe\" Falk, Bcc: all@example.com";
    assert_eq!(address(message.reply_to()), (Some(inviter.into()), Some("joerg.falk@example.com".into())));
    assert!(message.bcc().is_none() && !got.content.contains("\nBcc"), "{}", got.content);
    assert_eq!(message.date().map(mail_parser::DateTime::to_timestamp), Some(begin().timestamp()));
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert!(message.message_id().is_some_and(|id| id.ends_with("@work.example.com")));
    let subject = message.subject().expect("a subject");
    assert!(subject.starts_with("Jörg \"Joe\" Falk, Bcc: all") && subject.ends_with("lädt Sie ein: Bergmann & Söhne"));

    let content_type = message.content_type().expect("a type");
    assert_eq!((content_type.ctype(), content_type.subtype()), ("multipart", Some("alternative")));
    let parts: Vec<_> = message.parts.iter().filter(|part| !part.is_multipart()).collect();
    let kinds: Vec<_> = parts
        .iter()
        .filter_map(|part| part.content_type())
        .map(|kind| (kind.subtype().unwrap_or_default(), kind.attribute("charset").unwrap_or_default()))
        .collect();
    assert_eq!(kinds, [("plain", "utf-8"), ("html", "utf-8")]);
    for form in [message.body_text(0), message.body_html(0)] {
        let form = form.expect("a form");
        for said in
            ["https://work.example.com/invitation#inv_1.t0ken", "K7QX2MPA", "8. März 2026, 08:00 Uhr UTC", "Söhne"]
        {
            assert!(form.contains(said), "{said} in {form}");
        }
    }

    let waiting = office.waiting(id).await;
    assert_eq!((waiting.state.as_str(), waiting.failure), ("sent", None));
    assert_eq!(waiting.mail, r#"{"kind":"invitation"}"#);
    assert!(office.store.mailbox().await.expect("a mailbox").is_empty());
    office.later(TimeDelta::days(1));
    office.round(&sender(&server)).await;
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_refused_recipient_is_given_up_and_holds_up_nobody() {
    let office = Office::new().await;
    let server = MailServer::with(|command, times| {
        (command == "RCPT" && times == 0).then_some(Does::Says("550 5.1.1 no such mailbox"))
    })
    .await;
    let unknown = office.queue("nobody@example.com", &sign_in(office.now())).await;
    let known = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    office.round(&sender(&server)).await;
    assert_eq!(office.state(unknown).await, state("failed", Some("refused-recipient")));
    assert_eq!(office.waiting(unknown).await.mail, r#"{"kind":"sign-in"}"#);
    assert_eq!(office.state(known).await, state("sent", None));
    assert_eq!(server.heard("CONNECT"), 1, "both over one connection");
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_as_the_same_message() {
    for command in ["MAIL", "RCPT", "DATA", "."] {
        let office = Office::new().await;
        let server = MailServer::with(move |said, times| {
            (said == command && times == 0).then_some(Does::Says("451 4.7.1 try again later"))
        })
        .await;
        let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
        let sender = sender(&server);
        office.round(&sender).await;
        let waiting = office.waiting(id).await;
        assert_eq!((waiting.state.as_str(), waiting.attempts), ("queued", 1), "{command}");
        assert!(waiting.failure.is_some_and(|failure| failure.starts_with("refused-")));
        office.round(&sender).await;
        assert_eq!(office.waiting(id).await.attempts, 1, "not at once");
        office.later(TimeDelta::seconds(10));
        office.round(&sender).await;
        let sent = office.waiting(id).await;
        assert_eq!((sent.state.as_str(), sent.failure, sent.attempts), ("sent", None, 2), "{command}");
        let ids: Vec<_> = server.mails().iter().map(|got| message_id(&got.content)).collect();
        let expected = Some(format!("{}@work.example.com", waiting.message_id));
        assert!(!ids.is_empty() && ids.iter().all(|id| *id == expected), "{ids:?}");
    }
}

#[tokio::test]
async fn a_content_that_is_refused_for_good_is_given_up() {
    let office = Office::new().await;
    let server =
        MailServer::with(|command, _| (command == ".").then_some(Does::Says("554 5.7.1 looks like spam"))).await;
    let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    office.round(&sender(&server)).await;
    assert_eq!(office.state(id).await, state("failed", Some("refused-content")));
}

#[tokio::test]
async fn a_server_that_hangs_or_goes_before_the_content_is_tried_again() {
    for (command, does) in [
        ("CONNECT", Does::Hangs),
        ("CONNECT", Does::Says("554 no service")),
        ("EHLO", Does::Hangs),
        ("MAIL", Does::Hangs),
        ("MAIL", Does::Says("421 closing")),
        ("RCPT", Does::Hangs),
        ("RCPT", Does::Closes),
        ("DATA", Does::Hangs),
        ("DATA", Does::Closes),
        ("DATA", Does::Says("250 what?")),
        ("DATA", Does::Says("nonsense")),
    ] {
        let office = Office::new().await;
        let server = MailServer::with(move |said, times| (said == command && times == 0).then_some(does)).await;
        let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
        let hasty = patient_as_for(&server, does);
        assert_eq!(office.round(&hasty).await, Round::NoServer, "{command} {does:?}");
        assert_eq!(office.state(id).await, state("queued", Some("unreachable")), "{command} {does:?}");
        office.later(TimeDelta::seconds(10));
        office.round(&sender(&server)).await;
        assert_eq!(office.state(id).await, state("sent", None), "{command} {does:?}");
        assert_eq!(server.mails().len(), 1, "{command} {does:?}");
    }
}

#[tokio::test]
async fn while_the_server_is_away_one_mail_at_a_time_finds_out() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let sender = sender(&server);
    drop(server);
    for _ in 0..5 {
        office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    }
    assert_eq!(office.round(&sender).await, Round::NoServer);
    let mut attempts = 0;
    for id in 1..=5 {
        attempts += office.waiting(id).await.attempts;
    }
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn what_may_have_been_sent_is_said_to_be_so_and_never_sent_again() {
    for does in [Does::Closes, Does::Hangs, Does::Says("nonsense"), Does::Says("354 more?")] {
        let office = Office::new().await;
        let server = MailServer::with(move |said, times| (said == "." && times == 0).then_some(does)).await;
        let id = office.queue("maren.falk@example.com", &invitation(office.now())).await;
        office.round(&patient_as_for(&server, does)).await;
        let sender = sender(&server);
        assert_eq!(office.state(id).await, state("uncertain", None), "{does:?}");
        assert_eq!(office.waiting(id).await.mail, r#"{"kind":"invitation"}"#);
        for _ in 0..3 {
            office.later(TimeDelta::days(1));
            office.store.mail_left_over(office.now()).await.expect("in order");
            office.round(&sender).await;
        }
        assert_eq!(server.mails().len(), 1, "{does:?}");
        assert_eq!(office.state(id).await, state("uncertain", None), "{does:?}");
        let other = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
        office.round(&sender).await;
        assert_eq!(office.state(other).await, state("sent", None));
    }
}

#[tokio::test]
async fn a_restart_sends_what_cannot_have_been_sent_and_nothing_else() {
    let mut office = Office::new().await;
    // The first mail hangs in the middle of its content's answer, the second at its recipient.
    let server = MailServer::with(|command, times| match (command, times) {
        (".", 0) | ("RCPT", 1) => Some(Does::Hangs),
        _ => None,
    })
    .await;
    let now = crate::now();
    office.now.store(now.timestamp_millis(), Ordering::SeqCst);
    let begun = office.queue("maren.falk@example.com", &sign_in(now)).await;
    let (_go_on, stop) = watch::channel(false);
    let running = tokio::spawn(sender(&server).run(office.store.clone(), stop.clone()));
    server.hears(".", 1).await;
    let not_begun = office.queue("maren.falk@example.com", &sign_in(now)).await;
    server.hears("RCPT", 2).await;
    running.abort();
    let _ = running.await;
    office.store.close().await;
    drop(server);

    office.store = Store::open(office.folder.path()).await.expect("opens again");
    assert_eq!(office.state(begun).await, state("sending", None));
    assert_eq!(office.state(not_begun).await, state("sending", None));
    let server = MailServer::kind().await;
    let running = tokio::spawn(sender(&server).run(office.store.clone(), stop));
    server.hears("QUIT", 1).await;
    running.abort();
    assert_eq!(office.state(begun).await, state("uncertain", None));
    assert_eq!(office.state(not_begun).await, state("sent", None));
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn what_became_of_a_mail_is_written_as_soon_as_the_database_takes_it() {
    for (answer, asked, becomes) in [
        (None, ".", state("sent", None)),
        (Some(Does::Says("451 later")), "RCPT", state("queued", Some("refused-recipient"))),
        (Some(Does::Says("550 no")), "RCPT", state("failed", Some("refused-recipient"))),
    ] {
        let office = Office::new().await;
        let server = MailServer::with(move |command, _| answer.filter(|_| command == asked)).await;
        let id = office.queue("priya.nair@example.com", &invitation(office.now())).await;
        office.store.refuse_outcomes(true).await;
        let sender = sender(&server);
        let again = async {
            server.hears(asked, 1).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert_eq!(office.state(id).await, state("sending", None), "it was refused");
            office.store.refuse_outcomes(false).await;
        };
        tokio::join!(office.round(&sender), again);
        assert_eq!(office.state(id).await, becomes);
        assert_eq!(server.mails().len(), usize::from(answer.is_none()), "it is sent once");
    }
}

#[tokio::test]
async fn a_mail_that_is_withdrawn_on_the_way_is_not_sent() {
    // Once right before the content, and once where it would be queued again.
    for answer in ["354 go on", "451 later"] {
        let office = Office::new().await;
        let id = office.queue("priya.nair@example.com", &invitation(office.now())).await;
        let withdrawn: &'static Notify = Box::leak(Box::default());
        let server =
            MailServer::with(move |command, _| (command == "DATA").then_some(Does::SaysAfter(withdrawn, answer))).await;
        let withdraw = async {
            server.hears("DATA", 1).await;
            office.store.withdraw_mail(id).await;
            withdrawn.notify_one();
        };
        let sender = sender(&server);
        tokio::join!(office.round(&sender), withdraw);
        assert_eq!(office.state(id).await, state("failed", Some("withdrawn")), "{answer}");
        assert!(server.mails().is_empty(), "{answer}");
    }
}

#[tokio::test]
async fn stopping_waits_for_the_mail_that_is_under_way() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let ids = [
        office.queue("maren.falk@example.com", &sign_in(crate::now())).await,
        office.queue("maren.falk@example.com", &sign_in(crate::now())).await,
    ];
    let (stopping, stop) = watch::channel(false);
    let running = tokio::spawn(sender(&server).run(office.store.clone(), stop));
    server.hears("CONNECT", 1).await;
    stopping.send(true).expect("it runs");
    timeout(Duration::from_secs(60), running).await.expect("it ends").expect("it does not panic");
    let mut sent = 0;
    for id in ids {
        let (state, _) = office.state(id).await;
        assert!(state == "sent" || state == "queued", "{state}");
        sent += usize::from(state == "sent");
    }
    assert_eq!(server.mails().len(), sent);
}

#[tokio::test]
async fn what_cannot_be_read_or_written_stops_nothing_else() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let future = r#"{"kind":"from-the-future","token":"t0ken"}"#;
    let unreadable = office.store.queue_mail("a@example.com", Language::En, future, None, office.now()).await;
    let nowhere = office.queue("nobody", &sign_in(office.now())).await;
    let fine = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    assert_eq!(office.store.mailbox().await.expect("a mailbox").len(), 2);
    office.round(&sender(&server)).await;
    assert_eq!(office.state(unreadable).await, state("failed", Some("unreadable")));
    assert_eq!(office.waiting(unreadable).await.mail, r#"{"kind":"from-the-future"}"#);
    assert_eq!(office.state(nowhere).await, state("failed", Some("unsupported-address")));
    assert_eq!(office.state(fine).await, state("sent", None));
}

#[tokio::test]
async fn a_mail_does_not_outlive_what_it_tells() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    office.later(rules::SIGN_IN_LIFETIME);
    office.round(&sender(&server)).await;
    assert_eq!(office.state(id).await, state("failed", Some("expired")));
    assert_eq!(office.waiting(id).await.mail, r#"{"kind":"sign-in"}"#);
    assert_eq!(server.heard("CONNECT"), 0);
}

#[tokio::test]
async fn a_mail_is_given_up_when_it_would_come_too_late() {
    let office = Office::new().await;
    let server = MailServer::with(|command, _| (command == "RCPT").then_some(Does::Says("450 busy"))).await;
    let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    let sender = sender(&server);
    let mut tries = 0;
    while office.state(id).await.0 == "queued" {
        assert!(office.now() < begin() + rules::SIGN_IN_LIFETIME + TimeDelta::seconds(10));
        office.round(&sender).await;
        office.later(TimeDelta::seconds(10));
        tries = server.heard("RCPT");
    }
    assert_eq!(office.state(id).await, state("failed", Some("expired")));
    assert_eq!(office.waiting(id).await.mail, r#"{"kind":"sign-in"}"#);
    assert!(tries >= 8, "{tries}");
}

#[tokio::test]
async fn whoever_waits_goes_before_invitations() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    for _ in 0..3 {
        office.queue("priya.nair@example.com", &invitation(office.now())).await;
    }
    office.later(TimeDelta::seconds(1));
    office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    office.round(&sender(&server)).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 4);
    assert!(mails[0].to.contains("maren.falk@example.com"), "{}", mails[0].to);
}

#[tokio::test]
async fn encrypts_from_the_start_or_after_starttls_and_logs_in() {
    let folder = tempfile::tempdir().expect("a folder");
    for (encrypts, scheme, rest) in [
        (Encrypts::FromTheStart, "smtps://user:pass@", ""),
        (Encrypts::AfterStartTls, "smtp://user:pass@", "?tls=required"),
    ] {
        let (office, server) = (Office::new().await, MailServer::start(encrypts, |_, _| None).await);
        let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
        let untrusted = settings(&server, scheme, rest);
        assert_eq!(office.round(&of(&untrusted)).await, Round::NoServer);
        assert_eq!(office.state(id).await, state("queued", Some("unreachable")));
        assert_eq!((server.heard("AUTH"), server.heard("MAIL")), (0, 0));

        let file = folder.path().join("ca.pem");
        std::fs::write(&file, &server.certificate).expect("writes");
        let trusted = MailSettings { smtp_ca_file: Some(file), ..untrusted };
        office.later(TimeDelta::seconds(10));
        assert_eq!(office.round(&of(&trusted)).await, Round::Done);
        assert_eq!(office.state(id).await, state("sent", None));
        assert_eq!((server.heard("AUTH"), server.mails().len()), (1, 1));
    }
}

#[tokio::test]
async fn without_starttls_nothing_is_said() {
    let (office, server) = (Office::new().await, MailServer::kind().await);
    let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    assert_eq!(office.round(&of(&settings(&server, "smtp://user:pass@", "?tls=required"))).await, Round::NoServer);
    assert_eq!(office.state(id).await, state("queued", Some("unreachable")));
    assert_eq!((server.heard("AUTH"), server.heard("MAIL")), (0, 0));
}

#[tokio::test]
async fn a_refused_login_is_a_matter_of_settings_and_loses_no_mail() {
    let office = Office::new().await;
    let server = MailServer::with(|command, times| {
        (command == "AUTH" && times == 0).then_some(Does::Says("535 5.7.8 wrong password"))
    })
    .await;
    let id = office.queue("maren.falk@example.com", &sign_in(office.now())).await;
    let sender = of(&settings(&server, "smtp://user:pass@", ""));
    assert_eq!(office.round(&sender).await, Round::NoServer);
    assert_eq!(office.state(id).await, state("queued", Some("refused-login")));
    office.later(TimeDelta::seconds(10));
    office.round(&sender).await;
    assert_eq!(office.state(id).await, state("sent", None));
}

#[tokio::test]
async fn an_address_beyond_ascii_takes_a_server_that_can() {
    let office = Office::new().await;
    let server = MailServer::with(|command, times| {
        (command == "EHLO" && times == 1).then_some(Does::Says("250-me\r\n250-8BITMIME\r\n250 SMTPUTF8"))
    })
    .await;
    let sender = sender(&server);
    let id = office.queue("zoë@example.com", &sign_in(office.now())).await;
    office.round(&sender).await;
    assert_eq!(office.state(id).await, state("failed", Some("unsupported-address")));
    let id = office.queue("zoë@bücher.example", &sign_in(office.now())).await;
    office.round(&sender).await;
    assert_eq!(office.state(id).await, state("sent", None));
    let [got] = &server.mails()[..] else { panic!("one mail") };
    assert!(got.from.contains("SMTPUTF8") && got.to.contains("<zoë@xn--bcher-kva.example>"), "{got:?}");
}
