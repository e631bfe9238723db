//! Which files of the built page a browser fetches before Settings shows, answers of the API apart.

use crate::{precompress, split};
use anyhow::{Context, Result};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A file of the first load.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// Its path in the built page.
    pub(crate) name: String,
    /// Its bytes as built.
    pub(crate) raw: u64,
    /// Its bytes on the wire.
    pub(crate) sent: u64,
}

/// Files in this folder are fetched only by those who choose another language.
const LANGUAGES: &str = "locales/";
/// Fetched by the boot script in any case.
const CONFIG: &str = "config.json";

/// Follows names from `index.html` on: a file is loaded when a loaded text names it, unless that is
/// the script that loads parts on demand. This can only count too much, never too little.
pub(crate) fn files(dist: &Path) -> Result<Vec<Loaded>> {
    let mut rest: BTreeSet<PathBuf> = precompress::files_in(dist)?
        .into_iter()
        .filter(|file| !named(file, dist).starts_with(LANGUAGES))
        .filter(|file| file.extension().is_some_and(|extension| extension != "br"))
        .collect();
    let mut open: Vec<PathBuf> = ["index.html", CONFIG].iter().map(|name| dist.join(name)).collect();
    let mut loaded = Vec::new();
    while let Some(file) = open.pop() {
        if !rest.remove(&file) {
            continue;
        }
        loaded.push(measure(&file, dist)?);
        if file.ends_with(split::LOADER) {
            continue;
        }
        if file.extension().is_some_and(|extension| ["html", "js", "mjs", "css"].iter().any(|text| extension == *text))
        {
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let text = without_disabled(&text);
            open.extend(rest.iter().filter(|other| mentions(&text, other)).cloned());
        }
    }
    loaded.sort_by(|a, b| b.sent.cmp(&a.sent).then_with(|| a.name.cmp(&b.name)));
    Ok(loaded)
}

/// The parts that are loaded on demand.
pub(crate) fn parts(dist: &Path) -> Result<Vec<Loaded>> {
    let first: Vec<String> = files(dist)?.into_iter().map(|file| file.name).collect();
    let rest = precompress::files_in(dist)?.into_iter().filter(|file| {
        let name = named(file, dist);
        name.starts_with(split::FOLDER) && name.ends_with(".wasm") && !first.contains(&name)
    });
    rest.map(|file| measure(&file, dist)).collect()
}

/// Whether a part is loaded without anybody asking for it, when the browser has nothing else to do
/// (`src/shell/ahead.rs` in the page). A file is named by the first part of a visit that needs it.
pub(crate) fn comes_by_itself(part: &Loaded) -> bool {
    ["_live.wasm", "_work.wasm"].iter().any(|end| part.name.ends_with(end))
}

/// A page's text without the links that the browser leaves until somebody enables them.
fn without_disabled(text: &str) -> String {
    let disabled = |tag: &&str| {
        tag.starts_with("link ") && tag.split(['>', ' ']).any(|word| word.split('=').next() == Some("disabled"))
    };
    text.split('<').filter(|tag| !disabled(tag)).collect::<Vec<_>>().join("<")
}

fn mentions(text: &str, file: &Path) -> bool {
    file.file_name().and_then(|name| name.to_str()).is_some_and(|name| text.contains(name))
}

fn measure(file: &Path, dist: &Path) -> Result<Loaded> {
    let size = |path: &Path| fs::metadata(path).map(|found| found.len());
    let raw = size(file).with_context(|| format!("cannot read {}", file.display()))?;
    let sent = size(&precompress::sibling(file)).unwrap_or(raw);
    Ok(Loaded { name: named(file, dist), raw, sent })
}

fn named(file: &Path, dist: &Path) -> String {
    file.strip_prefix(dist).unwrap_or(file).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_what_is_named_and_takes_compressed_sizes() {
        let dist = std::env::temp_dir().join(format!("xtask-first-load-{}", std::process::id()));
        for folder in ["app-1", "locales"] {
            fs::create_dir_all(dist.join(folder)).expect("makes a folder");
        }
        for (name, content) in [
            (
                "index.html",
                "<script src=/boot-1.js></script><link href=/page-1.css><link disabled href=/seldom-1.css>\
                 <link href=/seldom-2.css rel=stylesheet disabled=\"\"><link href=/app-1/__wasm_split.js>",
            ),
            ("seldom-1.css", "x"),
            ("seldom-2.css", "x"),
            ("app-1/__wasm_split.js", "fetch('./split_part.wasm')"),
            ("app-1/split_part.wasm", "0123"),
            ("boot-1.js", "import('./glue-1.js')"),
            ("glue-1.js", "fetch('glue-1_bg.wasm'); fetch('locales/de.json')"),
            ("glue-1_bg.wasm", "0123456789"),
            ("glue-1_bg.wasm.br", "012"),
            ("page-1.css", ""),
            ("config.json", "{}"),
            ("locales/de.json", "{}"),
            ("unused.js", "x"),
        ] {
            fs::write(dist.join(name), content).expect("writes");
        }
        let loaded = files(&dist).expect("reads");
        let mut names: Vec<_> = loaded.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "app-1/__wasm_split.js",
                "boot-1.js",
                "config.json",
                "glue-1.js",
                "glue-1_bg.wasm",
                "index.html",
                "page-1.css"
            ]
        );
        let wasm = loaded.iter().find(|file| file.name == "glue-1_bg.wasm").expect("is loaded");
        assert_eq!((wasm.raw, wasm.sent), (10, 3));
        let parts: Vec<_> = parts(&dist).expect("reads").into_iter().map(|file| file.name).collect();
        assert_eq!(parts, ["app-1/split_part.wasm"]);
        let part = |name: &str| Loaded { name: name.to_owned(), raw: 0, sent: 0 };
        assert!(comes_by_itself(&part("app-1/chunk_work.wasm")) && comes_by_itself(&part("app-1/split_live.wasm")));
        assert!(!comes_by_itself(&part("app-1/split_people.wasm")));
        fs::remove_dir_all(dist).expect("removes");
    }
}
