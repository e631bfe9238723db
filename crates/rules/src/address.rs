//! Email addresses as they are compared and kept.

use contract::unicode::{Normalize as _, Tables};
use email_address::{EmailAddress, Options};
use std::fmt;

/// The longest address, in bytes (RFC 5321, section 4.5.3.1.3, without the angle brackets).
pub const MAX_LEN: usize = 254;

/// An address, in lower case, in NFC and with its domain in Unicode: mail systems that tell cases apart have
/// died out, a browser's email field hands internationalised domains over in ASCII (`xn--…`), and
/// two agents whose addresses differ by no more than that would be a trap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

/// The text is no email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an email address")]
pub struct NotAnAddress;

impl Address {
    /// Reads an address as typed: blanks around it are ignored.
    ///
    /// # Errors
    /// [`NotAnAddress`] for everything that no mail could be sent to.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        if text.len() > MAX_LEN {
            return Err(NotAnAddress);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress)?;
        // UTS #46, which is what browsers and mail programs do to a domain that was typed.
        let (domain, readable) = idna::domain_to_unicode(domain);
        let local = Tables::nfc(&Tables::nfc(local).to_lowercase()).into_owned();
        let address = format!("{local}@{domain}");
        if readable.is_err() || address.len() > MAX_LEN || !is_address(&address) {
            return Err(NotAnAddress);
        }
        Ok(Self(address))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether mail from here could reach it: its domain is one of the public tree of names, whose top
    /// level is never a number (RFC 3696, section 2), and not a single label. Addresses that are known
    /// already stay what they are.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let domain = self.0.rsplit('@').next().unwrap_or_default();
        let top = domain.rsplit_once('.').map(|(_, top)| top).unwrap_or_default();
        !top.is_empty() && !top.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// What to call its owner until they say: `maren.falk@…` is Maren Falk.
    #[must_use]
    pub fn person(&self) -> String {
        let local = self.0.split('@').next().unwrap_or_default();
        let local = local.split('+').next().unwrap_or_default();
        let words: Vec<String> = local
            .split(['.', '_', '-'])
            .filter(|word| !word.is_empty())
            .map(|word| {
                let mut letters = word.chars();
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
            })
            .collect();
        if words.is_empty() { self.0.clone() } else { words.join(" ") }
    }
}

/// What is looked for, with domains in Unicode as addresses have them: `info@xn--bcher-kva.example`
/// finds Bücher. What is no domain stays as it is.
#[must_use]
pub fn searched(text: &str) -> String {
    let word = |word: &str| {
        let (before, domain) = word.rsplit_once('@').map_or(("", word), |(local, domain)| (local, domain));
        let (unicode, readable) = idna::domain_to_unicode(domain);
        let encoded = domain.to_ascii_lowercase().contains("xn--") && readable.is_ok();
        if encoded {
            format!("{before}{}{unicode}", if word.contains('@') { "@" } else { "" })
        } else {
            word.to_owned()
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn is_address(text: &str) -> bool {
    let options = Options::default().without_display_text().without_domain_literal();
    EmailAddress::parse_with_options(text, options).is_ok()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_blanks_do_not_make_another_address() {
        assert_eq!(Address::parse(" Maren.Falk@Example.com\n"), Address::parse("maren.falk@example.com"));
    }

    #[test]
    fn both_ways_to_write_a_domain_are_one_address() {
        let address = Address::parse("Info@Bücher.example").expect("an address");
        assert_eq!(address.as_str(), "info@bücher.example");
        for text in ["info@xn--bcher-kva.example", "info@BÜCHER.example", "info@bu\u{308}cher.example"] {
            assert_eq!(Address::parse(text).as_ref(), Ok(&address), "{text}");
        }
        assert_eq!(Address::parse("info@xn--a.example"), Err(NotAnAddress), "it stands for no name");
    }

    #[test]
    fn both_ways_to_write_a_letter_are_one_address() {
        let composed = Address::parse("Zo\u{eb}@example.com").expect("an address");
        assert_eq!(Address::parse("zoe\u{308}@EXAMPLE.com"), Ok(composed.clone()));
        assert_eq!(Address::parse("ZOE\u{308}@example.com"), Ok(composed));
    }

    #[test]
    fn what_no_mail_from_here_reaches_is_not_public() {
        for (text, public) in [
            ("a@example.com", true),
            ("a@b\u{fc}cher.example", true),
            ("a@1.2.3.example", true),
            ("a@1.2.3.4", false),
            ("ag@x", false),
            ("root@localhost", false),
        ] {
            assert_eq!(Address::parse(text).map(|address| address.is_public()), Ok(public), "{text}");
        }
    }

    #[test]
    fn encoded_domains_are_looked_for_as_they_are_kept() {
        for (text, found) in [
            ("info@xn--bcher-kva.example", "info@b\u{fc}cher.example"),
            ("Ada XN--bcher-kva.example", "Ada b\u{fc}cher.example"),
            ("xn--bcher-kv", "xn--bcher-kv"),
            ("Ada  Berg", "Ada  Berg"),
        ] {
            assert_eq!(searched(text), found);
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_accepted_again_unchanged(text in "[a-zA-ZäÖßİ\u{301}\u{307}0-9.+_-]{1,8}@[a-zA-ZäÖßİ0-9-]{1,8}\\.[a-zß]{1,4}") {
            if let Ok(address) = Address::parse(&text) {
                prop_assert_eq!(Address::parse(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn whatever_is_typed_never_panics(text in "\\PC{0,40}") {
            let _ = Address::parse(&text);
        }
    }

    #[test]
    fn refuses_what_no_mail_reaches() {
        let long = format!("{}@example.com", "x".repeat(300));
        for text in [
            "",
            "maren",
            "@example.com",
            "a@",
            "a b@example.com",
            "A <a@example.com>",
            "a@b\r\nBcc: c@d",
            "a@example.com.",
            &long,
        ] {
            assert_eq!(Address::parse(text), Err(NotAnAddress), "{text:?}");
        }
    }

    #[test]
    fn names_its_owner() {
        let person = |text| Address::parse(text).map(|a| a.person());
        assert_eq!(person("maren.falk@example.com").as_deref(), Ok("Maren Falk"));
        assert_eq!(person("jo+work@example.com").as_deref(), Ok("Jo"));
        assert_eq!(person("_@example.com").as_deref(), Ok("_@example.com"));
    }
}
