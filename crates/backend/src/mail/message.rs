//! A letter in its envelope: a MIME message (RFC 5322, RFC 2046) with plain text and HTML.

use super::Letter;
use crate::store::Queued;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use url::{Host, Url};

/// Says that no person wrote it, so that no absence note answers (RFC 3834, section 5).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Puts mail into messages.
#[derive(Debug, Clone)]
pub(super) struct Envelopes {
    from: Mailbox,
    origin: String,
    /// What Message-IDs have after the @: the origin's host.
    domain: String,
}

impl Envelopes {
    /// Messages from `from`, with links to the page at `origin`.
    pub(super) fn new(from: Mailbox, origin: &str) -> Self {
        let domain = match Url::parse(origin).ok().and_then(|url| url.host().map(|host| host.to_owned())) {
            Some(Host::Domain(domain)) => domain,
            // A literal is in brackets (RFC 5322, section 3.6.4).
            Some(Host::Ipv4(address)) => format!("[{address}]"),
            Some(Host::Ipv6(address)) => format!("[{address}]"),
            None => "localhost".to_owned(),
        };
        Self { from, origin: origin.to_owned(), domain }
    }

    /// The message, the same in every try but for the boundary between its parts. None where it
    /// is for no address that mail can be sent to.
    pub(super) fn message(&self, mail: &Queued) -> Option<Message> {
        let letter = Letter::write(&mail.mail, &mail.address, mail.language, &self.origin);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address(&mail.address)?))
            .subject(letter.subject.clone())
            .date(mail.created_at.into())
            .message_id(Some(format!("<{}@{}>", mail.message_id, self.domain)))
            .header(AutoSubmitted);
        if let Some((name, address)) = letter.reply_to.as_ref().and_then(|(name, text)| Some((name, address(text)?))) {
            message = message.reply_to(Mailbox::new(Some(name.clone()), address));
        }
        message.multipart(MultiPart::alternative_plain_html(letter.plain(), letter.html())).ok()
    }
}

/// An address as mail servers know it: its domain in ASCII (RFC 5891), so that only a local part
/// beyond ASCII asks for a server that can do more.
fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.rsplit_once('@')?;
    match Host::parse(domain).ok()? {
        Host::Domain(domain) => Address::new(local, domain).ok(),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::{Language, Mail};

    fn queued(address: &str) -> Queued {
        let mail = Mail::SignIn { code: "012345".to_owned(), token: "t".to_owned(), expires_at: crate::now() };
        let (message_id, language) = ("0a1b".to_owned(), Language::En);
        Queued { id: 1, message_id, address: address.to_owned(), language, mail, created_at: crate::now(), attempts: 1 }
    }

    fn envelopes(origin: &str) -> Envelopes {
        Envelopes::new("Workgroups <no-reply@example.com>".parse().expect("a mailbox"), origin)
    }

    #[test]
    fn the_message_id_has_the_origin_s_host() {
        for (origin, id) in [
            ("https://work.example.com", "<0a1b@work.example.com>"),
            ("http://127.0.0.1:8080", "<0a1b@[127.0.0.1]>"),
            ("http://[::1]:8080", "<0a1b@[::1]>"),
        ] {
            let message = envelopes(origin).message(&queued("a@example.com")).expect("a message");
            assert_eq!(message.headers().get_raw("Message-ID"), Some(id));
        }
    }

    #[test]
    fn a_domain_in_any_script_is_sent_to_and_nonsense_is_not() {
        let envelopes = envelopes("https://work.example.com");
        let to = |address| {
            let message = envelopes.message(&queued(address))?;
            message.envelope().to().first().map(ToString::to_string)
        };
        assert_eq!(to("maren@bücher.example").as_deref(), Some("maren@xn--bcher-kva.example"));
        assert_eq!(to("zoë@example.com").as_deref(), Some("zoë@example.com"));
        for address in ["", "nobody", "a@b c.example", "a b@example.com", "a@192.0.2.1", "a@example.com\r\nBcc: b@c.d"]
        {
            assert_eq!(to(address), None, "{address:?}");
        }
    }
}
