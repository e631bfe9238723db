//! Every address of the page, spelled once. The address is the scope: which workgroup is selected
//! stands nowhere else.

use contract::id::WorkgroupId;
use std::fmt;

/// A place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The start: goes on to a workgroup.
    Home,
    /// The page of the emailed sign-in link. Its token is in the fragment.
    SignInLink,
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
}

impl Route {
    /// What the path of an address means.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["sign-in", "link"] => Self::SignInLink,
            ["w", id] => id.parse().map_or(Self::Unknown, |id| Self::Workgroup(id, Page::Settings)),
            ["w", id, "settings"] => id.parse().map_or(Self::Unknown, |id| Self::Workgroup(id, Page::Settings)),
            _ => Self::Unknown,
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
            Self::Workgroup(id, Page::Settings) => {
                f.write_str("/w/")?;
                f.write_str(id.as_str())?;
                f.write_str("/settings")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_comes_back() {
        let id: WorkgroupId = "wg_1".parse().expect("an id");
        for (route, path) in [
            (Route::Home, "/"),
            (Route::SignInLink, "/sign-in/link"),
            (Route::Workgroup(id.clone(), Page::Settings), "/w/wg_1/settings"),
        ] {
            assert_eq!(route.to_string(), path);
            assert_eq!(Route::parse(path), route);
        }
        assert_eq!(Route::parse("/w/wg_1/").workgroup(), Some(&id));
    }

    #[test]
    fn everything_else_is_unknown() {
        for path in ["/w", "/w/a b/settings", "/w/%2e/settings", "/w/wg_1/other", "/x", "/w/wg_1/settings/x"] {
            assert_eq!(Route::parse(path), Route::Unknown, "{path}");
        }
    }
}
