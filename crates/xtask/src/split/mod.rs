//! Cuts the page's module into the one that is loaded at once and those that are loaded on demand
//! (`src/on_demand.rs` in the page), and puts them in the place of what Trunk made of it.
//!
//! All of them lie in one folder that is named by the content of all: their scripts name each
//! other, and no part may ever meet the main module of another build.

mod join;
mod loader;
mod names;
mod plan;
mod script;

pub(crate) use script::minify;

use crate::{process, project, tools};
use anyhow::{Context, Result};
use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hasher as _},
    path::{Path, PathBuf},
    thread,
};

/// What the compiler is told beyond the flags of `.cargo/config.toml`: to split, and to keep the
/// relocations by which the module is cut.
pub(crate) const FLAGS: [&str; 3] = ["--cfg", "split", "-Clink-args=--emit-relocs"];
/// The script that loads parts. It names all of them.
pub(crate) const LOADER: &str = "__wasm_split.js";
/// What the folder's name begins with.
pub(crate) const FOLDER: &str = "app-";
/// The main module, as wasm-bindgen calls it.
const MAIN: &str = "main_bg";
/// Features of WebAssembly that every browser has and the compiler uses.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Cuts the module and puts the parts into the built page.
pub(crate) fn page(dist: &Path) -> Result<()> {
    process::step("Splitting the page");
    let target = project::target()?;
    let module = target.join(tools::WASM_TARGET).join("page/workgroups.wasm");
    let parts = target.join("parts");
    if parts.exists() {
        fs::remove_dir_all(&parts).context("cannot remove the parts of the last build")?;
    }
    process::output(tools::with_path("wasm-split-cli").arg(&module).arg(&parts).args(["--out-name", "main"]))
        .context("the page cannot be split")?;
    let main = parts.join("main.wasm");
    process::output(
        tools::with_path("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-dir"])
            .args([&parts, &main]),
    )
    .context("the page's script cannot be made")?;
    fs::remove_file(&main).context("cannot remove the module as it was split")?;
    rejoin(&parts)?;
    lean(&parts)?;
    shrink(&parts)?;
    put(&parts, dist)
}

/// Makes one file of modules that are loaded together, and the script that loads such files.
fn rejoin(parts: &Path) -> Result<()> {
    let (loader, path) = (parts.join(LOADER), |name: &str| parts.join(name).with_extension("wasm"));
    let script = fs::read_to_string(&loader).context("the loader of parts cannot be read")?;
    let mut modules = BTreeSet::new();
    for file in files(parts)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        if file.extension().is_some_and(|extension| extension == "wasm") && name != MAIN {
            modules.insert(name.into_owned());
        }
    }
    let plan = plan::plan(&loader::needs(&script, &modules)?);
    let mut joined = Vec::new();
    for (file, modules) in &plan.files {
        let modules: Vec<Vec<u8>> =
            modules.iter().map(|name| fs::read(path(name))).collect::<Result<_, _>>().context("cannot read a part")?;
        joined.push((path(file), join::join(&modules)?));
    }
    for name in &modules {
        fs::remove_file(path(name)).with_context(|| format!("cannot remove {name}"))?;
    }
    for (file, module) in joined {
        fs::write(&file, module).with_context(|| format!("cannot write {}", file.display()))?;
    }
    fs::write(&loader, loader::script(&plan)).context("the loader of parts cannot be written")
}

/// Makes the scripts small, and gives the main module the names that its script now has for it.
fn lean(parts: &Path) -> Result<()> {
    let main = parts.join("main.js");
    let mut others = files(parts)?;
    others.retain(|file| file.extension().is_some_and(|extension| extension == "js") && *file != main);
    script::minify(parts, &others)?;
    let names = script::main(parts, &main)?;
    let module = parts.join(MAIN).with_extension("wasm");
    let long = fs::read(&module).context("the page's module cannot be read")?;
    fs::write(&module, names.give(&long)?).context("the page's module cannot be written")
}

/// Up to which size a function is written out wherever it is called, in nodes of binaryen's tree. A
/// part calls each function of another module by one of its own that only names it and hands on what it
/// was given: with that written out, a part has half as many functions. A browser compiles each
/// function when it is first called, which costs more for each than for its size.
const WRITTEN_OUT: u32 = 6;

/// What wasm-opt does, in this order. Control flow that is taken apart and laid anew (`flatten`,
/// `rereloop`), and loads that all name one alignment (a hint, which costs nothing), are more alike,
/// so that brotli makes 1 % less of them.
const SHRINK: [&str; 9] = [
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    // Rust puts the stack below the data, so the first KiB is the end of a stack that is full.
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--dealign",
];

/// wasm-opt on every module, as many at a time as there are processors.
fn shrink(parts: &Path) -> Result<()> {
    let mut modules = files(parts)?;
    modules.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    let next = std::sync::Mutex::new(modules.into_iter());
    let work = || -> Result<()> {
        while let Some(module) = next.lock().ok().and_then(|mut rest| rest.next()) {
            let command = &mut tools::with_path("wasm-opt");
            command.args(FEATURES).arg(&module).args(SHRINK).arg(format!("-aimfs={WRITTEN_OUT}"));
            process::output(command.arg("-o").arg(&module))
                .with_context(|| format!("cannot shrink {}", module.display()))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow::anyhow!("wasm-opt failed"))?)
    })
}

/// Moves the parts into the page, and names them where Trunk named its own.
fn put(parts: &Path, dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).context("the page has no index.html")?;
    let trunks = ["data-js", "data-wasm"].map(|attribute| address(&html, attribute));
    let [Some(script), Some(module)] = trunks else { anyhow::bail!("index.html names no module") };
    let folder = format!("{FOLDER}{}", fingerprint(parts)?);
    fs::create_dir(dist.join(&folder)).context("cannot make the folder of the parts")?;
    for file in files(parts)? {
        let name = file.file_name().context("a file has a name")?;
        fs::copy(&file, dist.join(&folder).join(name)).context("cannot copy a part")?;
    }
    for name in [script, module] {
        fs::remove_file(dist.join(name)).with_context(|| format!("cannot remove {name}"))?;
    }
    let html = html
        .replace(module, &format!("{folder}/{MAIN}.wasm"))
        .replace(script, &format!("{folder}/main.js"))
        .replacen("<title>", &format!("<link rel=modulepreload href=/{folder}/{LOADER}><title>"), 1);
    fs::write(&index, html).context("cannot write index.html")
}

/// The address that an attribute holds, without its first slash. Trunk leaves quotation marks out.
fn address<'a>(html: &'a str, attribute: &str) -> Option<&'a str> {
    let value = html.split_once(&format!("{attribute}="))?.1.trim_start_matches('"').strip_prefix('/')?;
    value.split(['"', ' ', '>']).next()
}

/// The name of what the files hold.
fn fingerprint(parts: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(parts)? {
        hasher.write(file.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.write(&fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files of a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_take_the_place_of_trunks_module() {
        let root = std::env::temp_dir().join(format!("xtask-split-{}", std::process::id()));
        let (parts, dist) = (root.join("parts"), root.join("dist"));
        for folder in [&parts, &dist] {
            fs::create_dir_all(folder).expect("makes a folder");
        }
        for name in ["main.js", "main_bg.wasm", LOADER, "split_rare.wasm"] {
            fs::write(parts.join(name), name).expect("writes");
        }
        for name in ["page-1.js", "page-1_bg.wasm"] {
            fs::write(dist.join(name), name).expect("writes");
        }
        let html = "<title>Page</title><meta data-js=\"/page-1.js\" data-wasm=/page-1_bg.wasm id=module>\
                    <link href=/page-1_bg.wasm><link href=/page-1.js></head>";
        fs::write(dist.join("index.html"), html).expect("writes");
        put(&parts, &dist).expect("puts");
        let html = fs::read_to_string(dist.join("index.html")).expect("reads");
        let folder = address(&html, "data-js").and_then(|name| name.split('/').next()).expect("is named");
        assert!(folder.starts_with(FOLDER), "{html}");
        assert!(!html.contains("page-1"), "{html}");
        for name in ["main.js", "main_bg.wasm", LOADER] {
            assert!(html.contains(&format!("href=/{folder}/{name}>")), "{name} in {html}");
        }
        assert!(dist.join(folder).join("split_rare.wasm").exists());
        assert!(!dist.join("page-1.js").exists());
        let before = fingerprint(&parts).expect("reads");
        fs::write(parts.join("split_rare.wasm"), "other").expect("writes");
        assert_ne!(fingerprint(&parts).expect("reads"), before);
        fs::remove_dir_all(root).expect("removes");
    }
}
