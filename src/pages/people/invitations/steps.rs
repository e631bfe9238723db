//! What happened to an invitation, in order. Knows neither signals nor the DOM.

use contract::{
    Timestamp,
    activity::Entry,
    invitation::{Invitation, InvitationState},
};

/// A step of an invitation's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// It was done, or became of a mail.
    Done(Box<Entry>),
    /// Nobody answered in time, which nobody does.
    Expired(Timestamp),
    /// It waits until then.
    Open(Timestamp),
}

/// The steps, oldest first, from what the server says newest first.
pub(super) fn steps(newest_first: Vec<Entry>, record: Option<&Invitation>) -> Vec<Step> {
    let mut steps: Vec<Step> = newest_first.into_iter().rev().map(|entry| Step::Done(Box::new(entry))).collect();
    let Some(record) = record else { return steps };
    let ends = record.expires_at;
    match record.state {
        InvitationState::Expired => {
            let later = |step: &Step| matches!(step, Step::Done(entry) if entry.at > ends);
            let at = steps.iter().position(later).unwrap_or(steps.len());
            steps.insert(at, Step::Expired(ends));
        }
        InvitationState::Pending => steps.push(Step::Open(ends)),
        _ => {}
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::activity::EntryKind;

    fn at(hour: u32) -> Timestamp {
        contract::timestamp::parse(&format!("2026-03-01T{hour:02}:00:00Z")).expect("an instant")
    }

    fn entry(hour: u32, kind: EntryKind) -> Entry {
        Entry {
            id: hour.to_string(),
            at: at(hour),
            by: None,
            kind,
            member: None,
            invitation: None,
            email: None,
            old: None,
            new: None,
            reason: None,
        }
    }

    fn record(state: &str) -> Invitation {
        let json = format!(
            r#"{{"id":"inv_1","email":"a@example.com","role":"manager","state":"{state}","delivery":"sent","language":"en",
            "invited_by":{{"id":"ag_1","name":"Maren Falk"}},"created_at":"2026-03-01T08:00:00Z",
            "expires_at":"2026-03-01T12:00:00Z","version":1,"updated_at":"2026-03-01T08:00:00Z",
            "may":{{"change_role":{{"allowed":true}},"resend":{{"allowed":true}},"revoke":{{"allowed":true}},"copy_link":{{"allowed":true}}}}}}"#
        );
        serde_json::from_str(&json).expect("reads")
    }

    fn told() -> Vec<Entry> {
        vec![entry(15, EntryKind::AskedAgain), entry(9, EntryKind::MailSent), entry(8, EntryKind::Invited)]
    }

    #[test]
    fn the_oldest_comes_first_and_what_it_waits_for_last() {
        let steps = steps(told(), Some(&record("pending")));
        let [Step::Done(first), .., Step::Open(until)] = steps.as_slice() else { panic!("{steps:?}") };
        assert_eq!((first.kind, *until), (EntryKind::Invited, at(12)));
    }

    #[test]
    fn expiry_stands_where_it_happened() {
        let steps = steps(told(), Some(&record("expired")));
        assert_eq!(steps[2], Step::Expired(at(12)));
        assert!(matches!(&steps[3], Step::Done(entry) if entry.kind == EntryKind::AskedAgain));
    }

    #[test]
    fn an_answer_is_the_end() {
        for state in ["accepted", "declined", "revoked", "frozen"] {
            assert_eq!(steps(told(), Some(&record(state))).len(), 3, "{state}");
        }
        assert_eq!(steps(told(), None).len(), 3);
    }
}
