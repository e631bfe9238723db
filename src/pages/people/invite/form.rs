//! What is typed into the dialog, what the server said of it, and what follows from both. Knows
//! neither signals nor the DOM.

use super::parse::{Entries, Entry, Kind, parse};
use contract::{
    invitation::{InvitationOutcome, InvitationResults, InviteAgent, InviteAgents},
    role::Role,
};
use std::collections::{HashMap, HashSet};

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The text with the addresses.
    pub text: String,
    /// What all are to be who are not said to be something else.
    pub role: Role,
    /// What single ones are to be, by their address in lower case.
    pub roles: HashMap<String, Role>,
    /// The language of the mails, as a BCP 47 tag.
    pub language: String,
    /// What was sent last and the key that it was sent with: the same again gets the same key.
    pub sent: Option<(InviteAgents, String)>,
}

/// What a row says of its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The server has not been asked yet, or gave no answer.
    Unknown,
    /// What inviting them would give, or gave.
    Would(InvitationOutcome),
}

/// One person in the list below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// Their address, or the text that is none.
    pub email: String,
    /// What they are called.
    pub name: Option<String>,
    /// What they are to be.
    pub role: Role,
    /// What inviting them would give.
    pub said: Said,
}

/// What the server said, by address and role as they were asked.
pub type Told = HashMap<(String, Role), InvitationOutcome>;

impl Form {
    /// Nothing typed yet.
    pub fn new(language: &str) -> Self {
        Self {
            text: String::new(),
            role: Role::Associate,
            roles: HashMap::new(),
            language: language.to_owned(),
            sent: None,
        }
    }

    /// The role of an entry: what was chosen for it, else what the text says, else that of all.
    fn role_of(&self, entry: &Entry) -> Role {
        self.roles.get(&entry.email.to_lowercase()).copied().or(entry.role).unwrap_or(self.role)
    }

    /// The rows. Those that are more than are invited at once are left out.
    pub fn invitees(&self, entries: &Entries, told: &Told) -> Vec<Invitee> {
        let row = |entry: &Entry| {
            let role = self.role_of(entry);
            let said = match entry.kind {
                Kind::NotAnAddress => Said::Would(InvitationOutcome::NotAnAddress),
                Kind::Duplicate => Said::Would(InvitationOutcome::Duplicate),
                Kind::Address | Kind::Over => {
                    told.get(&(entry.email.clone(), role)).map_or(Said::Unknown, |outcome| Said::Would(*outcome))
                }
            };
            Invitee { email: entry.email.clone(), name: entry.name.clone(), role, said }
        };
        entries.all.iter().filter(|entry| entry.kind != Kind::Over).map(row).collect()
    }

    /// What asks the server about the rows, or invites them.
    pub fn body<'a>(&self, invitees: impl Iterator<Item = &'a Invitee>) -> InviteAgents {
        let invitation =
            |row: &Invitee| InviteAgent { email: row.email.clone(), name: row.name.clone(), role: row.role };
        InviteAgents { language: Some(self.language.clone()), invitations: invitees.map(invitation).collect() }
    }

    /// What asks the server about all who are in the text, whatever it said of them before.
    pub fn question(&self, entries: &Entries) -> InviteAgents {
        self.body(self.invitees(entries, &Told::new()).iter().filter(|row| row.can_be_asked()))
    }

    /// The key for this body: the one it was sent with before, else `new`.
    pub fn key(&mut self, body: &InviteAgents, new: impl FnOnce() -> String) -> String {
        if let Some((sent, key)) = &self.sent
            && sent == body
        {
            return key.clone();
        }
        let key = new();
        self.sent = Some((body.clone(), key.clone()));
        key
    }

    /// Takes those out of the text who are invited now. What was typed meanwhile stays.
    pub fn take_out(&mut self, invited: &HashSet<String>, role: &dyn Fn(&str) -> Option<Role>) {
        let entries = parse(&self.text, role);
        let stays = |at: usize| entries.all.get(at).is_some_and(|entry| !invited.contains(&entry.email.to_lowercase()));
        self.text = entries.rest(&self.text, stays);
        self.roles.retain(|email, _| !invited.contains(email));
        self.sent = None;
    }
}

impl Invitee {
    /// Whether the server is to be asked about them.
    pub fn can_be_asked(&self) -> bool {
        !matches!(self.said, Said::Would(InvitationOutcome::NotAnAddress | InvitationOutcome::Duplicate))
    }

    /// Whether they are invited when the form is sent.
    pub fn goes(&self) -> bool {
        match self.said {
            Said::Unknown => true,
            Said::Would(outcome) => outcome.invites(),
        }
    }
}

/// What the server said of those that it was asked about.
pub fn told(asked: &InviteAgents, results: &InvitationResults) -> Told {
    let asked = asked.invitations.iter().zip(&results.results);
    asked.map(|(row, result)| ((row.email.clone(), row.role), result.outcome)).collect()
}

/// The addresses of those who are invited now, in lower case.
pub fn invited(asked: &InviteAgents, results: &InvitationResults) -> HashSet<String> {
    let asked = asked.invitations.iter().zip(&results.results);
    asked.filter(|(_, result)| result.outcome.invites()).map(|(row, _)| row.email.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::invitation::InvitationResult;

    fn no_role(_: &str) -> Option<Role> {
        None
    }

    fn form(text: &str) -> Form {
        Form { text: text.to_owned(), ..Form::new("de") }
    }

    fn rows(form: &Form, told: &Told) -> Vec<Invitee> {
        form.invitees(&parse(&form.text, &no_role), told)
    }

    fn results(outcomes: &[InvitationOutcome]) -> InvitationResults {
        let result = |outcome: &InvitationOutcome| InvitationResult {
            email: String::new(),
            outcome: *outcome,
            invitation: None,
        };
        InvitationResults { results: outcomes.iter().map(result).collect(), roles: Vec::new() }
    }

    #[test]
    fn a_row_s_own_role_goes_before_that_of_all() {
        let mut form = form("A@example.com, b@example.com");
        form.role = Role::Manager;
        form.roles.insert("a@example.com".to_owned(), Role::Associate);
        let roles: Vec<Role> = rows(&form, &Told::new()).iter().map(|row| row.role).collect();
        assert_eq!(roles, [Role::Associate, Role::Manager]);
    }

    #[test]
    fn what_was_said_of_another_role_is_not_said_of_this_one() {
        let mut form = form("a@example.com, b@example.com, nobody, b@example.com");
        let asked = form.body(rows(&form, &Told::new()).iter().filter(|row| row.can_be_asked()));
        assert_eq!(asked.invitations.len(), 2);
        let told = told(&asked, &results(&[InvitationOutcome::Invited, InvitationOutcome::AlreadyMember]));
        let goes: Vec<bool> = rows(&form, &told).iter().map(Invitee::goes).collect();
        assert_eq!(goes, [true, false, false, false]);
        form.role = Role::Manager;
        let said: Vec<Said> = rows(&form, &told).iter().map(|row| row.said).take(2).collect();
        assert_eq!(said, [Said::Unknown, Said::Unknown]);
    }

    #[test]
    fn what_was_said_does_not_change_what_is_asked() {
        let form = form("a@example.com, x@y, nobody");
        let entries = parse(&form.text, &no_role);
        let asked = form.question(&entries);
        let told = told(&asked, &results(&[InvitationOutcome::Invited, InvitationOutcome::NotAnAddress]));
        assert!(!form.invitees(&entries, &told)[1].can_be_asked());
        assert_eq!(form.question(&entries), asked);
    }

    #[test]
    fn one_content_has_one_key() {
        let mut form = form("a@example.com");
        let mut count = 0;
        let mut key = |form: &mut Form| {
            let body = form.body(rows(form, &Told::new()).iter());
            form.key(&body, || {
                count += 1;
                count.to_string()
            })
        };
        assert_eq!((key(&mut form), key(&mut form)), ("1".to_owned(), "1".to_owned()));
        form.language = "en".to_owned();
        assert_eq!(key(&mut form), "2");
    }

    #[test]
    fn those_who_are_invited_leave_the_text_and_what_was_typed_meanwhile_stays() {
        let mut form = form("a@example.com\nFalk, Maren <b@example.com>\nnobody");
        form.roles.insert("a@example.com".to_owned(), Role::Manager);
        let asked = form.body(rows(&form, &Told::new()).iter().filter(|row| row.can_be_asked()));
        let gone = invited(&asked, &results(&[InvitationOutcome::Invited, InvitationOutcome::TooMany]));
        form.text.push_str("\nc@example.com");
        form.take_out(&gone, &no_role);
        assert_eq!(form.text, "Falk, Maren <b@example.com>\nnobody\nc@example.com");
        assert!(form.roles.is_empty() && form.sent.is_none());
    }
}
