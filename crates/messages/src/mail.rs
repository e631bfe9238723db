//! The text of mails, made from `mail/*.json` by `build.rs`. A server writes in every language at
//! once, so all of them are built in.

use crate::fill;

/// The text of mails in one language.
#[derive(Debug, Clone, Copy)]
pub struct MailText(&'static [&'static str]);

include!(concat!(env!("OUT_DIR"), "/mail.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_days_and_the_months() {
        for text in [MailText::EN, MailText::DE] {
            assert_eq!(text.weekdays().split(' ').count(), 7);
            assert_eq!(text.months().split(' ').count(), 12);
        }
    }

    #[test]
    fn arguments_come_by_name() {
        let text = MailText::DE.invitation_subject("Maren Falk", "Nordwind");
        assert_eq!(text, "Maren Falk lädt Sie ein: Nordwind");
    }
}
