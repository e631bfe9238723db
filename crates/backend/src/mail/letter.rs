//! Mail in words, before it has a form: what it says, part by part.

use super::name::{line, marked, tame, unmarked};
use chrono::{Datelike as _, Timelike as _};
use contract::{Timestamp, page_path, role::Role};
use messages::MailText;
use rules::{Language, Mail};

/// A mail as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The language of its text, as a BCP 47 tag.
    pub(crate) language: &'static str,
    /// Its subject: one line.
    pub(crate) subject: String,
    /// What stands over its text.
    pub(super) heading: String,
    /// Its text.
    pub(super) parts: Vec<Part>,
    /// The link in its text.
    pub(crate) link: String,
    /// The code in its text.
    pub(crate) code: Option<String>,
    /// Where the code in its text is typed, if the text names it.
    pub(super) place: Option<String>,
    /// Who gets an answer to it: name and address.
    pub(super) reply_to: Option<(String, String)>,
}

/// A part of a letter's text. What was filled into it is marked (see [`marked`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A paragraph.
    Text(String),
    /// A paragraph that can be left unread.
    Note(String),
    /// What is what, and a sentence about it.
    Fact { label: &'static str, value: String, about: Option<&'static str> },
    /// The letter's link, as a button where there are any.
    Link { button: &'static str },
    /// The letter's code.
    Code,
}

impl Letter {
    /// Puts a mail to `address` into words, with links to the page at `origin`.
    pub(crate) fn write(mail: &Mail, address: &str, language: Language, origin: &str) -> Self {
        let text = match language {
            Language::En => MailText::EN,
            Language::De => MailText::DE,
        };
        let written = match mail {
            Mail::SignIn { code, token, expires_at } => sign_in(text, code, token, *expires_at, origin),
            Mail::Invitation { workgroup_name, inviter_name, inviter_email, role, token, code, expires_at } => {
                let (workgroup, inviter) = (name(workgroup_name), name(inviter_name));
                let (role, may) = role_words(text, *role);
                let place = format!("{origin}{}", page_path::INVITATION);
                let subject = text.invitation_subject(&inviter, &workgroup);
                let fact = |label, value, about| Part::Fact { label, value, about };
                Self {
                    language: text.language(),
                    heading: subject.clone(),
                    subject,
                    parts: vec![
                        Part::Text(text.invitation_intro(&filled(inviter_email), &inviter)),
                        fact(text.invitation_workgroup(), workgroup, None),
                        fact(text.invitation_role(), role.to_owned(), Some(may)),
                        fact(text.invitation_until(), date(text, *expires_at), None),
                        Part::Text(text.invitation_link().to_owned()),
                        Part::Link { button: text.invitation_button() },
                        Part::Text(text.invitation_accept(&filled(address))),
                        Part::Text(text.invitation_code(&place)),
                        Part::Code,
                        Part::Note(text.invitation_ignore().to_owned()),
                        Part::Note(text.invitation_reply(&inviter)),
                    ],
                    link: format!("{place}#{token}"),
                    code: Some(code.clone()),
                    place: Some(place),
                    reply_to: Some((line(inviter_name), inviter_email.clone())),
                }
            }
            Mail::Joined { workgroup, workgroup_name, who_name, who_email } => {
                let (workgroup_name, who) = (name(workgroup_name), name(who_name));
                let told = Part::Text(text.joined_text(&filled(who_email), &who, &workgroup_name));
                let subject = text.joined_subject(&who, &workgroup_name);
                let link = format!("{origin}{}", page_path::agents(workgroup));
                news(text, subject, vec![told], text.joined_button(), link)
            }
            Mail::Declined { workgroup, workgroup_name, who_name, who_email } => {
                let (workgroup_name, who) = (name(workgroup_name), name(who_name));
                let told = Part::Text(text.declined_text(&filled(who_email), &who, &workgroup_name));
                let subject = text.declined_subject(&who, &workgroup_name);
                let link = format!("{origin}{}", page_path::invitations(workgroup));
                news(text, subject, vec![told], text.declined_button(), link)
            }
            Mail::AskedAgain { workgroup, workgroup_name, who_email } => {
                let (workgroup_name, email) = (name(workgroup_name), filled(who_email));
                let told = vec![
                    Part::Text(text.asked_again_text(&email, &workgroup_name)),
                    Part::Text(text.asked_again_next().to_owned()),
                ];
                let subject = text.asked_again_subject(&email, &workgroup_name);
                let link = format!("{origin}{}", page_path::invitations(workgroup));
                news(text, subject, told, text.asked_again_button(), link)
            }
            Mail::AskedForMe { workgroup, workgroup_name, invited_email, who_name, who_email } => {
                let (workgroup_name, who, email) = (name(workgroup_name), name(who_name), filled(who_email));
                let told = vec![
                    Part::Text(text.asked_for_me_text(&email, &filled(invited_email), &who, &workgroup_name)),
                    Part::Text(text.asked_for_me_next().to_owned()),
                ];
                let subject = text.asked_for_me_subject(&email, &workgroup_name);
                let link = format!("{origin}{}", page_path::invite(workgroup));
                news(text, subject, told, text.asked_for_me_button(), link)
            }
        };
        Self { subject: unmarked(&written.subject), ..written }
    }
}

/// A name, to be filled in.
fn name(name: &str) -> String {
    marked(&tame(name))
}

/// Another text that came from outside, to be filled in.
fn filled(text: &str) -> String {
    marked(&line(text))
}

fn sign_in(text: MailText, code: &str, token: &str, expires_at: Timestamp, origin: &str) -> Letter {
    let minutes = rules::SIGN_IN_LIFETIME.num_minutes().to_string();
    Letter {
        language: text.language(),
        subject: text.sign_in_subject(code),
        heading: text.sign_in_heading().to_owned(),
        parts: vec![
            Part::Text(text.sign_in_code().to_owned()),
            Part::Code,
            Part::Text(text.sign_in_link().to_owned()),
            Part::Link { button: text.sign_in_button() },
            Part::Note(text.sign_in_until(&minutes, &date(text, expires_at))),
            Part::Note(text.sign_in_ignore().to_owned()),
        ],
        // In the fragment, which no server and no log ever sees.
        link: format!("{origin}{}#{token}", page_path::SIGN_IN_LINK),
        code: Some(code.to_owned()),
        place: None,
        reply_to: None,
    }
}

/// To who invited: what came of it, and where to see it.
fn news(text: MailText, subject: String, mut parts: Vec<Part>, button: &'static str, link: String) -> Letter {
    parts.push(Part::Link { button });
    parts.push(Part::Note(text.told_because().to_owned()));
    let heading = subject.clone();
    Letter { language: text.language(), subject, heading, parts, link, code: None, place: None, reply_to: None }
}

/// What a role is called, and what it allows.
fn role_words(text: MailText, role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Administrator => (text.role_administrator(), text.administrator_may()),
        Role::Manager => (text.role_manager(), text.manager_may()),
        Role::Associate => (text.role_associate(), text.associate_may()),
        Role::Inactive | Role::Unknown => (text.role_other(), text.other_may()),
    }
}

/// An instant to the minute, in UTC, and that it is UTC: where the reader is, is not known.
fn date(text: MailText, at: Timestamp) -> String {
    let word = |words: &'static str, at: u32| words.split(' ').nth(at as usize).unwrap_or_default();
    text.date(
        &at.day().to_string(),
        word(text.months(), at.month0()),
        &format!("{:02}:{:02}", at.hour(), at.minute()),
        word(text.weekdays(), at.weekday().num_days_from_monday()),
        &at.year().to_string(),
    )
}

#[cfg(test)]
mod tests;
