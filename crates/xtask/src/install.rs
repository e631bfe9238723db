//! Installs what is missing or has another version than `tools` names. Does nothing, and says
//! nothing, where all is there.

pub(crate) mod browser;
pub(crate) mod node;
pub(crate) mod rust;

use anyhow::Result;

/// What building and running the page needs.
pub(crate) fn for_page() -> Result<()> {
    rust::target()?;
    rust::page_tools()?;
    node::node()?;
    node::page_packages()
}

/// What the tests need beyond that.
pub(crate) fn for_tests() -> Result<()> {
    for_page()?;
    browser::chromium()?;
    node::test_packages()
}

/// The first number in what a program says its version is: "v20.1.2" is 20.
fn major(version: &str) -> Option<u32> {
    let digits = version.find(|c: char| c.is_ascii_digit())?;
    let rest = &version[digits..];
    rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_the_major_version() {
        assert_eq!(super::major("v20.20.2"), Some(20));
        assert_eq!(super::major("Chromium 156.0.8078.79 built on Debian"), Some(156));
        assert_eq!(super::major("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(super::major("none"), None);
    }
}
