//! From columns to facts. What a column holds was written by us and checked by the schema; where
//! it is not readable all the same, the answer is an error, never a panic.

use super::Error;
use contract::{Timestamp, currency::Currency, money::Money, role::Role, workgroup::Actor as By};
use rules::{
    SecretHash,
    facts::{Membership, WorkgroupFacts},
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
            "SELECT w.id, w.name, w.cost_amount, w.currency, w.money_moved, w.default_of, w.version, ",
            "w.created_at, w.updated_at, w.updated_by, u.name AS updated_by_name, m.agent, m.role, m.hidden, ",
            "(SELECT count(*) FROM membership AS c WHERE c.workgroup = w.id AND c.role <> 'inactive') AS agents ",
            "FROM membership AS m CROSS JOIN workgroup AS w ON w.id = m.workgroup ",
            "LEFT JOIN agent AS u ON u.id = w.updated_by ",
            $tail
        )
    };
}
pub(super) use select_memberships;

pub(super) fn membership(row: &SqliteRow) -> Result<Membership, Error> {
    let updated_by: Option<String> = row.try_get("updated_by")?;
    let updated_by = match updated_by {
        Some(by) => Some(By { id: id(by)?, name: row.try_get("updated_by_name")? }),
        None => None,
    };
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
            updated_by,
        },
        agent: id(row.try_get("agent")?)?,
        role: role(row.try_get("role")?)?,
        hidden: row.try_get("hidden")?,
    })
}
