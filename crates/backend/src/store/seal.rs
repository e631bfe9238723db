//! The key from which links and codes of invitations are made: beside the database, not in it, so
//! that a copy of the database alone answers no invitation.

use rules::Seal;
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

/// The key's file, in the folder of the database.
const FILE: &str = "invitation.key";

/// Whether there is a key.
pub(super) fn is_there(folder: &Path) -> bool {
    folder.join(FILE).exists()
}

/// Why nothing is started without the key while invitations wait.
pub(super) fn lost(folder: &Path, waiting: i64) -> String {
    let path = folder.join(FILE);
    format!(
        "{0} is missing, from which the links and codes of {waiting} waiting invitations were made: put it back, or, where \
         it is lost, make another with `(umask 077; head -c 32 /dev/urandom > '{0}')` and send the invitations anew",
        path.display()
    )
}

/// Reads the key, having made one where there is none.
pub(super) fn open(folder: &Path) -> Result<Seal, String> {
    let path = folder.join(FILE);
    let sentence = |what: &str, error: &dyn std::fmt::Display| format!("{} {what}: {error}", path.display());
    if !path.exists() {
        make(folder, &path).map_err(|error| sentence("cannot be made", &error))?;
    }
    let bytes = fs::read(&path).map_err(|error| sentence("cannot be read", &error))?;
    let key = bytes.try_into().map_err(|_| sentence("is no key of invitations", &"it should have 32 bytes"))?;
    Ok(Seal::new(key))
}

/// Writes a key under another name first: whoever else starts at the same time reads a whole key,
/// and the same one.
fn make(folder: &Path, path: &Path) -> std::io::Result<()> {
    let draft = folder.join(format!("{FILE}.{}", uuid::Uuid::now_v7().simple()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file.write_all(&crate::secret::random::<32>()).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    fs::remove_file(&draft)?;
    linked
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn is_made_once_for_its_owner_alone_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let opened: Vec<Seal> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| open(folder.path()).expect("a key"))).collect();
            threads.into_iter().map(|thread| thread.join().expect("opens")).collect()
        });
        assert!(opened.iter().all(|seal| *seal == opened[0]));
        assert_eq!(open(folder.path()), Ok(opened[0].clone()));
        assert_ne!(Seal::new([0; 32]), opened[0]);
        let mode = fs::metadata(folder.path().join(FILE)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "drafts are gone");
    }

    #[test]
    fn a_broken_one_is_refused_in_a_sentence() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "short").expect("writes");
        let sentence = open(folder.path()).expect_err("refused");
        assert!(sentence.contains(FILE) && sentence.contains("32 bytes"), "{sentence}");
    }
}
