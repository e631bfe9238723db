//! The script that loads parts: what wasm-split-cli's says is read, and one is written that loads
//! joined files.

use super::plan::{Needs, Plan};
use anyhow::{Context, Result, ensure};
use std::{collections::BTreeSet, fmt::Write as _};

/// What the main module calls a part's loader, before the part's name.
const LOAD: &str = "__wasm_split_load_";
/// What does not depend on what the parts are.
const RUNTIME: &str = include_str!("loader.js");

/// Which modules each part needs, of those that there are: what it shares with others, which the
/// script of wasm-split-cli lists, and its own, if it has one.
///
/// # Errors
/// Where the script names others than there are.
pub(super) fn needs(script: &str, modules: &BTreeSet<String>) -> Result<Needs> {
    let mut needs = Needs::new();
    for part in script.split(&format!("export const {LOAD}")).skip(1) {
        let (name, rest) = part.split_once(' ').context("the loader of a part has no name")?;
        let (_, list) = rest.rsplit_once('[').context("the loader of a part lists nothing")?;
        let (list, _) = list.split_once(']').context("the loader of a part lists nothing")?;
        let shared = list.split(',').map(|item| item.trim().trim_start_matches('_').to_owned());
        let mut wanted: BTreeSet<String> = shared.filter(|item| !item.is_empty()).collect();
        wanted.extend(modules.get(&format!("split_{name}")).cloned());
        needs.insert(name.to_owned(), wanted);
    }
    let named: BTreeSet<String> = needs.values().flatten().cloned().collect();
    ensure!(named == *modules, "the loader names {named:?}, and there are {modules:?}");
    Ok(needs)
}

/// The script that loads the files of `plan`.
pub(super) fn script(plan: &Plan) -> String {
    let mut script = RUNTIME.to_owned();
    for (part, files) in &plan.parts {
        let files: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
        let _ = writeln!(script, "export const {LOAD}{part} = part({});", files.join(", "));
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::plan::plan;

    /// As wasm-split-cli writes it, shortened.
    const SCRIPT: &str = r#"import { initSync } from "./main.js";
/* live, people */
const __chunk_6 = makeLoad(() => {
    const src = fetch(new URL("./chunk_6.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_people = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_people.wasm", import.meta.url));
}
, [__chunk_6, __chunk_7]));
export const __wasm_split_load_live = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_6]));
export const __wasm_split_load_rare = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_rare.wasm", import.meta.url));
}
, []));
"#;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn reads_what_each_part_needs() {
        let modules = set(&["chunk_6", "chunk_7", "split_people", "split_rare"]);
        let needs = needs(SCRIPT, &modules).expect("reads");
        let wanted = [
            ("live", set(&["chunk_6"])),
            ("people", set(&["chunk_6", "chunk_7", "split_people"])),
            ("rare", set(&["split_rare"])),
        ];
        assert_eq!(needs, wanted.map(|(part, modules)| (part.to_owned(), modules)).into());
    }

    #[test]
    fn a_module_that_nobody_loads_or_has_is_told() {
        assert!(needs(SCRIPT, &set(&["chunk_6", "chunk_7", "chunk_8", "split_people", "split_rare"])).is_err());
        assert!(needs(SCRIPT, &set(&["chunk_6", "split_people", "split_rare"])).is_err());
        assert!(needs("export const __wasm_split_load_rare = other", &set(&[])).is_err());
    }

    #[test]
    fn loads_the_files_of_each_part() {
        let modules = set(&["chunk_6", "chunk_7", "split_people", "split_rare"]);
        let script = script(&plan(&needs(SCRIPT, &modules).expect("reads")));
        let (runtime, loaders) = script.split_at(RUNTIME.len());
        assert_eq!(runtime, RUNTIME);
        assert_eq!(
            loaders,
            "export const __wasm_split_load_live = part(\"chunk_live\");\n\
             export const __wasm_split_load_people = part(\"chunk_live\", \"split_people\");\n\
             export const __wasm_split_load_rare = part(\"split_rare\");\n"
        );
    }
}
