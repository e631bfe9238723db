//! What a decision is made from, as a store reads it. Not what goes over the wire: that is made
//! by [`crate::view`], which leaves out what the reader may not see.

use crate::{address::Address, command::SecretHash};
use contract::{
    Timestamp,
    currency::Currency,
    id::{AgentId, SignInId, WorkgroupId},
    money::Money,
    role::Role,
    workgroup::Actor as By,
};

/// Which facts to load. A store locks what is named in the order of the members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// An agent.
    pub agent: Option<AgentId>,
    /// A workgroup, with that agent's membership of it.
    pub workgroup: Option<WorkgroupId>,
    /// An address.
    pub address: Option<Address>,
    /// A request to sign in.
    pub sign_in: Option<SignInKey>,
}

/// How a request to sign in is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInKey {
    /// By its identifier.
    Id(SignInId),
    /// By the hash of its link's token.
    Token(SecretHash),
}

/// The facts that were there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The agent.
    pub agent: Option<AgentFacts>,
    /// The workgroup, where the agent is or was a member of it.
    pub membership: Option<Membership>,
    /// The address; absent where none was needed.
    pub address: Option<AddressFacts>,
    /// The request to sign in.
    pub sign_in: Option<SignInFacts>,
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentFacts {
    /// Their identifier.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Their verified address.
    pub email: String,
    /// Their own workgroup.
    pub default_workgroup: WorkgroupId,
    /// Its currency.
    pub default_currency: Currency,
    /// How many workgroups they administer.
    pub administers: u32,
    /// Whether they are sample data that anybody may sign in as.
    pub sample: bool,
}

/// A workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkgroupFacts {
    /// Its identifier.
    pub id: WorkgroupId,
    /// Its name.
    pub name: String,
    /// Its default agent cost.
    pub default_agent_cost: Money,
    /// Whether money has moved, which fixes its currency.
    pub money_moved: bool,
    /// Whose default workgroup it is.
    pub default_of: Option<AgentId>,
    /// How many agents have a role other than Inactive.
    pub agents: u32,
    /// Rises with every change of name or cost.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the version last rose.
    pub updated_at: Timestamp,
    /// Who raised it.
    pub updated_by: Option<By>,
}

/// An agent's part in a workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The workgroup.
    pub workgroup: WorkgroupFacts,
    /// The agent.
    pub agent: AgentId,
    /// What they are in it.
    pub role: Role,
    /// Whether they left it out of their selector.
    pub hidden: bool,
}

/// An address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressFacts {
    /// Whether its owner may sign in: invited, let in by the operator, or an agent already.
    pub let_in: bool,
    /// How many mails to sign in went to it within the last hour.
    pub mails_last_hour: u32,
}

/// A request to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInFacts {
    /// Its identifier.
    pub id: SignInId,
    /// Whose.
    pub address: Address,
    /// Whether the address is let in now.
    pub let_in: bool,
    /// The agent with that address.
    pub agent: Option<AgentId>,
    /// The hash of its code.
    pub code: SecretHash,
    /// How many more codes may be tried.
    pub tries_left: u32,
    /// Whether somebody signed in by it.
    pub used: bool,
    /// When it stops working.
    pub expires_at: Timestamp,
}
