//! Every path of the API, spelled once.

use crate::id::WorkgroupId;

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
