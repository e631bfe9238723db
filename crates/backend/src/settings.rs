//! Settings: what the command line and the environment say, and what follows from it.

use chrono::TimeDelta;
use clap::Args;
use contract::currency::Currency;
use std::{net::IpAddr, path::PathBuf};
use url::Url;

pub use crate::mail::settings::MailSettings;

/// How to serve. Every option can also come by the environment.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The folder that holds the database.
    #[arg(long, env = "WORKGROUPS_DATA", value_name = "FOLDER")]
    pub data: PathBuf,
    /// The address to listen on.
    #[arg(long, env = "WORKGROUPS_HOST", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// The port to listen on; 0 picks a free one.
    #[arg(long, env = "WORKGROUPS_PORT", default_value_t = 8080)]
    pub port: u16,
    /// The folder of the built page. Without it, only the API is served.
    #[arg(long, env = "WORKGROUPS_SITE", value_name = "DIST")]
    pub site: Option<PathBuf>,
    /// For one machine: without a mail server, mail is shown on a local page instead of sent.
    #[arg(long, env = "WORKGROUPS_LOCAL")]
    pub local: bool,
    /// Fill an empty database with sample data (local mode).
    #[arg(long, env = "WORKGROUPS_SAMPLE")]
    pub sample: bool,
    /// So many sample workgroups more, for measuring (local mode).
    #[arg(long, env = "WORKGROUPS_SAMPLE_WORKGROUPS", value_name = "N", default_value_t = 0)]
    pub sample_workgroups: u32,
    /// So many agents more in the first sample workgroup, for measuring (local mode).
    #[arg(long, env = "WORKGROUPS_SAMPLE_AGENTS", value_name = "N", default_value_t = 0)]
    pub sample_agents: u32,
    /// For how many days an invitation can be accepted.
    #[arg(long, env = "WORKGROUPS_INVITATION_DAYS", value_name = "DAYS", default_value_t = 7,
        value_parser = clap::value_parser!(u16).range(1..=365))]
    pub invitation_days: u16,
    /// Where people reach the page, as in https://work.example.com.
    #[arg(long, env = "WORKGROUPS_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<Url>,
    /// An origin besides its own that the page may talk to. Can be repeated.
    #[arg(long, env = "WORKGROUPS_CONNECT_SRC", value_name = "ORIGIN", value_delimiter = ' ')]
    pub connect_src: Vec<String>,
    /// The currency of the default workgroup of a new agent.
    #[arg(long, env = "WORKGROUPS_CURRENCY", value_name = "CODE", default_value = "USD", value_parser = currency)]
    pub currency: Currency,
    /// A proxy stands before the backend: who asks is what it says in X-Forwarded-For.
    #[arg(long, env = "WORKGROUPS_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// How to send mail.
    #[command(flatten)]
    pub mail: MailSettings,
    /// A file with settings (TOML): the names of these options, as in `smtp-url = "…"`.
    #[arg(long = "settings", id = "settings", env = "WORKGROUPS_SETTINGS", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::from_code(code).map_err(|_| "not the code of a currency of ISO 4217".to_owned())
}

/// How requests are answered: what the settings come to.
#[derive(Debug, Clone)]
pub struct Config {
    /// On one machine.
    pub local: bool,
    /// Mail is shown on a page instead of sent.
    pub mailbox: bool,
    /// The origin of the page, without a slash at its end.
    pub origin: String,
    /// The folder of the built page.
    pub site: Option<PathBuf>,
    /// More origins that the page may talk to.
    pub connect_src: Vec<String>,
    /// The currency of new agents' default workgroups.
    pub currency: Currency,
    /// Whether to believe X-Forwarded-For.
    pub behind_proxy: bool,
    /// How often one peer may try to sign in at once, and one agent as often to answer invitations.
    pub sign_in_burst: u32,
    /// For how long an invitation can be accepted.
    pub invitation_lifetime: TimeDelta,
}

impl Serve {
    /// What these settings come to, once it is known on which port.
    ///
    /// # Errors
    /// A sentence saying which settings do not go together.
    pub fn config(&self, port: u16) -> Result<Config, String> {
        let origin = match &self.public_url {
            Some(url) if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.has_host() => {
                return Err(format!("--public-url must be an origin such as https://work.example.com, not {url}"));
            }
            Some(url) => url.origin().ascii_serialization(),
            None => format!("http://{}", std::net::SocketAddr::new(self.host, port)),
        };
        for source in &self.connect_src {
            let is_origin = Url::parse(source).is_ok_and(|url| url.origin().ascii_serialization() == *source);
            if !is_origin {
                return Err(format!("--connect-src must be an origin such as https://api.example.com, not {source}"));
            }
        }
        if let Some(site) = self.site.as_deref().filter(|site| !site.join("index.html").is_file()) {
            return Err(format!("--site {} has no index.html; build the page first", site.display()));
        }
        Ok(Config {
            local: self.local,
            mailbox: self.local && self.mail.smtp_url.is_none(),
            origin,
            site: self.site.clone(),
            connect_src: self.connect_src.clone(),
            currency: self.currency,
            behind_proxy: self.behind_proxy,
            sign_in_burst: if self.local { 300 } else { 20 },
            invitation_lifetime: TimeDelta::days(self.invitation_days.into()),
        })
    }

    /// Refuses combinations that would not be safe, before anything is opened.
    ///
    /// # Errors
    /// A sentence saying what to change.
    pub fn check(&self) -> Result<(), String> {
        if self.local {
            if !self.host.is_loopback() {
                return Err(format!(
                    "--local lets anybody sign in, so it listens on loopback alone, not on {}",
                    self.host
                ));
            }
            return Ok(());
        }
        if self.sample || self.sample_workgroups > 0 || self.sample_agents > 0 {
            return Err("sample data is for --local alone".to_owned());
        }
        let Some(url) = &self.public_url else {
            return Err("set --public-url to where people reach the page, or use --local on one machine".to_owned());
        };
        if url.scheme() != "https" {
            return Err(format!("--public-url must be https, for sessions are never sent over {}", url.scheme()));
        }
        if self.mail.smtp_url.is_none() || self.mail.mail_from.is_none() {
            return Err(
                "set WORKGROUPS_SMTP_URL and WORKGROUPS_MAIL_FROM, for signing in takes mail, or use --local on one machine"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
impl Config {
    /// Local mode, as most tests want it.
    pub(crate) fn for_tests() -> Self {
        settings(&["--local"]).config(8080).expect("go together")
    }
}

#[cfg(test)]
fn settings(arguments: &[&str]) -> Serve {
    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        serve: Serve,
    }
    let line = ["backend", "--data", "data"].iter().chain(arguments);
    <Line as clap::Parser>::parse_from(line).serve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_be_safe_is_refused_in_a_sentence() {
        let mail = ["--smtp-url", "smtp://mail.example.com", "--mail-from", "a@example.com"];
        let refused: [(&[&str], &str); 7] = [
            (&[], "--public-url"),
            (&["--public-url", "http://work.example.com"], "https"),
            (&["--public-url", "https://work.example.com"], "WORKGROUPS_SMTP_URL"),
            (&["--local", "--host", "0.0.0.0"], "loopback"),
            (&["--sample"], "--local"),
            (&["--sample-workgroups", "1"], "--local"),
            (&["--sample-agents", "1"], "--local"),
        ];
        for (arguments, hint) in refused {
            let sentence = settings(arguments).check().expect_err("refused");
            assert!(sentence.contains(hint), "{sentence}");
        }
        let public = ["--public-url", "https://work.example.com"];
        assert_eq!(settings(&[&public[..], &mail[..]].concat()).check(), Ok(()));
        assert_eq!(settings(&["--local", "--host", "::1", "--sample"]).check(), Ok(()));
    }

    #[test]
    fn the_origin_is_the_public_one_or_where_it_listens() {
        let origin = |arguments: &[&str]| settings(arguments).config(4321).map(|config| config.origin);
        assert_eq!(origin(&["--local"]).as_deref(), Ok("http://127.0.0.1:4321"));
        assert_eq!(origin(&["--local", "--host", "::1"]).as_deref(), Ok("http://[::1]:4321"));
        assert_eq!(origin(&["--public-url", "https://a.example/"]).as_deref(), Ok("https://a.example"));
        for url in ["https://a.example/sub", "https://a.example/?q", "mailto:a@example.com"] {
            assert!(origin(&["--public-url", url]).is_err(), "{url}");
        }
    }

    #[test]
    fn what_goes_into_the_policy_is_an_origin() {
        let config = |source| settings(&["--local", "--connect-src", source]).config(1);
        assert_eq!(
            config("https://api.example.com").map(|c| c.connect_src),
            Ok(vec!["https://api.example.com".into()])
        );
        for source in ["*", "https://a.example/; script-src *", "a.example", "https://a.example/path"] {
            assert!(config(source).is_err(), "{source}");
        }
    }
}
