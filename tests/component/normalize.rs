//! `browser::Browser`: the page normalises by the browser, every store by tables compiled in. What
//! one finds the other has to find too.

use contract::{
    name,
    search::search_key,
    unicode::{Normalize, Tables},
};
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::browser::Browser;

const TEXTS: [&str; 12] = [
    "Nordwind IT",
    "  Zu\u{308}rich\t Süd ",
    "Straße STRASSE",
    "İstanbul ısı",
    "ΟΔΟΣ όδος",
    "ﬁne ½ ① ㎏",
    "हिन्दी",
    "한국어 \u{1112}\u{1161}\u{11ab}",
    "東京オフィス ｶﾞ",
    "שָׁלוֹם",
    "👩‍👩‍👧 Familie",
    "a\u{327}\u{301} \u{1e9b}\u{323}",
];

#[wasm_bindgen_test]
fn the_browser_and_the_tables_agree() {
    for text in TEXTS {
        assert_eq!(Browser::nfc(text), Tables::nfc(text), "NFC of {text:?}");
        assert_eq!(Browser::nfkd(text), Tables::nfkd(text), "NFKD of {text:?}");
        assert_eq!(search_key::<Browser>(text), search_key::<Tables>(text), "key of {text:?}");
        assert_eq!(name::parse::<Browser>(text), name::parse::<Tables>(text), "name {text:?}");
    }
}

/// One of them may know a newer Unicode than the other; what both know is the same in both.
#[wasm_bindgen_test]
fn they_agree_on_every_character_that_both_know() {
    let mut known = 0;
    let differing: Vec<char> = ('\u{20}'..=char::MAX)
        .filter(|c| {
            let text = c.to_string();
            let (tables, browser) = (Tables::nfkd(&text), Browser::nfkd(&text));
            let both = tables != text && browser != text;
            known += usize::from(both);
            both && tables != browser
        })
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(known > 16_000, "{known} characters were compared");
}
