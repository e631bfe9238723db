mod invite;
mod list;
mod one;

use contract::{id::WorkgroupId, path};

use crate::support::NORDWIND;

pub(super) fn nordwind() -> WorkgroupId {
    NORDWIND.parse().expect("an id")
}

pub(super) fn all() -> String {
    path::invitations(&nordwind())
}
