//! What a decision changes. A store applies the changes of one decision together or not at all.

use crate::{
    address::Address,
    command::SecretHash,
    facts::InvitationFacts,
    mail::{Language, Mail},
};
use contract::{
    Timestamp,
    activity::EntryKind,
    id::{AgentId, InvitationId, SignInId, WorkgroupId},
    money::Money,
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
};
use serde::{Deserialize, Serialize};

/// One change. Its time is that of the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An agent is there, with an address that they have proved to be theirs.
    AgentMade {
        /// Their identifier.
        id: AgentId,
        /// Their name.
        name: String,
        /// Their address.
        address: Address,
    },
    /// A workgroup is there, at version 1.
    WorkgroupMade {
        /// Its identifier.
        id: WorkgroupId,
        /// Its name.
        name: String,
        /// Its default agent cost.
        default_agent_cost: Money,
        /// Whose default workgroup it is.
        default_of: Option<AgentId>,
    },
    /// An agent belongs to a workgroup.
    MemberAdded {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// The agent.
        agent: AgentId,
        /// As what.
        role: Role,
    },
    /// An agent has another role or rate in a workgroup; the version of their membership rises by
    /// one.
    MemberChanged {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// The agent.
        agent: AgentId,
        /// Their role from now on; `None` where it stays.
        role: Option<Role>,
        /// Their own rate from now on; `None` where it stays.
        rate: Option<Option<Money>>,
        /// Who changed it.
        by: AgentId,
    },
    /// An invitation is there.
    InvitationMade(Box<InvitationFacts>),
    /// An invitation is now so. Its mails that still wait go unsent where its generation rose or
    /// it waits for an answer no longer.
    InvitationChanged(Box<InvitationFacts>),
    /// A wrong code was typed for these invitations, for which so many more may be tried. The
    /// request is refused, and yet this is kept.
    InvitationCodeRefused(Vec<(InvitationId, u32)>),
    /// An agent asked to be invited in place of the invited person.
    AskedForMe {
        /// Which invitation.
        invitation: InvitationId,
        /// Who asked.
        agent: AgentId,
    },
    /// A workgroup has another name or default agent cost.
    WorkgroupChanged {
        /// Which one.
        id: WorkgroupId,
        /// Its new version.
        version: u64,
        /// Its name from now on.
        name: String,
        /// Its default agent cost from now on.
        default_agent_cost: Money,
        /// Who changed it.
        by: AgentId,
    },
    /// An agent left a workgroup out of their selector, or took it in again.
    HiddenSet {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// The agent.
        agent: AgentId,
        /// Whether it is left out.
        hidden: bool,
    },
    /// The owner of an address may sign in.
    AddressLetIn {
        /// Which address.
        address: Address,
    },
    /// Somebody asked to sign in.
    SignInMade {
        /// The request.
        id: SignInId,
        /// With which address.
        address: Address,
        /// The hash of its code.
        code: SecretHash,
        /// The hash of its link's token.
        token: SecretHash,
        /// When both stop working.
        expires_at: Timestamp,
    },
    /// A wrong code was typed. The request is refused, and yet this is kept.
    CodeRefused {
        /// The request.
        id: SignInId,
        /// How many more codes may be tried.
        tries_left: u32,
    },
    /// Somebody signed in by a request, which cannot be used again.
    SignInUsed {
        /// The request.
        id: SignInId,
    },
    /// A session has begun.
    SessionMade {
        /// The hash of its token.
        hash: SecretHash,
        /// Whose.
        agent: AgentId,
        /// When it ends by itself.
        expires_at: Timestamp,
    },
    /// A session is over.
    SessionEnded {
        /// The hash of its token.
        hash: SecretHash,
    },
    /// A mail is to be sent.
    MailQueued {
        /// Where to.
        to: Address,
        /// In which language.
        language: Language,
        /// What it says.
        mail: Mail,
        /// The invitation that it brings.
        about: Option<InvitationId>,
        /// When it is sent at the earliest, where that is not at once.
        not_before: Option<Timestamp>,
    },
    /// Something worth telling the members of a workgroup was done.
    Noted {
        /// Where.
        workgroup: WorkgroupId,
        /// By whom.
        by: AgentId,
        /// What.
        activity: Activity,
    },
}

impl Change {
    /// What the requester is told, where a change stands for a refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<Problem> {
        match self {
            Self::CodeRefused { tries_left: 0, .. } => Some(Problem::new(ProblemKind::SignInEnded)),
            Self::CodeRefused { .. } => Some(Problem::invalid("/code", FieldCode::WrongCode)),
            Self::InvitationCodeRefused(tries) => {
                let locked = tries.iter().all(|(_, left)| *left == 0);
                Some(Problem::invalid("/code", if locked { FieldCode::Locked } else { FieldCode::WrongCode }))
            }
            _ => None,
        }
    }
}

/// What was done in a workgroup, as its activity keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Activity {
    /// It was made.
    Created {
        /// Its name.
        name: String,
    },
    /// It was renamed.
    Renamed {
        /// Its name until then.
        old: String,
        /// Its name since.
        new: String,
    },
    /// Its default agent cost was changed. Money: not for Associates.
    CostSet {
        /// Until then.
        old: Money,
        /// Since.
        new: Money,
    },
    /// An agent's role was changed.
    RoleSet {
        /// Whose.
        agent: AgentId,
        /// Until then.
        old: Role,
        /// Since.
        new: Role,
    },
    /// An agent's own rate was changed; none where the default applies. Money: not for Associates.
    RateSet {
        /// Whose.
        agent: AgentId,
        /// Until then.
        old: Option<Money>,
        /// Since.
        new: Option<Money>,
    },
    /// An address was invited. An address: not for Associates, nor is it in what follows.
    Invited {
        /// By which invitation.
        invitation: InvitationId,
        /// Which address.
        email: String,
        /// As what.
        role: Role,
    },
    /// An invitation was sent anew.
    InvitationResent {
        /// Which one.
        invitation: InvitationId,
        /// To which address.
        email: String,
    },
    /// An invitation got another role.
    InvitationRoleSet {
        /// Which one.
        invitation: InvitationId,
        /// To which address.
        email: String,
        /// Until then.
        old: Role,
        /// Since.
        new: Role,
    },
    /// An invitation was taken back.
    InvitationRevoked {
        /// Which one.
        invitation: InvitationId,
        /// To which address.
        email: String,
    },
    /// The invited person declined.
    InvitationDeclined {
        /// What.
        invitation: InvitationId,
        /// With which address.
        email: String,
    },
    /// The invited person joined.
    Joined {
        /// By which invitation.
        invitation: InvitationId,
        /// As what.
        role: Role,
    },
}

impl Activity {
    /// What it is called on the wire.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Created { .. } => EntryKind::Created,
            Self::Renamed { .. } => EntryKind::Renamed,
            Self::CostSet { .. } => EntryKind::CostSet,
            Self::RoleSet { .. } => EntryKind::RoleSet,
            Self::RateSet { .. } => EntryKind::RateSet,
            Self::Invited { .. } => EntryKind::Invited,
            Self::InvitationResent { .. } => EntryKind::InvitationResent,
            Self::InvitationRoleSet { .. } => EntryKind::InvitationRoleSet,
            Self::InvitationRevoked { .. } => EntryKind::InvitationRevoked,
            Self::InvitationDeclined { .. } => EntryKind::InvitationDeclined,
            Self::Joined { .. } => EntryKind::Joined,
        }
    }
}
