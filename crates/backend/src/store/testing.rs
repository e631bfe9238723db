//! What the tests of several modules have.

use super::Store;
use crate::sample;
use tempfile::TempDir;

/// A store with the sample data.
pub(crate) async fn store() -> (Store, TempDir) {
    with_more(0).await
}

/// A store with so many sample workgroups more.
pub(crate) async fn with_more(workgroups: u32) -> (Store, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).await.expect("a store");
    let now = crate::now();
    assert!(store.load_sample(&sample::sample(workgroups, 0, now), now).await.expect("loads"));
    (store, folder)
}
