//! Fingerprints of files, so that what has not changed is not made again.

use anyhow::{Context, Result};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// The fingerprint of files and folders: of every name and every byte, not of times, which a
/// checkout sets anew. Hidden files and what does not exist are left out.
pub(crate) fn of_files(paths: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, &mut hasher).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the stamp at `path` is `wanted`.
pub(crate) fn is(path: &Path, wanted: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|found| found == wanted)
}

/// Puts a stamp.
pub(crate) fn set(path: &Path, stamp: &str) -> Result<()> {
    fs::write(path, stamp).with_context(|| format!("cannot write {}", path.display()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        inside.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        inside.sort_by_key(fs::DirEntry::file_name);
        for entry in inside {
            add(&entry.path(), hasher)?;
        }
    } else if path.exists() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_with_content_and_names_alone() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("inner")).expect("makes a folder");
        let now = || of_files(std::slice::from_ref(&folder)).expect("reads");
        fs::write(folder.join("inner/a"), "1").expect("writes");
        let first = now();
        fs::write(folder.join("inner/a"), "1").expect("writes");
        fs::write(folder.join(".hidden"), "x").expect("writes");
        assert_eq!(now(), first);
        fs::write(folder.join("inner/a"), "2").expect("writes");
        let second = now();
        assert_ne!(second, first);
        fs::rename(folder.join("inner/a"), folder.join("inner/b")).expect("renames");
        assert_ne!(now(), second);
        fs::remove_dir_all(folder).expect("removes");
    }
}
