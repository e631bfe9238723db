//! The addresses of the page that a backend leads to by mail, below the origin of the page. A token
//! follows in the fragment, which no server sees.

use crate::id::WorkgroupId;

/// Signing in by link. The token follows.
pub const SIGN_IN_LINK: &str = "/sign-in/link";
/// An invitation, as the invited person sees it. The token follows, or they type the code.
pub const INVITATION: &str = "/invitation";

/// The agents of a workgroup.
pub fn agents(workgroup: &WorkgroupId) -> String {
    format!("/w/{workgroup}/people")
}

/// The invitations into a workgroup.
pub fn invitations(workgroup: &WorkgroupId) -> String {
    format!("/w/{workgroup}/people/invitations")
}

/// The dialog that invites to a workgroup.
pub fn invite(workgroup: &WorkgroupId) -> String {
    format!("/w/{workgroup}/people/invite")
}
