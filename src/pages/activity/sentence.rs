//! What was done, in plain words.

use crate::{
    locale::{self, people},
    text,
};
use contract::{
    Timestamp,
    activity::{Entry, EntryKind, EntryValue},
    role::Role,
};
use leptos::prelude::*;

/// What is said of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Who did what.
    pub text: String,
    /// What it was before and after, where the sentence does not say it. Absent: not to be seen.
    pub change: Option<(String, String)>,
}

/// What is said of an entry. `reason` puts the code of why a mail was not delivered into words.
pub fn sentence(entry: &Entry, reason: fn(Option<&str>) -> &'static str) -> Sentence {
    let who = entry.by.as_ref().map_or_else(|| people().somebody(), |by| &by.name);
    let member = entry.member.as_ref().map_or_else(|| people().somebody_inside(), |member| &member.name);
    let email = entry.email.as_deref().unwrap_or_else(|| people().somebody_inside());
    // Their own role or rate.
    let own = entry.by.is_some() && entry.by.as_ref().map(|by| &by.id) == entry.member.as_ref().map(|of| &of.id);
    let (old, new) = (role(entry.old.as_ref()), role(entry.new.as_ref()));
    let as_role = text::role(new.unwrap_or(Role::Unknown));
    let both = || Some((value(entry.old.as_ref())?, value(entry.new.as_ref())?));
    let (text, change) = match entry.kind {
        EntryKind::Created => (people().did_create(&value(entry.new.as_ref()).unwrap_or_default(), who), None),
        EntryKind::Renamed => (people().did_rename(who), both()),
        EntryKind::CostSet => (people().did_set_cost(who), both()),
        EntryKind::RoleSet => match (old, new) {
            (_, Some(Role::Inactive)) if own => (people().did_leave(who), None),
            (_, Some(Role::Inactive)) => (people().did_deactivate(member, who), None),
            (Some(Role::Inactive), _) => (people().did_reactivate(member, as_role, who), None),
            _ if own => (people().did_set_own_role(who), both()),
            _ => (people().did_set_role(member, who), both()),
        },
        EntryKind::RateSet => {
            let rate = |side: Option<&EntryValue>| value(side).unwrap_or_else(|| people().the_default().to_owned());
            let text = if own { people().did_set_own_rate(who) } else { people().did_set_rate(member, who) };
            (text, Some((rate(entry.old.as_ref()), rate(entry.new.as_ref()))))
        }
        EntryKind::Invited => (people().did_invite(email, as_role, who), None),
        EntryKind::InvitationResent => (people().did_resend(email, who), None),
        EntryKind::InvitationRoleSet => (people().did_set_invitation_role(email, who), both()),
        EntryKind::InvitationRevoked => (people().did_revoke(email, who), None),
        EntryKind::InvitationDeclined => (people().did_decline(who), None),
        EntryKind::Joined => (people().did_join(as_role, who), None),
        EntryKind::AskedAgain => (people().asked_anew(email), None),
        EntryKind::MailQueued => (people().mail_waits().to_owned(), None),
        EntryKind::MailSent => (people().mail_went().to_owned(), None),
        EntryKind::MailNotDelivered => (people().mail_failed(reason(entry.reason.as_deref())), None),
        EntryKind::MailUncertain => (people().mail_maybe().to_owned(), None),
        EntryKind::Unknown => (people().did_unknown(who), None),
    };
    Sentence { text, change }
}

fn role(side: Option<&EntryValue>) -> Option<Role> {
    side.and_then(|value| value.role)
}

/// A value as it is read.
fn value(side: Option<&EntryValue>) -> Option<String> {
    let value = side?;
    let money = || value.money.map(locale::money);
    value.name.clone().or_else(|| value.role.map(|role| text::role(role).to_owned())).or_else(money)
}

/// The sentence in the page.
pub fn said(Sentence { text, change }: Sentence) -> impl IntoView {
    view! {
        <p>
            <span class="did">{text}</span>
            {change.map(|(old, new)| view! {
                " "
                <span class="change">
                    <span class="quiet">{old}</span>
                    <span aria-hidden="true">" → "</span>
                    <span class="hidden-text">{people().becomes()}" "</span>
                    <span>{new}</span>
                </span>
            })}
        </p>
    }
}

/// When it was, short, with all of it for who asks.
pub fn when(at: Timestamp, short: String) -> impl IntoView {
    view! { <time datetime=locale::iso(at) title=locale::moment_with_zone(at)>{short}</time> }
}
