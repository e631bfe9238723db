//! Email addresses as they are compared and kept.

use email_address::{EmailAddress, Options};
use std::fmt;

/// The longest address, in bytes (RFC 5321, section 4.5.3.1.3, without the angle brackets).
pub const MAX_LEN: usize = 254;

/// An address, in lower case: mail systems that tell cases apart have died out, and two agents
/// whose addresses differ by case alone would be a trap.
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
        let options = Options::default().without_display_text().without_domain_literal();
        let address = EmailAddress::parse_with_options(text, options).map_err(|_| NotAnAddress)?;
        Ok(Self(address.as_str().to_lowercase()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_blanks_do_not_make_another_address() {
        assert_eq!(Address::parse(" Maren.Falk@Example.com\n"), Address::parse("maren.falk@example.com"));
    }

    #[test]
    fn refuses_what_no_mail_reaches() {
        let long = format!("{}@example.com", "x".repeat(300));
        for text in
            ["", "maren", "@example.com", "a@", "a b@example.com", "A <a@example.com>", "a@b\r\nBcc: c@d", &long]
        {
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
