//! What was done, as it is shown.

use crate::{
    change::Activity,
    facts::{ActivityFacts, HistoryFacts, InvitationFacts, Membership},
    may,
};
use contract::{
    activity::{Entry, EntryKind, EntryValue},
    id::InvitationId,
    invitation::Delivery,
    money::Money,
    role::Role,
};

/// An entry as this member may see it; `None` where it is not there for them.
#[must_use]
pub fn entry(asker: &Membership, facts: &ActivityFacts) -> Option<Entry> {
    let kind = facts.activity.kind();
    if !may::see_activity(asker, &facts.activity) {
        return None;
    }
    let money = may::see_money(asker);
    let invitations = may::see_invitations(asker);
    let (old, new) = values(&facts.activity);
    let shown = |value: EntryValue| Some(value).filter(|value| money || value.money.is_none());
    let about = about(&facts.activity).filter(|_| invitations);
    Some(Entry {
        id: facts.id.to_string(),
        at: facts.at,
        by: Some(facts.by.clone()),
        kind,
        member: facts.member.clone(),
        invitation: about.map(|(id, _)| id.clone()),
        email: about.and_then(|(_, email)| email).map(str::to_owned),
        old: old.and_then(shown),
        new: new.and_then(shown),
        reason: None,
    })
}

/// What happened to an invitation, newest first: what was done, what became of its mails, and that
/// the invited person asked for a new one.
#[must_use]
pub fn timeline(asker: &Membership, invitation: &InvitationFacts, history: &HistoryFacts) -> Vec<Entry> {
    if !may::see_invitations(asker) {
        return Vec::new();
    }
    let bare = |id: String, at, kind| Entry {
        id,
        at,
        by: None,
        kind,
        member: None,
        invitation: Some(invitation.id.clone()),
        email: Some(invitation.address.as_str().to_owned()),
        old: None,
        new: None,
        reason: None,
    };
    let mails = history.mails.iter().map(|mail| {
        let kind = match mail.delivery.state {
            Delivery::Queued => EntryKind::MailQueued,
            Delivery::Sent => EntryKind::MailSent,
            Delivery::NotDelivered => EntryKind::MailNotDelivered,
            Delivery::Uncertain | Delivery::Unknown => EntryKind::MailUncertain,
        };
        let at = mail.delivery.sent_at.unwrap_or(mail.created_at);
        Entry { reason: mail.delivery.reason.clone(), ..bare(format!("mail-{}", mail.id), at, kind) }
    });
    let asked = history
        .asked_again
        .iter()
        .map(|&at| bare(format!("asked-again-{}", at.timestamp_millis()), at, EntryKind::AskedAgain));
    let done = history.done.iter().filter_map(|facts| entry(asker, facts));
    let mut entries: Vec<Entry> = done.chain(mails).chain(asked).collect();
    // What was done comes before the mail of it, so later in what is newest first.
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    entries
}

/// Which invitation it was about, and with which address.
fn about(activity: &Activity) -> Option<(&InvitationId, Option<&str>)> {
    match activity {
        Activity::Invited { invitation, email, .. }
        | Activity::InvitationResent { invitation, email }
        | Activity::InvitationRoleSet { invitation, email, .. }
        | Activity::InvitationRevoked { invitation, email }
        | Activity::InvitationDeclined { invitation, email } => Some((invitation, Some(email))),
        Activity::Joined { invitation, .. } => Some((invitation, None)),
        Activity::Created { .. }
        | Activity::Renamed { .. }
        | Activity::CostSet { .. }
        | Activity::RoleSet { .. }
        | Activity::RateSet { .. } => None,
    }
}

/// The values before and after.
fn values(activity: &Activity) -> (Option<EntryValue>, Option<EntryValue>) {
    let name = |name: &str| Some(EntryValue { name: Some(name.to_owned()), ..EntryValue::default() });
    let role = |role: Role| Some(EntryValue { role: Some(role), ..EntryValue::default() });
    let money = |money: Money| EntryValue { money: Some(money), ..EntryValue::default() };
    match activity {
        Activity::Created { name: new } => (None, name(new)),
        Activity::Renamed { old, new } => (name(old), name(new)),
        Activity::CostSet { old, new } => (Some(money(*old)), Some(money(*new))),
        Activity::RateSet { old, new, .. } => (old.map(money), new.map(money)),
        Activity::RoleSet { old, new, .. } | Activity::InvitationRoleSet { old, new, .. } => (role(*old), role(*new)),
        Activity::Invited { role: new, .. } | Activity::Joined { role: new, .. } => (None, role(*new)),
        Activity::InvitationResent { .. }
        | Activity::InvitationRevoked { .. }
        | Activity::InvitationDeclined { .. } => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{DeliveryFacts, MailFacts},
        testing::{eur, invitation, membership, now},
    };
    use chrono::TimeDelta;
    use contract::workgroup::Actor as By;

    fn money(amount: u32) -> Money {
        Money { amount, currency: eur() }
    }

    fn all() -> Vec<Activity> {
        let invitation = || invitation(Role::Manager).id;
        let email = || "nora.lind@example.com".to_owned();
        let (old, new) = (Role::Manager, Role::Associate);
        let agent = || "ag_2".parse().expect("an id");
        vec![
            Activity::Created { name: "A".to_owned() },
            Activity::Renamed { old: "A".to_owned(), new: "B".to_owned() },
            Activity::CostSet { old: money(1), new: money(2) },
            Activity::RoleSet { agent: agent(), old, new },
            Activity::RateSet { agent: agent(), old: None, new: Some(money(2)) },
            Activity::Invited { invitation: invitation(), email: email(), role: old },
            Activity::InvitationResent { invitation: invitation(), email: email() },
            Activity::InvitationRoleSet { invitation: invitation(), email: email(), old, new },
            Activity::InvitationRevoked { invitation: invitation(), email: email() },
            Activity::InvitationDeclined { invitation: invitation(), email: email() },
            Activity::Joined { invitation: invitation(), role: old },
        ]
    }

    fn facts(activity: Activity) -> ActivityFacts {
        let by = By { id: "ag_1".parse().expect("an id"), name: "Maren Falk".to_owned() };
        ActivityFacts { id: 1, at: now(), by, activity, member: None }
    }

    #[test]
    fn every_kind_is_shown_to_those_who_invite_with_its_values() {
        for activity in all() {
            let seen = entry(&membership(Role::Manager), &facts(activity.clone())).expect("is shown");
            assert_eq!(seen.kind, activity.kind());
            assert_eq!((seen.old, seen.new), values(&activity));
        }
        assert_eq!(all().len(), may::kinds(&membership(Role::Administrator)).len());
    }

    #[test]
    fn an_associate_sees_neither_money_nor_addresses() {
        let seen: Vec<Entry> =
            all().into_iter().filter_map(|activity| entry(&membership(Role::Associate), &facts(activity))).collect();
        let kinds: Vec<EntryKind> = seen.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, may::kinds(&membership(Role::Associate)));
        for entry in seen {
            assert_eq!((entry.email, entry.invitation), (None, None));
            assert!(entry.old.into_iter().chain(entry.new).all(|value| value.money.is_none()));
        }
        for role in [Role::Inactive, Role::Unknown] {
            assert!(all().into_iter().all(|activity| entry(&membership(role), &facts(activity)).is_none()));
        }
    }

    #[test]
    fn an_associate_is_not_told_who_was_or_became_inactive() {
        let agent = || "ag_2".parse().expect("an id");
        for (old, new) in [(Role::Inactive, Role::Manager), (Role::Manager, Role::Inactive)] {
            let done = facts(Activity::RoleSet { agent: agent(), old, new });
            assert_eq!(entry(&membership(Role::Associate), &done), None);
            assert!(entry(&membership(Role::Manager), &done).is_some());
        }
    }

    #[test]
    fn a_timeline_has_deeds_and_mails_newest_first() {
        let one = invitation(Role::Manager);
        let asked_again = vec![now() + TimeDelta::days(8), now() + TimeDelta::days(20)];
        let (invitation, email) = (one.id.clone(), one.address.as_str().to_owned());
        let done = vec![facts(Activity::Invited { invitation, email, role: Role::Manager })];
        let delivery = |state, sent_at| DeliveryFacts { state, reason: None, sent_at };
        let mails = vec![
            MailFacts { id: 1, created_at: now(), delivery: delivery(Delivery::Queued, None) },
            MailFacts {
                id: 2,
                created_at: now(),
                delivery: delivery(Delivery::Sent, Some(now() + TimeDelta::seconds(2))),
            },
        ];
        let history = HistoryFacts { done, mails, asked_again };
        let entries = timeline(&membership(Role::Manager), &one, &history);
        let kinds: Vec<EntryKind> = entries.iter().map(|entry| entry.kind).collect();
        use EntryKind as K;
        assert_eq!(kinds, [K::AskedAgain, K::AskedAgain, K::MailSent, K::MailQueued, K::Invited]);
        assert_eq!(timeline(&membership(Role::Associate), &one, &history), []);
    }
}
