//! What whoever runs the backend does from the command line, also while it serves.

use crate::store::Store;
use rules::{Actor, Address, Command};
use std::path::Path;

/// Lets an address sign in, and says so.
///
/// # Errors
/// A sentence saying why not.
pub async fn invite(address: &str, data: &Path) -> Result<String, String> {
    let parsed = Address::parse(address).ok().filter(Address::is_public);
    let address = parsed.ok_or_else(|| format!("{address:?} is {}", rules::address::NotAnAddress))?;
    let store = Store::open(data).await?;
    let command = Command::InviteAddress { address: address.clone() };
    let outcome = store.write(&Actor::Operator, command, crate::now()).await;
    store.close().await;
    let outcome = outcome.map_err(|error| format!("the address could not be let in: {error}"))?;
    Ok(if outcome.changes.is_empty() {
        format!("{address} could sign in already.")
    } else {
        format!("{address} can sign in now.")
    })
}
