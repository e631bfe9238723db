//! The people of one sample workgroup: colleagues, invitations in every state, and what was done.

use super::{member, money};
use crate::store::{SampleActivity, SampleInvitation, SampleMember, SamplePerson};
use chrono::TimeDelta;
use contract::{
    invitation::InvitationState::{self, Accepted, Declined, Pending, Revoked},
    role::Role::{self, Administrator, Associate, Inactive, Manager},
};
use rules::{Activity, Language, Now};

/// The workgroup.
pub(super) const ID: &str = "wg_nordwind";

/// Colleagues who are no sample agents to sign in as: identifier, name, role, own rate in cents,
/// hours since they were seen.
type Colleague = (&'static str, &'static str, Role, Option<u32>, Option<i64>);
const COLLEAGUES: [Colleague; 9] = [
    ("ag_chloe", "Chloé Martin", Associate, None, Some(2)),
    ("ag_daniel", "Daniel Okafor", Manager, Some(12_000), Some(1)),
    ("ag_hannah", "Hannah Schäfer", Associate, Some(8_800), Some(26)),
    ("ag_ines", "Inês Carvalho", Associate, None, Some(75)),
    ("ag_mateusz", "Mateusz Wójcik", Associate, Some(9_150), Some(5)),
    ("ag_sofia", "Sofia Lindqvist", Administrator, Some(13_500), Some(0)),
    ("ag_thu", "Thu Nguyễn", Associate, None, Some(340)),
    ("ag_yusuf", "Yusuf Demir", Associate, Some(8_250), None),
    ("ag_zofia", "Zofia Novák", Inactive, Some(9_000), Some(2_100)),
];

/// Invitations: address, name, role, state, days since it was made, days from then to its end, and
/// what became of the mail.
type Invited = (&'static str, Option<&'static str>, Role, InvitationState, i64, i64, Mail);
/// The outbox's words for how far a mail got, and why not further.
type Mail = (&'static str, Option<&'static str>);
const SENT: Mail = ("sent", None);
const INVITED: [Invited; 8] = [
    ("nils.berg@example.com", Some("Nils Berg"), Associate, Pending, 2, 7, SENT),
    ("amina.diallo@example.com", None, Manager, Pending, 1, 7, SENT),
    ("mia.koch@example.org", Some("Mia Koch"), Associate, Pending, 1, 7, ("failed", Some("refused-recipient"))),
    ("leo.petit@example.net", None, Associate, Pending, 3, 7, ("uncertain", None)),
    ("oskar.lund@example.com", Some("Oskar Lund"), Associate, Pending, 20, 7, SENT),
    ("eva.stein@example.com", Some("Eva Stein"), Manager, Declined, 12, 7, SENT),
    ("kai.moreno@example.com", None, Associate, Revoked, 9, 7, SENT),
    ("chloe.martin@example.com", Some("Chloé Martin"), Associate, Accepted, 30, 7, SENT),
];

/// Who is there besides the sample agents, with their default workgroups' currency.
pub(super) fn people(now: Now) -> impl Iterator<Item = SamplePerson> {
    COLLEAGUES.into_iter().map(move |(id, name, _, _, hours)| SamplePerson {
        id: id.to_owned(),
        name: name.to_owned(),
        email: format!("{}@example.com", search_key(name).replace(' ', ".")),
        listed: false,
        last_seen: hours.map(|hours| now - TimeDelta::hours(hours)),
    })
}

/// Their part in the workgroup.
pub(super) fn members() -> impl Iterator<Item = SampleMember> {
    COLLEAGUES.into_iter().map(|(id, _, role, rate, _)| SampleMember { rate, ..member(id, role) })
}

/// Who is invited.
pub(super) fn invitations(now: Now) -> Vec<SampleInvitation> {
    let invitation = |(at, (address, name, role, state, ago, lifetime, mail)): (i64, Invited)| {
        let created_at = now - TimeDelta::days(ago) - TimeDelta::minutes(at);
        SampleInvitation {
            id: format!("inv_sample_{at}"),
            workgroup: ID.to_owned(),
            address: address.to_owned(),
            name: name.map(str::to_owned),
            role,
            state,
            language: if at % 2 == 0 { Language::De } else { Language::En },
            inviter: inviter(role).to_owned(),
            created_at,
            expires_at: created_at + TimeDelta::days(lifetime),
            mail_state: mail.0,
            mail_failure: mail.1,
        }
    };
    (1..).zip(INVITED).map(invitation).collect()
}

/// What was done, oldest first.
pub(super) fn activity(now: Now) -> Vec<SampleActivity> {
    let mut done = Vec::new();
    let mut note = |agent: &str, at: Now, activity| {
        done.push(SampleActivity { workgroup: ID.to_owned(), agent: agent.to_owned(), at, activity });
    };
    let agent = |id: &str| id.parse().expect("the sample's identifiers are valid");
    let rate = |amount| Some(money(amount, "EUR"));
    let days = |days| now - TimeDelta::days(days);
    note("ag_maren", days(200), Activity::Created { name: "Nordwind Systemhaus".to_owned() });
    let (old, new) = ("Nordwind Systemhaus".to_owned(), "Nordwind IT".to_owned());
    note("ag_maren", days(160), Activity::Renamed { old, new });
    note("ag_maren", days(90), Activity::CostSet { old: money(9_000, "EUR"), new: money(9_500, "EUR") });
    note("ag_sofia", days(88), Activity::RoleSet { agent: agent("ag_zofia"), old: Associate, new: Inactive });
    note("ag_tomas", days(45), Activity::RateSet { agent: agent("ag_hannah"), old: None, new: rate(8_800) });
    note("ag_maren", days(40), Activity::RateSet { agent: agent("ag_daniel"), old: rate(11_000), new: rate(12_000) });
    note("ag_sofia", days(35), Activity::RoleSet { agent: agent("ag_daniel"), old: Associate, new: Manager });
    for invitation in invitations(now) {
        let id = || invitation.id.parse().expect("the sample's identifiers are valid");
        let (email, role) = (invitation.address.clone(), invitation.role);
        let later = invitation.created_at + TimeDelta::hours(5);
        note(
            &invitation.inviter,
            invitation.created_at,
            Activity::Invited { invitation: id(), email: email.clone(), role },
        );
        match invitation.state {
            Revoked => note("ag_sofia", later, Activity::InvitationRevoked { invitation: id(), email }),
            Accepted => note("ag_chloe", later, Activity::Joined { invitation: id(), role }),
            _ => {}
        }
    }
    done.sort_by_key(|done| done.at);
    done
}

/// Who would invite as this: Tomás is a Manager, Maren administers.
fn inviter(role: Role) -> &'static str {
    if role == Associate { "ag_tomas" } else { "ag_maren" }
}

fn search_key(name: &str) -> String {
    contract::search::search_key::<contract::unicode::Tables>(name)
}
