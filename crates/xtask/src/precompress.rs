//! Compresses the built page once, so that no server has to, and none is slowed by the best quality.

use crate::process;
use anyhow::{Context, Result};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    thread,
};

/// The kinds of file that are worth it; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "js", "json", "mjs", "svg", "txt", "wasm", "webmanifest"];

/// Edited where the page is deployed: a compressed sibling would go on saying the old thing.
const EDITABLE: &str = "config.json";

/// Puts a `.br` beside each file of `folder` that it makes smaller.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    process::step("Compressing the page");
    let mut files = files_in(folder)?;
    files.retain(|file| is_compressible(file));
    thread::scope(|scope| {
        let jobs: Vec<_> = files.iter().map(|file| scope.spawn(move || compress_file(file))).collect();
        for job in jobs {
            job.join().map_err(|_panic| anyhow::anyhow!("compressing the page failed"))??;
        }
        Ok(())
    })
}

/// Every file in `folder` and below, in order.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files_in(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// The name of the compressed sibling.
pub(crate) fn sibling(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".br");
    name.into()
}

fn is_compressible(file: &Path) -> bool {
    if file.file_name().is_some_and(|name| name == EDITABLE) {
        return false;
    }
    file.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| COMPRESSIBLE.contains(&extension))
}

fn compress_file(file: &Path) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let compressed = compress(&content)?;
    if compressed.len() >= content.len() {
        return Ok(()); // a file of a few bytes only grows
    }
    let target = sibling(file);
    fs::write(&target, compressed).with_context(|| format!("cannot write {}", target.display()))
}

fn compress(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edited_in_place_is_left_alone() {
        assert!(is_compressible(Path::new("dist/locales/de.json")));
        assert!(!is_compressible(Path::new("dist/config.json")));
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let content = "Workgroups, workgroups and more workgroups. ".repeat(200);
        let compressed = compress(content.as_bytes()).expect("compresses");
        assert!(compressed.len() < 100, "{} bytes", compressed.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &compressed[..], &mut back).expect("decompresses");
        assert_eq!(back, content.as_bytes());
    }

    #[test]
    fn leaves_alone_what_is_compressed_already() {
        assert!(is_compressible(Path::new("a/page-1_bg.wasm")));
        for file in ["logo.png", "font.woff2", "index.html.br", "LICENSE"] {
            assert!(!is_compressible(Path::new(file)), "{file}");
        }
    }
}
