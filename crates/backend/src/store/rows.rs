//! From columns to facts. What a column holds was written by us and checked by the schema; where
//! it is not readable all the same, the answer is an error, never a panic.

use super::Error;
use contract::{
    Timestamp,
    currency::Currency,
    invitation::{Delivery, InvitationState},
    money::Money,
    role::Role,
    workgroup::Actor as By,
};
use rules::{
    Address, Language, SecretHash,
    facts::{DeliveryFacts, InvitationFacts, MemberFacts, Membership, WorkgroupFacts},
};
use sqlx::{Row as _, sqlite::SqliteRow};

pub(super) fn role(text: &str) -> Result<Role, Error> {
    Ok(match text {
        "administrator" => Role::Administrator,
        "manager" => Role::Manager,
        "associate" => Role::Associate,
        "inactive" => Role::Inactive,
        _ => return Err(Error::Unreadable("role")),
    })
}

pub(super) fn role_text(role: Role) -> Result<&'static str, Error> {
    Ok(match role {
        Role::Administrator => "administrator",
        Role::Manager => "manager",
        Role::Associate => "associate",
        Role::Inactive => "inactive",
        Role::Unknown => return Err(Error::Unreadable("role")),
    })
}

pub(super) fn currency(text: &str) -> Result<Currency, Error> {
    Currency::from_code(text).map_err(|_| Error::Unreadable("currency"))
}

pub(super) fn time(milliseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_timestamp_millis(milliseconds).ok_or(Error::Unreadable("time"))
}

pub(super) fn id<T: TryFrom<String>>(text: String) -> Result<T, Error> {
    T::try_from(text).map_err(|_| Error::Unreadable("identifier"))
}

pub(super) fn hash(bytes: &[u8]) -> Result<SecretHash, Error> {
    bytes.try_into().map(SecretHash).map_err(|_| Error::Unreadable("hash"))
}

pub(super) fn number<T: TryFrom<i64>>(value: i64) -> Result<T, Error> {
    T::try_from(value).map_err(|_| Error::Unreadable("number"))
}

/// The columns of [`membership`], to go on with a literal condition.
macro_rules! select_memberships {
    ($tail:literal) => {
        concat!(
            "SELECT w.id, w.name, w.cost_amount, w.currency, w.default_of, w.version, ",
            // A rate is an amount of the workgroup's currency: it fixes that as moving money does.
            "(w.money_moved OR EXISTS (SELECT 1 FROM membership AS r WHERE r.workgroup = w.id ",
            "AND r.rate_amount IS NOT NULL)) AS money_moved, ",
            "w.created_at, w.updated_at, w.updated_by, u.name AS updated_by_name, m.agent, m.role, m.hidden, ",
            "m.search_key, ",
            "(SELECT count(*) FROM membership AS c WHERE c.workgroup = w.id AND c.role <> 'inactive') AS agents ",
            "FROM membership AS m CROSS JOIN workgroup AS w ON w.id = m.workgroup ",
            "LEFT JOIN agent AS u ON u.id = w.updated_by ",
            $tail
        )
    };
}
pub(super) use select_memberships;

/// Who a column names, with their name in another.
pub(super) fn by(row: &SqliteRow, id_column: &str, name_column: &str) -> Result<Option<By>, Error> {
    let by: Option<String> = row.try_get(id_column)?;
    Ok(match by {
        Some(by) => Some(By { id: id(by)?, name: row.try_get(name_column)? }),
        None => None,
    })
}

pub(super) fn membership(row: &SqliteRow) -> Result<Membership, Error> {
    let default_of: Option<String> = row.try_get("default_of")?;
    Ok(Membership {
        workgroup: WorkgroupFacts {
            id: id(row.try_get("id")?)?,
            name: row.try_get("name")?,
            default_agent_cost: Money {
                amount: number(row.try_get("cost_amount")?)?,
                currency: currency(row.try_get("currency")?)?,
            },
            money_moved: row.try_get("money_moved")?,
            default_of: default_of.map(id).transpose()?,
            agents: number(row.try_get("agents")?)?,
            version: number(row.try_get("version")?)?,
            created_at: time(row.try_get("created_at")?)?,
            updated_at: time(row.try_get("updated_at")?)?,
            updated_by: by(row, "updated_by", "updated_by_name")?,
        },
        agent: id(row.try_get("agent")?)?,
        role: role(row.try_get("role")?)?,
        hidden: row.try_get("hidden")?,
    })
}

/// The columns of [`member`], to go on with a literal condition.
macro_rules! select_members {
    ($tail:literal) => {
        concat!(
            "SELECT a.id, a.name, a.email, m.last_seen, m.role, m.rate_amount, w.currency, m.version, m.updated_at, ",
            "m.updated_by, u.name AS updated_by_name, m.agent_key ",
            "FROM membership AS m CROSS JOIN agent AS a ON a.id = m.agent JOIN workgroup AS w ON w.id = m.workgroup ",
            "LEFT JOIN agent AS u ON u.id = m.updated_by ",
            $tail
        )
    };
}
pub(super) use select_members;

pub(super) fn member(row: &SqliteRow) -> Result<MemberFacts, Error> {
    let currency = currency(row.try_get("currency")?)?;
    let rate: Option<i64> = row.try_get("rate_amount")?;
    Ok(MemberFacts {
        agent: id(row.try_get("id")?)?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        role: role(row.try_get("role")?)?,
        rate: rate.map(|amount| Ok::<_, Error>(Money { amount: number(amount)?, currency })).transpose()?,
        last_seen: optional_time(row, "last_seen")?,
        version: number(row.try_get("version")?)?,
        updated_at: time(row.try_get("updated_at")?)?,
        updated_by: by(row, "updated_by", "updated_by_name")?,
    })
}

/// The columns of [`invitation`], to go on with a literal condition.
macro_rules! select_invitations {
    ($tail:literal) => {
        concat!(
            "SELECT i.id, i.workgroup, w.name AS workgroup_name, i.address, i.name, i.role, i.state, i.language, ",
            "i.generation, i.tries_left, i.inviter, n.name AS inviter_name, n.email AS inviter_email, ",
            "coalesce((SELECT m.role FROM membership AS m WHERE m.agent = i.inviter AND m.workgroup = i.workgroup), ",
            "'inactive') AS inviter_role, ",
            "o.state AS mail_state, o.failure AS mail_failure, o.sent_at AS mail_sent_at, ",
            "i.created_at, i.expires_at, i.asked_again_at, i.version, i.updated_at, ",
            "i.updated_by, u.name AS updated_by_name ",
            "FROM invitation AS i JOIN workgroup AS w ON w.id = i.workgroup JOIN agent AS n ON n.id = i.inviter ",
            "LEFT JOIN agent AS u ON u.id = i.updated_by LEFT JOIN outbox AS o ",
            "ON o.id = (SELECT max(x.id) FROM outbox AS x WHERE x.invitation = i.id) ",
            $tail
        )
    };
}
pub(super) use select_invitations;

pub(super) fn invitation(row: &SqliteRow) -> Result<InvitationFacts, Error> {
    let inviter = by(row, "inviter", "inviter_name")?.ok_or(Error::Unreadable("inviter"))?;
    Ok(InvitationFacts {
        id: id(row.try_get("id")?)?,
        workgroup: id(row.try_get("workgroup")?)?,
        workgroup_name: row.try_get("workgroup_name")?,
        address: address(row.try_get("address")?)?,
        name: row.try_get("name")?,
        role: role(row.try_get("role")?)?,
        state: state(row.try_get("state")?)?,
        language: Language::nearest(row.try_get("language")?),
        generation: number(row.try_get("generation")?)?,
        tries_left: number(row.try_get("tries_left")?)?,
        inviter,
        inviter_email: row.try_get("inviter_email")?,
        inviter_role: role(row.try_get("inviter_role")?)?,
        delivery: delivery(row, "mail_state", "mail_failure", "mail_sent_at")?,
        created_at: time(row.try_get("created_at")?)?,
        expires_at: time(row.try_get("expires_at")?)?,
        asked_again_at: optional_time(row, "asked_again_at")?,
        version: number(row.try_get("version")?)?,
        updated_at: time(row.try_get("updated_at")?)?,
        updated_by: by(row, "updated_by", "updated_by_name")?,
    })
}

/// How far a mail got. What became of one that is not there any more cannot be known.
pub(super) fn delivery(row: &SqliteRow, state: &str, failure: &str, sent_at: &str) -> Result<DeliveryFacts, Error> {
    let kept: Option<&str> = row.try_get(state)?;
    let state = match kept {
        Some("queued" | "sending") => Delivery::Queued,
        Some("sent") => Delivery::Sent,
        Some("failed") => Delivery::NotDelivered,
        _ => Delivery::Uncertain,
    };
    // One that waits keeps why its last try failed, too.
    let failure: Option<String> = row.try_get(failure)?;
    let reason = failure.filter(|_| state == Delivery::NotDelivered);
    Ok(DeliveryFacts { state, reason, sent_at: optional_time(row, sent_at)? })
}

fn state(text: &str) -> Result<InvitationState, Error> {
    Ok(match text {
        "pending" => InvitationState::Pending,
        "accepted" => InvitationState::Accepted,
        "declined" => InvitationState::Declined,
        "revoked" => InvitationState::Revoked,
        _ => return Err(Error::Unreadable("state")),
    })
}

/// What is kept of a state. Expired ones are pending here.
pub(super) fn state_text(state: InvitationState) -> Result<&'static str, Error> {
    Ok(match state {
        InvitationState::Pending => "pending",
        InvitationState::Accepted => "accepted",
        InvitationState::Declined => "declined",
        InvitationState::Revoked => "revoked",
        InvitationState::Expired | InvitationState::Unknown => return Err(Error::Unreadable("state")),
    })
}

pub(super) fn address(text: &str) -> Result<Address, Error> {
    Address::parse(text).map_err(|_| Error::Unreadable("address"))
}

pub(super) fn optional_time(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>, Error> {
    let at: Option<i64> = row.try_get(column)?;
    at.map(time).transpose()
}
