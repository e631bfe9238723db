//! What of the activity is looked for, as it stands in the address. Knows neither signals nor the
//! DOM.

use contract::{activity::EntryKind, id::AgentId, timestamp};
use std::fmt;

/// What is looked for. In the address it is a query, so that a link brings it back; what makes no
/// sense there is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What was done.
    pub(super) kind: Option<EntryKind>,
    /// Who did it.
    pub(super) who: Option<AgentId>,
    /// From this day on.
    pub(super) from: Option<Day>,
    /// Up to this day, which is part of it.
    pub(super) to: Option<Day>,
}

/// A day of the calendar as `2026-03-01`, whatever the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day(String);

impl Day {
    /// The day that the text names.
    pub(super) fn parse(text: &str) -> Option<Self> {
        timestamp::parse(&format!("{text}T00:00:00Z")).map(|_| Self(text.to_owned()))
    }

    /// The day as text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Year, month (from 1) and day.
    pub(super) fn parts(&self) -> (u32, i32, i32) {
        let mut numbers = self.0.split('-').map(|part| part.parse().unwrap_or(1));
        let mut next = || -> i32 { numbers.next().unwrap_or(1) };
        (next().unsigned_abs(), next(), next())
    }
}

/// What can be looked for, as the API spells it.
pub(super) const KINDS: [(EntryKind, &str); 11] = [
    (EntryKind::Created, "created"),
    (EntryKind::Renamed, "renamed"),
    (EntryKind::CostSet, "cost-set"),
    (EntryKind::RoleSet, "role-set"),
    (EntryKind::RateSet, "rate-set"),
    (EntryKind::Invited, "invited"),
    (EntryKind::InvitationResent, "invitation-resent"),
    (EntryKind::InvitationRoleSet, "invitation-role-set"),
    (EntryKind::InvitationRevoked, "invitation-revoked"),
    (EntryKind::InvitationDeclined, "invitation-declined"),
    (EntryKind::Joined, "joined"),
];

/// A kind as the API spells it.
pub(super) fn key(kind: EntryKind) -> &'static str {
    KINDS.into_iter().find(|(one, _)| *one == kind).map_or("", |(_, key)| key)
}

/// The kind that the API spells so.
pub(super) fn kind(key: &str) -> Option<EntryKind> {
    KINDS.into_iter().find(|(_, one)| *one == key).map(|(kind, _)| kind)
}

/// Whether it concerns money.
pub(super) fn of_money(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::CostSet | EntryKind::RateSet)
}

/// Whether it concerns invitations.
pub(super) fn of_invitations(kind: EntryKind) -> bool {
    matches!(
        kind,
        EntryKind::Invited
            | EntryKind::InvitationResent
            | EntryKind::InvitationRoleSet
            | EntryKind::InvitationRevoked
            | EntryKind::InvitationDeclined
    )
}

impl Filter {
    /// What a query of the address looks for.
    pub(super) fn parse(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "kind" => filter.kind = kind(value),
                "who" => filter.who = value.parse().ok(),
                "from" => filter.from = Day::parse(value),
                "to" => filter.to = Day::parse(value),
                _ => {}
            }
        }
        filter
    }

    /// Whether all is looked for.
    pub(super) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// The query of the API. `instant` says when a day begins for the reader, some days on.
    pub(super) fn asked(&self, instant: impl Fn(&Day, i32) -> String) -> String {
        self.write(&|day| instant(day, 0), &|day| instant(day, 1))
    }

    fn write(&self, from: &dyn Fn(&Day) -> String, to: &dyn Fn(&Day) -> String) -> String {
        let parts = [
            ("kind", self.kind.map(|kind| key(kind).to_owned())),
            ("who", self.who.as_ref().map(ToString::to_string)),
            ("from", self.from.as_ref().map(from)),
            ("to", self.to.as_ref().map(to)),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        parts.collect::<Vec<_>>().join("&")
    }
}

/// As a query of the address.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: &Day| day.0.clone();
        f.write_str(&self.write(&day, &day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_brings_back_what_was_looked_for() {
        for query in
            ["", "kind=cost-set", "kind=joined&who=ag_1&from=2026-03-01&to=2026-03-31", "who=ag_1", "to=2024-02-29"]
        {
            let filter = Filter::parse(query);
            assert_eq!(filter.to_string(), query);
            assert_eq!(filter.is_all(), query.is_empty());
        }
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        for query in
            ["kind=painted", "who=", "who=a b", "from=2026-02-30", "to=1.3.2026", "from", "x=1", "kind=mail-sent"]
        {
            assert_eq!(Filter::parse(query), Filter::default(), "{query}");
        }
    }

    #[test]
    fn every_kind_is_spelled_as_on_the_wire() {
        for (kind, key) in KINDS {
            assert_eq!(serde_json::to_string(&kind).expect("serialises"), format!("\"{key}\""));
            assert_eq!(super::kind(key), Some(kind));
        }
    }

    #[test]
    fn the_last_day_is_asked_for_to_its_end() {
        let filter = Filter::parse("kind=renamed&from=2026-03-01&to=2026-03-31");
        let instant = |day: &Day, on: i32| {
            let (year, month, first) = day.parts();
            format!("{year}/{month}/{}", first + on)
        };
        assert_eq!(filter.asked(instant), "kind=renamed&from=2026/3/1&to=2026/3/32");
    }
}
