//! Agents for measuring: names, roles and rates follow from their number alone.

use super::{member, nordwind};
use crate::store::{SampleMember, SamplePerson};
use chrono::TimeDelta;
use contract::role::Role;
use rules::Now;

const FIRST: [&str; 24] = [
    "Ada", "Bruno", "Carla", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Ivana", "Jules", "Katya", "Lars", "Mei",
    "Noor", "Olga", "Pablo", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wanda", "Zeynep",
];
const LAST: [&str; 23] = [
    "Adler", "Bianchi", "Costa", "Dahl", "Eriksen", "Fischer", "Garcia", "Huang", "Ivanov", "Jansen", "Kowalski",
    "Laurent", "Moreau", "Nakamura", "Osei", "Pereira", "Quist", "Romano", "Santos", "Tanaka", "Ueda", "Virtanen",
    "Weiss",
];

/// One of them.
pub(super) fn person(i: u32, now: Now) -> SamplePerson {
    let h = hash(i);
    let name = format!("{} {}", pick(&FIRST, h), pick(&LAST, h >> 8));
    SamplePerson {
        id: id(i),
        email: format!("{}.{i:05}@example.com", name.to_lowercase().replace(' ', ".")),
        name: format!("{name} {i:05}"),
        listed: false,
        last_seen: (!i.is_multiple_of(9)).then(|| now - TimeDelta::minutes(i64::from(h % 100_000))),
    }
}

/// Their part in the workgroup where they are measured, [`nordwind::ID`].
pub(super) fn part(i: u32) -> SampleMember {
    let role = match i {
        _ if i.is_multiple_of(50) => Role::Inactive,
        _ if i.is_multiple_of(20) => Role::Manager,
        _ => Role::Associate,
    };
    let rate = i.is_multiple_of(3).then(|| 5_000 + (hash(i) % 101) * 50);
    SampleMember { rate, ..member(&id(i), role) }
}

/// Where their parts are.
pub(super) const WORKGROUP: &str = nordwind::ID;

fn id(i: u32) -> String {
    format!("ag_p{i:05}")
}

fn hash(i: u32) -> u32 {
    i.wrapping_mul(2_654_435_761)
}

fn pick(words: &[&'static str], h: u32) -> &'static str {
    words[h as usize % words.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_follow_from_their_number() {
        let now = crate::now();
        let (one, again) = (person(10_000, now), person(10_000, now));
        assert_eq!(one, again);
        assert!(one.name.ends_with(" 10000") && one.email.ends_with(".10000@example.com"));
        assert_eq!((part(50).role, part(20).role, part(1).role), (Role::Inactive, Role::Manager, Role::Associate));
    }
}
