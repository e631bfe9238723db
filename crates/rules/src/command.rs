//! What can be asked for, and by whom.

use crate::{
    address::Address,
    facts::{InvitedKey, Needs, SignInKey},
    mail::Language,
    seal::{Seal, Token},
};
use chrono::TimeDelta;
use contract::{
    currency::Currency,
    id::{AgentId, InvitationId, SignInId, WorkgroupId},
    invitation::{MAX_INVITATIONS, PatchInvitation},
    member::PatchMember,
    role::Role,
    workgroup::{CreateWorkgroup, PatchWorkgroup, WorkgroupPreferences},
};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Nobody,
    /// A signed-in agent.
    Agent(AgentId),
    /// Whoever runs the backend.
    Operator,
}

/// The SHA-256 of a secret. What is stored is this, never the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

/// A new secret: its text goes into a mail, its hash into the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// What a person gets.
    pub text: String,
    /// What is kept.
    pub hash: SecretHash,
}

impl std::fmt::Debug for Secret {
    /// Without the text: debug output ends in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// The session that signing in begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its token.
    pub hash: SecretHash,
    /// The session that the same browser had until now: it ends.
    pub replaces: Option<SecretHash>,
}

/// What an agent gets who signs in for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgent {
    /// Their identifier.
    pub id: AgentId,
    /// Their default workgroup's.
    pub workgroup: WorkgroupId,
    /// Their default workgroup's currency.
    pub currency: Currency,
}

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The identifier of their invitation, where one is made.
    pub id: InvitationId,
    /// Their address, as it came.
    pub email: String,
    /// What to call them, as it came.
    pub name: Option<String>,
    /// What they are to be.
    pub role: Role,
}

/// How the invited person names an invitation.
#[derive(Clone, PartialEq, Eq)]
pub enum InvitedBy {
    /// By the token of its link.
    Token(Token),
    /// By its identifier: one of those to the agent's own address.
    Id(InvitationId),
    /// By the code that was sent to the agent's own address, as it was typed.
    Code(String),
}

impl std::fmt::Debug for InvitedBy {
    /// Without secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvitedBy")
    }
}

impl InvitedBy {
    /// Which invitations have to be looked at.
    #[must_use]
    pub fn key(&self) -> InvitedKey {
        match self {
            Self::Token(token) => InvitedKey::Id(token.id.clone()),
            Self::Id(id) => InvitedKey::Id(id.clone()),
            Self::Code(_) => InvitedKey::ToAgent,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make a workgroup.
    CreateWorkgroup {
        /// Its identifier.
        id: WorkgroupId,
        /// What it is to be.
        body: CreateWorkgroup,
    },
    /// Change a workgroup's name or default agent cost.
    PatchWorkgroup {
        /// Which one.
        id: WorkgroupId,
        /// The version it must have. `None` is one that no record has.
        version: Option<u64>,
        /// The change.
        patch: PatchWorkgroup,
    },
    /// Set what the agent alone sees differently about a workgroup.
    SetPreferences {
        /// Which one.
        id: WorkgroupId,
        /// The agent's preferences from now on.
        preferences: WorkgroupPreferences,
    },
    /// Change an agent's role or own rate in a workgroup; leave.
    PatchMember {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// The agent.
        agent: AgentId,
        /// The version that their membership must have. `None` is one that no record has.
        version: Option<u64>,
        /// The change.
        patch: PatchMember,
    },
    /// Invite people into a workgroup.
    Invite {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// The mails' language.
        language: Language,
        /// Whom.
        invitees: Vec<Invitee>,
        /// For how long.
        lifetime: TimeDelta,
        /// What makes tokens and codes.
        seal: Seal,
    },
    /// Give an invitation another role.
    PatchInvitation {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Which one.
        id: InvitationId,
        /// The version it must have. `None` is one that no record has.
        version: Option<u64>,
        /// The change.
        patch: PatchInvitation,
    },
    /// Send an invitation anew.
    ResendInvitation {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Which one.
        id: InvitationId,
        /// For how long from now on.
        lifetime: TimeDelta,
        /// What makes tokens and codes.
        seal: Seal,
    },
    /// Take an invitation back.
    RevokeInvitation {
        /// The workgroup.
        workgroup: WorkgroupId,
        /// Which one.
        id: InvitationId,
    },
    /// Try an invitation's code, to see the invitation.
    TryInvitationCode {
        /// What was typed.
        code: String,
        /// What tells whether it fits.
        seal: Seal,
    },
    /// Join the workgroup that one is invited into.
    AcceptInvitation {
        /// Which invitation.
        by: InvitedBy,
        /// What tells whether a token or code fits.
        seal: Seal,
    },
    /// Do not join it.
    DeclineInvitation {
        /// Which invitation.
        by: InvitedBy,
        /// What tells whether a token or code fits.
        seal: Seal,
    },
    /// Ask for a new invitation in place of one that has ended.
    AskForInvitation {
        /// The token of the old one.
        token: Token,
        /// What tells whether it fits.
        seal: Seal,
    },
    /// Ask whoever sent an invitation to invite the signed-in agent in place of the invited address.
    AskForMe {
        /// The token of the invitation.
        token: Token,
        /// What tells whether it fits.
        seal: Seal,
    },
    /// Ask for a mail with a link and a code.
    RequestSignIn {
        /// The request's identifier.
        id: SignInId,
        /// Where to.
        address: Address,
        /// The mail's language.
        language: Language,
        /// The code to type.
        code: Secret,
        /// The link's token.
        token: Secret,
    },
    /// Sign in with the mail's code.
    SignInByCode {
        /// The request that the code is bound to.
        id: SignInId,
        /// The hash of what was typed.
        code: SecretHash,
        /// The session that begins.
        session: NewSession,
        /// For an agent who was never here before.
        new_agent: NewAgent,
    },
    /// Sign in with the token of the mail's link.
    SignInByLink {
        /// Its hash.
        token: SecretHash,
        /// The session that begins.
        session: NewSession,
        /// For an agent who was never here before.
        new_agent: NewAgent,
    },
    /// Sign in as a sample agent. Whether this way is offered at all is for the backend to say.
    SignInAsSample {
        /// Which one.
        agent: AgentId,
        /// The session that begins.
        session: NewSession,
    },
    /// End a session.
    SignOut {
        /// Which one.
        session: SecretHash,
    },
    /// Let an address sign in.
    InviteAddress {
        /// Which one.
        address: Address,
    },
}

impl Command {
    /// The facts to load before deciding, for a store to lock and read in this order.
    #[must_use]
    pub fn needs(&self, actor: &Actor) -> Needs {
        let agent = if let Actor::Agent(agent) = actor { Some(agent.clone()) } else { None };
        let none = Needs::default();
        match self {
            Self::CreateWorkgroup { .. } => Needs { agent, ..none },
            Self::PatchWorkgroup { id, .. } | Self::SetPreferences { id, .. } => {
                Needs { agent, workgroup: Some(id.clone()), ..none }
            }
            Self::PatchMember { workgroup, agent: member, .. } => Needs {
                agent,
                workgroup: Some(workgroup.clone()),
                member: Some(member.clone()),
                member_invitations: true,
                ..none
            },
            // A list that is too long is refused whatever is known of it.
            Self::Invite { workgroup, invitees, .. } if invitees.len() > MAX_INVITATIONS => {
                Needs { agent, workgroup: Some(workgroup.clone()), ..none }
            }
            Self::Invite { workgroup, invitees, .. } => {
                let invitees = invitees.iter().filter_map(|invitee| Address::parse(&invitee.email).ok()).collect();
                Needs { agent, workgroup: Some(workgroup.clone()), invitees, ..none }
            }
            Self::PatchInvitation { workgroup, id, .. }
            | Self::ResendInvitation { workgroup, id, .. }
            | Self::RevokeInvitation { workgroup, id } => {
                Needs { agent, workgroup: Some(workgroup.clone()), invitation: Some(id.clone()), ..none }
            }
            Self::TryInvitationCode { .. } => Needs { agent, invited: Some(InvitedKey::ToAgent), ..none },
            Self::AcceptInvitation { by, .. } | Self::DeclineInvitation { by, .. } => {
                Needs { agent, invited: Some(by.key()), ..none }
            }
            Self::AskForInvitation { token, .. } => Needs { invited: Some(InvitedKey::Id(token.id.clone())), ..none },
            Self::AskForMe { token, .. } => {
                Needs { agent, invited: Some(InvitedKey::Id(token.id.clone())), asked: true, ..none }
            }
            Self::RequestSignIn { address, .. } | Self::InviteAddress { address } => {
                Needs { address: Some(address.clone()), ..none }
            }
            Self::SignInByCode { id, .. } => Needs { sign_in: Some(SignInKey::Id(id.clone())), ..none },
            Self::SignInByLink { token, .. } => Needs { sign_in: Some(SignInKey::Token(*token)), ..none },
            Self::SignInAsSample { agent, .. } => Needs { agent: Some(agent.clone()), ..none },
            Self::SignOut { .. } => none,
        }
    }
}
