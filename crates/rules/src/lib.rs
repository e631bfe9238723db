//! What may happen: decisions over facts.
//!
//! A store loads the facts that a command [needs](Command::needs), [`decide`] says what changes,
//! the store applies it. Nothing here knows a store, a web framework, a clock or randomness:
//! identifiers, secrets' hashes and the time come in from outside. That is why the same rules run
//! over any database, and in the browser.

mod activity;
pub mod address;
mod ask_for_me;
pub mod change;
pub mod command;
mod decide;
pub mod event;
pub mod facts;
mod invitation;
mod invited;
pub mod mail;
pub mod may;
mod member;
pub mod seal;
mod sign_in;
#[cfg(test)]
mod testing;
pub mod view;
mod workgroup;

pub use address::Address;
pub use ask_for_me::{ASKS_PER_AGENT, ASKS_PER_INVITATION};
pub use change::{Activity, Change};
pub use command::{Actor, Command, InvitedBy, Invitee, NewAgent, NewSession, Secret, SecretHash};
pub use decide::{decide, repeat};
pub use event::{Event, events};
pub use facts::{InvitedKey, Needs, SignInKey, Snapshot};
pub use invitation::{
    found, inviting, link,
    plan::{MAILS_BEFORE_SPACING, MAILS_PER_ADDRESS, MAILS_PER_INVITER, Planned, SPACING, plan},
};
pub use invited::find;
pub use mail::{Language, Mail};
pub use seal::{Seal, Token};
pub use sign_in::{MAILS_PER_HOUR, SESSION_LIFETIME, SIGN_IN_LIFETIME};
pub use workgroup::seen;

/// The time of a decision. Stores keep whole milliseconds, so it should have no smaller part.
pub type Now = contract::Timestamp;
