//! Mail: put into words, shown in the local mailbox, or sent.

mod html;
mod letter;
pub(crate) mod mailbox;
mod message;
mod name;
mod plain;
mod retry;
mod sender;
pub(crate) mod settings;
mod smtp;
#[cfg(test)]
mod testing;

use letter::Letter;
