//! Which modules become one file. On a slow machine a file costs the main thread 6 to 8 ms, however
//! small it is, and wasm-split-cli makes one for each set of parts that share something.

use std::collections::{BTreeMap, BTreeSet};

/// From each of these to what it needs, all by name: a part to modules, or a file to modules.
pub(super) type Needs = BTreeMap<String, BTreeSet<String>>;

/// The order in which a visit comes upon parts: following changes when the first load is over, then
/// what one works with. Parts that are not here come later, by name.
const ORDER: [&str; 3] = ["live", "work", "people"];
/// Parts, each with one that whoever is shown it gets too, before it or soon after.
const AFTER: [(&str, &str); 1] = [("people", "work")];

/// What lies in which file, and which files a part needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// From a file to its modules.
    pub(super) files: Needs,
    /// From a part to its files.
    pub(super) parts: Needs,
}

/// A module goes with the first part that needs it: into that part's own file where all others that
/// need it come after that part, else into a file of what that part shares. Names alone decide.
///
/// So the first part of a visit gets nothing that it does not use, and a later one at most what those
/// before it share with others still. In bytes as sent, unused are: of `work` 2 kB of 64, which
/// `live` has fetched already; of `rare` 6 of 40 and of `invited` 7 of 50, of which the better
/// compression of larger files gives back all but 1; of `people` 40 of 230, of which 36 are `work`'s
/// own, which have come by themselves by then, as a rule.
pub(super) fn plan(needs: &Needs) -> Plan {
    let mut files = Needs::new();
    let mut parts: Needs = needs.keys().map(|part| (part.clone(), BTreeSet::new())).collect();
    for module in needs.values().flatten().collect::<BTreeSet<_>>() {
        let users: Vec<&String> =
            needs.iter().filter(|(_, modules)| modules.contains(module)).map(|(part, _)| part).collect();
        let Some(first) = users.iter().min_by_key(|part| (place(part), **part)) else { continue };
        let own = users.iter().all(|part| part == first || AFTER.contains(&(part, first)));
        let file = format!("{}_{first}", if own { "split" } else { "chunk" });
        for part in users {
            parts.entry(part.clone()).or_default().insert(file.clone());
        }
        files.entry(file).or_default().insert(module.clone());
    }
    Plan { files, parts }
}

/// Where a part stands in a visit.
fn place(part: &str) -> usize {
    ORDER.iter().position(|name| *name == part).unwrap_or(ORDER.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(of: &[(&str, &[&str])]) -> Needs {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        of.iter().map(|(name, names)| ((*name).to_owned(), set(names))).collect()
    }

    #[test]
    fn a_module_goes_with_the_first_part_that_needs_it() {
        let plan = plan(&needs(&[
            ("invited", &["chunk_1", "chunk_2", "chunk_4", "chunk_5", "split_invited"]),
            ("live", &["chunk_1", "chunk_6", "split_live"]),
            ("people", &["chunk_2", "chunk_3", "chunk_4", "chunk_6", "split_people"]),
            ("rare", &["chunk_1", "chunk_2", "chunk_5", "split_rare"]),
            ("work", &["chunk_1", "chunk_2", "chunk_3", "chunk_6", "split_work"]),
        ]));
        let files = needs(&[
            ("chunk_invited", &["chunk_5"]),
            ("chunk_live", &["chunk_1", "chunk_6"]),
            ("chunk_people", &["chunk_4"]),
            ("chunk_work", &["chunk_2"]),
            ("split_invited", &["split_invited"]),
            ("split_live", &["split_live"]),
            ("split_people", &["split_people"]),
            ("split_rare", &["split_rare"]),
            ("split_work", &["chunk_3", "split_work"]),
        ]);
        assert_eq!(plan.files, files);
        let parts = needs(&[
            ("invited", &["chunk_invited", "chunk_live", "chunk_people", "chunk_work", "split_invited"]),
            ("live", &["chunk_live", "split_live"]),
            ("people", &["chunk_live", "chunk_people", "chunk_work", "split_people", "split_work"]),
            ("rare", &["chunk_invited", "chunk_live", "chunk_work", "split_rare"]),
            ("work", &["chunk_live", "chunk_work", "split_work"]),
        ]);
        assert_eq!(plan.parts, parts);
    }

    #[test]
    fn every_module_lies_in_one_file_which_all_who_need_it_fetch() {
        let names = ["live", "new", "people", "rare", "work"];
        // A module for each set of parts, and one part that needs nothing.
        let mut wanted = needs(&[("empty", &[])]);
        for set in 1..1_u32 << names.len() {
            for (_, part) in names.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1) {
                wanted.entry((*part).to_owned()).or_default().insert(format!("chunk_{set}"));
            }
        }
        let plan = plan(&wanted);
        let modules: Vec<_> = plan.files.values().flatten().collect();
        assert_eq!(modules.len(), (1 << names.len()) - 1);
        assert_eq!(modules.iter().collect::<BTreeSet<_>>().len(), modules.len());
        for (part, modules) in &wanted {
            let fetched: BTreeSet<_> = plan.parts[part].iter().flat_map(|file| &plan.files[file]).cloned().collect();
            assert!(modules.is_subset(&fetched), "{part}");
            let own = |other: &str| plan.parts[part].contains(&format!("split_{other}"));
            for other in names.iter().filter(|other| own(other)) {
                assert!(other == part || AFTER.contains(&(part, other)), "{part} fetches {other}");
            }
        }
        assert_eq!(plan.parts["live"].iter().flat_map(|file| &plan.files[file]).count(), wanted["live"].len());
    }
}
