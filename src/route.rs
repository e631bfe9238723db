//! Every address of the page, spelled once. The address is the scope: which workgroup is selected
//! stands nowhere else.

use contract::id::{InvitationId, WorkgroupId};
use std::fmt;

/// A place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The start: goes on to a workgroup.
    Home,
    /// The page of the emailed sign-in link. Its token is in the fragment.
    SignInLink,
    /// The page of the emailed invitation. Its token is in the fragment.
    Invitation,
    /// The page of all invitations to the signed-in agent's address.
    Invitations,
    /// The page of one of the invitations to the signed-in agent's address.
    InvitationTo(InvitationId),
    /// A page within a workgroup.
    Workgroup(WorkgroupId, Page),
    /// Nothing is there.
    Unknown,
}

/// A page within a workgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The table of workgroups.
    Settings,
    /// The people of the workgroup.
    People(People),
    /// What was done in the workgroup.
    Activity,
}

/// A view of People.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// The agents.
    Agents,
    /// The invitations.
    Invitations,
    /// The dialog that invites, over one of the two.
    Invite,
}

impl Page {
    /// Where one arrives in another workgroup: on the same page, without its dialog.
    pub fn elsewhere(self) -> Self {
        match self {
            Self::People(People::Invite) => Self::People(People::Agents),
            page => page,
        }
    }

    /// What follows the workgroup in its address.
    fn path(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::People(People::Agents) => "people",
            Self::People(People::Invitations) => "people/invitations",
            Self::People(People::Invite) => "people/invite",
            Self::Activity => "activity",
        }
    }
}

impl Route {
    /// What the path of an address means.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["sign-in", "link"] => Self::SignInLink,
            ["invitation"] => Self::Invitation,
            ["invitations"] => Self::Invitations,
            ["invitation", id] => id.parse().map_or(Self::Unknown, Self::InvitationTo),
            ["w", id, page @ ..] => {
                let page = match page {
                    [] | ["settings"] => Page::Settings,
                    ["people"] => Page::People(People::Agents),
                    ["people", "invitations"] => Page::People(People::Invitations),
                    ["people", "invite"] => Page::People(People::Invite),
                    ["activity"] => Page::Activity,
                    _ => return Self::Unknown,
                };
                id.parse().map_or(Self::Unknown, |id| Self::Workgroup(id, page))
            }
            _ => Self::Unknown,
        }
    }

    /// The page within a workgroup that the address names.
    pub fn page(&self) -> Option<Page> {
        match self {
            Self::Workgroup(_, page) => Some(*page),
            _ => None,
        }
    }

    /// The workgroup that the address selects.
    pub fn workgroup(&self) -> Option<&WorkgroupId> {
        match self {
            Self::Workgroup(id, _) => Some(id),
            _ => None,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home | Self::Unknown => f.write_str("/"),
            Self::SignInLink => f.write_str("/sign-in/link"),
            Self::Invitation => f.write_str("/invitation"),
            Self::Invitations => f.write_str("/invitations"),
            Self::InvitationTo(id) => {
                f.write_str("/invitation/")?;
                f.write_str(id.as_str())
            }
            Self::Workgroup(id, page) => {
                f.write_str("/w/")?;
                f.write_str(id.as_str())?;
                f.write_str("/")?;
                f.write_str(page.path())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::page_path;

    #[test]
    fn every_address_comes_back() {
        let id: WorkgroupId = "wg_1".parse().expect("an id");
        for (route, path) in [
            (Route::Home, "/"),
            (Route::SignInLink, "/sign-in/link"),
            (Route::Invitation, "/invitation"),
            (Route::Invitations, "/invitations"),
            (Route::InvitationTo("inv_1".parse().expect("an id")), "/invitation/inv_1"),
            (Route::Workgroup(id.clone(), Page::Settings), "/w/wg_1/settings"),
            (Route::Workgroup(id.clone(), Page::People(People::Agents)), "/w/wg_1/people"),
            (Route::Workgroup(id.clone(), Page::People(People::Invitations)), "/w/wg_1/people/invitations"),
            (Route::Workgroup(id.clone(), Page::People(People::Invite)), "/w/wg_1/people/invite"),
            (Route::Workgroup(id.clone(), Page::Activity), "/w/wg_1/activity"),
        ] {
            assert_eq!(route.to_string(), path);
            assert_eq!(Route::parse(path), route);
        }
        assert_eq!(Route::parse("/w/wg_1/").workgroup(), Some(&id));
    }

    #[test]
    fn mails_lead_to_pages_that_there_are() {
        let id: WorkgroupId = "wg_1".parse().expect("an id");
        let people = |people| Route::Workgroup(id.clone(), Page::People(people));
        for (path, route) in [
            (page_path::SIGN_IN_LINK.to_owned(), Route::SignInLink),
            (page_path::INVITATION.to_owned(), Route::Invitation),
            (page_path::agents(&id), people(People::Agents)),
            (page_path::invitations(&id), people(People::Invitations)),
            (page_path::invite(&id), people(People::Invite)),
        ] {
            assert_eq!(Route::parse(&path), route, "{path}");
        }
    }

    #[test]
    fn another_workgroup_opens_on_the_same_page_without_its_dialog() {
        for (page, elsewhere) in [
            (Page::Settings, Page::Settings),
            (Page::Activity, Page::Activity),
            (Page::People(People::Invitations), Page::People(People::Invitations)),
            (Page::People(People::Invite), Page::People(People::Agents)),
        ] {
            assert_eq!(page.elsewhere(), elsewhere);
        }
    }

    #[test]
    fn everything_else_is_unknown() {
        for path in [
            "/w",
            "/w/a b/settings",
            "/w/%2e/settings",
            "/w/wg_1/other",
            "/x",
            "/invitation/a b",
            "/invitation/inv_1/x",
            "/invitations/inv_1",
            "/w/wg_1/settings/x",
            "/w/wg_1/people/x",
        ] {
            assert_eq!(Route::parse(path), Route::Unknown, "{path}");
        }
    }
}
