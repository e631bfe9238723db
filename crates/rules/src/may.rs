//! Who may do what, in one place: the commands ask here, and so does what the page is told.

use crate::facts::{AgentFacts, Membership};
use contract::{
    permission::{Permission, Reason},
    role::Role,
};

/// Whether the workgroup is there at all for this member.
#[must_use]
pub fn see(member: &Membership) -> bool {
    matches!(member.role, Role::Administrator | Role::Manager | Role::Associate)
}

/// Whether they are shown its money.
#[must_use]
pub fn see_money(member: &Membership) -> bool {
    edits(member.role)
}

/// Change its name.
#[must_use]
pub fn rename(member: &Membership) -> Permission {
    if edits(member.role) { Permission::ALLOWED } else { Permission::refused(Reason::NeedsManager) }
}

/// Change its default agent cost.
#[must_use]
pub fn set_cost(member: &Membership) -> Permission {
    if edits(member.role) { Permission::ALLOWED } else { Permission::refused(Reason::MoneyHidden) }
}

/// Make another workgroup.
#[must_use]
pub fn create_workgroup(agent: &AgentFacts) -> Permission {
    if agent.administers > 0 { Permission::ALLOWED } else { Permission::refused(Reason::NeedsAdministrator) }
}

fn edits(role: Role) -> bool {
    matches!(role, Role::Administrator | Role::Manager)
}
