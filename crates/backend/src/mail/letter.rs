//! Mail in words: plain text, which every mail program shows as it was written.

use rules::{Language, Mail};

/// A mail as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Its subject.
    pub(crate) subject: String,
    /// Its text.
    pub(crate) text: String,
    /// The link in its text.
    pub(crate) link: String,
    /// The code in its text.
    pub(crate) code: String,
}

impl Letter {
    /// Puts a mail into words, with links to the page at `origin`.
    pub(crate) fn write(mail: &Mail, language: Language, origin: &str) -> Self {
        let (code, token) = match mail {
            Mail::SignIn { code, token, .. } => (code, token),
            Mail::Invitation { workgroup_name, inviter_name, inviter_email, code, token, .. } => {
                let link = format!("{origin}/invitation#{token}");
                let who = format!("{inviter_name} ({inviter_email})");
                let (subject, text) = match language {
                    Language::En => (
                        format!("{inviter_name} invites you into {workgroup_name}"),
                        format!("{who} invites you into {workgroup_name}.\n\n    {link}\n\n    {code}\n"),
                    ),
                    Language::De => (
                        format!("{inviter_name} lädt Sie in {workgroup_name} ein"),
                        format!("{who} lädt Sie in {workgroup_name} ein.\n\n    {link}\n\n    {code}\n"),
                    ),
                };
                return Self { subject, text, link, code: code.clone() };
            }
            Mail::Joined { workgroup, workgroup_name, who_name, .. } => {
                return Self::told(
                    match language {
                        Language::En => format!("{who_name} has joined {workgroup_name}"),
                        Language::De => format!("{who_name} gehört jetzt zu {workgroup_name}"),
                    },
                    format!("{origin}/w/{workgroup}/people"),
                );
            }
            Mail::Declined { workgroup, workgroup_name, who_name, .. } => {
                return Self::told(
                    match language {
                        Language::En => format!("{who_name} has declined your invitation into {workgroup_name}"),
                        Language::De => format!("{who_name} hat Ihre Einladung in {workgroup_name} abgelehnt"),
                    },
                    format!("{origin}/w/{workgroup}/people/invitations"),
                );
            }
            Mail::AskedAgain { workgroup, workgroup_name, who_email } => {
                return Self::told(
                    match language {
                        Language::En => format!("{who_email} asks for a new invitation into {workgroup_name}"),
                        Language::De => format!("{who_email} bittet um eine neue Einladung in {workgroup_name}"),
                    },
                    format!("{origin}/w/{workgroup}/people/invitations"),
                );
            }
        };
        // In the fragment, which no server and no log ever sees.
        let link = format!("{origin}/sign-in/link#{token}");
        let minutes = rules::SIGN_IN_LIFETIME.num_minutes();
        let (subject, text) = match language {
            Language::En => (
                format!("{code} is your code for Workgroups"),
                format!(
                    "Type this code where you asked to sign in:\n\n    {code}\n\n\
                     Or open this link and choose Sign in:\n\n    {link}\n\n\
                     Both work once, for {minutes} minutes. If you did not ask for this mail, ignore it.\n"
                ),
            ),
            Language::De => (
                format!("{code} ist Ihr Code für Workgroups"),
                format!(
                    "Geben Sie diesen Code dort ein, wo Sie sich anmelden wollten:\n\n    {code}\n\n\
                     Oder öffnen Sie diesen Link und wählen Sie Anmelden:\n\n    {link}\n\n\
                     Beide gelten einmal und {minutes} Minuten lang. Wenn Sie diese Mail nicht angefordert haben, \
                     ignorieren Sie sie.\n"
                ),
            ),
        };
        Self { subject, text, link, code: code.clone() }
    }

    /// A mail that says one thing and where to see it.
    fn told(what: String, link: String) -> Self {
        Self { text: format!("{what}.\n\n    {link}\n"), subject: what, link, code: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_link_and_the_code_in_every_language() {
        let expires_at = "2026-03-01T08:00:00Z".parse().expect("an instant");
        let mail = Mail::SignIn { code: "012345".to_owned(), token: "abc".to_owned(), expires_at };
        for language in [Language::En, Language::De] {
            let letter = Letter::write(&mail, language, "https://work.example.com");
            assert_eq!(letter.link, "https://work.example.com/sign-in/link#abc");
            assert!(letter.text.contains(&letter.link) && letter.text.contains("012345"));
            assert!(letter.subject.starts_with("012345 "));
        }
    }
}
