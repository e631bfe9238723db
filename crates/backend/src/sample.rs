//! Sample data: a believable provider and its workgroups, the same every time.

mod crowd;
mod nordwind;

use crate::store::{Sample, SampleMember, SamplePerson, SampleWorkgroup};
use contract::{Timestamp, currency::Currency, money::Money, role::Role};
use rules::Now;

/// The agents. The first administers all sample workgroups.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("ag_maren", "Maren Falk", "EUR"),
    ("ag_tomas", "Tomás Rivera", "USD"),
    ("ag_aiko", "Aiko Tanaka", "JPY"),
    ("ag_jonas", "Jonas Weber", "EUR"),
    ("ag_priya", "Priya Nair", "USD"),
    ("ag_lena", "Lena Brandt", "EUR"),
];
const EMAILS: [&str; 6] = [
    "maren.falk@example.com",
    "tomas.rivera@example.com",
    "aiko.tanaka@example.com",
    "jonas.weber@example.com",
    "priya.nair@example.com",
    "lena.brandt@example.com",
];

use Role::{Administrator, Associate, Inactive, Manager};

/// Workgroups: identifier, name, default agent cost, members besides Maren.
type Named = (&'static str, &'static str, u32, &'static str, &'static [(&'static str, Role)]);
const NAMED: [Named; 8] = [
    (
        "wg_nordwind",
        "Nordwind IT",
        9_500,
        "EUR",
        &[("ag_tomas", Manager), ("ag_aiko", Associate), ("ag_lena", Associate), ("ag_priya", Inactive)],
    ),
    ("wg_zentral", "Café Zentral", 6_850, "EUR", &[("ag_jonas", Associate)]),
    (
        "wg_harbor",
        "Harbor Clinics",
        14_500,
        "USD",
        &[("ag_tomas", Manager), ("ag_priya", Manager), ("ag_jonas", Inactive)],
    ),
    ("wg_tokyo", "東京オフィス", 9_800, "JPY", &[("ag_aiko", Administrator), ("ag_lena", Manager)]),
    ("wg_gulf", "Gulf Logistics", 27_500, "KWD", &[("ag_priya", Associate)]),
    ("wg_bergmann", "Bergmann & Söhne", 8_250, "EUR", &[("ag_jonas", Manager), ("ag_lena", Associate)]),
    ("wg_riverside", "Riverside Dental", 11_000, "USD", &[("ag_tomas", Administrator)]),
    ("wg_riverside_2", "Riverside Dental", 12_500, "USD", &[("ag_lena", Associate)]),
];

const FIRST: [&str; 20] = [
    "Amber", "Brisk", "Cobalt", "Dusty", "Ember", "Frosty", "Golden", "Hidden", "Indigo", "Jolly", "Keen", "Lunar",
    "Mellow", "Noble", "Opal", "Polar", "Quiet", "Rustic", "Silver", "Tidal",
];
const SECOND: [&str; 23] = [
    "Anchor", "Beacon", "Canyon", "Delta", "Engine", "Falcon", "Garden", "Harbor", "Island", "Jungle", "Kernel",
    "Ladder", "Meadow", "Nebula", "Orchard", "Pepper", "Quarry", "River", "Summit", "Timber", "Valley", "Willow",
    "Zephyr",
];

/// The agents, their default workgroups, the named workgroups; so many workgroups more, and so
/// many agents more in the first of the named ones.
#[must_use]
pub fn sample(workgroups: u32, agents: u32, now: Now) -> Sample {
    let people = (0..).zip(PEOPLE).zip(EMAILS).map(|((at, (id, name, _)), email)| SamplePerson {
        id: id.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        listed: true,
        last_seen: Some(now - chrono::TimeDelta::hours(at * at)),
    });
    let currencies = PEOPLE.iter().map(|&(.., currency)| currency).chain(std::iter::repeat("EUR"));
    let people: Vec<SamplePerson> =
        people.chain(nordwind::people(now)).chain((1..=agents).map(|i| crowd::person(i, now))).collect();
    let own = (0..).zip(&people).zip(currencies).map(|((at, person), currency)| SampleWorkgroup {
        id: person.id.replace("ag_", "wg_"),
        name: format!("{}’s workgroup", person.name),
        cost: money(8_500, currency),
        default_of: Some(person.id.clone()),
        created_at: day(at),
        members: vec![member(&person.id, Administrator)],
    });
    let named = (10..).zip(NAMED).map(|(at, (id, name, amount, currency, others))| {
        let mut members = with_maren(others.iter().map(|&(agent, role)| member(agent, role)));
        if id == nordwind::ID {
            members.extend(nordwind::members());
        }
        if id == crowd::WORKGROUP {
            members.extend((1..=agents).map(crowd::part));
        }
        SampleWorkgroup {
            id: id.to_owned(),
            name: name.to_owned(),
            cost: money(amount, currency),
            default_of: None,
            created_at: day(at * 7),
            members,
        }
    });
    let workgroups = own.chain(named).chain((1..=workgroups).map(numbered)).collect();
    Sample { people, workgroups, invitations: nordwind::invitations(now), activity: nordwind::activity(now) }
}

/// The workgroups for measuring: the words and numbers follow from `i` alone.
fn numbered(i: u32) -> SampleWorkgroup {
    let h = i.wrapping_mul(2_654_435_761);
    let pick = |words: &[&'static str], h: u32| words[h as usize % words.len()];
    let others = [("ag_tomas", Manager, 50), ("ag_aiko", Associate, 70), ("ag_jonas", Associate, 110)];
    let others =
        others.into_iter().filter(|&(.., every)| i.is_multiple_of(every)).map(|(agent, role, _)| member(agent, role));
    SampleWorkgroup {
        id: format!("wg_{i:05}"),
        name: format!("{} {} {i:05}", pick(&FIRST, h), pick(&SECOND, h >> 8)),
        cost: money(2_000 + (h % 361) * 50, "USD"),
        default_of: None,
        created_at: day(i64::from((h >> 3) % 365)),
        members: with_maren(others),
    }
}

fn with_maren(others: impl Iterator<Item = SampleMember>) -> Vec<SampleMember> {
    std::iter::once(member(PEOPLE[0].0, Administrator)).chain(others).collect()
}

fn member(agent: &str, role: Role) -> SampleMember {
    SampleMember { agent: agent.to_owned(), role, rate: None }
}

fn money(amount: u32, currency: &str) -> Money {
    Money { amount, currency: Currency::from_code(currency).expect("the sample's currencies are in use") }
}

fn day(number: i64) -> Timestamp {
    // 2025-01-06, a Monday, at eight.
    Timestamp::from_timestamp_nanos(1_736_150_400_000_000_000) + chrono::TimeDelta::days(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_workgroups_follow_from_their_number() {
        let names: Vec<_> = [1, 2, 10_000].into_iter().map(|i| numbered(i).name).collect();
        assert_eq!(names, ["Brisk Garden 00001", "Golden Jungle 00002", "Amber Meadow 10000"]);
        assert_eq!(numbered(1).cost.amount, 2_000 + (2_654_435_761_u32 % 361) * 50);
    }

    #[test]
    fn no_two_have_an_identifier_or_an_address() {
        let sample = sample(500, 500, crate::now());
        let unique = |ids: Vec<&String>| {
            let count = ids.len();
            ids.into_iter().collect::<std::collections::HashSet<_>>().len() == count
        };
        assert!(unique(sample.workgroups.iter().map(|workgroup| &workgroup.id).collect()));
        assert!(unique(sample.people.iter().map(|person| &person.id).collect()));
        assert!(unique(sample.people.iter().map(|person| &person.email).collect()));
    }

    #[test]
    fn maren_administers_all_but_the_others_own() {
        for workgroup in sample(100, 100, crate::now()).workgroups {
            let maren = workgroup.members.iter().find(|m| m.agent == PEOPLE[0].0).map(|m| m.role);
            let theirs = workgroup.default_of.as_deref().is_some_and(|agent| agent != PEOPLE[0].0);
            assert_eq!(maren, if theirs { None } else { Some(Administrator) }, "{}", workgroup.name);
        }
    }
}
