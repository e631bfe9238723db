//! Brings what was stored before up to what is compared now, where SQL cannot: search keys, and the
//! form of addresses.

use super::{Error, Store, people::find_key};
use contract::{search::search_key, unicode::Tables};
use rules::Address;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

/// What addresses of earlier releases may have that none has now: letters that are not ASCII, for
/// they may be in another normal form; an encoded domain; an upper case.
const OLD_FORM: &str = "(%1 GLOB '*[^ -~]*' OR %1 LIKE '%xn--%' OR %1 <> lower(%1))";

/// An address that is there twice, written in two ways. It names rows, never the address: it is for
/// the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Twice {
    pub(super) table: &'static str,
    /// The row that stays as it is; none where an address is the key.
    pub(super) id: Option<String>,
    /// The row in whose way it is.
    pub(super) other: Option<String>,
}

impl Store {
    /// Fills in the keys of agents from before there were any, and writes addresses as they are
    /// written now. All of it or nothing; what has to stay as it is, is told.
    ///
    /// # Errors
    /// Where the database fails.
    pub(super) async fn normalise(&self) -> Result<Vec<Twice>, Error> {
        let mut transaction = self.begin().await?;
        fill_in_keys(&mut transaction).await?;
        let mut twice = Vec::new();
        for (table, key, column) in
            [("agent", "id", "email"), ("invitation", "id", "address"), ("address_let_in", "address", "address")]
        {
            twice.extend(addresses(&mut transaction, table, key, column).await?);
        }
        transaction.commit().await?;
        Ok(twice)
    }
}

async fn fill_in_keys(db: &mut SqliteConnection) -> Result<(), Error> {
    let rows = sqlx::query("SELECT id, name, email FROM agent WHERE search_key = ''").fetch_all(&mut *db).await?;
    for row in rows {
        let (id, name, email): (String, String, String) =
            (row.try_get("id")?, row.try_get("name")?, row.try_get("email")?);
        sqlx::query("UPDATE agent SET search_key = ?, find_key = ? WHERE id = ?")
            .bind(search_key::<Tables>(&name))
            .bind(find_key(Some(&name), &email))
            .bind(id)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// One that cannot be written anew, for another row has that address already, stays as it is.
async fn addresses(
    db: &mut SqliteConnection,
    table: &'static str,
    key: &str,
    column: &str,
) -> Result<Vec<Twice>, Error> {
    let mut twice = Vec::new();
    let named = table != "address_let_in";
    let name = if named { "name" } else { "NULL" };
    let old = OLD_FORM.replace("%1", column);
    let select = format!("SELECT {key} AS id, {column} AS address, {name} AS name FROM {table} WHERE {old}");
    let keys = if named { ", find_key = ?3" } else { "" };
    let update = format!("UPDATE OR IGNORE {table} SET {column} = ?2{keys} WHERE {key} = ?1");
    for row in sqlx::query(AssertSqlSafe(select)).fetch_all(&mut *db).await? {
        let (id, old, name): (String, String, Option<String>) =
            (row.try_get("id")?, row.try_get("address")?, row.try_get("name")?);
        let Ok(address) = Address::parse(&old) else { continue };
        if address.as_str() == old {
            continue;
        }
        let query = sqlx::query(AssertSqlSafe(update.clone())).bind(&id).bind(address.as_str());
        let query = if named { query.bind(find_key(name.as_deref(), address.as_str())) } else { query };
        if query.execute(&mut *db).await?.rows_affected() == 0 {
            let other = if named { has(db, table, column, &id, &address).await? } else { None };
            // The key of an address let in is the address.
            twice.push(Twice { table, id: named.then_some(id), other });
        }
    }
    Ok(twice)
}

/// The row that has an address already, in whose way is the one with this identifier.
async fn has(
    db: &mut SqliteConnection,
    table: &str,
    column: &str,
    id: &str,
    address: &Address,
) -> Result<Option<String>, Error> {
    let waiting = "AND state = 'pending' AND workgroup = (SELECT workgroup FROM invitation WHERE id = ?1)";
    let only = if table == "invitation" { waiting } else { "" };
    let select = format!("SELECT id FROM {table} WHERE id <> ?1 AND {column} = ?2 {only}");
    Ok(sqlx::query_scalar(AssertSqlSafe(select)).bind(id).bind(address.as_str()).fetch_optional(db).await?)
}

#[cfg(test)]
mod tests;
