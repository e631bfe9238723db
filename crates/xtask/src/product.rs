//! The whole product, page and backend.

use crate::{
    install, page,
    server::{self, Profile},
};
use anyhow::{Result, anyhow};
use std::{path::PathBuf, thread};

/// Installs what building needs, builds both and says where the backend is. The two need nothing
/// of each other, and each has stretches that keep one processor busy at the most, so they are built
/// at once; and what the page's tools do not wait for is compiled while they are installed.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    install::rust::target()?;
    at_once(
        || {
            install::for_page()?;
            page::build()
        },
        || {
            let backend = server::build(profile)?;
            page::compile()?;
            Ok(backend)
        },
    )
}

/// Does both at once. Where both fail, the first says why.
fn at_once<T: Send>(first: impl FnOnce() -> Result<()>, second: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        let second = second.join().map_err(|_| anyhow!("a build has broken off"))?;
        first?;
        second
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn both_are_under_way_at_once_and_either_may_fail() {
        let both = Barrier::new(2);
        let met = || {
            both.wait();
            Ok(())
        };
        assert_eq!(at_once(met, || met().map(|()| 5)).expect("succeeds"), 5);
        let said = |first: Result<()>, second: Result<u8>| at_once(|| first, || second).expect_err("fails").to_string();
        assert_eq!(said(Err(anyhow!("page")), Ok(1)), "page");
        assert_eq!(said(Ok(()), Err(anyhow!("backend"))), "backend");
        assert_eq!(said(Err(anyhow!("page")), Err(anyhow!("backend"))), "page");
    }
}
