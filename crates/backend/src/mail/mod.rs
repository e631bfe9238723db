//! Mail: put into words, shown in the local mailbox, or sent.

mod letter;
pub(crate) mod mailbox;
pub(crate) mod sender;

pub(crate) use letter::Letter;
