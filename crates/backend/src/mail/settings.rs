//! Settings of mail: which server sends it, and whom it comes from.

use super::{
    message::Envelopes,
    sender::Sender,
    smtp::{Patience, Security, Server},
};
use clap::Args;
use lettre::{
    message::Mailbox,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, TlsParameters},
    },
};
use percent_encoding::percent_decode_str;
use std::{net::IpAddr, path::PathBuf, time::Duration};
use url::Url;

/// How to send mail.
#[derive(Debug, Clone, Default, Args)]
pub struct MailSettings {
    /// The mail server, as in smtps://user@mail.example.com (TLS) or smtp://user@mail.example.com (STARTTLS).
    #[arg(long, env = "WORKGROUPS_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The file that holds the password for the mail server, where the address does not.
    #[arg(long, env = "WORKGROUPS_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// A file with a certificate (PEM) by which the mail server is trusted, besides the public authorities.
    #[arg(long, env = "WORKGROUPS_SMTP_CA_FILE", value_name = "FILE")]
    pub smtp_ca_file: Option<PathBuf>,
    /// Send without encryption to a mail server that is not on this machine.
    #[arg(long, env = "WORKGROUPS_SMTP_PLAIN")]
    pub smtp_plain: bool,
    /// How long an answer of the mail server is waited for, in seconds.
    #[arg(long, env = "WORKGROUPS_SMTP_TIMEOUT", value_name = "SECONDS", default_value_t = 60,
        value_parser = clap::value_parser!(u16).range(1..=600))]
    pub smtp_timeout: u16,
    /// Whom mail comes from, as in `Workgroups <no-reply@example.com>`.
    #[arg(long, env = "WORKGROUPS_MAIL_FROM", value_name = "MAILBOX")]
    pub mail_from: Option<String>,
}

/// How much longer the answer to a mail's content may take than another.
const CONTENT_TAKES: u32 = 5;

impl MailSettings {
    /// What sends mail with links to the page at `origin`; none where no mail server is set.
    ///
    /// # Errors
    /// A sentence saying which setting to change. It never holds the server's address, in which
    /// there may be a password.
    pub(crate) fn sender(&self, origin: &str) -> Result<Option<Sender>, String> {
        let (url, from) = match (&self.smtp_url, &self.mail_from) {
            (None, None) => return Ok(None),
            (Some(url), Some(from)) => (url, from),
            _ => return Err("set both WORKGROUPS_SMTP_URL and WORKGROUPS_MAIL_FROM, or neither".to_owned()),
        };
        let from: Mailbox = from.parse().map_err(|_| {
            format!("WORKGROUPS_MAIL_FROM is {from:?}; it should look like Workgroups <no-reply@example.com>")
        })?;
        Ok(Some(Sender { server: self.server(url)?, envelopes: Envelopes::new(from, origin) }))
    }

    fn server(&self, url: &str) -> Result<Server, String> {
        let url = Url::parse(url).map_err(|_| unreadable())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(unreadable)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(unreadable());
        }
        let encrypted = match url.query() {
            None => false,
            Some("tls=required") => true,
            Some(_) => return Err("WORKGROUPS_SMTP_URL may end in ?tls=required, and in nothing else".to_owned()),
        };
        let (security, port) = match url.scheme() {
            "smtps" => (Security::Tls(self.tls(&host)?), 465),
            "smtp" if !encrypted && (self.smtp_plain || is_loopback(&host)) => (Security::Plain, 25),
            "smtp" => (Security::StartTls(self.tls(&host)?), 587),
            _ => return Err(unreadable()),
        };
        let answer = Duration::from_secs(self.smtp_timeout.into());
        let patience = Patience { answer, taken: answer * CONTENT_TAKES };
        let credentials = self.credentials(&url)?;
        Ok(Server { host, port: url.port().unwrap_or(port), security, credentials, patience })
    }

    fn tls(&self, host: &str) -> Result<TlsParameters, String> {
        let mut parameters = TlsParameters::builder(host.to_owned());
        if let Some(file) = &self.smtp_ca_file {
            let told = |why: &dyn std::fmt::Display| {
                format!("WORKGROUPS_SMTP_CA_FILE {} cannot be used: {why}", file.display())
            };
            let pem = std::fs::read(file).map_err(|error| told(&error))?;
            // What is no PEM at all would be read as no certificates.
            let is_pem = String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----");
            let certificate = is_pem.then(|| Certificate::from_pem(&pem).ok()).flatten();
            let certificate = certificate.ok_or_else(|| told(&"it holds no certificate in PEM"))?;
            parameters = parameters.add_root_certificate(certificate);
        }
        parameters.build().map_err(|error| format!("the mail server cannot be reached by TLS: {error}"))
    }

    fn credentials(&self, url: &Url) -> Result<Option<Credentials>, String> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| unreadable());
        let user = decoded(url.username())?;
        let password = match (url.password(), &self.smtp_password_file) {
            (Some(_), Some(_)) => {
                return Err("the mail server's password is in WORKGROUPS_SMTP_URL and in \
                            WORKGROUPS_SMTP_PASSWORD_FILE; leave it in one of them"
                    .to_owned());
            }
            (Some(password), None) => Some(decoded(password)?),
            (None, Some(file)) => {
                let told = |error| format!("WORKGROUPS_SMTP_PASSWORD_FILE {} cannot be read: {error}", file.display());
                let text = std::fs::read_to_string(file).map_err(told)?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            (None, None) => None,
        };
        match (user.as_str(), password.as_deref()) {
            ("", None) => Ok(None),
            ("", Some(_)) => Err("WORKGROUPS_SMTP_URL names no user, and yet there is a password".to_owned()),
            (_, None | Some("")) => Err("WORKGROUPS_SMTP_URL names a user, and there is no password; \
                 set WORKGROUPS_SMTP_PASSWORD_FILE"
                .to_owned()),
            (user, Some(password)) => Ok(Some(Credentials::new(user.to_owned(), password.to_owned()))),
        }
    }
}

fn unreadable() -> String {
    "WORKGROUPS_SMTP_URL cannot be read; it looks like smtps://user@mail.example.com:465".to_owned()
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> MailSettings {
        MailSettings {
            smtp_url: Some(url.to_owned()),
            mail_from: Some("Workgroups <no-reply@example.com>".to_owned()),
            smtp_timeout: 60,
            ..MailSettings::default()
        }
    }

    fn server(settings: &MailSettings) -> Result<Server, String> {
        settings.sender("https://work.example.com").map(|sender| sender.expect("a sender").server)
    }

    fn kind(url: &str) -> Result<(&'static str, u16), String> {
        server(&settings(url)).map(|server| {
            let security = match server.security {
                Security::Tls(_) => "tls",
                Security::StartTls(_) => "starttls",
                Security::Plain => "plain",
            };
            (security, server.port)
        })
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted() {
        for (url, expected) in [
            ("smtps://mail.example.com", ("tls", 465)),
            ("smtps://mail.example.com:4650/", ("tls", 4650)),
            ("smtp://mail.example.com", ("starttls", 587)),
            ("smtp://mail.example.com:25?tls=required", ("starttls", 25)),
            ("smtp://192.0.2.1", ("starttls", 587)),
            ("smtp://localhost:1025", ("plain", 1025)),
            ("smtp://127.0.0.1", ("plain", 25)),
            ("smtp://[::1]", ("plain", 25)),
            ("smtp://localhost?tls=required", ("starttls", 587)),
        ] {
            assert_eq!(kind(url), Ok(expected), "{url}");
        }
        let plain = MailSettings { smtp_plain: true, ..settings("smtp://mail.example.com") };
        assert!(matches!(server(&plain).map(|server| server.security), Ok(Security::Plain)));
        let plain = MailSettings { smtp_plain: true, ..settings("smtp://mail.example.com?tls=required") };
        assert!(matches!(server(&plain).map(|server| server.security), Ok(Security::StartTls(_))));
    }

    #[test]
    fn the_password_comes_from_the_address_or_from_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        std::fs::write(&file, "s3cret \n").expect("writes");
        let in_file = |url| MailSettings { smtp_password_file: Some(file.clone()), ..settings(url) };
        let credentials = |settings: &MailSettings| server(settings).map(|server| server.credentials);
        let expected = |user: &str, password: &str| Ok(Some(Credentials::new(user.to_owned(), password.to_owned())));
        assert_eq!(
            credentials(&settings("smtps://a%40b.example:p%C3%A4ss@mail.example.com")),
            expected("a@b.example", "päss")
        );
        assert_eq!(credentials(&in_file("smtps://user@mail.example.com")), expected("user", "s3cret "));
        assert_eq!(credentials(&settings("smtps://mail.example.com")), Ok(None));
        for settings in [
            in_file("smtps://user:password@mail.example.com"),
            in_file("smtps://mail.example.com"),
            settings("smtps://user@mail.example.com"),
            MailSettings {
                smtp_password_file: Some(folder.path().join("none")),
                ..settings("smtps://user@mail.example.com")
            },
        ] {
            assert!(credentials(&settings).is_err());
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_without_the_password() {
        for url in [
            "smtpss://u:hunter2@mail",
            "smtps://u:hunter2@",
            "u:hunter2@mail.example.com",
            "smtps://u:hunter2@mail/x",
            "smtp://u:hunter2@mail?tls=opportunistic",
            "smtps://u:hunter2@mail.example.com:70000",
        ] {
            let sentence = server(&settings(url)).err().expect("refused");
            assert!(sentence.contains("WORKGROUPS_SMTP_URL") && !sentence.contains("hunter2"), "{sentence}");
        }
        let from = |from: Option<&str>| MailSettings {
            mail_from: from.map(str::to_owned),
            ..settings("smtps://mail.example.com")
        };
        for from in [from(None), from(Some("nobody")), from(Some("a@b.example\r\nBcc: c@d.example"))] {
            assert!(from.sender("https://x.example").is_err());
        }
        assert!(matches!(MailSettings::default().sender("https://x.example"), Ok(None)));
    }

    #[test]
    fn a_certificate_that_is_none_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ca.pem");
        let settings = MailSettings { smtp_ca_file: Some(file.clone()), ..settings("smtps://mail.example.com") };
        assert!(server(&settings).is_err());
        std::fs::write(&file, "no certificate").expect("writes");
        assert!(server(&settings).is_err_and(|sentence| sentence.contains("WORKGROUPS_SMTP_CA_FILE")));
    }
}
