//! What a decision is made from, as a store reads it. Not what goes over the wire: that is made
//! by [`crate::view`], which leaves out what the reader may not see.

use crate::{Now, address::Address, change::Activity, command::SecretHash, mail::Language};
use contract::{
    Timestamp,
    currency::Currency,
    id::{AgentId, InvitationId, SignInId, WorkgroupId},
    invitation::{Delivery, InvitationState},
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
    /// An agent of that workgroup, whoever asks.
    pub member: Option<AgentId>,
    /// The invitations that wait for an answer to that agent's address, and those that they sent,
    /// all into that workgroup.
    pub member_invitations: bool,
    /// An invitation into that workgroup, with its address as one of the `invitees`.
    pub invitation: Option<InvitationId>,
    /// Addresses that are to be invited into that workgroup.
    pub invitees: Vec<Address>,
    /// Invitations as the invited person names them.
    pub invited: Option<InvitedKey>,
    /// How often was asked lately to be invited in place of the invited person of that one.
    pub asked: bool,
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

/// How the invited person's invitations are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitedKey {
    /// One by its identifier, to whatever address.
    Id(InvitationId),
    /// All to the needed agent's address that wait for an answer, or by which they joined.
    ToAgent,
}

/// The facts that were there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The agent.
    pub agent: Option<AgentFacts>,
    /// The workgroup, where the agent is or was a member of it.
    pub membership: Option<Membership>,
    /// The other agent of the workgroup.
    pub member: Option<MemberFacts>,
    /// How many active Administrators the workgroup has, where a member was needed.
    pub administrators: u32,
    /// The other agent's invitations into the workgroup, got or sent, that wait for an answer.
    pub member_invitations: Vec<InvitationFacts>,
    /// The invitation into the workgroup.
    pub invitation: Option<InvitationFacts>,
    /// The addresses to be invited, in no particular order.
    pub invitees: Vec<InviteeFacts>,
    /// How many invitations the agent sent within the last day, into all workgroups; where
    /// `invitees` were needed.
    pub sent_last_day: u32,
    /// The invited person's invitations.
    pub invited: Vec<InvitedFacts>,
    /// How often was asked to be invited in their place.
    pub asked: AskedFacts,
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

/// An agent of a workgroup, as others act on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFacts {
    /// The agent.
    pub agent: AgentId,
    /// Their name.
    pub name: String,
    /// Their verified address.
    pub email: String,
    /// What they are in the workgroup.
    pub role: Role,
    /// Their own hourly rate.
    pub rate: Option<Money>,
    /// When they last used the workgroup.
    pub last_seen: Option<Timestamp>,
    /// Rises with every change of role or rate.
    pub version: u64,
    /// When the version last rose, or they became a member.
    pub updated_at: Timestamp,
    /// Who raised it.
    pub updated_by: Option<By>,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFacts {
    /// Its identifier.
    pub id: InvitationId,
    /// Into which workgroup.
    pub workgroup: WorkgroupId,
    /// That workgroup's name.
    pub workgroup_name: String,
    /// Whom.
    pub address: Address,
    /// What to call them.
    pub name: Option<String>,
    /// As what.
    pub role: Role,
    /// What has become of it. Never Expired: that follows from the time.
    pub state: InvitationState,
    /// The language of its mail.
    pub language: Language,
    /// Rises when it is sent anew, which ends the older tokens and codes.
    pub generation: u32,
    /// How many more codes may be tried.
    pub tries_left: u32,
    /// Who invited.
    pub inviter: By,
    /// Their address.
    pub inviter_email: String,
    /// What they are in the workgroup now; Inactive where they are not there.
    pub inviter_role: Role,
    /// What has become of its newest mail.
    pub delivery: DeliveryFacts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When the invited person last asked for a new one.
    pub asked_again_at: Option<Timestamp>,
    /// Rises with every change.
    pub version: u64,
    /// When the version last rose.
    pub updated_at: Timestamp,
    /// Who raised it.
    pub updated_by: Option<By>,
}

impl InvitationFacts {
    /// What has become of it until `now`.
    #[must_use]
    pub fn state_at(&self, now: Now) -> InvitationState {
        if self.state == InvitationState::Pending && self.expires_at <= now {
            InvitationState::Expired
        } else {
            self.state
        }
    }

    /// What has become of it until `now` for the invited person: one whose inviter may no longer
    /// give its role is as good as taken back.
    #[must_use]
    pub fn state_to_invited(&self, now: Now) -> InvitationState {
        let state = self.state_at(now);
        let given = crate::may::roles_given_by(self.inviter_role).contains(&self.role);
        if state == InvitationState::Pending && !given { InvitationState::Revoked } else { state }
    }
}

/// What has become of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFacts {
    /// How far it got.
    pub state: Delivery,
    /// Why it was not delivered, as a stable code.
    pub reason: Option<String>,
    /// When a mail server took it.
    pub sent_at: Option<Timestamp>,
}

/// Something that was done in a workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityFacts {
    /// Its number: later ones have higher ones.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// What.
    pub activity: Activity,
    /// The agent that it was about.
    pub member: Option<By>,
}

/// A mail that brings an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFacts {
    /// Its number.
    pub id: i64,
    /// When it was queued.
    pub created_at: Timestamp,
    /// What has become of it.
    pub delivery: DeliveryFacts,
}

/// What happened to an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFacts {
    /// What was done, oldest first.
    pub done: Vec<ActivityFacts>,
    /// Its mails, oldest first.
    pub mails: Vec<MailFacts>,
    /// When the invited person asked for a new one, oldest first.
    pub asked_again: Vec<Timestamp>,
}

/// An address that is to be invited into a workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteeFacts {
    /// The address.
    pub address: Address,
    /// What its owner is in the workgroup, where they are or were a member.
    pub role: Option<Role>,
    /// The invitation that waits for an answer, or that expired without one.
    pub waiting: Option<InvitationFacts>,
    /// How many invitations into that workgroup went to it within the last day.
    pub mails_from_workgroup: u32,
    /// How many invitations the agent sent to it within the last day, into all workgroups.
    pub mails_from_agent: u32,
    /// How many invitations went to it within the last day, from everyone into all workgroups.
    pub mails_last_day: u32,
    /// When the last of its invitations that wait to be sent is due.
    pub last_due: Option<Timestamp>,
}

/// An invitation, with the invited person's part in its workgroup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedFacts {
    /// The invitation.
    pub invitation: InvitationFacts,
    /// What the needed agent is or was in its workgroup.
    pub membership: Option<Membership>,
}

/// How often was asked to be invited in place of the invited person of an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedFacts {
    /// When the needed agent last asked about the needed invitation, as far as it is kept.
    pub last: Option<Timestamp>,
    /// About how many invitations they asked within the last day.
    pub by_agent: u32,
    /// How many agents asked about the needed invitation within the last day.
    pub about: u32,
}

/// An address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressFacts {
    /// Whether its owner may sign in for good: let in by the operator, or an agent already.
    pub let_in: bool,
    /// Whether an invitation of it waits for an answer, which lets its owner sign in too.
    pub invited: bool,
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
    /// Whether the owner of the address may sign in now.
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
