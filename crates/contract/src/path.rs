//! Every path of the API, spelled once.

use crate::id::{AgentId, InvitationId, WorkgroupId};

/// What all paths begin with.
pub const BASE: &str = "/api/v1";
/// The signed-in agent: GET, DELETE.
pub const SESSION: &str = "/api/v1/session";
/// A request to sign in: POST.
pub const SIGN_IN_REQUESTS: &str = "/api/v1/sign-in/requests";
/// The code from the mail: POST.
pub const SIGN_IN_CODE: &str = "/api/v1/sign-in/code";
/// The token of the mail's link: POST.
pub const SIGN_IN_LINK: &str = "/api/v1/sign-in/link";
/// A sample agent, in local mode: POST.
pub const SIGN_IN_SAMPLE: &str = "/api/v1/sign-in/sample";
/// Workgroups: GET, POST.
pub const WORKGROUPS: &str = "/api/v1/workgroups";
/// The pattern of [`workgroup`].
pub const WORKGROUP: &str = "/api/v1/workgroups/{workgroup}";
/// The pattern of [`workgroup_preferences`].
pub const WORKGROUP_PREFERENCES: &str = "/api/v1/workgroups/{workgroup}/preferences";
/// The pattern of [`agents`].
pub const AGENTS: &str = "/api/v1/workgroups/{workgroup}/agents";
/// The pattern of [`agent`].
pub const AGENT: &str = "/api/v1/workgroups/{workgroup}/agents/{agent}";
/// The pattern of [`invitations`].
pub const INVITATIONS: &str = "/api/v1/workgroups/{workgroup}/invitations";
/// The pattern of [`invitations_preview`].
pub const INVITATIONS_PREVIEW: &str = "/api/v1/workgroups/{workgroup}/invitations/preview";
/// The pattern of [`invitation`].
pub const INVITATION: &str = "/api/v1/workgroups/{workgroup}/invitations/{invitation}";
/// The pattern of [`invitation_resend`].
pub const INVITATION_RESEND: &str = "/api/v1/workgroups/{workgroup}/invitations/{invitation}/resend";
/// The pattern of [`invitation_revoke`].
pub const INVITATION_REVOKE: &str = "/api/v1/workgroups/{workgroup}/invitations/{invitation}/revoke";
/// The pattern of [`invitation_link`].
pub const INVITATION_LINK: &str = "/api/v1/workgroups/{workgroup}/invitations/{invitation}/link";
/// The pattern of [`invitation_timeline`].
pub const INVITATION_TIMELINE: &str = "/api/v1/workgroups/{workgroup}/invitations/{invitation}/timeline";
/// The pattern of [`activity`].
pub const ACTIVITY: &str = "/api/v1/workgroups/{workgroup}/activity";
/// The pattern of [`activity_csv`].
pub const ACTIVITY_CSV: &str = "/api/v1/workgroups/{workgroup}/activity.csv";
/// Invitations to the signed-in agent's address: GET.
pub const INVITATIONS_TO_ME: &str = "/api/v1/invitations";
/// What the invited person is shown before they answer: POST.
pub const INVITATION_LOOK_UP: &str = "/api/v1/invitations/look-up";
/// The invited person joins: POST.
pub const INVITATION_ACCEPT: &str = "/api/v1/invitations/accept";
/// The invited person does not join: POST.
pub const INVITATION_DECLINE: &str = "/api/v1/invitations/decline";
/// The invited person asks for a new invitation: POST.
pub const INVITATION_ASK_AGAIN: &str = "/api/v1/invitations/ask-again";

/// What changes while somebody looks: GET.
pub const EVENTS: &str = "/api/v1/events";
/// Somebody with another account asks to be invited in place of the invited one: POST.
pub const INVITATION_ASK_FOR_ME: &str = "/api/v1/invitations/ask-for-me";

/// One workgroup: GET, PATCH.
#[must_use]
pub fn workgroup(id: &WorkgroupId) -> String {
    WORKGROUP.replace("{workgroup}", id.as_str())
}

/// What the signed-in agent alone has set about one workgroup: PUT.
#[must_use]
pub fn workgroup_preferences(id: &WorkgroupId) -> String {
    WORKGROUP_PREFERENCES.replace("{workgroup}", id.as_str())
}

/// The agents of one workgroup: GET.
#[must_use]
pub fn agents(workgroup: &WorkgroupId) -> String {
    AGENTS.replace("{workgroup}", workgroup.as_str())
}

/// One agent of one workgroup: GET, PATCH.
#[must_use]
pub fn agent(workgroup: &WorkgroupId, agent: &AgentId) -> String {
    AGENT.replace("{workgroup}", workgroup.as_str()).replace("{agent}", agent.as_str())
}

/// Invitations into one workgroup: GET, POST.
#[must_use]
pub fn invitations(workgroup: &WorkgroupId) -> String {
    INVITATIONS.replace("{workgroup}", workgroup.as_str())
}

/// What a list of invitations would give, changing nothing: POST.
#[must_use]
pub fn invitations_preview(workgroup: &WorkgroupId) -> String {
    INVITATIONS_PREVIEW.replace("{workgroup}", workgroup.as_str())
}

/// One invitation: GET, PATCH.
#[must_use]
pub fn invitation(workgroup: &WorkgroupId, invitation: &InvitationId) -> String {
    INVITATION.replace("{workgroup}", workgroup.as_str()).replace("{invitation}", invitation.as_str())
}

/// Sends one invitation anew: POST.
#[must_use]
pub fn invitation_resend(workgroup: &WorkgroupId, invitation: &InvitationId) -> String {
    INVITATION_RESEND.replace("{workgroup}", workgroup.as_str()).replace("{invitation}", invitation.as_str())
}

/// Takes one invitation back: POST.
#[must_use]
pub fn invitation_revoke(workgroup: &WorkgroupId, invitation: &InvitationId) -> String {
    INVITATION_REVOKE.replace("{workgroup}", workgroup.as_str()).replace("{invitation}", invitation.as_str())
}

/// The link in one invitation's mail: GET.
#[must_use]
pub fn invitation_link(workgroup: &WorkgroupId, invitation: &InvitationId) -> String {
    INVITATION_LINK.replace("{workgroup}", workgroup.as_str()).replace("{invitation}", invitation.as_str())
}

/// What happened to one invitation: GET.
#[must_use]
pub fn invitation_timeline(workgroup: &WorkgroupId, invitation: &InvitationId) -> String {
    INVITATION_TIMELINE.replace("{workgroup}", workgroup.as_str()).replace("{invitation}", invitation.as_str())
}

/// What was done in one workgroup: GET.
#[must_use]
pub fn activity(workgroup: &WorkgroupId) -> String {
    ACTIVITY.replace("{workgroup}", workgroup.as_str())
}

/// The same as a table: GET.
#[must_use]
pub fn activity_csv(workgroup: &WorkgroupId) -> String {
    ACTIVITY_CSV.replace("{workgroup}", workgroup.as_str())
}
